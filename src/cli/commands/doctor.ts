import { execFileSync } from 'node:child_process'
import { availableParallelism, totalmem } from 'node:os'
import type { Command } from 'commander'
import { exitCode } from '../exit-codes.ts'
import { bytes, columns } from '../output.ts'
import { packageVersion } from '../package-version.ts'
import type { SetExit } from '../run-cli.ts'
import { libraryFindings, presetFindings, queueFindings } from './doctor-services.ts'
import { type ShowOptions, showing, showOutput } from './options.ts'

/** One thing that was looked at. */
export interface Finding {
  readonly name: string
  readonly value: string
  readonly ok: boolean
}

/** `doctor`: what there is to work with, and what is wrong. */
export const addDoctor = (program: Command, setExit: SetExit): void => {
  showing(program.command('doctor').description('check what there is to work with')).action(
    async (options: ShowOptions) => {
      const output = showOutput()
      const findings = [
        ...machine(),
        ...presetFindings(),
        ...(await queueFindings()),
        ...(await libraryFindings(options)),
      ]
      if (options.json) for (const finding of findings) output.json(finding)
      else
        for (const line of columns(findings.map(({ name, value, ok }) => [ok ? 'ok' : 'PROBLEM', name, value])))
          output.print(line)
      if (findings.some((finding) => !finding.ok)) setExit(exitCode.stopped)
    },
  )
}

const machine = (): Finding[] => [
  { name: 'soniquebay-scan', value: packageVersion(), ok: true },
  {
    name: 'node',
    value: `${process.version} (${process.platform} ${process.arch})`,
    ok: supported(process.versions.node),
  },
  { name: 'sqlite', value: process.versions.sqlite ?? 'not built in', ok: process.versions.sqlite !== undefined },
  { name: 'processors', value: String(availableParallelism()), ok: true },
  { name: 'memory', value: bytes(totalmem()), ok: true },
  { name: 'ffmpeg', value: ffmpeg() ?? 'not found (not needed to scan)', ok: true },
]

const supported = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 16)
}

const ffmpeg = (): string | undefined => {
  try {
    return execFileSync('ffmpeg', ['-version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5000,
    }).split(' ')[2]
  } catch {
    return undefined
  }
}

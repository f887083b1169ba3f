import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import type { Command } from 'commander'
import { mountOf } from '../../adapters/files/mounts.ts'
import { exitCode } from '../exit-codes.ts'
import { databasePath, withScanner } from '../open-scanner.ts'
import { bytes, columns } from '../output.ts'
import { packageVersion } from '../package-version.ts'
import type { SetExit } from '../run-cli.ts'
import { type ShowOptions, showing, showOutput } from './options.ts'

interface Finding {
  readonly name: string
  readonly value: string
  readonly ok: boolean
}

/** `doctor`: what there is to work with, and what is wrong. */
export const addDoctor = (program: Command, setExit: SetExit): void => {
  showing(program.command('doctor').description('check what there is to work with')).action(
    async (options: ShowOptions) => {
      const output = showOutput()
      const findings = [...machine(), ...(await library(options))]
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

const library = async (options: ShowOptions): Promise<Finding[]> => {
  const path = databasePath(options)
  if (!existsSync(path)) return [{ name: 'library', value: `none yet at ${path}`, ok: true }]
  const findings: Finding[] = [{ name: 'library', value: `${path} (${bytes(statSync(path).size)})`, ok: true }]
  return withScanner(options, async (scanner) => {
    for (const root of await scanner.library.roots()) {
      const mount = mountOf(root.location)
      const there = existsSync(root.location)
      const kind = mount === undefined ? '' : `, ${mount.type}${mount.mayHang ? ': read in a process of its own' : ''}`
      findings.push({
        name: `root ${root.id}`,
        value: `${root.location}${there ? kind : ' is not there now'}`,
        ok: there,
      })
    }
    const { errors } = await scanner.library.stats()
    findings.push({ name: 'files with errors', value: String(errors), ok: true })
    return findings
  })
}

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isInstalled } from './installed.ts'
import type { ScanTime } from './library-scanners.ts'

/** Seconds from the start of minidlna on no database until its log says that its scan is finished. */
export const minidlnaScan = async (corpus: string, scratch: string): Promise<ScanTime | undefined> => {
  if (!isInstalled('minidlnad', ['-V'])) return undefined
  const folder = mkdtempSync(join(scratch, 'bench-minidlna-'))
  const settings = join(folder, 'minidlna.conf')
  const log = join(folder, 'minidlna.log')
  writeFileSync(log, '')
  writeFileSync(
    settings,
    [
      `media_dir=A,${corpus}`,
      `db_dir=${folder}`,
      `log_dir=${folder}`,
      'inotify=no',
      'port=18200',
      'log_level=info',
    ].join('\n'),
  )
  const start = performance.now()
  const daemon = spawn('minidlnad', ['-S', '-f', settings, '-P', join(folder, 'pid')], { stdio: 'ignore' })
  const ended = new Promise((resolve) => daemon.once('exit', resolve))
  try {
    while (daemon.exitCode === null && performance.now() - start < 600_000) {
      const files = /Scanning .* finished \((\d+) files\)/.exec(readFileSync(log, 'utf8'))?.[1]
      if (files !== undefined) return { seconds: (performance.now() - start) / 1000, files: Number(files) }
      await setTimeout(20)
    }
    throw new Error('minidlna did not finish its scan.')
  } finally {
    daemon.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { runProgram } from '../support/run-program.ts'
import { isInstalled } from './installed.ts'
import type { ScanTime } from './library-scanners.ts'

/**
 * Seconds that `mpc update --wait` takes on a database without songs. The daemon starts on an empty folder, because it updates by itself
 * when it has no database; then a link to the corpus comes into the folder.
 */
export const mpdUpdate = async (corpus: string, scratch: string): Promise<ScanTime | undefined> => {
  if (!isInstalled('mpd') || !isInstalled('mpc', ['version'])) return undefined
  const folder = mkdtempSync(join(scratch, 'bench-mpd-'))
  const music = join(folder, 'music')
  const socket = join(folder, 'socket')
  const settings = join(folder, 'mpd.conf')
  mkdirSync(music)
  writeFileSync(
    settings,
    [
      `music_directory "${music}"`,
      `bind_to_address "${socket}"`,
      `log_file "${join(folder, 'log')}"`,
      `database {\nplugin "simple"\npath "${join(folder, 'database')}"\n}`,
      'audio_output {\ntype "null"\nname "none"\n}',
    ].join('\n'),
  )
  const daemon = spawn('mpd', ['--no-daemon', settings], { stdio: 'ignore' })
  const ended = new Promise((resolve) => daemon.once('exit', resolve))
  const ask = (...args: string[]) => runProgram('mpc', ['--host', socket, ...args])
  try {
    for (let i = 0; !existsSync(socket) && i < 100; i++) await setTimeout(50)
    await ask('update', '--wait')
    symlinkSync(corpus, join(music, 'corpus'))
    const { seconds } = await ask('update', '--wait')
    const { stdout } = await ask('stats')
    return { seconds, files: Number(/Songs:\s+(\d+)/.exec(stdout)?.[1]) }
  } finally {
    daemon.kill()
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

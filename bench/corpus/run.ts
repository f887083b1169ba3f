import { spawnSync } from 'node:child_process'

/** Runs an encoder with `input` on its stdin; what it prints is only shown when it fails. */
export const run = (program: string, args: readonly string[], input?: Uint8Array): Buffer => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, maxBuffer: 2 ** 30 })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.toString()}`)
  return stdout
}

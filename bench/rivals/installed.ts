import { spawnSync } from 'node:child_process'

/** Whether a program starts; which exit code it likes to give for a harmless option is not asked. */
export const isInstalled = (program: string, args: readonly string[] = ['--version']): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).error === undefined

import { hostname } from 'node:os'
import type { Command } from 'commander'
import type { Status } from '../../core/status.ts'
import { exitCode } from '../exit-codes.ts'
import { withScanner } from '../open-scanner.ts'
import { clock, columns, count } from '../output.ts'
import type { SetExit } from '../run-cli.ts'
import { type ShowOptions, showing, showOutput } from './options.ts'

interface StatusOptions extends ShowOptions {
  readonly check?: boolean
  readonly worker?: boolean
}

/** `status`: where all work on the library stands; `--check` for health checks of containers. */
export const addStatus = (program: Command, setExit: SetExit): void => {
  showing(program.command('status').description('where the scan, the queues, deferred work and the workers stand'))
    .option('--check', 'exit with 1 unless library and queue answer')
    .option('--worker', 'with --check: unless a worker of this host lives, too')
    .action(async (options: StatusOptions) => {
      const output = showOutput()
      const status = await withScanner(options, (scanner) => scanner.status())
      if (options.json) output.json(status)
      else for (const line of columns(rowsOf(status))) output.print(line)
      if (options.check === true && !isHealthy(status, options)) setExit(exitCode.stopped)
    })
}

const isHealthy = ({ queues, workers }: Status, { worker = false }: StatusOptions): boolean =>
  queues.every(({ size }) => size !== null) && (!worker || workers.some(({ host }) => host === hostname()))

const rowsOf = ({ scan, progress, units, tasks, workers, queues }: Status): string[][] => [
  ...(scan === null || progress === null
    ? [['scan', 'none yet']]
    : [
        ['scan', `${scan.id}, ${scan.mode}, ${scan.state}${scan.message === null ? '' : `: ${scan.message}`}`],
        [
          'progress',
          `${count(progress.current)} of ${progress.total === null ? '?' : count(progress.total)} files, ` +
            `${count(progress.filesPerSecond)} files/s, ${progress.leftMs === null ? 'time left unknown' : `${clock(progress.leftMs)} left`}`,
        ],
      ]),
  ...units.map(({ segment, waiting, leased }) => [
    `units ${segment}`,
    `${count(waiting)} wait, ${count(leased)} at work`,
  ]),
  ...queues.map(({ segment, size }) => [
    `queue ${segment}`,
    size === null ? 'cannot be reached' : `${count(size)} jobs`,
  ]),
  ...tasks.map(({ kind, state, count: amount }) => [`tasks ${kind}`, `${count(amount)} ${state}`]),
  ...workers.map(({ host, pid, segments, atWork, jobs }) => [
    'worker',
    `${host}:${pid} on ${segments.join(', ')}: ${count(atWork)} at work, ${count(jobs)} done`,
  ]),
]

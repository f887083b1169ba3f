import type { Command } from 'commander'
import type { TaskState } from '../../core/model/task.ts'
import type { TaskFilter } from '../../core/ports/task-ledger.ts'
import { withScanner } from '../open-scanner.ts'
import { columns, count } from '../output.ts'
import { listed, type ShowOptions, showing, showOutput, wholeNumber } from './options.ts'

interface FilterOptions extends ShowOptions {
  readonly kind?: readonly string[]
  readonly state?: readonly TaskState[]
  readonly limit?: number
}

const filtering = (command: Command): Command =>
  showing(command)
    .option('--kind <kinds...>', 'only tasks of these kinds')
    .option('--state <states...>', 'only tasks in these states: waiting, leased, done, quarantined')

const filterOf = ({ kind, state }: FilterOptions): TaskFilter => ({
  ...(kind === undefined ? {} : { kinds: kind }),
  ...(state === undefined ? {} : { states: state }),
})

/** `tasks` and `retry`: deferred work, and what to do with what failed. */
export const addTasks = (program: Command): void => {
  filtering(program.command('tasks').description('deferred work: how much is in which state, or, filtered, each task'))
    .option('--limit <n>', 'at most so many', wholeNumber(1), 100)
    .action(async (options: FilterOptions) => {
      const output = showOutput()
      await withScanner(options, async ({ tasks }) => {
        if (options.kind === undefined && options.state === undefined) {
          const counts = await tasks.count()
          if (options.json) for (const line of counts) output.json(line)
          else for (const line of columns(counts.map((of) => [of.kind, of.state, count(of.count)]))) output.print(line)
          return
        }
        for await (const task of listed((page) => tasks.list({ ...filterOf(options), ...page }), options.limit)) {
          if (options.json) output.json(task)
          else
            output.print(
              `${task.taskId}  ${task.kind}  ${task.subjectType} ${task.subjectId}  ${task.state}  ${task.error ?? ''}`.trimEnd(),
            )
        }
      })
    })
  filtering(
    program.command('retry').description('let tasks be tried again at once; without --state, those in quarantine'),
  ).action(async (options: FilterOptions) => {
    const output = showOutput()
    const retried = await withScanner(options, ({ tasks }) => tasks.retry(filterOf(options)))
    if (options.json) output.json({ retried })
    else output.note(`${count(retried)} tasks are tried again.`)
  })
}

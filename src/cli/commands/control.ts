import type { Command } from 'commander'
import { withScanner } from '../open-scanner.ts'
import { type ShowOptions, showing, showOutput } from './options.ts'

const said = { pause: 'paused', resume: 'goes on', cancel: 'is cancelled' } as const

/** `pause`, `resume` and `cancel`: of the scan under way, whichever process runs it. */
export const addControl = (program: Command): void => {
  for (const name of ['pause', 'resume', 'cancel'] as const) {
    showing(program.command(name).description(`${name} the scan under way, whichever process runs it`)).action(
      async (options: ShowOptions) => {
        await withScanner(options, (scanner) => scanner[name]())
        showOutput().note(`The scan ${said[name]}.`)
      },
    )
  }
}

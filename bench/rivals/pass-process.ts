import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { processorSecondsOf, readsOf } from '../support/machine.ts'

/** One pass over a list of files. */
export interface Pass {
  readonly seconds: number
  /** Files that were read. */
  readonly files: number
  /** Processor time of the whole process during the pass: neighbours disturb it less than the time. */
  readonly processorSeconds: number | undefined
  /** Read calls and bytes of the whole process during the pass. */
  readonly reads: { readonly calls: number; readonly bytes: number } | undefined
}

/**
 * A program that reads tags and keeps running, so that contestants can take turns while each stays warm: for each line on its stdin, the path of
 * a list of files (one a line), it reads those files and answers with a line `<seconds> <files read>`. The time is its own, without reading the list.
 */
export class PassProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #answers: AsyncIterator<string>

  constructor(program: string, args: readonly string[]) {
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  async pass(list: string): Promise<Pass> {
    const pid = this.#child.pid ?? 0
    const before = readsOf(pid)
    const processorBefore = processorSecondsOf(pid)
    this.#child.stdin.write(`${list}\n`)
    const answer = await this.#answers.next()
    const after = readsOf(pid)
    const processorAfter = processorSecondsOf(pid)
    if (answer.done === true) throw new Error(`${this.#child.spawnargs.join(' ')} ended in the middle of a pass.`)
    const [seconds = Number.NaN, files = Number.NaN] = answer.value.split(' ').map(Number)
    const reads = before && after && { calls: after.calls - before.calls, bytes: after.bytes - before.bytes }
    const processorSeconds =
      processorBefore === undefined || processorAfter === undefined ? undefined : processorAfter - processorBefore
    return { seconds, files, processorSeconds, reads }
  }

  end(): void {
    this.#child.stdin.end()
  }
}

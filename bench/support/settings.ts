import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What the command line asked for. */
export interface Settings {
  /** Names of the sections to run. */
  readonly sections: readonly string[]
  /** Folder of real-encoded files, made by `bench/corpus/make-corpus.ts`. */
  readonly corpus: string
  /** At most so many files of the corpus. */
  readonly files: number
  /** Measured passes of each contestant; one more goes before them, unmeasured. */
  readonly rounds: number
  /** Files of the generated library. */
  readonly generated: number
  /** Where generated libraries and databases go. */
  readonly scratch: string
  /** File for the figures. */
  readonly json: string | undefined
}

const number = (text: string, name: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new TypeError(`--${name} must be a whole number of at least 1.`)
  return value
}

export const settingsOf = (args: readonly string[], byDefault: readonly string[]): Settings => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      corpus: { type: 'string', default: join(tmpdir(), 'corpus10k') },
      files: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '3' },
      generated: { type: 'string', default: '100000' },
      scratch: { type: 'string', default: tmpdir() },
      json: { type: 'string' },
    },
  })
  return {
    sections: positionals.length > 0 ? positionals : byDefault,
    corpus: resolve(values.corpus),
    files: number(values.files, 'files'),
    rounds: number(values.rounds, 'rounds'),
    generated: number(values.generated, 'generated'),
    scratch: resolve(values.scratch),
    json: values.json === undefined ? undefined : resolve(values.json),
  }
}

import { createHash } from 'node:crypto'
import ignore, { type Ignore } from 'ignore'

/** Names of ignore files. */
export const ignoreFiles = { patterns: '.ndignore', everything: '.nomedia' } as const

export const isIgnoreFile = (name: string): boolean => name === ignoreFiles.patterns || name === ignoreFiles.everything

/** What is ignored in a folder and below it: the globs of the configuration and the ignore files of the folders above. */
export interface IgnoreRules {
  /** Names these rules: folders listed under others are listed again. */
  readonly hash: string
  /** Whether a path (root-relative key, a folder with trailing `/`) is ignored. */
  ignores(path: string): boolean
  /** The rules inside a folder that has an ignore file of its own: gitignore syntax, relative to it; one without a pattern ignores everything. */
  within(folder: string, patterns: string): IgnoreRules
}

/** Rules made of the configuration: its globs, and its hash. */
export const ignoreRules = (globs: readonly string[], hash: string): IgnoreRules =>
  stacked(globs.length === 0 ? [] : [new Layer('', globs)], hash)

const stacked = (layers: readonly Layer[], hash: string): IgnoreRules => ({
  hash,
  ignores: (path) => {
    let ignored = false
    for (const layer of layers) {
      // A deeper file may take back what a higher one ignored.
      const { ignored: yes, unignored: no } = layer.test(path)
      if (yes) ignored = true
      else if (no) ignored = false
    }
    return ignored
  },
  within: (folder, patterns) => {
    const lines = patterns.split(/\r?\n/)
    const meant = lines.some((line) => line.trim() !== '' && !line.startsWith('#'))
    const inner = createHash('sha256')
      .update(JSON.stringify([hash, folder, patterns]))
      .digest('hex')
      .slice(0, 16)
    return stacked([...layers, new Layer(folder, meant ? lines : ['*'])], inner)
  },
})

/** Paths after which a matcher is made anew: it remembers the result of each. */
const mostRemembered = 10_000

/** The patterns of one ignore file. */
class Layer {
  readonly #base: string
  readonly #patterns: readonly string[]
  #matcher: Ignore | undefined
  #tested = 0

  constructor(base: string, patterns: readonly string[]) {
    this.#base = base
    this.#patterns = patterns
  }

  test(path: string): { readonly ignored: boolean; readonly unignored: boolean } {
    if (this.#matcher === undefined || ++this.#tested > mostRemembered) {
      this.#tested = 0
      // As git on a disk that tells names of different case apart.
      this.#matcher = ignore({ ignorecase: false, allowRelativePaths: true }).add([...this.#patterns])
    }
    return this.#matcher.test(path.slice(this.#base.length))
  }
}

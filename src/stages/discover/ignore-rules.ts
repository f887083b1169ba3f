import ignore, { type Ignore } from 'ignore'

/** Names of ignore files. */
export const ignoreFiles = { patterns: '.ndignore', everything: '.nomedia' } as const

/** What is ignored in a folder and below it: the globs of the configuration and the ignore files of it and the folders above. */
export interface IgnoreRules {
  /** Whether a path (root-relative key, a folder with trailing `/`) is ignored. */
  ignores(path: string): boolean
  /** The rules inside a folder that has an ignore file of its own: gitignore syntax, relative to it; an empty file ignores everything. */
  within(folder: string, patterns: string): IgnoreRules
}

/** Rules made of the configuration's globs. */
export const ignoreRules = (globs: readonly string[]): IgnoreRules => stacked(globs.length === 0 ? [] : [{ base: '', rules: ignore().add([...globs]) }])

const stacked = (layers: readonly { readonly base: string; readonly rules: Ignore }[]): IgnoreRules => ({
  ignores: (path) => {
    let ignored = false
    for (const { base, rules } of layers) {
      // A deeper file may take back what a higher one ignored.
      const { ignored: yes, unignored: no } = rules.test(path.slice(base.length))
      if (yes) ignored = true
      else if (no) ignored = false
    }
    return ignored
  },
  within: (folder, patterns) => {
    const meant = patterns.split(/\r?\n/).some((line) => line.trim() !== '' && !line.startsWith('#'))
    return stacked([...layers, { base: folder, rules: ignore().add(meant ? patterns : '*') }])
  },
})

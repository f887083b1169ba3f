import { foldName } from '../../core/text/fold-name.ts'

/** One genre as tagged, and what makes two spellings one. */
interface Genre {
  readonly name: string
  readonly folded: string
}

/** Splits one value of the genre tag. */
export type GenreSplitter = (value: string) => readonly Genre[]

/** Compiles genre separators. They are taken literally, so that `R&B/Soul` and `Drum & Bass` stay what they are. */
export const genreSplitter =
  (separators: readonly string[]): GenreSplitter =>
  (value) =>
    separators
      .filter((separator) => separator !== '')
      .reduce<readonly string[]>((parts, separator) => parts.flatMap((part) => part.split(separator)), [value])
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((name) => ({ name, folded: foldName(name) }))

/** The distinct genres of a track in tag order, each in its first spelling. */
export const distinctGenres = (values: readonly string[] | undefined, split: GenreSplitter): readonly string[] => {
  if (values === undefined) return []
  const names = new Map<string, string>()
  for (const value of values) {
    for (const { name, folded } of split(value)) if (!names.has(folded)) names.set(folded, name)
  }
  return [...names.values()]
}

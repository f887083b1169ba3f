import type { FileReading } from '../../../../src/core/model/file-reading.ts'

/** A field in which two readings of one file differ. */
export interface Difference {
  /** `tags.title`, `format.durationMs`, `pictures`. */
  readonly field: string
  readonly ours: unknown
  readonly theirs: unknown
}

/** Relative difference up to which two computed numbers are the same number. */
const rounding = 1e-9

/**
 * All differences between two readings, field by field: each tag, each property of the format, and the pictures but for their places, which only we
 * tell. What a reading says besides (reader, audio key, warnings, whether the length is exact) music-metadata does not say.
 */
export function compareReadings(ours: FileReading, theirs: FileReading): Difference[] {
  return [
    ...compareFields('tags', ours.tags, theirs.tags),
    ...compareFields('format', { ...ours.format, durationExact: true }, { ...theirs.format, durationExact: true }),
    ...compareFields(
      '',
      { pictures: ours.pictures.map(withoutPlace) },
      { pictures: theirs.pictures.map(withoutPlace) },
    ),
  ]
}

function withoutPlace({ length, mime, type, description }: FileReading['pictures'][number]) {
  return { length, mime, type, description }
}

function compareFields(group: string, ours: object, theirs: object): Difference[] {
  const left = new Map<string, unknown>(Object.entries(ours))
  const right = new Map<string, unknown>(Object.entries(theirs))
  const differences: Difference[] = []
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    if (same(left.get(key), right.get(key))) continue
    differences.push({ field: group === '' ? key : `${group}.${key}`, ours: left.get(key), theirs: right.get(key) })
  }
  return differences
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= rounding * Math.max(Math.abs(a), Math.abs(b))
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]))
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    return compareFields('', a, b).length === 0
  }
  return a === b
}

import { Buffer } from 'node:buffer'
import type { TrackEntry } from './model/entity-batch.ts'
import type { TrackFacts } from './model/track.ts'
import type { TrackTags } from './model/track-tags.ts'

/** What the identity of a file is judged by: the part of its facts that a scan looks at on their way from the reader to the storage. */
export type EntryHead = Pick<TrackFacts, 'rootId' | 'path' | 'audioKey' | 'size' | 'mtimeUs' | 'ctimeUs' | 'reader'>

/** The tags that a storage makes rows of. */
export type NamingTags = Pick<
  TrackTags,
  'subtitle' | 'titleSort' | 'artistSort' | 'albumSort' | 'albumArtistSort' | 'composerSort'
>

/** Facts for one look at them: `tags` and `pictures`, which are stored as they are, stay JSON, but for the tags that rows are made of. */
export interface GlancedFacts {
  readonly facts: Omit<TrackFacts, 'tags' | 'pictures'> & { readonly tags: NamingTags }
  /** The same as JSON. */
  readonly columns: string
  readonly tags: string
  readonly pictures: string
}

/** The facts of several entries as JSON in UTF-8, three texts an entry: what columns are made of, tags, pictures. Bytes cross threads without being looked at or copied. */
export interface PackedFacts {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each text ends; three an entry. */
  readonly ends: readonly number[]
}

interface Seal {
  readonly head: EntryHead | undefined
  readonly bytes: Buffer
  readonly start: number
  readonly columnsEnd: number
  readonly tagsEnd: number
  readonly end: number
}

/** Where an entry keeps its seal: hidden, so that a copy with other facts (a host's stage makes such) is sealed no more. */
const sealed = Symbol('sealed')

const sealOf = (entry: TrackEntry & { readonly [sealed]?: Seal }): Seal | undefined => entry[sealed]

/**
 * Entries whose facts stay the bytes that the reader made until somebody asks for them: most tracks cross the host's thread on their way to a database without being
 * looked at. To everybody else they are entries like any other.
 * @param heads Read from the facts when they are left out.
 */
export const sealedEntries = (
  kinds: readonly TrackEntry['kind'][],
  { bytes, ends }: PackedFacts,
  heads: readonly EntryHead[] = [],
): TrackEntry[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return kinds.map((kind, at) => {
    const [start = 0, columnsEnd = 0, tagsEnd = 0, end = 0] =
      at === 0 ? [0, ends[0], ends[1], ends[2]] : ends.slice(3 * at - 1, 3 * at + 3)
    return withSeal(kind, { head: heads[at], bytes: buffer, start, columnsEnd, tagsEnd, end })
  })
}

const withSeal = (kind: TrackEntry['kind'], contents: Seal): TrackEntry => {
  let opened: TrackFacts | undefined
  const entry: TrackEntry = {
    kind,
    get facts() {
      opened ??= open(contents)
      return opened
    },
  }
  return Object.defineProperty(entry, sealed, { value: contents })
}

const open = (contents: Seal): TrackFacts => {
  const { facts, tags, pictures } = glance(contents)
  return { ...facts, tags: JSON.parse(tags), pictures: JSON.parse(pictures) }
}

const glance = ({ bytes, start, columnsEnd, tagsEnd, end }: Seal): GlancedFacts => {
  const columns = bytes.toString('utf8', start, columnsEnd)
  return {
    facts: JSON.parse(columns),
    columns,
    tags: bytes.toString('utf8', columnsEnd, tagsEnd),
    pictures: bytes.toString('utf8', tagsEnd, end),
  }
}

/** The head of an entry, which costs nothing when it is sealed. */
export const headOf = (entry: TrackEntry): EntryHead => sealOf(entry)?.head ?? entry.facts

/** The facts of an entry for one look at them; nothing of a sealed one is kept. */
export const glanceAt = (entry: TrackEntry): GlancedFacts => {
  const contents = sealOf(entry)
  if (contents !== undefined) return glance(contents)
  const [columns = '', tags = '', pictures = ''] = textsOf(entry)
  return { facts: entry.facts, columns, tags, pictures }
}

/** The same entry, sealed. */
export const seal = (entry: TrackEntry): TrackEntry => {
  const texts = textsOf(entry)
  const bytes = Buffer.allocUnsafe(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0))
  let at = 0
  const [columnsEnd = 0, tagsEnd = 0, end = 0] = texts.map((text) => {
    at += bytes.write(text, at)
    return at
  })
  const { rootId, path, audioKey, size, mtimeUs, ctimeUs, reader } = entry.facts
  const head: EntryHead = { rootId, path, audioKey, size, mtimeUs, ctimeUs, reader }
  return withSeal(entry.kind, { head, bytes, start: 0, columnsEnd, tagsEnd, end })
}

/** Packs the facts of entries into memory of its own, which can be given away. */
export const packFacts = (entries: readonly TrackEntry[]): PackedFacts => {
  const parts = entries.map((entry) => sealOf(entry) ?? sealOf(seal(entry))).filter((part) => part !== undefined)
  const bytes = new Uint8Array(parts.reduce((sum, { start, end }) => sum + end - start, 0))
  const ends: number[] = []
  let at = 0
  for (const { bytes: from, start, columnsEnd, tagsEnd, end } of parts) {
    from.copy(bytes, at, start, end)
    const moved = at - start
    ends.push(columnsEnd + moved, tagsEnd + moved, end + moved)
    at += end - start
  }
  return { bytes, ends }
}

/** Columns, tags, pictures. */
const textsOf = ({ facts }: TrackEntry): readonly string[] => {
  const { subtitle, titleSort, artistSort, albumSort, albumArtistSort, composerSort } = facts.tags
  const tags = { subtitle, titleSort, artistSort, albumSort, albumArtistSort, composerSort }
  return [
    JSON.stringify({ ...facts, tags, pictures: undefined }),
    JSON.stringify(facts.tags),
    JSON.stringify(facts.pictures),
  ]
}

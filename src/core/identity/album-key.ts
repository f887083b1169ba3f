import { foldName } from '../text/fold-name.ts'
import { folderOf } from '../text/path-parts.ts'

/** What an album rule can look at. Texts are compared folded; `folder` is the track's folder without its disc part (`CD1`, `Disc 2`). */
export const albumFields = [
  'musicbrainzReleaseId',
  'musicbrainzReleaseGroupId',
  'albumArtist',
  'album',
  'edition',
  'folder',
  'date',
  'originalDate',
  'barcode',
  'catalogNumber',
  'media',
] as const

/** One of {@link albumFields}. */
export type AlbumField = (typeof albumFields)[number]

/** A field; with `?` the alternative holds without it too, otherwise the track must have it. */
export type AlbumRuleField = AlbumField | `${AlbumField}?`

/**
 * What tracks of one album have in common: alternatives in order, of which the first whose fields a track has makes its key. Plain data. Tracks grouped under different
 * alternatives are never of one album.
 */
export type AlbumRule = readonly (readonly AlbumRuleField[])[]

/** The release; else album artist, album and edition; else (no album artist, no compilation flag) folder and album. */
export const defaultAlbumRule: AlbumRule = [
  ['musicbrainzReleaseId'],
  ['albumArtist', 'album', 'edition?'],
  ['folder', 'album'],
]

/** What one track says about its album. */
export interface AlbumTraits {
  readonly rootId: string
  readonly path: string
  readonly musicbrainzReleaseId: string | undefined
  readonly musicbrainzReleaseGroupId: string | undefined
  /** Names of the album artists, split; `Various Artists` for a compilation that names none. */
  readonly albumArtists: readonly string[]
  readonly album: string | undefined
  readonly edition: string | undefined
  readonly date: string | undefined
  readonly originalDate: string | undefined
  readonly barcode: string | undefined
  readonly catalogNumber: string | undefined
  readonly media: string | undefined
}

/**
 * The key that the tracks of one album share; `null` for a track without an album, or one that no alternative of the rule fits.
 * @param acrossRoots Whether tracks of different roots can be of one album.
 */
export const albumKey = (traits: AlbumTraits, rule: AlbumRule, acrossRoots: boolean): string | null => {
  if (traits.album === undefined || foldName(traits.album) === '') return null
  for (const [at, fields] of rule.entries()) {
    const values = valuesOf(fields, traits)
    if (values !== undefined) return JSON.stringify([at, acrossRoots ? null : traits.rootId, ...values])
  }
  return null
}

const valuesOf = (fields: readonly AlbumRuleField[], traits: AlbumTraits): readonly string[] | undefined => {
  const values: string[] = []
  for (const field of fields) {
    const optional = field.endsWith('?')
    const value = read[(optional ? field.slice(0, -1) : field) as AlbumField](traits)
    if (value === undefined && !optional) return undefined
    values.push(value ?? '')
  }
  return values
}

const folded = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : foldName(text) || undefined

const read: Readonly<Record<AlbumField, (traits: AlbumTraits) => string | undefined>> = {
  musicbrainzReleaseId: (traits) => folded(traits.musicbrainzReleaseId),
  musicbrainzReleaseGroupId: (traits) => folded(traits.musicbrainzReleaseGroupId),
  albumArtist: (traits) =>
    traits.albumArtists.length === 0 ? undefined : traits.albumArtists.map(foldName).join('\u0001'),
  album: (traits) => folded(traits.album),
  edition: (traits) => folded(traits.edition),
  folder: (traits) => albumFolder(traits.path),
  date: (traits) => traits.date,
  originalDate: (traits) => traits.originalDate,
  barcode: (traits) => folded(traits.barcode),
  catalogNumber: (traits) => folded(traits.catalogNumber),
  media: (traits) => folded(traits.media),
}

const disc =
  /(?:^|[\s._([-])(?:cd|dvd|dis[ck]|disque|disco|medium|vinyl|lp)[\s._-]{0,3}(?:\d{1,2}|[ivx]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)(?:[)\]]?$|[)\]]?[\s._:-])/i
const separators = ' ._-(['

/**
 * The folder of an album: that of the track without its disc part, be it a folder of its own (`Album/CD1`, `Album/Disc 2 - Live`) or the end of a name (`Album (Disc 1)`).
 */
export const albumFolder = (path: string): string => {
  const folder = folderOf(path).slice(0, -1)
  const at = folder.lastIndexOf('/') + 1
  const name = folder.slice(at)
  const found = disc.exec(name)
  if (found === null) return folder
  const parent = folder.slice(0, Math.max(0, at - 1))
  let end = found.index
  while (end > 0 && separators.includes(name.charAt(end - 1))) end--
  const before = name.slice(0, end)
  if (before === '') return parent
  return parent === '' ? before : `${parent}/${before}`
}

import { type CreditedArtist, splitArtists } from '../../core/identity/split-artists.ts'
import type { ArtistSeed } from '../../core/model/artist.ts'
import type { ArtistRole, TrackArtist } from '../../core/model/track.ts'
import { creditRoles, type TrackTags } from '../../core/model/track-tags.ts'
import type { BatchRules } from './batch-rules.ts'

/** Who is credited on a track, and the rows of these artists. */
export interface TrackCredits {
  readonly artists: readonly TrackArtist[]
  /** Names of the album artists; `Various Artists` for a compilation that names none. */
  readonly albumArtists: readonly string[]
}

/** What a compilation without an album artist is credited to. */
export const variousArtists = 'Various Artists'

const none: readonly string[] = []

/**
 * Splits the credits of a track and adds each new artist to `seeds`. Order: artists, album artists, then the roles as `creditRoles` lists them; within a role the order of
 * the tags. An artist stands once in a role; a performer's instruments are joined.
 */
export const creditArtists = (tags: TrackTags, rules: BatchRules, seeds: Map<string, ArtistSeed>): TrackCredits => {
  const rows: TrackArtist[] = []
  const ids = tags.musicbrainz
  const artists = splitArtists(valuesOf(tags.artists, tags.artist), ids?.artistIds ?? none, rules.splitArtist)
  credit(rows, 'artist', artists, tags.artistSort, rules, seeds)

  const given = valuesOf(tags.albumArtists, tags.albumArtist)
  const albumValues = given.length === 0 && tags.compilation === true ? [variousArtists] : given
  const albumArtists = splitArtists(albumValues, ids?.albumArtistIds ?? none, rules.splitArtist)
  credit(rows, 'albumartist', albumArtists, tags.albumArtistSort, rules, seeds)

  if (tags.credits !== undefined) creditRolesOf(tags, rows, rules, seeds)
  return { artists: rows, albumArtists: albumArtists.map((artist) => artist.name) }
}

const creditRolesOf = (
  tags: TrackTags,
  rows: TrackArtist[],
  rules: BatchRules,
  seeds: Map<string, ArtistSeed>,
): void => {
  const { credits = [], composerSort } = tags
  for (const role of creditRoles) {
    const named: (CreditedArtist & { readonly detail?: string | undefined })[] = []
    for (const given of credits) {
      if (given.role !== role) continue
      for (const name of rules.splitArtist(given.name)) named.push({ name, musicbrainzId: null, detail: given.detail })
    }
    if (named.length > 0) credit(rows, role, named, role === 'composer' ? composerSort : undefined, rules, seeds)
  }
}

/** The tag's own multiple values, else its one text. */
const valuesOf = (list: readonly string[] | undefined, text: string | undefined): readonly string[] =>
  (list ?? (text === undefined ? none : [text])).filter((value) => value.trim() !== '')

const credit = (
  rows: TrackArtist[],
  role: ArtistRole,
  artists: readonly (CreditedArtist & { readonly detail?: string | undefined })[],
  sort: string | undefined,
  rules: BatchRules,
  seeds: Map<string, ArtistSeed>,
): void => {
  const first = rows.length
  for (const { name, musicbrainzId, detail } of artists) {
    const artistId = seedOf(name, musicbrainzId, artists.length === 1 ? sort : undefined, rules, seeds)
    const same = rows.findIndex((row, at) => at >= first && row.artistId === artistId)
    const known = rows[same]
    if (known === undefined) {
      rows.push({ artistId, role, position: rows.length - first, creditedAs: name.trim(), detail: detail ?? null })
    } else if (detail !== undefined && detail !== '' && known.detail !== detail) {
      rows[same] = { ...known, detail: known.detail === null ? detail : `${known.detail}, ${detail}` }
    }
  }
}

const seedOf = (
  name: string,
  musicbrainzId: string | null,
  sort: string | undefined,
  rules: BatchRules,
  seeds: Map<string, ArtistSeed>,
): string => {
  const identified = musicbrainzId === null ? undefined : rules.identified(musicbrainzId)
  const named = rules.named(name)
  const { id } = identified ?? named
  if (!seeds.has(id)) {
    seeds.set(id, {
      id,
      name: name.trim(),
      sortName: rules.nameKey(sort ?? name),
      foldedName: named.foldedName,
      musicbrainzId: identified?.musicbrainzId ?? null,
    })
  }
  return id
}

import { creditedSortName } from '../../core/credited-sort-name.ts'
import type { AlbumMember } from '../../core/model/album.ts'
import type { ArtistSpelling, UnsettledArtist } from '../../core/model/artist.ts'
import type { LibraryWriter, SettleCursor } from '../../core/ports/library-writer.ts'
import { compareKeys } from '../../core/text/compare-keys.ts'
import { tieKey } from '../../core/text/tie-key.ts'
import type { Library } from './library.ts'
import type { ArtistRow, TrackRow } from './rows.ts'

type PageOf<Method extends 'unsettledAlbums' | 'unsettledArtists'> = Awaited<ReturnType<LibraryWriter[Method]>>

export const unsettledAlbums = (library: Library, after: SettleCursor, limit: number): PageOf<'unsettledAlbums'> => {
  const { ids, next } = page(library.unsettledAlbums.keysAfter(after), limit)
  return { albums: ids.map((id) => ({ id, members: membersOf(library, id) })), next }
}

export const unsettledArtists = (library: Library, after: SettleCursor, limit: number): PageOf<'unsettledArtists'> => {
  const { ids, next } = page(library.unsettledArtists.keysAfter(after), limit)
  return { artists: ids.flatMap((id) => unsettledArtist(library, library.artists.get(id))), next }
}

const page = (
  keys: Iterable<string>,
  limit: number,
): { readonly ids: readonly string[]; readonly next: SettleCursor } => {
  const ids: string[] = []
  for (const key of keys) {
    if (ids.length >= limit) return { ids, next: ids.at(-1) ?? null }
    ids.push(key)
  }
  return { ids, next: null }
}

/** Those that are not missing; all, when all are. */
const presentElseAll = (tracks: Iterable<TrackRow>): readonly TrackRow[] => {
  const all = [...tracks]
  const present = all.filter((track) => track.missing === null)
  return present.length > 0 ? present : all
}

const tieOf = ({ facts }: TrackRow): string => tieKey(facts.discNumber, facts.trackNumber, facts.rootId, facts.path)

const membersOf = (library: Library, albumId: string): readonly AlbumMember[] =>
  presentElseAll(library.tracksByAlbum.get(albumId))
    .map((track) => ({ track, tie: tieOf(track) }))
    .sort((a, b) => compareKeys(a.tie, b.tie) || compareKeys(a.track.id, b.track.id))
    .map(({ track }) => memberOf(track))

const memberOf = ({ id, facts, missing }: TrackRow): AlbumMember => {
  const albumArtists = facts.artists.filter((artist) => artist.role === 'albumartist')
  const artists = albumArtists.length > 0 ? albumArtists : facts.artists.filter((artist) => artist.role === 'artist')
  return {
    trackId: id,
    rootId: facts.rootId,
    path: facts.path,
    discNumber: facts.discNumber,
    trackNumber: facts.trackNumber,
    album: facts.album,
    albumArtist: facts.albumArtist,
    date: facts.date,
    originalDate: facts.originalDate,
    year: facts.year,
    compilation: facts.compilation,
    durationMs: facts.durationMs,
    musicbrainzReleaseId: facts.musicbrainzReleaseId,
    musicbrainzReleaseGroupId: facts.musicbrainzReleaseGroupId,
    albumSort: facts.tags.albumSort ?? null,
    artists: artists.map(({ artistId, position, creditedAs }) => ({ artistId, position, creditedAs })),
    missing: missing !== null,
  }
}

const unsettledArtist = (library: Library, artist: ArtistRow | undefined): UnsettledArtist[] => {
  if (artist === undefined) return []
  const { id, foldedName, musicbrainzId } = artist
  const namesakes: string[] = []
  const nameOnly: string[] = []
  for (const other of library.artistsByFoldedName.get(foldedName)) {
    if (other.musicbrainzId === null) nameOnly.push(other.id)
    else if (hasPresentTrack(library, other.id)) namesakes.push(other.id)
  }
  return [
    {
      id,
      foldedName,
      musicbrainzId,
      spellings: spellingsOf(library, id),
      namesakes: namesakes.sort(compareKeys),
      nameOnly: nameOnly.sort(compareKeys),
    },
  ]
}

const hasPresentTrack = (library: Library, artistId: string): boolean => {
  for (const track of library.tracksByArtist.get(artistId)) if (track.missing === null) return true
  return false
}

interface Spelled {
  readonly name: string
  readonly sortName: string | null
  readonly tie: string
}

const spellingsOf = (library: Library, artistId: string): readonly ArtistSpelling[] => {
  const credits = trackCredits(library, artistId)
  const byName = Map.groupBy(credits.length > 0 ? credits : albumCredits(library, artistId), (credit) => credit.name)
  return [...byName.entries()]
    .sort(([a], [b]) => compareKeys(a, b))
    .map(([name, spelled]) => ({
      name,
      sortName: mostFrequentSortName(spelled),
      count: spelled.length,
      tie: smallestTie(spelled),
    }))
}

const trackCredits = (library: Library, artistId: string): readonly Spelled[] =>
  presentElseAll(library.tracksByArtist.get(artistId)).flatMap((track) => {
    const tie = tieOf(track)
    return track.facts.artists
      .filter((credit) => credit.artistId === artistId)
      .map((credit) => ({ name: credit.creditedAs, sortName: creditedSortName(track.facts, credit), tie }))
  })

const albumCredits = (library: Library, artistId: string): readonly Spelled[] =>
  [...library.albumsByArtist.get(artistId)].flatMap((album) =>
    album.artists
      .filter((credit) => credit.artistId === artistId)
      .map((credit) => ({ name: credit.creditedAs, sortName: null, tie: album.id })),
  )

const mostFrequentSortName = (spelled: readonly Spelled[]): string | null => {
  const bySortName = Map.groupBy(
    spelled.filter((credit) => credit.sortName !== null),
    (credit) => credit.sortName,
  )
  const [best] = [...bySortName.entries()].sort(
    ([a, x], [b, y]) =>
      y.length - x.length || compareKeys(smallestTie(x), smallestTie(y)) || compareKeys(a ?? '', b ?? ''),
  )
  return best?.[0] ?? null
}

const smallestTie = (spelled: readonly Spelled[]): string =>
  spelled.reduce((least, { tie }) => (compareKeys(tie, least) < 0 ? tie : least), spelled[0]?.tie ?? '')

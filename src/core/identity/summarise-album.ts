import type { AlbumArtist, AlbumMember, AlbumSummary } from '../model/album.ts'
import { compareKeys } from '../text/compare-keys.ts'
import { type SortKeyOptions, sortKey } from '../text/sort-key.ts'
import { tieKey } from '../text/tie-key.ts'
import { yearOf } from './dates.ts'

/**
 * What an album's tracks say of it: of each value the most frequent, ties by disc, track, root and path; a track without a value has no vote on it. Missing tracks count only
 * when no other is there. The order of the members does not matter.
 * @param members At least one.
 * @param options As sort keys are made elsewhere (`articles`).
 */
export const summariseAlbum = (
  id: string,
  members: readonly AlbumMember[],
  options: SortKeyOptions = {},
): AlbumSummary => {
  const voters = inOrder(members)
  const title = winner(voters, (member) => member.album) ?? ''
  const albumArtist = winner(voters, (member) => member.albumArtist)
  const artists = albumArtist === null ? sharedArtists(voters) : artistsOf(voters, albumArtist)
  const date = winner(voters, (member) => member.date)
  const originalDate = winner(voters, (member) => member.originalDate)
  return {
    id,
    title,
    sortTitle: sortKey(winner(voters, (member) => member.albumSort) ?? title, options),
    albumArtist: albumArtist ?? (artists.map((artist) => artist.creditedAs).join(', ') || null),
    date,
    originalDate,
    year: yearOf(date) ?? winner(voters, (member) => member.year) ?? yearOf(originalDate),
    compilation: winner(voters, (member) => member.compilation) ?? false,
    musicbrainzReleaseId: winner(voters, (member) => member.musicbrainzReleaseId),
    musicbrainzReleaseGroupId: winner(voters, (member) => member.musicbrainzReleaseGroupId),
    trackCount: voters.length,
    discCount: new Set(voters.map((member) => member.discNumber ?? 1)).size,
    durationMs: voters.reduce((sum, member) => sum + (member.durationMs ?? 0), 0),
    artists,
  }
}

const inOrder = (members: readonly AlbumMember[]): readonly AlbumMember[] => {
  const present = members.filter((member) => !member.missing)
  return (present.length === 0 ? members : present)
    .map((member) => ({
      member,
      tie: tieKey(member.discNumber, member.trackNumber, member.rootId, member.path) + member.trackId,
    }))
    .sort((a, b) => compareKeys(a.tie, b.tie))
    .map(({ member }) => member)
}

const winner = <T extends string | number | boolean>(
  voters: readonly AlbumMember[],
  value: (member: AlbumMember) => T | null,
): T | null => {
  const votes = new Map<T, number>()
  for (const member of voters) {
    const vote = value(member)
    if (vote !== null) votes.set(vote, (votes.get(vote) ?? 0) + 1)
  }
  return mostVotes(votes)
}

/** The first of those with most votes: a map remembers who came first. */
const mostVotes = <T>(votes: ReadonlyMap<T, number>): T | null => {
  let best: T | null = null
  let most = 0
  for (const [value, count] of votes) {
    if (count > most) {
      best = value
      most = count
    }
  }
  return best
}

/** The artists that the tracks with the winning album artist give most often. */
const artistsOf = (voters: readonly AlbumMember[], albumArtist: string): readonly AlbumArtist[] => {
  const agreeing = voters.filter((member) => member.albumArtist === albumArtist && member.artists.length > 0)
  const ids = winner(agreeing, idsOf)
  return agreeing.find((member) => idsOf(member) === ids)?.artists ?? []
}

const idsOf = ({ artists }: AlbumMember): string => artists.map((artist) => artist.artistId).join(' ')

/** Without an album artist: the artists of more than half of the tracks, in the order of the first of them. So guests do not count. */
const sharedArtists = (voters: readonly AlbumMember[]): readonly AlbumArtist[] => {
  const credits = new Map<string, { tracks: number; readonly creditedAs: string }>()
  for (const member of voters) {
    for (const artistId of new Set(member.artists.map((artist) => artist.artistId))) {
      const credit = credits.get(artistId)
      if (credit !== undefined) credit.tracks++
      else credits.set(artistId, { tracks: 1, creditedAs: spellingOf(voters, artistId) })
    }
  }
  return [...credits]
    .filter(([, { tracks }]) => tracks * 2 > voters.length)
    .map(([artistId, { creditedAs }], position) => ({ artistId, position, creditedAs }))
}

const spellingOf = (voters: readonly AlbumMember[], artistId: string): string =>
  winner(voters, ({ artists }) => artists.find((artist) => artist.artistId === artistId)?.creditedAs ?? null) ?? ''

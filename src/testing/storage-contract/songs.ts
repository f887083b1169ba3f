import type { TrackFacts } from '../../core/model/track.ts'
import type { TrackWrite } from '../../core/ports/library-writer.ts'
import { albumSeed, artistSeed } from '../rows/entity-rows.ts'
import { insertion, rewriting } from '../rows/scan-rows.ts'
import { trackArtist } from '../rows/track-facts.ts'
import type { CommitParts } from './lab.ts'

/** A track in few words: names of its artists and its album stand for their rows. */
export interface Song {
  readonly id: string
  readonly artists?: readonly string[]
  readonly albumArtists?: readonly string[]
  readonly album?: string
  readonly facts?: Partial<TrackFacts>
}

/** What it takes to store new songs. */
export const newSongs = (...songs: readonly Song[]): CommitParts => write(songs, insertion)

/** What it takes to write known songs again. */
export const songsAgain = (...songs: readonly Song[]): CommitParts => write(songs, rewriting)

const write = (
  songs: readonly Song[],
  writing: (id: string, facts: Partial<TrackFacts>) => TrackWrite,
): CommitParts => {
  const names = new Set(songs.flatMap(({ artists = [], albumArtists = [] }) => [...artists, ...albumArtists]))
  const albums = new Set(songs.flatMap(({ album }) => album ?? []))
  return {
    artists: [...names].map((name) => artistSeed({ name })),
    albums: [...albums].map((title) => albumSeed({ title })),
    tracks: songs.map((song) => writing(song.id, factsOf(song))),
  }
}

const factsOf = ({ id, artists = [], albumArtists = [], album, facts }: Song): Partial<TrackFacts> => ({
  path: `${id}.mp3`,
  artist: artists.length > 0 ? artists.join(', ') : null,
  albumArtist: albumArtists.length > 0 ? albumArtists.join(', ') : null,
  album: album ?? null,
  albumId: album === undefined ? null : albumSeed({ title: album }).id,
  artists: [...credits(artists, 'artist'), ...credits(albumArtists, 'albumartist')],
  ...facts,
})

const credits = (names: readonly string[], role: 'artist' | 'albumartist') =>
  names.map((name, position) => trackArtist({ artistId: artistSeed({ name }).id, role, position, creditedAs: name }))

/** Ids of some rows, in their order. */
export const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map((row) => row.id)

import type { AlbumSeed, AlbumSummary } from '../../core/model/album.ts'
import type { ArtistSeed } from '../../core/model/artist.ts'
import { foldName } from '../../core/text/fold-name.ts'
import { sortKey } from '../../core/text/sort-key.ts'

/** An artist as a credit names it; the id is made from the name when none is given. */
export const artistSeed = (seed: Pick<ArtistSeed, 'name'> & Partial<ArtistSeed>): ArtistSeed => ({
  id: `artist:${seed.name}`,
  sortName: sortKey(seed.name),
  foldedName: foldName(seed.name),
  musicbrainzId: null,
  ...seed,
})

/** An album as a first track names it; the id is made from the title when none is given. */
export const albumSeed = (seed: Pick<AlbumSeed, 'title'> & Partial<AlbumSeed>): AlbumSeed => ({
  id: `album:${seed.title}`,
  sortTitle: sortKey(seed.title),
  albumArtist: null,
  ...seed,
})

/** What settle might find an album to say. */
export const albumSummary = (summary: Pick<AlbumSummary, 'title'> & Partial<AlbumSummary>): AlbumSummary => ({
  ...albumSeed({ title: summary.title }),
  date: null,
  originalDate: null,
  year: null,
  compilation: false,
  musicbrainzReleaseId: null,
  musicbrainzReleaseGroupId: null,
  trackCount: 1,
  discCount: 1,
  durationMs: 180_000,
  artists: [],
  ...summary,
})

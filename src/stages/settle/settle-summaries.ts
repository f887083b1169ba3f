import { summariseAlbum } from '../../core/identity/summarise-album.ts'
import { summariseArtist } from '../../core/identity/summarise-artist.ts'
import type { UnsettledArtist } from '../../core/model/artist.ts'
import type { LibraryWriter } from '../../core/ports/library-writer.ts'
import { pageSize, type SettleContext } from './settle-context.ts'

type UnsettledAlbums = Awaited<ReturnType<LibraryWriter['unsettledAlbums']>>

/** Recomputes what albums and artists say wherever a track of theirs changed; those without tracks go. */
export const settleSummaries = async ({ stage, sorting }: SettleContext): Promise<void> => {
  const { writer } = stage.storage
  let page: UnsettledAlbums | null = await writer.unsettledAlbums(null, pageSize)
  while (page !== null) {
    stage.signal.throwIfAborted()
    const written = writer.commit({
      lease: stage.unit,
      now: stage.now(),
      albumSummaries: page.albums.flatMap(({ id, members }) =>
        members.length === 0 ? [] : [summariseAlbum(id, members, sorting)],
      ),
      removeAlbums: page.albums.flatMap(({ id, members }) => (members.length === 0 ? [id] : [])),
    })
    // What albums say does not depend on other albums: the next page is read while this one is written.
    const next: Promise<UnsettledAlbums> | null =
      page.next === null ? null : writer.unsettledAlbums(page.next, pageSize)
    page = (await Promise.all([next, written]))[0]
  }
  let after: string | null = null
  do {
    stage.signal.throwIfAborted()
    const page: { artists: readonly UnsettledArtist[]; next: string | null } = await writer.unsettledArtists(
      after,
      pageSize,
    )
    await writer.commit({
      lease: stage.unit,
      now: stage.now(),
      artistSummaries: page.artists.flatMap((artist) =>
        artist.spellings.length === 0 ? [] : [summariseArtist(artist, sorting)],
      ),
      removeArtists: page.artists.flatMap(({ id, spellings }) => (spellings.length === 0 ? [id] : [])),
    })
    after = page.next
  } while (after !== null)
}

import { opaqueId } from './opaque-id.ts'

/** The id of an artist: of the MBID (in any letter case) where the tags give one, else of the folded name. */
export const artistId = (musicbrainzId: string | null, foldedName: string): string =>
  musicbrainzId === null
    ? opaqueId('artist', 'name', foldedName)
    : opaqueId('artist', 'musicbrainz', musicbrainzId.toLowerCase())

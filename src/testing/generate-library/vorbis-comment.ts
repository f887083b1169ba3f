import type { GeneratedTrack } from './generated-track.ts'
import { renderCover } from './picture.ts'

const VENDOR = 'soniquebay library generator'
const FRONT_COVER = 3

const sized = (data: Buffer): Buffer[] => {
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32LE(data.length)
  return [length, data]
}

/** A Vorbis comment header without packet type and framing bit (Vorbis I §5), `extra` fields last. */
export const vorbisComment = (track: GeneratedTrack, extra: readonly (readonly [string, string])[] = []): Buffer => {
  const all = [...fields(track), ...extra]
  const count = Buffer.allocUnsafe(4)
  count.writeUInt32LE(all.length)
  const parts = [...sized(Buffer.from(VENDOR)), count]
  for (const [name, value] of all) parts.push(...sized(Buffer.from(`${name}=${value}`)))
  return Buffer.concat(parts)
}

/** The cover as `METADATA_BLOCK_PICTURE`, for Ogg streams. */
export const pictureField = (track: GeneratedTrack): [string, string][] =>
  track.cover === undefined
    ? []
    : [['METADATA_BLOCK_PICTURE', pictureBlock(track.cover.mime, renderCover(track.cover)).toString('base64')]]

/** The body of a FLAC picture block (RFC 9639 §8.8), as a front cover. */
export const pictureBlock = (mime: string, image: Buffer): Buffer => {
  const text = Buffer.from(mime, 'latin1')
  const block = Buffer.alloc(32 + text.length)
  block.writeUInt32BE(FRONT_COVER, 0)
  block.writeUInt32BE(text.length, 4)
  text.copy(block, 8)
  const size = 8 + text.length + 4
  block.writeUInt32BE(2, size)
  block.writeUInt32BE(2, size + 4)
  block.writeUInt32BE(mime === 'image/png' ? 8 : 24, size + 8)
  block.writeUInt32BE(image.length, size + 16)
  return Buffer.concat([block, image])
}

const fields = (track: GeneratedTrack): [string, string][] => {
  const all: [string, string | undefined][] = [
    ['TITLE', track.title],
    ['ARTIST', track.artist],
    ...(track.artists.length > 1 ? track.artists.map((name): [string, string] => ['ARTISTS', name]) : []),
    ['ALBUM', track.album],
    ['ALBUMARTIST', track.albumArtist],
    ['TRACKNUMBER', String(track.trackNumber)],
    ['TRACKTOTAL', String(track.trackTotal)],
    ['DISCNUMBER', String(track.discNumber)],
    ['DISCTOTAL', String(track.discTotal)],
    ['DATE', track.date],
    ...track.genres.map((genre): [string, string] => ['GENRE', genre]),
    ['COMPOSER', track.composer],
    ['COMPILATION', track.compilation ? '1' : undefined],
    ['ISRC', track.isrc],
    ['MUSICBRAINZ_TRACKID', track.recordingId],
    ['MUSICBRAINZ_ALBUMID', track.releaseId],
    ...track.artistIds.map((id): [string, string] => ['MUSICBRAINZ_ARTISTID', id]),
    ...track.albumArtistIds.map((id): [string, string] => ['MUSICBRAINZ_ALBUMARTISTID', id]),
    ...gains(track),
  ]
  return all.filter((field): field is [string, string] => field[1] !== undefined)
}

// RFC 7845 §5.2.1: Opus gains are Q7.8 relative to −23 LUFS, ReplayGain 2 is relative to −18 LUFS.
const gains = (track: GeneratedTrack): [string, string | undefined][] => {
  const { trackGain, albumGain } = track
  if (track.format === 'opus') {
    const r128 = (gain: number | undefined) => (gain === undefined ? undefined : String(Math.round((gain - 5) * 256)))
    return [
      ['R128_TRACK_GAIN', r128(trackGain)],
      ['R128_ALBUM_GAIN', r128(albumGain)],
    ]
  }
  return [
    ['REPLAYGAIN_TRACK_GAIN', trackGain === undefined ? undefined : `${trackGain.toFixed(2)} dB`],
    ['REPLAYGAIN_ALBUM_GAIN', albumGain === undefined ? undefined : `${albumGain.toFixed(2)} dB`],
  ]
}

import type { GeneratedTrack } from './generated-track.ts'
import { renderCover } from './picture.ts'

const ENCODING = { latin1: 0, utf16: 1, utf8: 3 }
const PADDING = Buffer.alloc(64)
const FRONT_COVER = 3

interface Encoded {
  readonly encoding: number
  readonly data: Buffer
}

/**
 * An ID3v2.3 or v2.4 tag with a little padding. v2.3 texts are latin-1 where they can be and UTF-16 with a byte order
 * mark otherwise; v2.4 texts are UTF-8, their multiple values separated by NUL.
 */
export const id3v2 = (track: GeneratedTrack): Buffer => {
  const version = track.mp3Tags.id3v2
  const body = [...frames(track, version), PADDING]
  const head = Buffer.from([0x49, 0x44, 0x33, version, 0, 0, 0, 0, 0, 0])
  head.writeUInt32BE(synchsafe(body.reduce((sum, part) => sum + part.length, 0)), 6)
  return Buffer.concat([head, ...body])
}

// ID3v2.4 §6.2
const synchsafe = (value: number): number =>
  (value & 0x7f) | ((value & 0x3f80) << 1) | ((value & 0x1fc000) << 2) | ((value & 0xfe00000) << 3)

const encode = (version: 3 | 4, value: string): Encoded => {
  if (version === 4) return { encoding: ENCODING.utf8, data: Buffer.from(value, 'utf8') }
  if (/^[\0-\u00ff]*$/.test(value)) return { encoding: ENCODING.latin1, data: Buffer.from(value, 'latin1') }
  return { encoding: ENCODING.utf16, data: Buffer.from(`\ufeff${value}`, 'utf16le') }
}

const frame = (version: 3 | 4, id: string, ...parts: readonly Buffer[]): Buffer => {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.allocUnsafe(10)
  head.write(id, 'latin1')
  head.writeUInt32BE(version === 4 ? synchsafe(size) : size, 4)
  head.writeUInt16BE(0, 8)
  return Buffer.concat([head, ...parts])
}

const frames = (track: GeneratedTrack, version: 3 | 4): Buffer[] => {
  const text = (id: string, ...values: readonly (string | undefined)[]): Buffer[] => {
    const present = values.filter((value) => value !== undefined)
    if (present.length === 0) return []
    const { encoding, data } = encode(version, present.join('\0'))
    return [frame(version, id, Buffer.from([encoding]), data)]
  }
  const user = (description: string, ...values: readonly (string | undefined)[]): Buffer[] => {
    const present = values.filter((value) => value !== undefined)
    if (present.length === 0) return []
    const { encoding, data } = encode(version, present.join('\0'))
    const name =
      encoding === ENCODING.utf16
        ? Buffer.from(`\ufeff${description}\0`, 'utf16le')
        : Buffer.from(`${description}\0`, 'latin1')
    return [frame(version, 'TXXX', Buffer.from([encoding]), name, data)]
  }
  return [
    ...text('TIT2', track.title),
    ...text('TPE1', track.artist),
    ...text('TPE2', track.albumArtist),
    ...text('TALB', track.album),
    ...text('TRCK', `${track.trackNumber}/${track.trackTotal}`),
    ...text('TPOS', `${track.discNumber}/${track.discTotal}`),
    ...(version === 4
      ? text('TDRC', track.date)
      : dateOfVersion3(track.date).flatMap(([id, value]) => text(id, value))),
    ...text('TCON', ...track.genres),
    ...text('TCOM', track.composer),
    ...text('TCMP', track.compilation ? '1' : undefined),
    ...text('TSRC', track.isrc),
    ...(track.artists.length > 1 ? user('ARTISTS', ...track.artists) : []),
    ...recordingId(track, version),
    ...user('MusicBrainz Album Id', track.releaseId),
    ...user('MusicBrainz Artist Id', ...track.artistIds),
    ...user('MusicBrainz Album Artist Id', ...track.albumArtistIds),
    ...user('REPLAYGAIN_TRACK_GAIN', track.trackGain === undefined ? undefined : `${track.trackGain.toFixed(2)} dB`),
    ...user('REPLAYGAIN_ALBUM_GAIN', track.albumGain === undefined ? undefined : `${track.albumGain.toFixed(2)} dB`),
    ...picture(track, version),
  ]
}

// ID3v2.3 §4.2.1: the year in TYER, day and month as DDMM in TDAT.
const dateOfVersion3 = (date: string): [string, string][] => {
  const [year = '', month, day] = date.split('-')
  return month === undefined || day === undefined
    ? [['TYER', year]]
    : [
        ['TYER', year],
        ['TDAT', `${day}${month}`],
      ]
}

const recordingId = (track: GeneratedTrack, version: 3 | 4): Buffer[] =>
  track.recordingId === undefined
    ? []
    : [frame(version, 'UFID', Buffer.from(`http://musicbrainz.org\0${track.recordingId}`, 'latin1'))]

const picture = ({ cover }: GeneratedTrack, version: 3 | 4): Buffer[] =>
  cover === undefined
    ? []
    : [
        frame(
          version,
          'APIC',
          Buffer.from(`\0${cover.mime}\0`, 'latin1'),
          Buffer.from([FRONT_COVER, 0]),
          renderCover(cover),
        ),
      ]

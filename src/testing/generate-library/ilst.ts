import { u16, u32 } from './big-endian.ts'
import type { GeneratedTrack } from './generated-track.ts'
import { atom, fullAtom } from './mp4-atom.ts'
import { renderCover } from './picture.ts'

// Well-known types of the QuickTime File Format specification's metadata values.
const TYPE = { implicit: 0, utf8: 1, jpeg: 13, png: 14, integer: 21 }

const data = (type: number, value: Buffer): Buffer => fullAtom('data', type, u32(0), value)

const text = (name: string, ...values: readonly (string | undefined)[]): Buffer[] => {
  const present = values.filter((value) => value !== undefined)
  return present.length === 0 ? [] : [atom(name, ...present.map((value) => data(TYPE.utf8, Buffer.from(value))))]
}

const freeform = (name: string, ...values: readonly (string | undefined)[]): Buffer[] => {
  const present = values.filter((value) => value !== undefined)
  if (present.length === 0) return []
  return [
    atom(
      '----',
      fullAtom('mean', 0, Buffer.from('com.apple.iTunes')),
      fullAtom('name', 0, Buffer.from(name)),
      ...present.map((value) => data(TYPE.utf8, Buffer.from(value))),
    ),
  ]
}

const decibels = (gain: number | undefined): string | undefined => (gain === undefined ? gain : `${gain.toFixed(2)} dB`)

/** The children of an iTunes `ilst` atom, under the names that MusicBrainz Picard writes. */
export const ilst = (track: GeneratedTrack): Buffer[] => [
  ...text('\u00a9nam', track.title),
  ...text('\u00a9ART', track.artist),
  ...text('aART', track.albumArtist),
  ...text('\u00a9alb', track.album),
  ...text('\u00a9gen', ...track.genres),
  ...text('\u00a9day', track.date),
  ...text('\u00a9wrt', track.composer),
  atom('trkn', data(TYPE.implicit, Buffer.concat([u16(0), u16(track.trackNumber), u16(track.trackTotal), u16(0)]))),
  atom('disk', data(TYPE.implicit, Buffer.concat([u16(0), u16(track.discNumber), u16(track.discTotal)]))),
  ...(track.compilation ? [atom('cpil', data(TYPE.integer, Buffer.from([1])))] : []),
  ...(track.artists.length > 1 ? freeform('ARTISTS', ...track.artists) : []),
  ...freeform('ISRC', track.isrc),
  ...freeform('MusicBrainz Track Id', track.recordingId),
  ...freeform('MusicBrainz Album Id', track.releaseId),
  ...freeform('MusicBrainz Artist Id', ...track.artistIds),
  ...freeform('MusicBrainz Album Artist Id', ...track.albumArtistIds),
  ...freeform('replaygain_track_gain', decibels(track.trackGain)),
  ...freeform('replaygain_album_gain', decibels(track.albumGain)),
  ...cover(track),
]

const cover = ({ cover: picture }: GeneratedTrack): Buffer[] =>
  picture === undefined
    ? []
    : [atom('covr', data(picture.mime === 'image/jpeg' ? TYPE.jpeg : TYPE.png, renderCover(picture)))]

import type { GeneratedTrack } from './generated-track.ts'

const APE_VERSION = 2000
const APE_HEADER_FLAGS = 0xa000_0000
const APE_FOOTER_FLAGS = 0x8000_0000
const NO_GENRE = 255

/** An APEv2 tag with header and footer (hydrogenaudio's "APEv2 specification"). */
export const apeTag = (track: GeneratedTrack): Buffer => {
  const fields: [string, string][] = [
    ['Title', track.title],
    ['Artist', track.artist],
    ['Album', track.album],
    ['Album Artist', track.albumArtist],
    ['Track', `${track.trackNumber}/${track.trackTotal}`],
    ['Disc', `${track.discNumber}/${track.discTotal}`],
    ['Year', track.date],
    ['Genre', track.genres.join('\0')],
  ]
  const items = Buffer.concat(
    fields.map(([key, value]) => {
      const data = Buffer.from(value)
      const head = Buffer.alloc(8)
      head.writeUInt32LE(data.length)
      return Buffer.concat([head, Buffer.from(`${key}\0`, 'latin1'), data])
    }),
  )
  const edge = (flags: number): Buffer => {
    const block = Buffer.alloc(32)
    block.write('APETAGEX', 'latin1')
    block.writeUInt32LE(APE_VERSION, 8)
    block.writeUInt32LE(items.length + 32, 12)
    block.writeUInt32LE(fields.length, 16)
    block.writeUInt32LE(flags, 20)
    return block
  }
  return Buffer.concat([edge(APE_HEADER_FLAGS), items, edge(APE_FOOTER_FLAGS)])
}

/** An ID3v1.1 tag: 128 bytes, texts cut to 30 characters, what latin-1 lacks as `?`. */
export const id3v1 = (track: GeneratedTrack): Buffer => {
  const tag = Buffer.alloc(128)
  const put = (value: string, at: number, length: number): void => {
    tag.write(value.replace(/[^\0-\u00ff]/gu, '?'), at, length, 'latin1')
  }
  tag.write('TAG', 'latin1')
  put(track.title, 3, 30)
  put(track.artist, 33, 30)
  put(track.album, 63, 30)
  put(track.date.slice(0, 4), 93, 4)
  tag[126] = track.trackNumber
  tag[127] = NO_GENRE
  return tag
}

import { ascii, concat, noise, u32le } from './bytes.ts'

/** A packet and the granule position at its end. */
export interface Packet {
  readonly data: Uint8Array
  readonly granule: number
  /** The next packet begins on a page of its own. */
  readonly flush?: boolean
}

const segmentBytes = 255

/** Pages of one stream: `segments` tells how many segments each page takes, repeated as needed. */
export function pages(packets: readonly Packet[], serial: number, segments: readonly number[] = [255]): Uint8Array {
  const out: Uint8Array[] = []
  let lacing: number[] = []
  let body: Uint8Array[] = []
  let granule = -1
  let continued = false
  const emit = (goesOn: boolean, last: boolean): void => {
    const sequence = out.length
    const flags = Number(continued) | (sequence === 0 ? 2 : 0) | (last ? 4 : 0)
    const position = granule < 0 ? [255, 255, 255, 255, 255, 255, 255, 255] : [...u32le(granule), ...u32le(0)]
    const head = [0, flags, ...position, ...u32le(serial), ...u32le(sequence), ...u32le(0), lacing.length, ...lacing]
    out.push(concat(ascii('OggS'), head, ...body))
    lacing = []
    body = []
    granule = -1
    continued = goesOn
  }
  packets.forEach(({ data, granule: end, flush }, i) => {
    for (let at = 0; at <= data.byteLength; at += segmentBytes) {
      const piece = data.subarray(at, at + segmentBytes)
      lacing.push(piece.byteLength)
      body.push(piece)
      const ends = piece.byteLength < segmentBytes
      if (ends) granule = end
      const full = lacing.length >= (segments[out.length % segments.length] ?? 255)
      const last = i === packets.length - 1 && ends
      if (last || full || (ends && flush)) emit(!ends, last)
    }
  })
  return concat(...out)
}

export const preSkip = 312

/** A Vorbis comment as it stands in a packet. */
function comments(prefix: string, texts: readonly string[]): Uint8Array {
  const list = texts.map((text) => Buffer.from(text))
  return concat(
    ascii(prefix),
    u32le(4),
    ascii('test'),
    u32le(list.length),
    ...list.flatMap((text) => [u32le(text.byteLength), text]),
  )
}

/** The packets of an Opus stream of `count` packets of 20 ms each, of varying sizes. */
export function opusPackets(count: number, texts: readonly string[], seed = 1): Packet[] {
  const head = concat(ascii('OpusHead'), [1, 2, preSkip & 255, preSkip >> 8], u32le(44_100), [0, 0, 0])
  const audio = Array.from({ length: count }, (_, i) => ({
    // Configuration 15: 20 ms of hybrid fullband; code 0: one frame.
    data: concat([15 << 3], noise(60 + ((i * 53) % 400), seed + i)),
    granule: (i + 1) * 960,
  }))
  return [
    { data: head, granule: 0, flush: true },
    { data: comments('OpusTags', texts), granule: 0, flush: true },
    ...audio,
  ]
}

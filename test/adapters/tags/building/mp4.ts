import { ascii, concat, u32 } from './bytes.ts'

/** A box: `atom('moov', …)`. */
export function atom(type: string, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const content = concat(...parts)
  return concat(u32(8 + content.byteLength), ascii(type), content)
}

/** A box with a 64-bit size. */
function wideAtom(type: string, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const content = concat(...parts)
  return concat(u32(1), ascii(type), u32(0), u32(16 + content.byteLength), content)
}

export function u16(value: number): number[] {
  return [(value >> 8) & 255, value & 255]
}

/** How the samples of a track are laid out in a file. */
export interface Layout {
  /** Numbers of samples in the chunks, repeated as needed. */
  readonly chunks?: readonly number[]
  /** Bytes that belong to nobody between chunks. */
  readonly gap?: number
  readonly indexFirst?: boolean
  readonly wideOffsets?: boolean
  readonly wideAtoms?: boolean
  /** The `mdat` box says that it reaches to the end of the file. */
  readonly openEnded?: boolean
  readonly userData?: Uint8Array
  readonly edits?: Uint8Array
}

export const sampleRate = 44_100
const frame = 1024

function chunked(count: number, sizes: readonly number[]): number[] {
  const chunks: number[] = []
  for (let left = count, i = 0; left > 0; i++) {
    const size = Math.min(left, sizes[i % sizes.length] ?? 1)
    chunks.push(size)
    left -= size
  }
  return chunks
}

/** An M4A file of the given samples. */
export function m4a(samples: readonly Uint8Array[], layout: Layout = {}): Uint8Array {
  const { gap = 0, indexFirst = false, wideOffsets = false, wideAtoms = false, openEnded = false } = layout
  const chunks = chunked(samples.length, layout.chunks ?? [10])
  const box = wideAtoms ? wideAtom : atom
  const ftyp = atom('ftyp', ascii('M4A '), u32(0), ascii('M4A isom'))
  const bodies: Uint8Array[] = []
  let taken = 0
  for (const size of chunks) {
    bodies.push(new Uint8Array(gap).fill(0x55), concat(...samples.slice(taken, taken + size)))
    taken += size
  }
  const media = concat(...bodies)
  const mdat = openEnded ? concat(u32(0), ascii('mdat'), media) : box('mdat', media)
  const index = (mediaStart: number): Uint8Array => {
    const offsets: number[] = []
    let position = mediaStart
    let sample = 0
    for (const size of chunks) {
      position += gap
      offsets.push(position)
      for (let i = 0; i < size; i++) position += samples[sample++]?.byteLength ?? 0
    }
    return movie(samples, chunks, offsets, wideOffsets, layout, box)
  }
  const mediaHeader = mdat.byteLength - media.byteLength
  if (!indexFirst) return concat(ftyp, mdat, index(ftyp.byteLength + mediaHeader))
  const length = index(0).byteLength
  return concat(ftyp, index(ftyp.byteLength + length + mediaHeader), mdat)
}

function movie(
  samples: readonly Uint8Array[],
  chunks: readonly number[],
  offsets: readonly number[],
  wide: boolean,
  layout: Layout,
  box: typeof atom,
): Uint8Array {
  const duration = samples.length * frame
  const entry = atom('mp4a', u32(0), u16(0), u16(1), u32(0), u32(0), u16(2), u16(16), u32(0), u16(sampleRate), u16(0))
  const tables = [
    atom('stsd', u32(0), u32(1), entry),
    atom('stts', u32(0), u32(1), u32(samples.length), u32(frame)),
    atom(
      'stsz',
      u32(0),
      u32(0),
      u32(samples.length),
      samples.flatMap(({ byteLength }) => u32(byteLength)),
    ),
    atom(
      'stsc',
      u32(0),
      u32(chunks.length),
      chunks.flatMap((size, i) => [...u32(i + 1), ...u32(size), ...u32(1)]),
    ),
    wide
      ? atom(
          'co64',
          u32(0),
          u32(offsets.length),
          offsets.flatMap((offset) => [...u32(0), ...u32(offset)]),
        )
      : atom(
          'stco',
          u32(0),
          u32(offsets.length),
          offsets.flatMap((offset) => u32(offset)),
        ),
  ]
  const trak = box(
    'trak',
    atom('tkhd', u32(1), u32(0), u32(0), u32(1), u32(0), u32(duration), new Uint8Array(60)),
    layout.edits ?? new Uint8Array(0),
    box(
      'mdia',
      atom('mdhd', u32(0), u32(0), u32(0), u32(sampleRate), u32(duration), u32(0)),
      atom('hdlr', u32(0), u32(0), ascii('soun'), new Uint8Array(13)),
      box('minf', box('stbl', ...tables)),
    ),
  )
  const mvhd = atom('mvhd', u32(0), u32(0), u32(0), u32(1000), u32((duration * 1000) / sampleRate), new Uint8Array(80))
  return box('moov', mvhd, trak, layout.userData ?? new Uint8Array(0))
}

/** `udta` with an item list. */
export function itemList(...items: readonly Uint8Array[]): Uint8Array {
  const handler = atom('hdlr', u32(0), u32(0), ascii('mdirappl'), new Uint8Array(9))
  return atom('udta', atom('meta', u32(0), handler, atom('ilst', ...items)))
}

/** An item of one value or several, of a well-known type. */
export function item(name: string, type: number, ...values: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return atom(name, ...values.map((value) => atom('data', u32(type), u32(0), value)))
}

/** A `----` item of texts. */
export function freeform(name: string, ...values: readonly string[]): Uint8Array {
  return atom(
    '----',
    atom('mean', u32(0), ascii('com.apple.iTunes')),
    atom('name', u32(0), Buffer.from(name)),
    ...values.map((value) => atom('data', u32(1), u32(0), Buffer.from(value))),
  )
}

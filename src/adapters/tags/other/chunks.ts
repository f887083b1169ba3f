import type { ByteWindow } from '../byte-window.ts'
import type { Payload } from './payload.ts'

type Located = Omit<Payload, 'trailingTags'>

/** A chunk of a RIFF, IFF or DSDIFF file, its content between `body` and `end`. */
export interface Chunk {
  readonly id: string
  readonly body: number
  readonly end: number
}

interface ChunkForm {
  /** Bytes of the size field, which follows the four letters. */
  readonly sizeBytes: 4 | 8
  readonly littleEndian: boolean
}

/** RIFF: 32-bit sizes, little-endian. */
export const riff: ChunkForm = { sizeBytes: 4, littleEndian: true }
const iff: ChunkForm = { sizeBytes: 4, littleEndian: false }
const dsdiff: ChunkForm = { sizeBytes: 8, littleEndian: false }

const mostChunks = 10_000

/** The chunks from `position` on. Sizes are even, or padded to be (EA IFF 85); one that is too large is cut. */
export function* chunks(window: ByteWindow, position: number, form: ChunkForm, limit = window.size): Generator<Chunk> {
  let at = position
  for (let i = 0; i < mostChunks && at + 4 + form.sizeBytes <= limit; i++) {
    const id = window.text(at, 4)
    const size =
      form.sizeBytes === 8 ? window.u64(at + 4) : form.littleEndian ? window.u32le(at + 4) : window.u32(at + 4)
    const body = at + 4 + form.sizeBytes
    yield { id, body, end: Math.min(body + size, limit) }
    at = body + size + (size % 2)
  }
}

/** AIFF and AIFF-C: the `SSND` chunk after its offset and block size. */
export function aiffPayload(window: ByteWindow, start: number): Located | undefined {
  let data: Chunk | undefined
  let id3At: number | undefined
  for (const chunk of chunks(window, start + 12, iff)) {
    if (chunk.id === 'SSND') data = { ...chunk, body: Math.min(chunk.body + 8, chunk.end) }
    else if (chunk.id === 'ID3 ') id3At = chunk.body
  }
  return located('aiff.1', data, id3At)
}

/** DSDIFF 1.5: the `DSD ` or compressed `DST ` chunk. */
export function dffPayload(window: ByteWindow, start: number): Located | undefined {
  let data: Chunk | undefined
  let id3At: number | undefined
  for (const chunk of chunks(window, start + 16, dsdiff)) {
    if (chunk.id === 'DSD ' || chunk.id === 'DST ') data = chunk
    else if (chunk.id === 'ID3 ') id3At = chunk.body
  }
  return located('dff.1', data, id3At)
}

/** DSF 1.01: chunks count their own headers, and the first one says where the ID3v2 tag is. */
export function dsfPayload(window: ByteWindow, start: number): Located | undefined {
  const id3At = window.u64le(start + 20)
  const dataAt = start + window.u64le(start + 4) + window.u64le(start + window.u64le(start + 4) + 4)
  if (window.text(dataAt, 4) !== 'data') return undefined
  const end = Math.min(dataAt + window.u64le(dataAt + 4), window.size)
  return located('dsf.1', { id: 'data', body: dataAt + 12, end }, id3At > 0 && id3At < window.size ? id3At : undefined)
}

function located(rule: string, data: Chunk | undefined, id3At: number | undefined): Located | undefined {
  if (data === undefined) return undefined
  return { rule, ranges: [{ offset: data.body, length: data.end - data.body }], id3At }
}

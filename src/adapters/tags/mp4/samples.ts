import type { ByteWindow } from '../byte-window.ts'
import type { Atom } from './atom.ts'
import type { TrackTables } from './track.ts'

/** The samples of a track in playing order, wherever the chunks of the file lie. */
export interface Samples {
  readonly count: number
  /** Bytes of all samples together. */
  readonly totalBytes: number
  sizeOf(sample: number): number
  /** File position of a sample, and how many samples from it on lie side by side. */
  placeOf(sample: number): SamplePlace | undefined
}

/** Where a sample lies. */
export interface SamplePlace {
  readonly position: number
  readonly sideBySide: number
}

/** Entries of a size table summed at a time. */
const entriesInOneRead = 16 * 1024

/** The samples that the tables of a track describe (ISO/IEC 14496-12 §8.7); `undefined` when a table is missing or holds none. */
export function tableSamples(window: ByteWindow, tables: TrackTables): Samples | undefined {
  const sizes = readSizes(window, tables)
  const chunks = readChunks(window, tables)
  if (sizes === undefined || chunks === undefined || sizes.count === 0) return undefined
  return {
    count: sizes.count,
    totalBytes: sizes.total,
    sizeOf: sizes.sizeOf,
    placeOf: (sample) => {
      const chunk = chunks.chunkOf(sample)
      if (chunk === undefined) return undefined
      const position = chunks.offsetOf(chunk.index) + sizes.sum(chunk.firstSample, sample)
      return { position, sideBySide: chunk.firstSample + chunk.samples - sample }
    },
  }
}

interface Sizes {
  readonly count: number
  readonly total: number
  sizeOf(sample: number): number
  /** Bytes of the samples from one up to, not including, another. */
  sum(from: number, until: number): number
}

function readSizes(window: ByteWindow, { stsz, stz2 }: TrackTables): Sizes | undefined {
  if (stsz !== undefined) {
    const uniform = window.u32(stsz.body + 4)
    const told = window.u32(stsz.body + 8)
    if (uniform !== 0) {
      const sum = (from: number, until: number): number => uniform * (until - from)
      return { count: told, total: uniform * told, sizeOf: () => uniform, sum }
    }
    const first = stsz.body + 12
    const count = Math.min(told, Math.floor(Math.max(0, stsz.end - first) / 4))
    const sum = (from: number, until: number): number => {
      let total = 0
      for (let at = from; at < until; at += entriesInOneRead) {
        total += window.sumU32(first + at * 4, Math.min(until - at, entriesInOneRead))
      }
      return total
    }
    return { count, total: sum(0, count), sizeOf: (sample) => window.u32(first + sample * 4), sum }
  }
  return stz2 === undefined ? undefined : compactSizes(window, stz2)
}

/** `stz2`: sizes of 4, 8 or 16 bits (ISO/IEC 14496-12 §8.7.3.3). */
function compactSizes(window: ByteWindow, stz2: Atom): Sizes | undefined {
  const bits = window.u8(stz2.body + 7)
  if (bits !== 4 && bits !== 8 && bits !== 16) return undefined
  const first = stz2.body + 12
  const count = Math.min(window.u32(stz2.body + 8), Math.floor((Math.max(0, stz2.end - first) * 8) / bits))
  const sizeOf = (sample: number): number => {
    if (bits === 16) return window.u16(first + sample * 2)
    if (bits === 8) return window.u8(first + sample)
    const pair = window.u8(first + (sample >> 1))
    return sample & 1 ? pair & 15 : pair >> 4
  }
  const sum = (from: number, until: number): number => {
    let total = 0
    for (let sample = from; sample < until; sample++) total += sizeOf(sample)
    return total
  }
  return { count, total: sum(0, count), sizeOf, sum }
}

interface Chunk {
  readonly index: number
  readonly firstSample: number
  readonly samples: number
}

interface Chunks {
  offsetOf(chunk: number): number
  chunkOf(sample: number): Chunk | undefined
}

function readChunks(window: ByteWindow, { stsc, stco, co64 }: TrackTables): Chunks | undefined {
  const offsets = stco ?? co64
  if (stsc === undefined || offsets === undefined) return undefined
  const wide = stco === undefined
  const entryBytes = wide ? 8 : 4
  const chunkCount = Math.min(
    window.u32(offsets.body + 4),
    Math.floor(Math.max(0, offsets.end - offsets.body - 8) / entryBytes),
  )
  const runs = Math.min(window.u32(stsc.body + 4), Math.floor(Math.max(0, stsc.end - stsc.body - 8) / 12))
  const chunkOf = (sample: number): Chunk | undefined => {
    let firstSample = 0
    for (let run = 0; run < runs; run++) {
      const at = stsc.body + 8 + run * 12
      const firstChunk = window.u32(at) - 1
      const perChunk = window.u32(at + 4)
      const nextChunk = run + 1 < runs ? window.u32(at + 12) - 1 : chunkCount
      const inRun = (nextChunk - firstChunk) * perChunk
      if (firstChunk < 0 || perChunk === 0 || inRun < 0) return undefined
      if (sample < firstSample + inRun) {
        const within = Math.floor((sample - firstSample) / perChunk)
        return { index: firstChunk + within, firstSample: firstSample + within * perChunk, samples: perChunk }
      }
      firstSample += inRun
    }
    return undefined
  }
  const offsetOf = (chunk: number): number => {
    if (chunk >= chunkCount) return 0
    const at = offsets.body + 8 + chunk * entryBytes
    return wide ? window.u64(at) : window.u32(at)
  }
  return { chunkOf, offsetOf }
}

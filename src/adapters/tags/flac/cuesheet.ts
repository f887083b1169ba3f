import type { TagSink } from '../tag-sink.ts'

const tracksAt = 396
const trackBytes = 36
const indexBytes = 12

/** Track numbers of the lead-out, on a CD and elsewhere (RFC 9639 §8.7). */
const leadOut = new Set([170, 255])

/** The tracks of a CUESHEET block (RFC 9639 §8.7) as chapters; they have numbers and no titles. */
export function readCuesheet(bytes: Uint8Array, start: number, end: number, sampleRate: number, sink: TagSink): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (start + tracksAt > end || sampleRate === 0) return
  const starts: { number: number; ms: number }[] = []
  let at = start + tracksAt
  for (let tracks = bytes[at - 1] ?? 0; tracks > 0 && at + trackBytes <= end; tracks--) {
    const samples = view.getUint32(at) * 0x1_0000_0000 + view.getUint32(at + 4)
    starts.push({ number: bytes[at + 8] ?? 0, ms: (samples * 1000) / sampleRate })
    at += trackBytes + (bytes[at + 35] ?? 0) * indexBytes
  }
  // One track is the file itself.
  if (starts.filter(({ number }) => !leadOut.has(number)).length < 2) return
  for (const [index, { number, ms }] of starts.entries()) {
    if (leadOut.has(number)) continue
    const endMs = starts[index + 1]?.ms
    const chapter = { title: `Track ${number}`, startMs: ms }
    sink.tags.addChapter(endMs === undefined || endMs <= ms ? chapter : { ...chapter, endMs })
  }
}

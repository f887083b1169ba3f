import type { ByteWindow } from '../byte-window.ts'
import type { TagCollector } from '../tag-collector.ts'
import { utf8, utf16 } from '../text-bytes.ts'
import type { Atom } from './atom.ts'
import type { Movie } from './movie.ts'
import { tableSamples } from './samples.ts'
import type { Mp4Track } from './track.ts'

const mostChapters = 5000
const mostTitleBytes = 4096

/** Nero counts in units of 100 ns. */
const neroUnitsPerMs = 10_000

interface Chapter {
  readonly title: string
  readonly startMs: number
  readonly endMs?: number
}

/** Adds the chapters of a file: those of QuickTime's chapter track, else Nero's list. */
export function readChapters(
  window: ByteWindow,
  movie: Movie,
  tags: TagCollector,
  durationMs: number | undefined,
): void {
  const track = movie.audio?.track.chapterTracks
    .map((id) => movie.tracks.find((candidate) => candidate.id === id && isText(candidate)))
    .find((candidate) => candidate !== undefined)
  let chapters = track === undefined ? [] : readChapterTrack(window, track)
  if (!chapters.some(({ title }) => title !== '') && movie.chapterList !== undefined) {
    chapters = readNeroChapters(window, movie.chapterList, durationMs)
  }
  for (const chapter of chapters) tags.addChapter(chapter)
}

/** `text`, `sbtl`; the handler may be missing. */
function isText({ handler }: Mp4Track): boolean {
  return handler === 0 || handler === 0x7465_7874 || handler === 0x7362_746c
}

/** Each sample of a chapter track is a title: its length in 16 bits, then text (QuickTime File Format, "Text sample data"). */
function readChapterTrack(window: ByteWindow, track: Mp4Track): Chapter[] {
  const samples = tableSamples(window, track.tables)
  const { stts } = track.tables
  if (samples === undefined || stts === undefined || track.timescale === 0) return []
  const runs = Math.min(window.u32(stts.body + 4), Math.floor((stts.end - stts.body - 8) / 8))
  const chapters: Chapter[] = []
  let start = 0
  let sample = 0
  for (let run = 0; run < runs; run++) {
    const count = window.u32(stts.body + 8 + run * 8)
    const duration = window.u32(stts.body + 12 + run * 8)
    for (let i = 0; i < count && sample < samples.count && chapters.length < mostChapters; i++, sample++) {
      const startMs = (start / track.timescale) * 1000
      start += duration
      chapters.push({
        title: readTitle(window, samples.placeOf(sample)?.position, samples.sizeOf(sample)),
        startMs,
        endMs: (start / track.timescale) * 1000,
      })
    }
  }
  return chapters
}

function readTitle(window: ByteWindow, position: number | undefined, size: number): string {
  if (position === undefined || size < 2) return ''
  const length = Math.min(window.u16(position), size - 2, mostTitleBytes)
  if (length === 0) return ''
  const bytes = window.bytes(position + 2, length)
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  return mark === 0xfeff || mark === 0xfffe ? utf16(bytes, 0, bytes.length, true) : utf8(bytes, 0, bytes.length)
}

/** Nero's `chpl`: version and flags, four more bytes from version 1 on, a count, then 64 bits of time and a short text for each. */
function readNeroChapters(window: ByteWindow, chpl: Atom, durationMs: number | undefined): Chapter[] {
  const wide = window.u8(chpl.body) >= 1
  let at = chpl.body + 4 + (wide ? 4 : 0)
  const count = window.u8(at++)
  const found: { title: string; startMs: number }[] = []
  for (let i = 0; i < count && at + 9 <= chpl.end; i++) {
    const startMs = window.u64(at) / neroUnitsPerMs
    const length = Math.min(window.u8(at + 8), chpl.end - at - 9)
    const bytes = window.bytes(at + 9, length)
    found.push({ title: utf8(bytes, 0, bytes.length), startMs })
    at += 9 + length
  }
  return found.map((chapter, i) => {
    const endMs = found[i + 1]?.startMs ?? durationMs
    return endMs === undefined || endMs < chapter.startMs ? chapter : { ...chapter, endMs }
  })
}

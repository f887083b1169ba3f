import type { LyricsLine } from '../../../core/model/track-tags.ts'
import type { TagSink } from '../tag-sink.ts'
import { cleanText } from '../tag-values.ts'
import { latin1 } from '../text-bytes.ts'
import { afterText, decodeText, textEnd } from './frame-text.ts'

const milliseconds = 2
const lastTextKind = 2 // other, lyrics, transcription; then movements, events, chords, trivia, …

/** `SYLT` (ID3v2.4 §4.9): encoding, language, unit of time, kind, description, then pieces of text with their time. */
export function readSynchronisedLyrics(
  bytes: Uint8Array,
  start: number,
  end: number,
  { sink }: { sink: TagSink },
): void {
  const encoding = bytes[start] ?? 0
  if (end - start < 7 || bytes[start + 4] !== milliseconds || (bytes[start + 5] ?? 0) > lastTextKind) return
  const descriptionEnd = textEnd(encoding, bytes, start + 6, end)
  const lines: LyricsLine[] = []
  let at = afterText(encoding, descriptionEnd, end)
  while (at < end) {
    const pieceEnd = textEnd(encoding, bytes, at, end)
    const timeAt = afterText(encoding, pieceEnd, end)
    if (timeAt + 4 > end) break
    const high = ((bytes[timeAt] ?? 0) << 24) | ((bytes[timeAt + 1] ?? 0) << 16)
    const timeMs = (high | ((bytes[timeAt + 2] ?? 0) << 8) | (bytes[timeAt + 3] ?? 0)) >>> 0
    lines.push({ timeMs, text: cleanText(decodeText(encoding, bytes, at, pieceEnd)) })
    at = timeAt + 4
  }
  if (lines.length === 0) return
  lines.sort((a, b) => a.timeMs - b.timeMs)
  const text = lines.map((line) => line.text).join('\n')
  sink.tags.addLyrics(
    latin1(bytes, start + 1, start + 4),
    decodeText(encoding, bytes, start + 6, descriptionEnd),
    text,
    lines,
  )
}

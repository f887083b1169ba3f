import type { LyricsLine } from './model/track-tags.ts'

const stamp = /\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]/y
const anyStamp = /^[ \t]*\[\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?\]/m
const wordStamp = /<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>/g
const offsetLine = /^[ \t]*\[offset:[ \t]{0,9}([+-]?\d{1,9})[ \t]{0,9}\]/im

/**
 * Lyrics with times in LRC form (`[mm:ss.xx] line`, several stamps a line, `[offset:±ms]`, word stamps left out), ordered by time.
 * Returns `undefined` for text without a single stamp: it is plain lyrics.
 */
export function parseLrc(source: string): { text: string; lines: LyricsLine[] } | undefined {
  if (!source.includes('[') || !anyStamp.test(source)) return undefined
  // A positive offset shows lyrics sooner.
  const shiftMs = Number(offsetLine.exec(source)?.[1] ?? 0)
  const lines: LyricsLine[] = []
  for (const line of source.split(/\r\n|\n|\r/)) {
    const start = line.search(/\S/)
    if (start < 0) continue
    const times: number[] = []
    let end = start
    for (;;) {
      stamp.lastIndex = end
      const match = stamp.exec(line)
      if (!match) break
      const [, minutes, seconds, fraction = ''] = match
      times.push((Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0')))
      end = stamp.lastIndex
    }
    const text = line.slice(end).replace(wordStamp, '').trim()
    for (const time of times) lines.push({ timeMs: Math.max(0, time - shiftMs), text })
  }
  lines.sort((a, b) => a.timeMs - b.timeMs)
  return { text: lines.map((line) => line.text).join('\n'), lines }
}

import type { ByteWindow } from '../byte-window.ts'
import { findPage, largestPage, type OggPage, readPage } from './page.ts'

const firstTailBytes = 16 * 1024
/** Beyond this much music of other streams the wanted one is taken to have ended before (a chained file). */
const mostTailBytes = 1024 * 1024

/**
 * The last pages of a stream, in order, that hold at least `payloadBytes` and two granule positions, read from the end of the file backwards in growing
 * pieces: fewer when the stream, which begins at `from`, has no more. Empty when it has no page there.
 */
export function lastPages(window: ByteWindow, serial: number, from: number, payloadBytes: number): OggPage[] {
  const pages = pagesBefore(window, serial, from, window.size, payloadBytes)
  if (pages.length > 0) return pages
  const end = endOfLink(window, serial, from)
  return end === undefined ? [] : pagesBefore(window, serial, from, end, payloadBytes)
}

function pagesBefore(window: ByteWindow, serial: number, from: number, end: number, payloadBytes: number): OggPage[] {
  let pages: OggPage[] = []
  for (let length = firstTailBytes; ; length *= 2) {
    const start = Math.max(from, end - Math.min(length, mostTailBytes))
    pages = []
    window.cover(start, end - start)
    let page = findPage(window, start, end)
    while (page !== undefined) {
      if (page.serial === serial) pages.push(page)
      const next: number = page.end
      page = readPage(window, next) ?? findPage(window, next, end)
      if (page !== undefined && page.position >= end) break
    }
    let payload = 0
    let timed = 0
    for (const { body, end: bodyEnd, granule } of pages) {
      payload += bodyEnd - body
      if (granule >= 0) timed++
    }
    const enough = timed >= 2 && payload >= payloadBytes
    if (enough || start === from || length >= mostTailBytes) return timed > 0 ? pages : []
  }
}

/** Where the last page of a stream ends that others follow (RFC 3533 §4, "chained"): links do not mix, so halving finds it. */
function endOfLink(window: ByteWindow, serial: number, from: number): number | undefined {
  let low = from
  let high = window.size
  while (high - low > largestPage) {
    const middle = Math.floor((low + high) / 2)
    const page = findPage(window, middle, Math.min(high, middle + 2 * largestPage))
    if (page?.serial === serial) low = page.end
    else high = middle
  }
  let end: number | undefined
  for (
    let page = findPage(window, low, high + largestPage);
    page?.serial === serial;
    page = readPage(window, page.end)
  ) {
    end = page.end
  }
  return end ?? (low > from ? low : undefined)
}

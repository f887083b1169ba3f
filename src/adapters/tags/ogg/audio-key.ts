import { audioKeyOfWindows, keyWindowBytes } from '../audio-key.ts'
import type { ByteWindow } from '../byte-window.ts'
import type { PacketClock } from './packet-duration.ts'
import { PacketReader } from './packet-reader.ts'
import { findPage, largestPage, type OggPage, readPage } from './page.ts'

/** The audio of one logical stream. */
export interface OggAudio {
  /** Stands before the first audio packet; not to be moved, but cloned. */
  readonly start: PacketReader
  readonly startPosition: number
  readonly lastPages: readonly OggPage[]
  readonly lastGranule: number
  readonly opening: OggOpening
}

/** What the key needs of the first pages. It is read apart, while they are in view. */
export interface OggOpening {
  /** Bytes of the first window, which stand in {@link head} until the next file is read. */
  readonly headBytes: number
  readonly startGranule: number
  readonly clock: PacketClock | undefined
}

/** Version of the rule that {@link oggAudioKey} follows. */
const rule = 'ogg.1'

/**
 * The audio key of an Ogg stream. Payload are the bytes of its audio packets, without header packets and pages, since a tag editor that needs another
 * page for its comment renumbers all that follow, and a remuxer may cut the same packets into other pages. So nothing here depends on where pages begin:
 *
 * * length: the granule positions that the stream spans, instead of bytes, for which all page headers would have to be read. The last page's own one may cut
 *   its last packet short, which remuxers forget, so packets are counted from the page before;
 * * head: the first 4 kB of packets;
 * * ⅓ and ⅔: 4 kB of packets from the one on that follows the packet in which that third of the span ends. A page shortly before is found by
 *   interpolating between granule positions, then packets are counted by their own durations ({@link PacketClock}); left out when the packets do not tell them;
 * * tail: the last 4 kB of packets.
 */
export function oggAudioKey(window: ByteWindow, audio: OggAudio): string | undefined {
  const { headBytes, startGranule, clock } = audio.opening
  const tailBytes = collectTail(window, audio.lastPages, tail)
  const span = endGranule(window, audio, clock, startGranule) - startGranule
  return audioKeyOfWindows(rule, span, (index, target) => {
    if (index === 0) return copy(head, headBytes, target)
    if (index === 3) return copy(tail, tailBytes, target)
    if (clock === undefined) return 0
    const granule = startGranule + Math.floor((span * index) / 3)
    return collect(readerAfter(window, audio, clock, startGranule, granule), target)
  })
}

/** Reads what the key needs of the first pages; `start` stands before the first audio packet. */
export function readOpening(start: PacketReader, clock: PacketClock | undefined): OggOpening {
  const headBytes = collect(start.clone(), head)
  return { headBytes, startGranule: firstGranule(start, clock), clock }
}

const head = new Uint8Array(keyWindowBytes)
const tail = new Uint8Array(keyWindowBytes)

function copy(source: Uint8Array, length: number, target: Uint8Array): number {
  target.set(source.subarray(0, length))
  return length
}

/** Copies packets into `target` until it is full. */
function collect(reader: PacketReader, target: Uint8Array): number {
  let filled = 0
  while (filled < target.length && reader.next()) {
    filled += reader.copy(target, filled)
  }
  return filled
}

function collectTail(window: ByteWindow, pages: readonly OggPage[], target: Uint8Array): number {
  let payload = 0
  for (const page of pages) payload += page.end - page.body
  let skip = Math.max(0, payload - keyWindowBytes)
  let filled = 0
  for (const page of pages) {
    const length = page.end - page.body
    if (skip < length) {
      const bytes = window.bytes(page.body + skip, length - skip)
      target.set(bytes, filled)
      filled += bytes.length
    }
    skip = Math.max(0, skip - length)
  }
  return filled
}

/** Where the stream's time begins: 0, unless it was cut from a longer one. The granule position of the first page less what its packets last. */
function firstGranule(start: PacketReader, clock: PacketClock | undefined): number {
  if (clock === undefined) return 0
  const reader = start.clone()
  clock.reset()
  let duration = 0
  while (reader.next()) {
    const { granule, last } = reader.page
    if (last) return 0
    const before = duration
    duration += clock.add(reader)
    // What only begins on a page is not in its granule position.
    if (granule >= 0 && !reader.endsOnPage && before > 0) return granule - before
    if (granule >= 0 && reader.endsOnPage && reader.atPageEnd) return granule - duration
  }
  return 0
}

/** Where the last packet ends when all of it is played. */
function endGranule(
  window: ByteWindow,
  { start, startPosition, lastPages, lastGranule }: OggAudio,
  clock: PacketClock | undefined,
  startGranule: number,
): number {
  const last = lastPages.at(-1)
  if (clock === undefined || last === undefined) return lastGranule
  const timed = lastPages.filter(({ granule }) => granule >= 0)
  const before = timed.slice(0, -1).findLast((page) => packetsEnding(window, page) > Number(page.continued))
  if (before === undefined && lastPages[0]?.position !== startPosition) return lastGranule
  clock.reset()
  const reader = before === undefined ? start.clone() : readerBehind(window, before, clock)
  let reached = before?.granule ?? startGranule
  while (!(reader.atPageEnd && reader.page.position === last.position) && reader.next()) reached += clock.add(reader)
  return reached
}

/** A reader that stands behind the packets that end on a page. */
function readerBehind(window: ByteWindow, page: OggPage, clock: PacketClock): PacketReader {
  const reader = new PacketReader(window, page)
  for (let ended = packetsEnding(window, page); ended > 0 && reader.next(); ended--) clock.pass(reader)
  return reader
}

/** A reader that stands before the packet that follows the one in which `granule` is reached. */
function readerAfter(
  window: ByteWindow,
  audio: OggAudio,
  clock: PacketClock,
  startGranule: number,
  granule: number,
): PacketReader {
  const page = pageBefore(window, audio, startGranule, granule)
  clock.reset()
  const reader = page === undefined ? audio.start.clone() : readerBehind(window, page, clock)
  let reached = page?.granule ?? startGranule
  while (reached < granule && reader.next()) reached += clock.add(reader)
  return reader
}

/** How many packets end on a page. */
function packetsEnding(window: ByteWindow, page: OggPage): number {
  let count = 0
  for (let at = page.body - page.segments; at < page.body; at++) if (window.u8(at) < 255) count++
  return count
}

const mostProbes = 48
const interpolations = 4

/**
 * The last page whose granule position is below `granule` and on which a packet both begins and ends; `undefined` when the stream has none.
 * Guesses by the mean bit rate first, then halves.
 */
function pageBefore(
  window: ByteWindow,
  { start, startPosition, lastPages, lastGranule }: OggAudio,
  startGranule: number,
  granule: number,
): OggPage | undefined {
  const { serial, sequence } = start.page
  const last = lastPages.at(-1)
  const pageBytes = meanPageBytes(startPosition, sequence, last)
  let low = startPosition
  let lowGranule = startGranule
  let high = last?.end ?? window.size
  let highGranule = lastGranule
  let best: OggPage | undefined
  for (let probe = 0; probe < mostProbes && low < high; probe++) {
    const span = high - low
    let at = low
    if (span > largestPage) {
      const share = probe < interpolations ? (granule - lowGranule) / Math.max(1, highGranule - lowGranule) : 0.5
      at = low + Math.floor(Math.max(0, span * share - pageBytes * pagesEarly))
    }
    // One read for the page before, the wanted one, and the window that begins in it.
    window.cover(at, Math.min(Math.ceil(pageBytes * (pagesEarly + 1.25)) + keyWindowBytes, high - at))
    let page = at === low ? readPage(window, at) : findPage(window, at, high)
    let passed = false
    let below: OggPage | undefined
    for (let i = 0; page !== undefined && page.position < high && i < pagesPerProbe; i++) {
      if (page.serial === serial && page.granule >= 0) {
        passed = page.granule >= granule
        if (passed) {
          highGranule = page.granule
          break
        }
        if (packetsEnding(window, page) > Number(page.continued)) below = page
        low = page.end
        lowGranule = page.granule
      }
      page = readPage(window, page.end) ?? findPage(window, page.end, high)
    }
    best = below ?? best
    if (page === undefined || page.position >= high) {
      if (at <= low && below === undefined) return best
      high = Math.min(high, at)
    } else if (passed) {
      if (below !== undefined || at === low) return best
      high = at
    }
  }
  return best
}

/** The guess lands this many pages early, so that the page before the wanted place is usually in the same read. */
const pagesEarly = 2.25
const pagesPerProbe = 6

function meanPageBytes(start: number, sequence: number, last: OggPage | undefined): number {
  const pages = last === undefined ? 0 : last.sequence - sequence
  return last !== undefined && pages > 0 ? Math.min(largestPage, (last.end - start) / pages) : largestPage
}

import { oggPageCrc } from './checksums.ts'

/** Packets that share pages, and the granule position at the end of them. */
export interface OggRun {
  readonly packets: readonly Uint8Array[]
  /** Position after the n-th packet of the run, in samples. */
  readonly granule: (packetsDone: number) => number
}

const HEADER_BYTES = 27
const MAX_SEGMENTS = 255
// About a second of sound, the longest that RFC 7845 §3 recommends for a page.
const MAX_PACKETS = 16
const FLAG = { continued: 1, first: 2, last: 4 }
const NO_PACKET_ENDS = 0xffff_ffff_ffff_ffffn

interface Page {
  readonly lacing: number[]
  readonly data: Uint8Array[]
  continued: boolean
  ended: number
  done: number
}

/** One logical Ogg stream (RFC 3533); every run begins on a fresh page. */
export const oggStream = (serial: number, runs: readonly OggRun[]): Buffer => {
  const pages = runs.flatMap((run) => paginate(run.packets).map((page) => ({ page, run })))
  return Buffer.concat(
    pages.map(({ page, run }, sequence) => {
      const flags =
        (page.continued ? FLAG.continued : 0) |
        (sequence === 0 ? FLAG.first : 0) |
        (sequence === pages.length - 1 ? FLAG.last : 0)
      return render(page, flags, serial, sequence, page.done < 0 ? NO_PACKET_ENDS : BigInt(run.granule(page.done)))
    }),
  )
}

const paginate = (packets: readonly Uint8Array[]): Page[] => {
  const pages: Page[] = []
  let page: Page | undefined
  const current = (): Page => {
    if (page === undefined || page.lacing.length === MAX_SEGMENTS || page.ended === MAX_PACKETS) {
      page = { lacing: [], data: [], continued: false, ended: 0, done: -1 }
      pages.push(page)
    }
    return page
  }
  packets.forEach((packet, index) => {
    for (let at = 0; at <= packet.length; at += 255) {
      const target = current()
      if (target.lacing.length === 0) target.continued = at > 0
      const segment = packet.subarray(at, at + 255)
      target.lacing.push(segment.length)
      target.data.push(segment)
      if (segment.length < 255) {
        target.ended++
        target.done = index + 1
      }
    }
  })
  return pages
}

const render = (page: Page, flags: number, serial: number, sequence: number, granule: bigint): Buffer => {
  const head = Buffer.alloc(HEADER_BYTES)
  head.write('OggS', 'latin1')
  head[5] = flags
  head.writeBigUInt64LE(granule, 6)
  head.writeUInt32LE(serial >>> 0, 14)
  head.writeUInt32LE(sequence, 18)
  head[26] = page.lacing.length
  const whole = Buffer.concat([head, Buffer.from(page.lacing), ...page.data])
  whole.writeUInt32LE(oggPageCrc(whole), 22)
  return whole
}

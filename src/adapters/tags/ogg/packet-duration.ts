import type { OggCodec } from './codec.ts'
import type { PacketReader } from './packet-reader.ts'

/**
 * Tells by how much each packet moves the granule position. Which packets share a page changes when a file is written anew, so a place in the music
 * is found by counting packets from a page's granule position, not by pages.
 */
export interface PacketClock {
  /** Takes note of a packet whose duration is not asked for: of the next one it may be half. */
  pass(reader: PacketReader): void
  /** Units of granule position that the packet adds; the reader stands at its start. */
  add(reader: PacketReader): number
  /** Forgets the packet before. */
  reset(): void
}

/** A clock for a stream; `undefined` when its packets do not tell. `modes` are those of Vorbis. */
export function packetClock(codec: OggCodec, modes: readonly boolean[]): PacketClock | undefined {
  if (codec.codec === 'opus') return { pass: () => {}, add: opusDuration, reset: () => {} }
  if (codec.codec === 'vorbis') return vorbisClock(codec, modes)
  const fixed = codec.blockSizes[0]
  // An encoder may end its stream with a packet of nothing, which a remuxer leaves out.
  return fixed > 0 ? { pass: () => {}, add: ({ left }) => (left === 0 ? 0 : fixed), reset: () => {} } : undefined
}

/** RFC 6716 §3.1: the first byte tells length and number of the frames, at 48 kHz. */
function opusDuration(reader: PacketReader): number {
  const toc = reader.peek(0)
  const config = toc >> 3
  let frame: number
  if (config < 12) frame = [480, 960, 1920, 2880][config & 3] ?? 0
  else if (config < 16) frame = config & 1 ? 960 : 480
  else frame = 120 << (config & 3)
  const code = toc & 3
  return frame * (code === 0 ? 1 : code === 3 ? reader.peek(1) & 63 : 2)
}

/** Vorbis I §4.3.8: a packet completes half of its own window and half of the one before. */
function vorbisClock(codec: OggCodec, longByMode: readonly boolean[]): PacketClock | undefined {
  if (longByMode.length === 0) return undefined
  const modeMask = (1 << (32 - Math.clz32(longByMode.length - 1))) - 1
  const blockSize = (reader: PacketReader): number => {
    const first = reader.peek(0)
    return codec.blockSizes[(first & 1) === 0 && longByMode[(first >> 1) & modeMask] ? 1 : 0]
  }
  let before = 0
  return {
    pass: (reader) => {
      before = blockSize(reader)
    },
    add: (reader) => {
      const size = blockSize(reader)
      const duration = before === 0 ? 0 : (before + size) / 4
      before = size
      return duration
    },
    reset: () => {
      before = 0
    },
  }
}

const modeBits = 41

/**
 * For each mode of a Vorbis stream whether its blocks are long (Vorbis I §4.2.4 "Modes"). The modes stand at the end of the setup header, after
 * codebooks that only a decoder can walk; but each has 32 bits that must be zero, and their number stands before them, so they are read from the end.
 */
export function vorbisModes(setup: Uint8Array): boolean[] {
  let last = setup.length - 1
  while (last > 0 && setup[last] === 0) last--
  const framingByte = setup[last] ?? 0
  if (framingByte === 0) return []
  const end = last * 8 + (31 - Math.clz32(framingByte))
  const bits = (from: number, count: number): number => {
    let value = 0
    for (let i = 0; i < count; i++) value += (((setup[(from + i) >> 3] ?? 0) >> ((from + i) & 7)) & 1) * 2 ** i
    return value
  }
  const flags: boolean[] = []
  let modes: boolean[] = []
  for (let at = end - modeBits; at > 6 && flags.length < 64; at -= modeBits) {
    if (bits(at + 1, 32) !== 0) break
    flags.unshift(bits(at, 1) === 1)
    if (bits(at - 6, 6) === flags.length - 1) modes = [...flags]
  }
  return modes
}

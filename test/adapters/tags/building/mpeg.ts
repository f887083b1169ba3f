import { ascii, concat, noise, u32 } from './bytes.ts'

/** A frame of MPEG-1 layer III, 44.1 kHz, stereo, 128 kbit/s unless another bit rate index is given, filled with noise. */
export function mpegFrame(seed = 1, { rateIndex = 9, padding = false } = {}): Uint8Array {
  const kbit = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320][rateIndex] ?? 0
  const size = Math.floor((144_000 * kbit) / 44_100) + (padding ? 1 : 0)
  return concat([0xff, 0xfb, (rateIndex << 4) | (padding ? 2 : 0), 0x00], noise(size - 4, seed))
}

export function mpegAudio(frames: number, seed = 1): Uint8Array {
  return concat(...Array.from({ length: frames }, (_, index) => mpegFrame(seed * 1000 + index)))
}

/** The frame without sound that LAME puts first. */
export function infoFrame({
  name = 'Info',
  frames,
  bytes,
  quality = 57,
  encoder = 'LAME3.100',
  delay = 576,
  padding = 1200,
}: {
  name?: 'Info' | 'Xing'
  frames: number
  bytes: number
  quality?: number
  encoder?: string
  delay?: number
  padding?: number
}): Uint8Array {
  const target = mpegFrame()
  target.fill(0, 4)
  const gapless = (delay << 12) | padding
  target.set(
    concat(
      ascii(name),
      u32(15),
      u32(frames),
      u32(bytes),
      new Uint8Array(100),
      u32(quality),
      ascii(encoder),
      new Uint8Array(12),
      [gapless >> 16, (gapless >> 8) & 255, gapless & 255],
    ),
    4 + 32,
  )
  return target
}

/** A VBRI header as Fraunhofer's encoder writes it. */
export function vbriFrame(frames: number, bytes: number): Uint8Array {
  const target = mpegFrame()
  target.fill(0, 4)
  target.set(concat(ascii('VBRI'), [0, 1, 0, 0, 0, 75], u32(bytes), u32(frames)), 36)
  return target
}

import { ascii, concat, noise, u24, u32, u32le } from './bytes.ts'

export interface Block {
  readonly type: number
  readonly content: Uint8Array
  /** The length that the header tells, when it lies. */
  readonly told?: number
}

export function streamInfo({
  sampleRate = 44_100,
  channels = 2,
  bits = 16,
  samples = 88_200,
  md5 = noise(16, 7),
} = {}): Block {
  const content = new Uint8Array(34)
  content.set([16, 0, 16, 0], 0)
  content[10] = sampleRate >> 12
  content[11] = (sampleRate >> 4) & 255
  content[12] = ((sampleRate & 15) << 4) | ((channels - 1) << 1) | ((bits - 1) >> 4)
  content[13] = ((bits - 1) & 15) << 4
  content.set(u32(samples), 14)
  content.set(md5, 18)
  return { type: 0, content }
}

export function vorbisComment(comments: readonly string[], vendor = 'a vendor'): Uint8Array {
  const text = (value: string): Uint8Array => {
    const bytes = Buffer.from(value, 'utf8')
    return concat(u32le(bytes.byteLength), bytes)
  }
  return concat(text(vendor), u32le(comments.length), ...comments.map(text))
}

export function pictureBlock(data: Uint8Array, { mime = 'image/jpeg', type = 3, description = '' } = {}): Uint8Array {
  const name = Buffer.from(description, 'utf8')
  return concat(
    u32(type),
    u32(mime.length),
    ascii(mime),
    u32(name.byteLength),
    name,
    u32(10),
    u32(10),
    u32(24),
    u32(0),
    u32(data.byteLength),
    data,
  )
}

export function flac(
  blocks: readonly Block[],
  audio: Uint8Array = concat([0xff, 0xf8, 0xc9, 0x18], noise(5000, 3)),
): Uint8Array {
  const parts = blocks.map(({ type, content, told }, index) =>
    concat([type | (index === blocks.length - 1 ? 0x80 : 0)], u24(told ?? content.byteLength), content),
  )
  return concat(ascii('fLaC'), ...parts, audio)
}

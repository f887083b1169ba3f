export function concat(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))))
}

export function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

export function u32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
}

export function u24(value: number): number[] {
  return u32(value).slice(1)
}

export function u32le(value: number): number[] {
  return u32(value).reverse()
}

export function synchsafe(value: number): number[] {
  return [(value >>> 21) & 127, (value >>> 14) & 127, (value >>> 7) & 127, value & 127]
}

/** Bytes that look like nothing and are the same each time. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed >>> 0
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    // No 0xff, so that no frame is found in it by chance.
    return (state >>> 24) % 255
  })
}

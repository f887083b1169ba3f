import { concat } from './bytes.ts'

/** Byte flips, extreme lengths, cuts, repeats and swaps, mostly where the structure is. */
export function mutate(seed: Uint8Array, random: (below: number) => number): Uint8Array {
  let bytes = Uint8Array.from(seed)
  for (let changes = 1 + random(6); changes > 0; changes--) {
    const at = random(random(3) === 0 ? bytes.byteLength : Math.min(bytes.byteLength, 600))
    const extreme = [0, 1, 0x7f, 0x80, 0xfe, 0xff][random(6)] ?? 0
    const kind = random(8)
    if (kind < 3) bytes[at] = random(256)
    else if (kind < 5) bytes.fill(extreme, at, at + 1 + random(4))
    else if (kind === 5) bytes = bytes.slice(0, at)
    else if (kind === 6) bytes = concat(bytes.subarray(0, at), bytes.subarray(random(at + 1), at), bytes.subarray(at))
    else bytes = concat(bytes.subarray(0, at), bytes.subarray(at + random(40)))
  }
  return bytes
}

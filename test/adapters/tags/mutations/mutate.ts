/** A small seeded generator of numbers (mulberry32), so that a file that fails can be made again from its number. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

type Random = (below: number) => number
type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer

/** Most of what a parser believes stands at the head of a file. */
function place(length: number, random: Random): number {
  return random(2) === 0 ? random(Math.min(length, 2048)) : random(length)
}

const temptingIntegers = [0, 1, 2, 7, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

const flipBits: Mutation = (bytes, random) => {
  for (let i = random(16); i >= 0; i--) {
    const at = place(bytes.length, random)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8))
  }
  return bytes
}

const overwrite: Mutation = (bytes, random) => {
  const at = place(bytes.length, random)
  const end = Math.min(bytes.length, at + 1 + random(64))
  for (let i = at; i < end; i++) bytes[i] = random(256)
  return bytes
}

const truncate: Mutation = (bytes, random) => bytes.subarray(0, place(bytes.length, random))

/** Puts an extreme number where a length may stand. */
const mangleLength: Mutation = (bytes, random) => {
  for (let i = random(3); i >= 0; i--) {
    if (bytes.length < 8) break
    const at = place(bytes.length - 8, random)
    const value = temptingIntegers[random(temptingIntegers.length)] ?? 0
    if (random(2) === 0) bytes.writeUInt32BE(value, at)
    else bytes.writeUInt32LE(value, at)
    if (random(4) === 0) bytes.writeUInt32BE(value, at + 4)
  }
  return bytes
}

/** Changes a number a little: off by one, doubled, halved. */
const nudgeLength: Mutation = (bytes, random) => {
  if (bytes.length < 4) return bytes
  const at = place(bytes.length - 4, random)
  const value = bytes.readUInt32BE(at)
  const nudged = [value + 1, value - 1, value * 2, value >>> 1][random(4)] ?? 0
  bytes.writeUInt32BE(nudged >>> 0, at)
  return bytes
}

const cutOut: Mutation = (bytes, random) => {
  const at = place(bytes.length, random)
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(4096))])
}

const repeatPart: Mutation = (bytes, random) => {
  const at = place(bytes.length, random)
  const part = bytes.subarray(at, at + 1 + random(4096))
  return Buffer.concat([bytes.subarray(0, at), ...Array<Buffer>(1 + random(8)).fill(part), bytes.subarray(at)])
}

/** Head of one file, tail of another. */
const splice: Mutation = (bytes, random, other) =>
  Buffer.concat([bytes.subarray(0, place(bytes.length, random)), other.subarray(place(other.length, random))])

const zeros: Mutation = (bytes, random) => {
  const at = place(bytes.length, random)
  return bytes.fill(random(2) === 0 ? 0 : 0xff, at, Math.min(bytes.length, at + 1 + random(1024)))
}

const mutations = [
  flipBits,
  overwrite,
  truncate,
  mangleLength,
  mangleLength,
  nudgeLength,
  cutOut,
  repeatPart,
  splice,
  zeros,
]

/** Damages a file in one to three ways. */
export function mutate(original: Buffer, other: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(original)
  for (let i = random(3); i >= 0 && bytes.length > 0; i--) {
    bytes = (mutations[random(mutations.length)] ?? flipBits)(bytes, random, other) as typeof bytes
  }
  return bytes
}

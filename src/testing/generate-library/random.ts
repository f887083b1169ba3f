/** A small seeded source of random numbers. */
export interface Random {
  /** An unsigned 32-bit integer. */
  next(): number
  /** An integer in `[0, limit)`. */
  below(limit: number): number
  /** `true` with the given probability. */
  chance(probability: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
}

const mix = (value: number): number => {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return hash ^ (hash >>> 15)
}

/** Mulberry32 (Tommy Ettinger, public domain), started from any number of integers so that every part has its own stream. */
export const random = (...seeds: readonly number[]): Random => {
  let state = 0x9e3779b9
  for (const seed of seeds) state = mix(state ^ mix(seed)) + Math.floor(seed / 2 ** 32)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return (value ^ (value >>> 14)) >>> 0
  }
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit)
  return {
    next,
    below,
    chance: (probability) => next() < probability * 2 ** 32,
    pick: (items) => items[below(items.length)] ?? items[0],
  }
}

/** A version 4 UUID (RFC 9562 §5.4) from the stream. */
export const uuid = (source: Random): string => {
  const word = (): string => source.next().toString(16).padStart(8, '0')
  const [a, b, c, d] = [word(), word(), word(), word()]
  const variant = '89ab'[Number.parseInt(c.slice(0, 1), 16) & 3]
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`
}

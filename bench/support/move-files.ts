import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { extname, join } from 'node:path'

/** Moves that were made; `undo` puts every file back. */
export interface Moves {
  readonly count: number
  undo(): void
}

const shelf = 'Moved by the benchmark'

/** A number of 0–1 from a seed; the same seed gives the same row of numbers (mulberry32). */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}

/** Moves a share of the files below a folder to new names in new folders, ten to a folder. */
export const moveFiles = (folder: string, share: number, seed = 1): Moves => {
  rmSync(join(folder, shelf), { recursive: true, force: true })
  const chance = seeded(seed)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .filter(() => chance() < share)
  const moves = files.map((from, i) => {
    const target = join(folder, shelf, String(Math.floor(i / 10)))
    mkdirSync(target, { recursive: true })
    const to = join(target, `${i}${extname(from)}`)
    renameSync(from, to)
    return { from, to }
  })
  return {
    count: moves.length,
    undo() {
      for (const { from, to } of moves) renameSync(to, from)
      rmSync(join(folder, shelf), { recursive: true })
    },
  }
}

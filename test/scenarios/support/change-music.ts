import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Deterministic, so that a failure can be repeated: mulberry32. */
export const randomOf = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

/** Moves, swaps, retags (another library's file under the same name keeps neither), and deletes. */
export const changeMusic = (music: string, random: () => number): void => {
  const all = filesOf(music)
  const pick = (): string => all.splice(Math.floor(random() * all.length), 1)[0] ?? ''
  mkdirSync(join(music, 'moved here'), { recursive: true })
  for (let index = 0; index < 60; index++) {
    const from = pick()
    renameSync(from, join(music, 'moved here', `${index} ${from.slice(from.lastIndexOf('/') + 1)}`))
  }
  for (let index = 0; index < 20; index++) {
    const a = pick()
    const b = all.find((path) => path.slice(path.lastIndexOf('.')) === a.slice(a.lastIndexOf('.')))
    if (b === undefined) continue
    all.splice(all.indexOf(b), 1)
    renameSync(a, `${a}.aside`)
    renameSync(b, a)
    renameSync(`${a}.aside`, b)
  }
  for (let index = 0; index < 40; index++) rmSync(pick())
  for (let index = 0; index < 60; index++) {
    const path = all.findLast((one) => one.endsWith('.mp3'))
    if (path === undefined) break
    all.splice(all.indexOf(path), 1)
    // An ID3v1 tag of another title at the end: a retag that keeps the audio.
    const tag = Buffer.alloc(128)
    tag.write(`TAGRetagged ${index}`, 0, 'latin1')
    const bytes = readFileSync(path)
    const old = bytes.subarray(-128, -125).toString('latin1') === 'TAG' ? bytes.subarray(0, -128) : bytes
    writeFileSync(path, Buffer.concat([old, tag]))
  }
}

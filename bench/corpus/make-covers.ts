import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.ts'

const COVERS = 24

/** Pictures of 600×600 pixels and about 100 kB: JPEG, every sixth a PNG. Returns their paths. */
export const makeCovers = (directory: string): string[] => {
  mkdirSync(directory, { recursive: true })
  for (let cover = 0; cover < COVERS; cover++) {
    const png = cover % 6 === 5
    const size = png ? '330x330' : '600x600'
    const grain = png ? 'noise=alls=60' : 'format=yuvj420p,noise=c0s=34'
    const source = `gradients=s=${size}:n=4:seed=${cover + 1},${grain}`
    const name = `${String(cover).padStart(2, '0')}.${png ? 'png' : 'jpg'}`
    run('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      source,
      '-frames:v',
      '1',
      '-q:v',
      '7',
      join(directory, name),
    ])
  }
  return readdirSync(directory)
    .sort()
    .map((name) => join(directory, name))
}

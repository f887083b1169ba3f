/**
 * Writes a corpus of real-encoded music files: `node bench/corpus/make-corpus.ts <folder> [files = 10000] [seed = 1]`.
 *
 * Every file is encoded from sound of its own by the encoder that people use (lame, flac, oggenc, opusenc, ffmpeg's
 * AAC and ALAC) and tagged by it or by mutagen: mp3 56 %, flac 24 %, m4a 11 %, ogg 5 %, opus 4 %, 70 % with a cover of
 * about 100 kB. Needs `lame flac vorbis-tools opus-tools ffmpeg` and a Python with `mutagen` (`PYTHON` names it). Ten
 * thousand files are 2–3 GB and take ten minutes of one core. A list of what was written goes to `<folder>.jsonl`.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { setPriority } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { describeLibrary } from '../../src/testing.ts'
import { encode } from './encode.ts'
import { makeCovers } from './make-covers.ts'
import { makeSound } from './make-sound.ts'

const [folder, files = '10000', seed = '1'] = process.argv.slice(2)
if (folder === undefined) {
  console.error('usage: make-corpus.ts <folder> [files] [seed]')
  process.exit(2)
}
setPriority(10)
const directory = resolve(folder)
mkdirSync(directory, { recursive: true })
const start = performance.now()
const sound = makeSound()
const covers = makeCovers(`${directory}.covers`)
const list = `${directory}.jsonl`
const manifest = openSync(list, 'w')
let done = 0
for (const track of describeLibrary({ files: Number(files), seed: Number(seed) })) {
  const path = join(directory, track.path)
  mkdirSync(dirname(path), { recursive: true })
  const cover = track.cover === undefined ? undefined : covers[track.cover.identity % covers.length]
  const encoded = encode({ track, path, cover, sound })
  writeSync(manifest, `${JSON.stringify({ ...track, ...encoded, cover })}\n`)
  if (++done % 500 === 0) console.log(`${done} files encoded, ${Math.round((performance.now() - start) / 1000)} s`)
}
closeSync(manifest)
const tagger = join(import.meta.dirname, 'tag-corpus.py')
const tagged = spawnSync(process.env.PYTHON ?? 'python3', [tagger, directory, list], { stdio: 'inherit' })
if (tagged.status !== 0) process.exit(1)
console.log(`${done} files in ${Math.round((performance.now() - start) / 1000)} s`)

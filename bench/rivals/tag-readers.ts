import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { PassProcess } from './pass-process.ts'

/** A contestant of the extract section. */
export interface Contestant {
  readonly name: string
  /** Starts it; `undefined` when it is not installed here. */
  start(folder: string): PassProcess | undefined
}

const script = (name: string): string => join(import.meta.dirname, name)
const nodeScript = (name: string, ...args: string[]): PassProcess =>
  new PassProcess(process.execPath, ['--disable-warning=ExperimentalWarning', script(name), ...args])

export const ours: Contestant = { name: 'ours', start: () => nodeScript('ours.ts') }

export const musicMetadata: Contestant = { name: 'music-metadata', start: () => nodeScript('music-metadata.ts') }

export const musicMetadataAhead: Contestant = {
  name: 'music-metadata, 8 in flight',
  start: () => nodeScript('music-metadata.ts', '8'),
}

const musicMetadataDuration: Contestant = {
  name: 'music-metadata, duration',
  start: () => nodeScript('music-metadata.ts', '1', 'true'),
}

export const taglib: Contestant = {
  name: 'TagLib C++',
  start(folder) {
    const program = join(folder, 'taglib-read')
    const args = ['-O2', '-o', program, script('taglib-read.cpp'), '-ltag']
    return spawnSync('g++', args, { stdio: 'ignore' }).status === 0 ? new PassProcess(program, []) : undefined
  },
}

const mutagen: Contestant = {
  name: 'mutagen',
  start() {
    const python = process.env.PYTHON ?? 'python3'
    const isThere = spawnSync(python, ['-c', 'import mutagen'], { stdio: 'ignore' }).status === 0
    return isThere ? new PassProcess(python, [script('mutagen-read.py')]) : undefined
  },
}

/** All of them; ours first. */
export const tagReaders: readonly Contestant[] = [
  ours,
  musicMetadata,
  musicMetadataAhead,
  musicMetadataDuration,
  taglib,
  mutagen,
]

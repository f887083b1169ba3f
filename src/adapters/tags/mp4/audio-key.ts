import { type AudioRange, audioKeyOfWindows, keyWindowBytes } from '../audio-key.ts'
import type { ByteWindow } from '../byte-window.ts'
import type { Samples } from './samples.ts'

/** Version of the rule that {@link mp4AudioKey} follows. */
const rule = 'mp4.1'

/** Samples of no bytes do not fill a window; so many are looked at. */
const mostSamples = 8192

/**
 * The audio key of an MP4 track. Payload are its samples in playing order, wherever a tag editor or `faststart` moved them and however a remuxer
 * interleaved them: windows begin at the first sample, at the samples one and two thirds of their number on, and 4 kB before the end of the last.
 */
export function mp4AudioKey(window: ByteWindow, { totalBytes, places }: KeyPlaces): string | undefined {
  return audioKeyOfWindows(rule, totalBytes, (index, target) => {
    let filled = 0
    for (const { offset, length } of places[index] ?? []) {
      const bytes = window.bytes(offset, length)
      target.set(bytes, filled)
      filled += bytes.length
    }
    return filled
  })
}

/** The windows of a key as places in the file. They are looked up apart from reading them: the tables are elsewhere than the music. */
export interface KeyPlaces {
  readonly totalBytes: number
  readonly places: readonly (readonly AudioRange[])[]
}

/** Looks up the windows of {@link mp4AudioKey}; `undefined` for a track without a byte. */
export function keyPlaces(samples: Samples): KeyPlaces | undefined {
  const { count, totalBytes } = samples
  if (count === 0 || totalBytes === 0) return undefined
  const places = [
    placesFrom(samples, 0, 0),
    placesFrom(samples, Math.floor(count / 3), 0),
    placesFrom(samples, Math.floor((count * 2) / 3), 0),
    placesOfTail(samples),
  ]
  return { totalBytes, places }
}

function placesOfTail(samples: Samples): AudioRange[] {
  let first = samples.count
  let bytes = 0
  for (let i = 0; i < mostSamples && first > 0 && bytes < keyWindowBytes; i++) bytes += samples.sizeOf(--first)
  return placesFrom(samples, first, Math.max(0, bytes - keyWindowBytes))
}

/** Where the bytes of a window lie: samples from `first` on, without the first `skip` bytes of them. */
function placesFrom(samples: Samples, first: number, skip: number): AudioRange[] {
  const places: AudioRange[] = []
  let wanted = keyWindowBytes
  let left = skip
  let sample = first
  let budget = mostSamples
  while (budget > 0 && wanted > 0 && sample < samples.count) {
    const place = samples.placeOf(sample)
    if (place === undefined) break
    const until = Math.min(samples.count, sample + place.sideBySide)
    let bytes = 0
    while (budget-- > 0 && sample < until && bytes - left < wanted) bytes += samples.sizeOf(sample++)
    const passed = Math.min(left, bytes)
    const length = Math.min(bytes - passed, wanted)
    if (length > 0) addPlace(places, place.position + passed, length)
    left -= passed
    wanted -= length
  }
  return places
}

/** Chunks mostly follow each other, when a file holds nothing but music. */
function addPlace(places: AudioRange[], offset: number, length: number): void {
  const last = places.at(-1)
  if (last !== undefined && last.offset + last.length === offset) {
    places[places.length - 1] = { offset: last.offset, length: last.length + length }
  } else {
    places.push({ offset, length })
  }
}

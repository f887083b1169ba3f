import type { FileReading } from '../model/file-reading.ts'
import { plainDate, yearOf } from './dates.ts'
import { nameStem } from './stem.ts'

/**
 * What a track loses from 100 for each thing that its tags miss or that is doubtful in them. What is missing adds up to 75, so that a file without any tag that can still be
 * played well keeps 25; doubts cost less than what they doubt would cost if it were missing.
 */
export const qualityWeights = {
  /** The tags could not be read at all: nothing else is judged. */
  'tags-unreadable': 100,
  'no-title': 20,
  'no-artist': 20,
  'no-album': 15,
  'no-track-number': 8,
  'no-date': 7,
  'no-genre': 5,
  /** The title is the file's name, number and all (`01 - Song`), or a placeholder (`Track 1`). */
  'title-from-file-name': 10,
  /** `Unknown Artist`, `Unknown Album` and the like. */
  'placeholder-artist': 15,
  'placeholder-album': 10,
  /** Text that looks read under the wrong encoding: `BeyoncÃ©`, `Êèíî`, `\uFFFD`. */
  mojibake: 15,
  /** The reader had to read around damage. */
  'tags-damaged': 8,
  'track-number-beyond-total': 4,
  /** Before recorded sound (1857), or after 2100. */
  'implausible-date': 4,
  'no-duration': 8,
  'estimated-duration': 3,
  /** Lossy audio below what its codec needs: 96 kbit/s for most, see `lowBitrates`. */
  'low-bitrate': 6,
} as const

/** One of the keys of {@link qualityWeights}. */
export type QualityIssue = keyof typeof qualityWeights

/** Bits per second for two channels (half for one) below which a lossy codec is doubted; 96,000 for those not named. */
const lowBitrates: Readonly<Record<string, number>> = { mp3: 128_000, opus: 64_000, aac: 80_000, vorbis: 80_000 }

/** How complete and undoubtful the tags of a track are. */
export interface Quality {
  /** 0 to 100. */
  readonly score: number
  /** In the order of {@link qualityWeights}. */
  readonly issues: readonly QualityIssue[]
}

/**
 * Judges one reading.
 * @param path Where the file is: a title that only repeats its name is doubted.
 */
export const quality = (reading: FileReading | undefined, path: string): Quality => {
  const issues: QualityIssue[] = []
  if (reading === undefined) issues.push('tags-unreadable')
  else {
    missing(reading, issues)
    doubtfulTags(reading, path, issues)
    doubtfulAudio(reading, issues)
  }
  return { score: Math.max(0, 100 - issues.reduce((sum, issue) => sum + qualityWeights[issue], 0)), issues }
}

const missing = ({ tags }: FileReading, issues: QualityIssue[]): void => {
  if (isBlank(tags.title)) issues.push('no-title')
  if (isBlank(tags.artist ?? tags.artists?.[0])) issues.push('no-artist')
  if (isBlank(tags.album)) issues.push('no-album')
  if (tags.trackNumber === undefined) issues.push('no-track-number')
  if (plainDate(tags.date ?? tags.originalDate) === null) issues.push('no-date')
  if (tags.genres === undefined) issues.push('no-genre')
}

const doubtfulTags = ({ tags, warnings }: FileReading, path: string, issues: QualityIssue[]): void => {
  const { title = '', artist = tags.artists?.[0] ?? '', album = '', trackNumber, trackTotal } = tags
  if (title !== '' && (numberedTitle.test(title) ? title === nameStem(path) : placeholderTitle.test(title))) {
    issues.push('title-from-file-name')
  }
  if (placeholder.test(artist)) issues.push('placeholder-artist')
  if (placeholder.test(album)) issues.push('placeholder-album')
  if (isMojibake(title) || isMojibake(artist) || isMojibake(album)) issues.push('mojibake')
  if (warnings.length > 0) issues.push('tags-damaged')
  if (trackNumber !== undefined && trackTotal !== undefined && trackTotal > 0 && trackNumber > trackTotal) {
    issues.push('track-number-beyond-total')
  }
  const year = yearOf(tags.date ?? tags.originalDate ?? null)
  if (year !== null && (year < 1857 || year > 2100)) issues.push('implausible-date')
}

const doubtfulAudio = ({ format }: FileReading, issues: QualityIssue[]): void => {
  if (format.durationMs === undefined || format.durationMs <= 0) issues.push('no-duration')
  else if (!format.durationExact) issues.push('estimated-duration')
  const least = (lowBitrates[format.codec] ?? 96_000) * (format.channels === 1 ? 0.5 : 1)
  // A hundredth below is rounding or the container, not thrift.
  if (!format.lossless && format.bitrate !== undefined && format.bitrate < least * 0.99) issues.push('low-bitrate')
}

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === ''

const numberedTitle = /^\d{1,3}(?:\s*[-._)]\s*|\s+)\S/
const placeholderTitle = /^(?:(?:audio\s*)?track|piste|titel|pista|untitled|unknown)[\s._-]*\d*$/i
const placeholder =
  /^[<([]?(?:unknown|no|unbekannter?|unbekanntes)\s*(?:artist|album|title|interpret|künstler)?[>)\]]?$/i

/**
 * UTF-8 read as Windows-1252 turns each letter beyond ASCII into `Ã` or `Â` (Latin) or `â€` (typographic quotes) and another character; a whole word of accented Latin letters
 * is another alphabet read as Latin-1.
 */
const isMojibake = (text: string): boolean => beyondAscii.test(text) && spoilt.test(text)

const beyondAscii = /[\u0080-\uFFFF]/
const spoilt = /[ÂÃ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ï»¿|\uFFFD|[À-ÖØ-öø-ÿ]{4,}/

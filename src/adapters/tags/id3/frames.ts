import { id3Genres } from '../genre-names.ts'
import { fieldFor, fieldsOf, type TagField } from '../tag-map.ts'
import type { TagSink } from '../tag-sink.ts'
import { latin1, zeroAt } from '../text-bytes.ts'
import { afterText, decodeText, terminatedText, textEnd, textValues } from './frame-text.ts'
import { readInvolvedPeople } from './involved-people.ts'
import { readSynchronisedLyrics } from './synchronised-lyrics.ts'

/** Where frames put what they say. */
export interface FrameContext {
  readonly sink: TagSink
  /** The content of an iTunes gapless comment: `00000000 00000210 000007C0 …`. */
  itunesGapless?: string
}

/** Reads the content of one frame, which lies at `start` to `end`. */
export type FrameReader = (bytes: Uint8Array, start: number, end: number, context: FrameContext) => void

const describedFields = fieldsOf('txxx')

/** A frame id as a number: four characters, or the three of ID3v2.2 and a zero. */
export function frameId(text: string): number {
  let id = 0
  for (let at = 0; at < 4; at++) id = (id << 8) | (at < text.length ? text.charCodeAt(at) : 0)
  return id
}

function text(field: TagField): FrameReader {
  return (bytes, start, end, { sink }) => {
    for (const value of textValues(bytes[start] ?? 0, bytes, start + 1, end)) sink.tags.add(field, value)
  }
}

function url(field: TagField): FrameReader {
  return (bytes, start, end, { sink }) => sink.tags.add(field, latin1(bytes, start, zeroAt(bytes, start, end)))
}

const genres: FrameReader = (bytes, start, end, { sink }) => {
  for (const value of textValues(bytes[start] ?? 0, bytes, start + 1, end)) {
    for (const genre of id3Genres(value.trim())) sink.tags.add('genre', genre)
  }
}

/** `TXXX` (ID3v2.4 §4.2.6): encoding, description, values. */
const describedText: FrameReader = (bytes, start, end, { sink }) => {
  const encoding = bytes[start] ?? 0
  const descriptionEnd = textEnd(encoding, bytes, start + 1, end)
  const description = decodeText(encoding, bytes, start + 1, descriptionEnd)
  const field = fieldFor(describedFields, description)
  if (field === undefined && description.toUpperCase() !== 'FMPS_RATING') return
  for (const value of textValues(encoding, bytes, afterText(encoding, descriptionEnd, end), end)) {
    if (field === undefined) sink.tags.addRating(Number.parseFloat(value))
    else sink.tags.add(field, value)
  }
}

/** `COMM` and `USLT` begin alike (ID3v2.4 §4.8, §4.10): encoding, language, description, text. */
function languageText(bytes: Uint8Array, start: number, end: number) {
  const encoding = bytes[start] ?? 0
  const descriptionEnd = textEnd(encoding, bytes, start + 4, end)
  return {
    language: latin1(bytes, start + 1, Math.min(end, start + 4)),
    description: decodeText(encoding, bytes, Math.min(start + 4, end), descriptionEnd),
    text: terminatedText(encoding, bytes, afterText(encoding, descriptionEnd, end), end),
  }
}

const comment: FrameReader = (bytes, start, end, context) => {
  const { description, text: content } = languageText(bytes, start, end)
  if (description === 'iTunSMPB') context.itunesGapless = content
  // iTunes keeps volume, gapless and CD data in comments; nobody wrote them to be read.
  if (!description.startsWith('iTun')) context.sink.tags.add('comment', content)
}

const lyrics: FrameReader = (bytes, start, end, { sink }) => {
  const { language, description, text: content } = languageText(bytes, start, end)
  sink.tags.addLyrics(language, description, content)
}

/** `UFID` (ID3v2.4 §4.1): owner, identifier; MusicBrainz keeps the recording there. */
const uniqueFileId: FrameReader = (bytes, start, end, { sink }) => {
  const ownerEnd = zeroAt(bytes, start, end)
  const owner = latin1(bytes, start, ownerEnd)
  if (owner === 'http://musicbrainz.org' || owner === 'http://www.musicbrainz.org') {
    sink.tags.add('recordingId', latin1(bytes, Math.min(end, ownerEnd + 1), end))
  }
}

/** `POPM` (ID3v2.4 §4.17): address, rating from 1 (worst) to 255, or 0 for none. */
const popularimeter: FrameReader = (bytes, start, end, { sink }) => {
  const ratingAt = zeroAt(bytes, start, end) + 1
  const rating = ratingAt < end ? (bytes[ratingAt] ?? 0) : 0
  if (rating > 0) sink.tags.addRating((rating - 1) / 254)
}

/** Readers of all frames that say something to us, except pictures and chapters, which hold more than a frame's content. */
export const frameReaders: ReadonlyMap<number, FrameReader> = new Map<number, FrameReader>([
  ...[...fieldsOf('id3'), ...fieldsOf('id3v22')].map(([id, field]): [number, FrameReader] => [
    frameId(id),
    id.startsWith('W') ? url(field) : text(field),
  ]),
  ...Object.entries({
    TCON: genres,
    TCO: genres,
    TXXX: describedText,
    TXX: describedText,
    COMM: comment,
    COM: comment,
    USLT: lyrics,
    ULT: lyrics,
    SYLT: readSynchronisedLyrics,
    SLT: readSynchronisedLyrics,
    UFID: uniqueFileId,
    UFI: uniqueFileId,
    POPM: popularimeter,
    POP: popularimeter,
    TIPL: readInvolvedPeople,
    TMCL: readInvolvedPeople,
    IPLS: readInvolvedPeople,
    IPL: readInvolvedPeople,
  }).map(([id, reader]): [number, FrameReader] => [frameId(id), reader]),
])

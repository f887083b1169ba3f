import type { ByteWindow } from '../byte-window.ts'
import { genreName } from '../genre-names.ts'
import { fieldFor, fieldsOf } from '../tag-map.ts'
import type { TagSink } from '../tag-sink.ts'
import { utf8, utf16 } from '../text-bytes.ts'
import { type Atom, findAtom, forEachAtom, fourCc } from './atom.ts'

/** What an item list says besides tags. */
export interface ItemListFindings {
  /** `iTunSMPB`: encoder delay, padding and length in samples. */
  gapless: Gapless | undefined
}

/** Samples that an encoder put before and after the music, and those of the music itself. */
export interface Gapless {
  readonly delay: number
  readonly padding: number
  readonly samples: number
}

const atomFields = fieldsOf('mp4')
const freeformFields = fieldsOf('itunes')
const fieldByAtom = new Map(
  [...atomFields].filter(([name]) => name.length === 4).map(([name, field]) => [fourCc(name), field]),
)

const freeform = fourCc('----')
const covr = fourCc('covr')
const gnre = fourCc('gnre')
const trkn = fourCc('trkn')
const disk = fourCc('disk')
const rate = fourCc('rate')
const data = fourCc('data')
const mean = fourCc('mean')
const name = fourCc('name')

/** Well-known types of values (QuickTime File Format, "Well-known types"). */
const typeUtf16 = 2
const typeJpeg = 13
const typePng = 14
const typeSigned = 21
const typeUnsigned = 22
const typeBmp = 27
/** Sized integers, signed 65–67, 74, unsigned 75–78. */
const typeSizedIntegers = new Set([65, 66, 67, 74, 75, 76, 77, 78])

const mostTextBytes = 1024 * 1024
const frontCover = 3

/** Reads an `ilst` box: tags as iTunes keeps them (QuickTime File Format, "Metadata item list atom"), which go to `sink`. */
export function readItemList(window: ByteWindow, ilst: Atom, sink: TagSink): ItemListFindings {
  const findings: ItemListFindings = { gapless: undefined }
  forEachAtom(window, ilst.body, ilst.end, (item) => {
    if (item.type === freeform) readFreeform(window, item, sink, findings)
    else if (item.type === covr) readCovers(window, item, sink)
    else readItem(window, item, sink)
  })
  return findings
}

/**
 * Reads a text of QuickTime's older kind, directly in `udta` under the same names: 16 bits of length, 16 of language (a number below 0x400 is one of
 * Macintosh and means Mac Roman, read as UTF-8, which the writers of today put there), then the text; the first language counts.
 */
export function readUserText(window: ByteWindow, atom: Atom, sink: TagSink): void {
  const field = fieldByAtom.get(atom.type)
  if (field === undefined || atom.end - atom.body < 4) return
  sink.tags.add(field, plainText(window, atom.body + 4, Math.min(window.u16(atom.body), atom.end - atom.body - 4)))
}

function readItem(window: ByteWindow, item: Atom, sink: TagSink): void {
  const field = fieldByAtom.get(item.type)
  if (field === undefined) return
  forEachAtom(window, item.body, item.end, (value) => {
    if (value.type !== data) return
    const at = value.body + 8
    const length = value.end - at
    if (length <= 0) return
    if (item.type === trkn || item.type === disk) {
      if (length >= 4) sink.tags.add(field, `${window.u16(at + 2)}/${length >= 6 ? window.u16(at + 4) : 0}`)
    } else if (item.type === gnre) {
      const genre = length >= 2 ? genreName(window.u16(at) - 1) : undefined
      if (genre !== undefined) sink.tags.add(field, genre)
    } else {
      const text = readText(window, value)
      if (text === undefined) return
      if (item.type === rate) sink.tags.addRating(Number.parseFloat(text) / 100)
      else sink.tags.add(field, text)
    }
  })
}

/** `----`: who named it, under which name, and any number of values. */
function readFreeform(window: ByteWindow, item: Atom, sink: TagSink, findings: ItemListFindings): void {
  const nameAtom = findAtom(window, item.body, item.end, name)
  const meanAtom = findAtom(window, item.body, item.end, mean)
  if (nameAtom === undefined || meanAtom === undefined) return
  const key = plainText(window, nameAtom.body + 4, Math.min(nameAtom.end - nameAtom.body - 4, 256))
  const field = fieldFor(freeformFields, key)
  if (field === undefined && key !== 'iTunSMPB') return
  forEachAtom(window, item.body, item.end, (value) => {
    if (value.type !== data) return
    const text = readText(window, value)
    if (text === undefined) return
    if (field !== undefined) sink.tags.add(field, text)
    else findings.gapless = parseGapless(text) ?? findings.gapless
  })
}

function readCovers(window: ByteWindow, item: Atom, sink: TagSink): void {
  forEachAtom(window, item.body, item.end, (value) => {
    if (value.type !== data) return
    const offset = value.body + 8
    const length = value.end - offset
    if (length <= 0) return
    const mime = coverMime(window, valueType(window, value), offset)
    sink.pictures.push({ offset, length, mime, type: frontCover })
  })
}

/** As the item declares it; where it does not, by the first bytes of the picture. */
function coverMime(window: ByteWindow, type: number, offset: number): string {
  if (type === typeJpeg) return 'image/jpeg'
  if (type === typePng) return 'image/png'
  if (type === typeBmp) return 'image/bmp'
  const magic = window.u32(offset)
  if (magic >>> 8 === 0xffd8ff) return 'image/jpeg'
  if (magic === 0x8950_4e47) return 'image/png'
  if (magic === 0x4749_4638) return 'image/gif'
  return 'image/'
}

function valueType(window: ByteWindow, value: Atom): number {
  return window.u32(value.body) & 0xff_ffff
}

/** A value as text, integers in decimal. */
function readText(window: ByteWindow, value: Atom): string | undefined {
  const at = value.body + 8
  const length = Math.min(value.end - at, mostTextBytes)
  if (length <= 0) return undefined
  const type = valueType(window, value)
  if (type === typeUtf16) {
    const bytes = window.bytes(at, length)
    return utf16(bytes, 0, bytes.length, true)
  }
  const integer = type === typeSigned || type === typeUnsigned || typeSizedIntegers.has(type)
  // Flags and numbers of some writers carry no type.
  if (integer || (type === 0 && length <= 2 && isBinary(window, at))) return readInteger(window, at, length, type)
  return plainText(window, at, length)
}

function isBinary(window: ByteWindow, at: number): boolean {
  return window.u8(at) < 32
}

function readInteger(window: ByteWindow, at: number, length: number, type: number): string | undefined {
  if (length > 8) return undefined
  let value = 0
  for (let i = 0; i < length; i++) value = value * 256 + window.u8(at + i)
  const signed = type === typeSigned || (type >= 65 && type <= 74)
  if (signed && window.u8(at) >= 128) value -= 256 ** length
  return String(value)
}

function plainText(window: ByteWindow, at: number, length: number): string {
  if (length <= 0) return ''
  const bytes = window.bytes(at, length)
  return utf8(bytes, 0, bytes.length)
}

/** ` 00000000 00000840 000001C4 0000000000046A3C …`: delay, padding, samples, in hexadecimal. */
function parseGapless(text: string): Gapless | undefined {
  const match = /^\s*[0-9a-f]{8} ([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{16})/i.exec(text)
  if (match === null) return undefined
  const [delay, padding, samples] = match.slice(1).map((part) => Number.parseInt(part, 16))
  return delay === undefined || padding === undefined || !samples ? undefined : { delay, padding, samples }
}

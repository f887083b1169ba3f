import type { ByteWindow } from '../byte-window.ts'
import { type Atom, forEachAtom, fourCc, readAtom } from './atom.ts'
import { type KeyPlaces, keyPlaces } from './audio-key.ts'
import { isAudioEntry, type Mp4Codec, readCodec } from './codec.ts'
import { FragmentSamples, readFragmentDefaults } from './fragments.ts'
import { type Samples, tableSamples } from './samples.ts'
import { type Mp4Track, readClock, readTrack } from './track.ts'

/** The track of music, with what its tables say. They are evaluated while they are in view, before the index is walked on. */
export interface AudioTrack {
  readonly track: Mp4Track
  readonly codec: Mp4Codec | undefined
  readonly samples: Samples | undefined
  readonly places: KeyPlaces | undefined
}

/** What the boxes of a file hold that a reader of music wants. */
export interface Movie {
  /** Units per second of the movie's clock, in which edit lists count. */
  readonly timescale: number
  readonly duration: number
  readonly tracks: readonly Mp4Track[]
  readonly audio: AudioTrack | undefined
  /** The boxes that hold items of tags. */
  readonly itemLists: readonly Atom[]
  /** Tags of QuickTime's older kind: texts beside the item list, not in it. */
  readonly userTexts: readonly Atom[]
  /** Nero's chapter list. */
  readonly chapterList: Atom | undefined
  /** The audio track's samples, when the file is fragmented. */
  readonly fragments: FragmentSamples | undefined
  /** Length told ahead of the fragments (`mehd`), in units of the movie's clock. */
  readonly fragmentDuration: number
  readonly warnings: readonly string[]
}

const moov = fourCc('moov')
const moof = fourCc('moof')
const mvhd = fourCc('mvhd')
const trak = fourCc('trak')
const mvex = fourCc('mvex')
const mehd = fourCc('mehd')
const udta = fourCc('udta')
const meta = fourCc('meta')
const hdlr = fourCc('hdlr')
const ilst = fourCc('ilst')
const chpl = fourCc('chpl')
const soun = fourCc('soun')
const audi = fourCc('audi')

const firstBoxes = new Set(['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'styp'].map(fourCc))

const copyrightSign = 0xa9
const mostTracks = 256
const mostTopLevel = 400_000
/** How far from the end a `moov` is looked for when the sizes before it are wrong. */
const searchBytes = 1024 * 1024

/** Whether a file begins with a box that MP4 and QuickTime files begin with. */
export function isMp4Start(window: ByteWindow): boolean {
  return firstBoxes.has(window.u32(4))
}

/** Walks the boxes of a file and reads its `moov`, wherever it stands; `undefined` when there is none. */
export function readMovie(window: ByteWindow): Movie | undefined {
  const warnings: string[] = []
  let found: Atom | undefined
  let position = 0
  for (let i = 0; i < mostTopLevel; i++) {
    const atom = readAtom(window, position, window.size)
    if (atom === undefined) break
    if (atom.cut) warnings.push(`the ${window.size - atom.start} bytes left are fewer than an atom's size says`)
    position = atom.end
    if (atom.type !== moov) continue
    found = atom
    break
  }
  if (found === undefined) {
    found = searchMoov(window)
    if (found === undefined) return undefined
    warnings.push('atom sizes are wrong; the moov atom was found by searching')
    position = found.end
  }
  return readMoov(window, found, position, warnings)
}

function readMoov(window: ByteWindow, box: Atom, after: number, warnings: string[]): Movie {
  let clock = { timescale: 0, duration: 0 }
  const tracks: Mp4Track[] = []
  let audio: AudioTrack | undefined
  const itemLists: Atom[] = []
  const userTexts: Atom[] = []
  const found: { chapterList?: Atom; mvex?: Atom } = {}

  const visitMeta = (atom: Atom): void => {
    // QuickTime's `meta` is a plain box, ISO's has four bytes of version and flags first.
    const body = window.u32(atom.body + 4) === hdlr ? atom.body : atom.body + 4
    forEachAtom(window, body, atom.end, (child) => {
      if (child.type !== ilst) return
      itemLists.push(child)
      return false
    })
  }
  forEachAtom(window, box.body, box.end, (atom) => {
    if (atom.type === mvhd) clock = readClock(window, atom)
    else if (atom.type === trak && tracks.length < mostTracks) {
      const track = readTrack(window, atom)
      tracks.push(track)
      if (audio === undefined && isAudioTrack(window, track)) audio = readAudioTrack(window, track)
    } else if (atom.type === mvex) found.mvex = atom
    else if (atom.type === meta) visitMeta(atom)
    else if (atom.type === udta) {
      forEachAtom(window, atom.body, atom.end, (child) => {
        if (child.type === meta) visitMeta(child)
        else if (child.type === chpl) found.chapterList = child
        else if (child.type >>> 24 === copyrightSign) userTexts.push(child)
      })
    }
  })
  const extension = found.mvex
  return {
    ...clock,
    tracks,
    audio,
    itemLists,
    userTexts,
    chapterList: found.chapterList,
    fragments: extension && audio && readFragments(window, extension, audio.track, after),
    fragmentDuration: extension === undefined ? 0 : readFragmentDuration(window, extension),
    warnings,
  }
}

function isAudioTrack(window: ByteWindow, { handler, tables }: Mp4Track): boolean {
  return handler === soun || handler === audi || (handler === 0 && isAudioEntry(window, tables.stsd))
}

function readAudioTrack(window: ByteWindow, track: Mp4Track): AudioTrack {
  const { stsd } = track.tables
  const samples = tableSamples(window, track.tables)
  return { track, codec: stsd && readCodec(window, stsd), samples, places: samples && keyPlaces(samples) }
}

function readFragments(window: ByteWindow, mvex: Atom, audio: Mp4Track, after: number): FragmentSamples {
  const samples = new FragmentSamples(window, audio.id, readFragmentDefaults(window, mvex, audio.id))
  let boxes = 0
  forEachAtom(window, after, window.size, (atom) => {
    if (atom.type === moof) samples.add(atom)
    return ++boxes < mostTopLevel ? undefined : false
  })
  return samples
}

function readFragmentDuration(window: ByteWindow, box: Atom): number {
  let duration = 0
  forEachAtom(window, box.body, box.end, (atom) => {
    if (atom.type !== mehd) return
    duration = window.u8(atom.body) === 1 ? window.u64(atom.body + 4) : window.u32(atom.body + 4)
    return false
  })
  return duration
}

/** The last bytes that look like a `moov` box whose first child is an `mvhd`. */
function searchMoov(window: ByteWindow): Atom | undefined {
  const from = Math.max(0, window.size - searchBytes)
  const bytes = window.bytes(from, searchBytes)
  const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = haystack.length; ; ) {
    at = haystack.lastIndexOf('moov', at - 1, 'latin1')
    if (at < 4) return undefined
    if (haystack.toString('latin1', at + 8, at + 12) !== 'mvhd') continue
    return readAtom(window, from + at - 4, window.size)
  }
}

import type { ByteWindow } from '../byte-window.ts'
import { type Atom, forEachAtom, fourCc } from './atom.ts'

/** Where the tables of a track lie: each the body of its box, absent when the box is. */
export interface TrackTables {
  readonly stsd: Atom | undefined
  readonly stts: Atom | undefined
  readonly stsz: Atom | undefined
  readonly stz2: Atom | undefined
  readonly stsc: Atom | undefined
  readonly stco: Atom | undefined
  readonly co64: Atom | undefined
}

/** An entry of the edit list: `duration` in units of the movie, `mediaTime` in units of the track, −1 for a pause. */
export interface Edit {
  readonly duration: number
  readonly mediaTime: number
}

/** One `trak` box (ISO/IEC 14496-12 §8.3). */
export interface Mp4Track {
  readonly id: number
  /** Handler type, as {@link fourCc}: `soun`, `vide`, `text`, … */
  readonly handler: number
  /** Units per second of the track's own clock; 0 when it is not told. */
  readonly timescale: number
  /** Units of the track's clock; 0 when it is not told. */
  readonly duration: number
  readonly edits: readonly Edit[]
  /** Ids of tracks that hold this one's chapters. */
  readonly chapterTracks: readonly number[]
  readonly tables: TrackTables
}

const tkhd = fourCc('tkhd')
const mdia = fourCc('mdia')
const mdhd = fourCc('mdhd')
const hdlr = fourCc('hdlr')
const dataHandler = fourCc('dhlr')
const minf = fourCc('minf')
const stbl = fourCc('stbl')
const edts = fourCc('edts')
const elst = fourCc('elst')
const tref = fourCc('tref')
const chap = fourCc('chap')
const tableNames = new Map([
  [fourCc('stsd'), 'stsd'],
  [fourCc('stts'), 'stts'],
  [fourCc('stsz'), 'stsz'],
  [fourCc('stz2'), 'stz2'],
  [fourCc('stsc'), 'stsc'],
  [fourCc('stco'), 'stco'],
  [fourCc('co64'), 'co64'],
] as const)

const mostEdits = 64
const mostReferences = 16
/** `trak` › `mdia` › `minf` › `stbl` is the deepest that a table lies. */
const deepest = 4
/** Tables up to this size are fetched in one read; longer ones in pieces. */
const tablesInOneRead = 192 * 1024

/** Reads a `trak` box. */
export function readTrack(window: ByteWindow, trak: Atom): Mp4Track {
  window.cover(trak.start, Math.min(trak.end - trak.start, tablesInOneRead))
  const tables: { -readonly [K in keyof TrackTables]: TrackTables[K] } = {
    stsd: undefined,
    stts: undefined,
    stsz: undefined,
    stz2: undefined,
    stsc: undefined,
    stco: undefined,
    co64: undefined,
  }
  let id = 0
  let handler = 0
  let timescale = 0
  let duration = 0
  let edits: readonly Edit[] = []
  let chapterTracks: readonly number[] = []

  let depth = 0
  const visit = (atom: Atom): void => {
    switch (atom.type) {
      case mdia:
      case minf:
      case stbl:
      case edts:
      case tref:
        if (depth < deepest) {
          depth++
          forEachAtom(window, atom.body, atom.end, visit)
          depth--
        }
        return
      case tkhd:
        id = window.u32(atom.body + (window.u8(atom.body) === 1 ? 20 : 12))
        return
      case mdhd: {
        const clock = readClock(window, atom)
        timescale = clock.timescale
        duration = clock.duration
        return
      }
      case hdlr:
        // QuickTime tracks have two: how the media is handled, and how its data is.
        if (window.u32(atom.body + 4) !== dataHandler) handler = window.u32(atom.body + 8)
        return
      case elst:
        edits = readEdits(window, atom)
        return
      case chap:
        chapterTracks = readReferences(window, atom)
        return
      default: {
        const name = tableNames.get(atom.type)
        if (name !== undefined) tables[name] = atom
      }
    }
  }
  forEachAtom(window, trak.body, trak.end, visit)
  return { id, handler, timescale, duration, edits, chapterTracks, tables }
}

/** Timescale and duration of an `mdhd` or `mvhd` box, which lie alike; an unknown duration (all ones) is 0. */
export function readClock(window: ByteWindow, atom: Atom): { timescale: number; duration: number } {
  if (window.u8(atom.body) === 1) {
    const duration = window.u64(atom.body + 24)
    return { timescale: window.u32(atom.body + 20), duration: duration > Number.MAX_SAFE_INTEGER ? 0 : duration }
  }
  const duration = window.u32(atom.body + 16)
  return { timescale: window.u32(atom.body + 12), duration: duration === 0xffff_ffff ? 0 : duration }
}

function readEdits(window: ByteWindow, atom: Atom): Edit[] {
  const wide = window.u8(atom.body) === 1
  const entryBytes = wide ? 20 : 12
  const fitting = Math.floor((atom.end - atom.body - 8) / entryBytes)
  const count = Math.min(window.u32(atom.body + 4), fitting, mostEdits)
  const edits: Edit[] = []
  for (let i = 0, at = atom.body + 8; i < count; i++, at += entryBytes) {
    if (wide) {
      const pause = window.u32(at + 8) === 0xffff_ffff
      edits.push({ duration: window.u64(at), mediaTime: pause ? -1 : window.u64(at + 8) })
    } else {
      edits.push({ duration: window.u32(at), mediaTime: window.i32(at + 4) })
    }
  }
  return edits
}

function readReferences(window: ByteWindow, atom: Atom): number[] {
  const ids: number[] = []
  for (let at = atom.body; at + 4 <= atom.end && ids.length < mostReferences; at += 4) ids.push(window.u32(at))
  return ids
}

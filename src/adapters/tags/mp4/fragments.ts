import type { ByteWindow } from '../byte-window.ts'
import { type Atom, findAtom, forEachAtom, fourCc } from './atom.ts'
import type { Samples } from './samples.ts'

/** What `trex` says of the samples of a track unless a fragment says otherwise (ISO/IEC 14496-12 §8.8.3). */
export interface FragmentDefaults {
  readonly duration: number
  readonly size: number
}

/** One `trun`: samples side by side, each of one size or with a table in the file. */
interface Run {
  readonly firstSample: number
  readonly count: number
  readonly position: number
  /** Size of every sample, when there is no table. */
  readonly uniform: number
  /** File position of the first size and the distance to the next, when there is a table. */
  readonly sizesAt: number
  readonly stride: number
}

/** Collects the samples of one track from movie fragments (`moof`, ISO/IEC 14496-12 §8.8). */
export class FragmentSamples implements Samples {
  count = 0
  totalBytes = 0
  /** Units of the track's clock that the samples last together. */
  totalDuration = 0
  readonly #window: ByteWindow
  readonly #trackId: number
  readonly #defaults: FragmentDefaults
  readonly #runs: Run[] = []
  #last = 0

  constructor(window: ByteWindow, trackId: number, defaults: FragmentDefaults) {
    this.#window = window
    this.#trackId = trackId
    this.#defaults = defaults
  }

  /** Adds what a `moof` holds of the track. */
  add(moof: Atom): void {
    forEachAtom(this.#window, moof.body, moof.end, (traf) => {
      if (traf.type !== boxTraf) return
      const tfhd = findAtom(this.#window, traf.body, traf.end, boxTfhd)
      if (tfhd === undefined || this.#window.u32(tfhd.body + 4) !== this.#trackId) return
      this.#addTrackFragment(moof, traf, tfhd)
    })
  }

  sizeOf(sample: number): number {
    const run = this.#runOf(sample)
    if (run === undefined) return 0
    return run.stride === 0 ? run.uniform : this.#window.u32(run.sizesAt + (sample - run.firstSample) * run.stride)
  }

  placeOf(sample: number): { position: number; sideBySide: number } | undefined {
    const run = this.#runOf(sample)
    if (run === undefined) return undefined
    let position = run.position
    if (run.stride === 0) position += (sample - run.firstSample) * run.uniform
    else for (let i = run.firstSample; i < sample; i++) position += this.sizeOf(i)
    return { position, sideBySide: run.firstSample + run.count - sample }
  }

  #runOf(sample: number): Run | undefined {
    const holds = (run: Run | undefined): boolean =>
      run !== undefined && sample >= run.firstSample && sample < run.firstSample + run.count
    if (!holds(this.#runs[this.#last])) this.#last = this.#runs.findIndex(holds)
    return this.#runs[this.#last]
  }

  #addTrackFragment(moof: Atom, traf: Atom, tfhd: Atom): void {
    const window = this.#window
    const flags = window.u32(tfhd.body) & 0xff_ffff
    let at = tfhd.body + 8
    let base = moof.start
    if (flags & 0x1) {
      base = window.u64(at)
      at += 8
    }
    if (flags & 0x2) at += 4
    let { duration, size } = this.#defaults
    if (flags & 0x8) {
      duration = window.u32(at)
      at += 4
    }
    if (flags & 0x10) size = window.u32(at)
    let position = base
    forEachAtom(window, traf.body, traf.end, (trun) => {
      if (trun.type !== boxTrun || this.#runs.length >= mostRuns) return
      position = this.#addRun(trun, base, position, { duration, size })
    })
  }

  /** Returns where the next run begins when it does not say so itself. */
  #addRun(trun: Atom, base: number, follows: number, defaults: FragmentDefaults): number {
    const window = this.#window
    const flags = window.u32(trun.body) & 0xff_ffff
    let count = window.u32(trun.body + 4)
    let at = trun.body + 8
    let position = follows
    if (flags & 0x1) {
      position = base + window.i32(at)
      at += 4
    }
    if (flags & 0x4) at += 4
    const hasDuration = (flags & 0x100) !== 0
    const hasSize = (flags & 0x200) !== 0
    const stride = 4 * (Number(hasDuration) + Number(hasSize) + ((flags >> 10) & 1) + ((flags >> 11) & 1))
    if (stride > 0) count = Math.min(count, Math.floor(Math.max(0, trun.end - at) / stride))
    let bytes = defaults.size * count
    let duration = defaults.duration * count
    const sizesAt = at + (hasDuration ? 4 : 0)
    if (hasDuration) {
      duration = 0
      for (let i = 0; i < count; i++) duration += window.u32(at + i * stride)
    }
    if (hasSize) {
      bytes = 0
      for (let i = 0; i < count; i++) bytes += window.u32(sizesAt + i * stride)
    }
    this.#runs.push({
      firstSample: this.count,
      count,
      position,
      uniform: defaults.size,
      sizesAt,
      stride: hasSize ? stride : 0,
    })
    this.count += count
    this.totalBytes += bytes
    this.totalDuration += duration
    return position + bytes
  }
}

/** Defaults of a track from the `mvex` box. */
export function readFragmentDefaults(window: ByteWindow, mvex: Atom, trackId: number): FragmentDefaults {
  let defaults: FragmentDefaults = { duration: 0, size: 0 }
  forEachAtom(window, mvex.body, mvex.end, (trex) => {
    if (trex.type !== boxTrex || window.u32(trex.body + 4) !== trackId) return
    defaults = { duration: window.u32(trex.body + 12), size: window.u32(trex.body + 16) }
    return false
  })
  return defaults
}

/** Over two days of one-second fragments; more is not read. */
const mostRuns = 200_000

const boxTraf = fourCc('traf')
const boxTfhd = fourCc('tfhd')
const boxTrun = fourCc('trun')
const boxTrex = fourCc('trex')

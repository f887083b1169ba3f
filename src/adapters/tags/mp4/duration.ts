import type { Gapless } from './item-list.ts'
import type { Movie } from './movie.ts'
import type { Mp4Track } from './track.ts'

/** How long a track is, and what an encoder put around the music. */
export interface TrackLength {
  /** Seconds of music: what an edit list cuts away does not count, but the encoder's delay and padding do, as in other formats. */
  readonly seconds: number | undefined
  /** Seconds of all samples. */
  readonly codedSeconds: number | undefined
  /** Samples before and after the music. */
  readonly delay: number | undefined
  readonly padding: number | undefined
}

/** An encoder rounds up to whole frames: `iTunSMPB` may differ from the track by less than one of HE-AAC. */
const largestFrame = 4096

/** More than delay and padding of any encoder together; an edit list that leaves out more cuts music. */
const mostPadding = 0.25

/**
 * The length of a track: what `iTunSMPB` says, else the edit list (ISO/IEC 14496-12 §8.6.6), else the whole track. Either is believed only when it
 * fits the track, since editors that cut or join files leave them as they were.
 */
export function trackLength(movie: Movie, track: Mp4Track, gapless: Gapless | undefined): TrackLength {
  const units = trackUnits(movie, track)
  if (units === 0 || track.timescale === 0) {
    const seconds = movie.timescale > 0 && movie.duration > 0 ? movie.duration / movie.timescale : undefined
    return { seconds, codedSeconds: seconds, delay: undefined, padding: undefined }
  }
  const codedSeconds = units / track.timescale
  const length = fromGapless(units, track, gapless) ?? fromEdits(units, movie, track) ?? whole(codedSeconds)
  const uncut = length.seconds !== undefined && codedSeconds - length.seconds <= mostPadding
  return uncut ? { ...length, seconds: codedSeconds } : length
}

function whole(codedSeconds: number): TrackLength {
  return { seconds: codedSeconds, codedSeconds, delay: undefined, padding: undefined }
}

/** Units of the track's clock: of its header, else of its fragments. */
function trackUnits(movie: Movie, track: Mp4Track): number {
  if (track.duration > 0) return track.duration
  const { fragments, fragmentDuration, timescale } = movie
  if (fragments !== undefined && fragments.totalDuration > 0) return fragments.totalDuration
  return fragmentDuration > 0 && timescale > 0 ? (fragmentDuration / timescale) * track.timescale : 0
}

function fromGapless(units: number, track: Mp4Track, gapless: Gapless | undefined): TrackLength | undefined {
  if (gapless === undefined) return undefined
  const { delay, padding, samples } = gapless
  if (Math.abs(delay + samples + padding - units) > largestFrame) return undefined
  return { seconds: samples / track.timescale, codedSeconds: units / track.timescale, delay, padding }
}

function fromEdits(units: number, movie: Movie, track: Mp4Track): TrackLength | undefined {
  if (movie.timescale === 0) return undefined
  const played = track.edits.filter((edit) => edit.mediaTime >= 0 && edit.duration > 0)
  const first = played[0]
  if (first === undefined || first.mediaTime >= units) return undefined
  let duration = 0
  for (const edit of played) duration += edit.duration
  const codedSeconds = units / track.timescale
  const delay = first.mediaTime
  // The movie's clock may be as coarse as 1⁄600 s: the last sample is then the better end.
  const seconds = Math.min(duration / movie.timescale, (units - delay) / track.timescale)
  if (played.length > 1) return { seconds, codedSeconds, delay: delay || undefined, padding: undefined }
  const padding = Math.max(0, units - delay - Math.round(seconds * track.timescale))
  return { seconds, codedSeconds, delay: delay || undefined, padding: padding || undefined }
}

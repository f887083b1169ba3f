import type { IdentityCandidate } from '../model/pending.ts'
import type { TrackFacts } from '../model/track.ts'
import { foldName } from '../text/fold-name.ts'
import { nameStem, stemOf } from './stem.ts'

/**
 * Whether new audio is another edition of a track whose file is gone or overwritten (which the caller has verified): the same folder and stem, whatever the extension, and
 * tags that do not name another recording. Recording ids decide where both have one, else title and artist, folded; what one of them does not say contradicts nothing, and a
 * title that is only the file's name says nothing.
 */
export const isReplacement = (
  arrival: Pick<TrackFacts, 'rootId' | 'path' | 'title' | 'artist' | 'musicbrainzRecordingId'>,
  candidate: Pick<IdentityCandidate, 'rootId' | 'path' | 'title' | 'artist' | 'musicbrainzRecordingId'>,
): boolean => {
  if (arrival.rootId !== candidate.rootId || stemOf(arrival.path) !== stemOf(candidate.path)) return false
  if (arrival.musicbrainzRecordingId !== null && candidate.musicbrainzRecordingId !== null) {
    return arrival.musicbrainzRecordingId === candidate.musicbrainzRecordingId
  }
  return agree(taggedTitle(arrival), taggedTitle(candidate)) && agree(arrival.artist, candidate.artist)
}

const taggedTitle = ({ title, path }: { readonly title: string; readonly path: string }): string | null =>
  title === nameStem(path) ? null : title

const agree = (a: string | null, b: string | null): boolean => a === null || b === null || foldName(a) === foldName(b)

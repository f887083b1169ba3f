import type { IdentityLookup, IdentityMatches } from '../../core/ports/library-writer.ts'
import { type Library, placeKey } from './library.ts'
import type { TrackRow } from './rows.ts'

export const lookup = (
  library: Library,
  { rootId, paths, audioKeys, stems, trackIds, generation }: IdentityLookup,
): IdentityMatches => {
  const isEarlier = (track: TrackRow): boolean => track.generation < generation
  return {
    atPaths: paths.flatMap((path) => {
      const tracks = [...library.tracksAt.get(placeKey(rootId, path))]
      if (tracks.length === 0) return []
      const present = tracks.find((track) => track.missing === null)
      return {
        path,
        trackId: present?.id ?? null,
        audioKey: present?.facts.audioKey ?? null,
        hasMissing: tracks.some((track) => track.missing !== null),
      }
    }),
    audioKeys: audioKeys.filter((key) => some(library.tracksByAudio.get(key), isEarlier)),
    stems: stems.filter((stem) => some(library.tracksByStem.get(placeKey(rootId, stem)), isEarlier)),
    trackIds: trackIds.filter((id) => library.tracks.has(id)),
  }
}

const some = <Row>(rows: Iterable<Row>, holds: (row: Row) => boolean): boolean => {
  for (const row of rows) if (holds(row)) return true
  return false
}

import type { FileLoss } from '../../core/model/change.ts'
import { type Library, placeKey } from './library.ts'
import { presentAt } from './write-tracks.ts'

/** A file is gone: what only waited or failed at its path goes, a track that is there gets a pending loss. */
export const recordLoss = (library: Library, { rootId, path, reason }: FileLoss): void => {
  const place = placeKey(rootId, path)
  library.arrivals.delete(place)
  library.errors.delete(place)
  const track = presentAt(library, rootId, path)
  if (track !== undefined) library.losses.put({ trackId: track.id, rootId, path, reason })
}

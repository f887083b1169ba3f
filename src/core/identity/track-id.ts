import { opaqueId } from './opaque-id.ts'

/**
 * The id of a track at first sight; afterwards it stays with the music wherever that goes.
 * @param path Root-relative key.
 * @param counter From 0; the next one when the id made with this one belongs to other music that was here once.
 */
export const trackId = (rootId: string, path: string, audioKey: string | null, counter: number): string =>
  opaqueId('track', rootId, path, audioKey, counter)

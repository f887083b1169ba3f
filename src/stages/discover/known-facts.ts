import type { FolderState } from '../../core/model/change.ts'
import { type KnownFiles, knownFlag } from '../../core/ports/library-writer.ts'
import { type AskKnown, KnownStream } from './known-stream.ts'

const aFew = 1000

/** Whether storage holds tracks of a root that are not missing, arrivals included. */
export const holdsTracks = async (known: AskKnown, rootId: string): Promise<boolean> => {
  const stream = new KnownStream(known, { rootId, under: '', files: true, limit: aFew })
  for (let folder = await stream.peek(); folder !== undefined; folder = await stream.peek()) {
    stream.take()
    if (folder.files?.flags.some((flags) => (flags & (knownFlag.track | knownFlag.pending)) !== 0)) return true
  }
  return false
}

/** The state of one folder, if it has any. */
export const stateAt = async (known: AskKnown, rootId: string, key: string): Promise<FolderState | null> => {
  const { folders } = await known({ rootId, under: key, after: null, files: false, limit: 1 })
  return folders[0]?.key === key ? folders[0].state : null
}

/** The files of one folder, if any are known. */
export const filesAt = async (known: AskKnown, rootId: string, key: string): Promise<KnownFiles | null> => {
  const { folders } = await known({ rootId, under: key, after: null, files: true, limit: 1 })
  return folders[0]?.key === key ? folders[0].files : null
}

import type { DiscoverScope } from '../../core/engine/units-of.ts'
import type { FileChange } from '../../core/model/change.ts'
import type { DiscoverChunk } from '../../core/model/discover-chunk.ts'
import type { Stage, StageContext } from '../../core/stage.ts'

/**
 * Finds what differs between the disk and the storage (DESIGN §3). Changed files go on; losses, folders and errors are recorded at once, for settle to judge.
 */
export const discover = (): Stage<DiscoverScope, FileChange, 'discover'> => ({
  name: 'discover',
  async *run(scopes, context) {
    const { workers, storage, signal, scan } = context
    const { id, generation, mode } = scan.scan
    // A full scan that continues an unfinished full one goes on where that one was.
    const rereadSince = scan.continues?.mode === 'full' ? generation : id
    for await (const scope of scopes) {
      const request = { ...scope, scan: { id, generation, mode, rereadSince } }
      for await (const chunk of workers.discover(request, (query) => storage.writer.known(query), signal)) {
        await record(chunk, context)
        yield* chunk.changes
      }
    }
  },
})

/** A chunk in which nothing was found but unchanged files waits for a fuller one: a scan without differences writes nothing. */
const record = async (chunk: DiscoverChunk, context: StageContext): Promise<void> => {
  const { losses, folders, forgetFolders, errors, healed, stamps, seen } = chunk
  const parts = [losses, folders, forgetFolders, errors, healed, stamps]
  if (parts.every((part) => part.length === 0)) {
    context.saw(seen)
    return
  }
  await context.storage.writer.commit({
    lease: context.unit,
    now: context.now(),
    losses,
    folders,
    forgetFolders,
    errors,
    healed,
    stamps,
    counts: { errors: errors.length },
  })
  context.saw(seen)
  for (const error of errors) context.emit({ type: 'item-error', error })
}

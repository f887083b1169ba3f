import { Background } from '../../core/engine/background.ts'
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
      const found: DiscoverChunk[] = []
      const recording = new Background(() => record(found.splice(0), context))
      try {
        for await (const chunk of workers.discover(request, (query) => storage.writer.known(query), signal)) {
          // Without its changes, which go on: a chunk is light then, and many may wait behind the commits of what is read.
          found.push({ ...chunk, changes: [] })
          recording.start()
          if (found.length >= mostWaiting || recording.hasFailed) await recording.end()
          yield* chunk.changes
        }
      } finally {
        await recording.end()
      }
    }
  },
})

/** Chunks found while others are recorded; then discover rests. */
const mostWaiting = 256

/** A chunk in which nothing was found but unchanged files waits for a fuller one: a scan without differences writes nothing. */
const record = async (chunks: readonly DiscoverChunk[], context: StageContext): Promise<void> => {
  const found = {
    losses: chunks.flatMap(({ losses }) => losses),
    folders: chunks.flatMap(({ folders }) => folders),
    forgetFolders: chunks.flatMap(({ forgetFolders }) => forgetFolders),
    errors: chunks.flatMap(({ errors }) => errors),
    healed: chunks.flatMap(({ healed }) => healed),
    stamps: chunks.flatMap(({ stamps }) => stamps),
  }
  if (Object.values(found).some((part) => part.length > 0))
    await context.storage.writer.commit({
      ...{ lease: context.unit, now: context.now(), ...found },
      counts: { errors: found.errors.length },
    })
  for (const { seen } of chunks) context.saw(seen)
  for (const error of found.errors) context.emit({ type: 'item-error', error })
}

import type { FileChange } from '../model/change.ts'
import type { DiscoverChunk } from '../model/discover-chunk.ts'
import type { EntityBatch, TrackDraft } from '../model/entity-batch.ts'
import type { ScanMode } from '../model/scan.ts'
import type { KnownPage, KnownQuery } from './library-writer.ts'

/** What to diff. */
export interface DiscoverRequest {
  readonly rootId: string
  /** Folder key: `''` for the whole root. */
  readonly under: string
  /** Only these files of the folder `under`; `null` for all. */
  readonly names: readonly string[] | null
  readonly scan: {
    readonly id: number
    readonly generation: number
    readonly mode: ScanMode
    /** In full mode, a file that this scan or a later one has read is not read again. */
    readonly rereadSince: number
  }
}

/** Whether a file is at its place; `unknown` when its folder cannot be trusted to say so. */
export type Presence = 'present' | 'absent' | 'unknown'

/** A file's place, as rows hold it. */
export interface FilePlace {
  readonly rootId: string
  readonly path: string
  readonly diskPath: string | null
  /** Mounts between the root and the file's folder when it was seen there (`FolderState.mounts`): with fewer now, nothing is proven. Absent: not asked. */
  readonly mounts?: number
}

/**
 * The parts of a scan that touch files, wherever they run: in threads, in child processes that may hang without taking the host along, or in the host's own
 * thread when it brings its own file source or reader.
 */
export interface ScanWorkers {
  /** The diff of a root, in chunks; rejects with `ROOT_UNAVAILABLE` when the root cannot be listed. */
  discover(
    request: DiscoverRequest,
    known: (query: KnownQuery) => Promise<KnownPage>,
    signal: AbortSignal,
  ): AsyncIterable<DiscoverChunk>
  /** Reads changed files; one that fails is said in its draft. */
  extract(changes: readonly FileChange[], signal: AbortSignal): Promise<readonly TrackDraft[]>
  /** {@link extract} and batch in one hop: what the default pipeline does. */
  extractBatch(changes: readonly FileChange[], signal: AbortSignal): Promise<EntityBatch>
  /** Turns drafts into rows. */
  batch(drafts: readonly TrackDraft[], signal: AbortSignal): Promise<EntityBatch>
  /** Whether files are at their places now. */
  present(places: readonly FilePlace[], signal: AbortSignal): Promise<readonly Presence[]>
  /** Units that can be extracted at once just now; it adapts to how the disks answer. */
  readonly concurrency: number
  /** Ends threads and processes. */
  close(): Promise<void>
}

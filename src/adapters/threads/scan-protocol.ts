import type { KnownPage, KnownQuery } from '../../core/ports/library-writer.ts'
import type { DiscoverRequest, FilePlace, Presence } from '../../core/ports/scan-workers.ts'
import type { PackedBatch } from './packed-batch.ts'

/** What a host asks of a worker. Rows travel as JSON text: parsing it is several times faster than cloning objects. */
export interface WorkerCalls {
  /** Begins a diff; `nextChunk` of the same id goes on with it. */
  beginDiscover(id: number, request: DiscoverRequest): Promise<void>
  /** A `DiscoverChunk` as JSON, or `null` at the end. */
  nextChunk(id: number): Promise<string | null>
  endDiscover(id: number): Promise<void>
  /** Takes `FileChange[]` and gives `TrackDraft[]`, both as JSON. */
  extract(changes: string): Promise<string>
  /** Takes `FileChange[]` as JSON. */
  extractBatch(changes: string): Promise<PackedBatch>
  /** Takes `TrackDraft[]` as JSON. */
  batch(drafts: string): Promise<PackedBatch>
  present(places: readonly FilePlace[]): Promise<readonly Presence[]>
  probe(location: string): Promise<LocationProbe | undefined>
}

/** What is at a location. */
export interface LocationProbe {
  readonly kind: 'file' | 'folder' | 'other'
  readonly device: number
  readonly inode: number
  readonly realPath: string
}

/** What a worker asks of its host, or tells it. */
export interface HostCalls {
  known(discoverId: number, query: KnownQuery): Promise<KnownPage>
  /** A sign of life while files are being touched, for the watchdog. */
  alive(): void
}

/** How messages get across. */
export interface Channel {
  post(message: unknown): void
  on(receive: (message: unknown) => void): void
}

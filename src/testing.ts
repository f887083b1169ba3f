export { ScanError } from './core/errors.ts'
export type { PendingArrival } from './core/model/pending.ts'
export type { TaskOwed } from './core/model/scan.ts'
export type { Cache } from './core/ports/cache.ts'
export type { BusChannel, BusMessage, EventBus } from './core/ports/event-bus.ts'
export type { TrackWrite } from './core/ports/library-writer.ts'
export type { Queue } from './core/ports/queue.ts'
export type { Rate, RateLimit } from './core/ports/rate-limit.ts'
export type { Storage } from './core/ports/storage.ts'
export { cacheContract } from './testing/cache-contract.ts'
export { eventBusContract } from './testing/event-bus-contract.ts'
export {
  type FakeFileSource,
  type FakeFileSourceOptions,
  type FaultyCall,
  fakeFileSource,
} from './testing/fake-file-source/fake-file-source.ts'
export { type FaultProxy, faultProxy } from './testing/fault-proxy.ts'
export {
  type FileSourceContractOptions,
  type FileSourceUnderTest,
  fileSourceContract,
} from './testing/file-source-contract.ts'
export { describeLibrary, type LibraryOptions } from './testing/generate-library/describe-library.ts'
export {
  type GeneratedLibrary,
  type GenerateLibraryOptions,
  generateLibrary,
} from './testing/generate-library/generate-library.ts'
export {
  type GeneratedAudio,
  type GeneratedCover,
  type GeneratedTrack,
  LIBRARY_FORMATS,
  type LibraryFormat,
  type Mp3TagStyle,
} from './testing/generate-library/generated-track.ts'
export { renderTrack } from './testing/generate-library/render-track.ts'
export type { PortContractOptions, PortUnderTest } from './testing/port-suite.ts'
export { queueContract } from './testing/queue-contract/queue-contract.ts'
export type { QueueContractOptions, QueueUnderTest } from './testing/queue-contract/suite.ts'
export { rateLimitContract } from './testing/rate-limit-contract.ts'
export { albumSeed, albumSummary, artistSeed } from './testing/rows/entity-rows.ts'
export {
  folderState,
  insertion,
  itemError,
  pendingArrival,
  rewriting,
  root,
  taskOwed,
} from './testing/rows/scan-rows.ts'
export { trackArtist, trackFacts } from './testing/rows/track-facts.ts'
export { storageContract } from './testing/storage-contract/storage-contract.ts'
export type { StorageContractOptions, StorageUnderTest, TestRunner } from './testing/storage-contract/suite.ts'

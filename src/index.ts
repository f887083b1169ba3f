export { inProcessQueue } from './adapters/inprocess/queue.ts'
export { type MemoryCacheOptions, memoryCache } from './adapters/memory/cache.ts'
export { memoryEventBus } from './adapters/memory/event-bus.ts'
export { memoryStorage } from './adapters/memory/memory-storage.ts'
export { memoryRateLimit } from './adapters/memory/rate-limit.ts'
export { type Able, type PresetName, presetNames, type RootConfig, type ScannerConfig } from './config.ts'
export type { ChannelSettings } from './core/channel-settings.ts'
export type { DeferredKind } from './core/deferred-kind.ts'
export type { DeferredStage, DeferredTask } from './core/deferred-stage.ts'
export type { Backoff } from './core/engine/backoff.ts'
export type { DiscoverScope } from './core/engine/units-of.ts'
export { ScanError, type ScanErrorCode, type ScanErrorDetails, scanErrorCodes } from './core/errors.ts'
export type { EventTrack, ScanEvent, ScanEventOf, StageProgress } from './core/events.ts'
export type { AlbumField, AlbumRule, AlbumRuleField } from './core/identity/album-key.ts'
export { albumFields } from './core/identity/album-key.ts'
export type { ArtistRules } from './core/identity/split-artists.ts'
export { defaultArtistSeparators } from './core/identity/split-artists.ts'
export type { Library } from './core/library.ts'
export type { Album, AlbumArtist, AlbumMember, AlbumSeed, AlbumSummary } from './core/model/album.ts'
export type { Artist, ArtistSeed, ArtistSpelling, ArtistSummary, UnsettledArtist } from './core/model/artist.ts'
export type { AudioFormat } from './core/model/audio-format.ts'
export type { FileChange, FileLoss, FolderState, Sidecar } from './core/model/change.ts'
export type { DiscoverChunk } from './core/model/discover-chunk.ts'
export type { EntityBatch, TrackDraft, TrackEntry } from './core/model/entity-batch.ts'
export type { FileReading } from './core/model/file-reading.ts'
export type { ItemError } from './core/model/item-error.ts'
export type {
  ArrivalGroup,
  IdentityCandidate,
  PendingArrival,
  PendingLoss,
  UnpairedArrival,
} from './core/model/pending.ts'
export type { PicturePlace } from './core/model/picture-place.ts'
export type { Root } from './core/model/root.ts'
export type {
  FreeUnit,
  NewUnit,
  ScanCounts,
  ScanMode,
  ScanRecord,
  ScanState,
  TaskOwed,
  UnitCount,
  UnitLease,
  UnitSegment,
} from './core/model/scan.ts'
export type { DerivedValue, Task, TaskCount, TaskEnd, TaskLease, TaskState } from './core/model/task.ts'
export type { ArtistRole, FileStamp, MissingReason, Track, TrackArtist, TrackFacts } from './core/model/track.ts'
export type {
  Chapter,
  Credit,
  CreditRole,
  Lyrics,
  LyricsLine,
  MusicBrainzIds,
  ReplayGain,
  TrackTags,
} from './core/model/track-tags.ts'
export { creditRoles } from './core/model/track-tags.ts'
export type { WorkerBeat, WorkerRecord } from './core/model/worker.ts'
export type { AnyStage } from './core/pipeline.ts'
export { type Pipeline, pipeline } from './core/pipeline.ts'
export { type ByteSource, BytesPending } from './core/ports/byte-source.ts'
export type { Cache, CacheEntry } from './core/ports/cache.ts'
export type { Crew } from './core/ports/crew.ts'
export type { BusChannel, BusMessage, EventBus } from './core/ports/event-bus.ts'
export type { DiskPath, EntryKind, FileSource, FileStat, FolderEntry, OpenFile } from './core/ports/file-source.ts'
export type { BeginScan, BegunScan, ClaimUnit, Ledger } from './core/ports/ledger.ts'
export type {
  AlbumQuery,
  ArtistQuery,
  ErrorQuery,
  Explanation,
  ExportRequest,
  Genre,
  LibraryChange,
  LibraryReader,
  LibraryStats,
  Page,
  PageRequest,
  SearchRequest,
  SearchResult,
  TrackQuery,
} from './core/ports/library-reader.ts'
export type {
  CommitResult,
  IdentityLookup,
  IdentityMatches,
  KnownFiles,
  KnownFolder,
  KnownPage,
  KnownQuery,
  LibraryWriter,
  SettleCursor,
  TrackWrite,
  UnitCommit,
} from './core/ports/library-writer.ts'
export type {
  ConsumeOptions,
  Consumer,
  Job,
  JobHandler,
  JobPriority,
  Queue,
  QueueCapabilities,
  QueueFinding,
} from './core/ports/queue.ts'
export type { Rate, RateLimit } from './core/ports/rate-limit.ts'
export type { DiscoverRequest, FilePlace, Presence, ScanWorkers } from './core/ports/scan-workers.ts'
export type { Storage, StorageCapabilities, StorageLimits } from './core/ports/storage.ts'
export type { TagReader, TagReaderInput } from './core/ports/tag-reader.ts'
export type { ClaimTasks, TaskFilter, TaskLedger } from './core/ports/task-ledger.ts'
export type { ScanReport, StageReport, StoppedRoot } from './core/report.ts'
export type { Run } from './core/run.ts'
export type { Stage, StageContext } from './core/stage.ts'
export type { ScanProgress, Status } from './core/status.ts'
export type { Tasks } from './core/tasks.ts'
export type { Work } from './core/work.ts'
export type { WorkOptions } from './scanner/start-work.ts'
export type { DefaultNames } from './scanner.ts'
export { createScanner, type Scanner, type ScanOptions } from './scanner.ts'
export { batch } from './stages/batch/batch.ts'
export type { BatchSettings } from './stages/batch/batch-settings.ts'
export { discover } from './stages/discover/discover.ts'
export { type DiscoverSettings, musicExtensions } from './stages/discover/discover-settings.ts'
export type { PlanEntry } from './stages/discover/plan-entry.ts'
export { extract } from './stages/extract/extract.ts'
export { persist } from './stages/persist/persist.ts'

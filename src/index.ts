export { inProcessQueue } from './adapters/inprocess/queue.ts'
export { memoryStorage } from './adapters/memory/memory-storage.ts'
export type { Able, RootConfig, ScannerConfig } from './config.ts'
export type { DeferredKind } from './core/deferred-kind.ts'
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
  NewUnit,
  ScanCounts,
  ScanMode,
  ScanRecord,
  ScanState,
  TaskOwed,
  UnitLease,
  UnitSegment,
} from './core/model/scan.ts'
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
export type { AnyStage } from './core/pipeline.ts'
export { type Pipeline, pipeline } from './core/pipeline.ts'
export { type ByteSource, BytesPending } from './core/ports/byte-source.ts'
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
export type { Consumer, Job, Queue, QueueCapabilities } from './core/ports/queue.ts'
export type { DiscoverRequest, FilePlace, Presence, ScanWorkers } from './core/ports/scan-workers.ts'
export type { Storage, StorageCapabilities, StorageLimits } from './core/ports/storage.ts'
export type { TagReader, TagReaderInput } from './core/ports/tag-reader.ts'
export type { ScanReport, StageReport, StoppedRoot } from './core/report.ts'
export type { Run } from './core/run.ts'
export type { Stage, StageContext } from './core/stage.ts'
export type { DefaultNames } from './scanner.ts'
export { createScanner, type Scanner, type ScanOptions } from './scanner.ts'
export { batch } from './stages/batch/batch.ts'
export type { BatchSettings } from './stages/batch/batch-settings.ts'
export { discover } from './stages/discover/discover.ts'
export { type DiscoverSettings, musicExtensions } from './stages/discover/discover-settings.ts'
export type { PlanEntry } from './stages/discover/plan-entry.ts'
export { extract } from './stages/extract/extract.ts'
export { persist } from './stages/persist/persist.ts'

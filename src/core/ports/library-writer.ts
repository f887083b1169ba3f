import type { AlbumMember, AlbumSeed, AlbumSummary } from '../model/album.ts'
import type { ArtistSeed, ArtistSummary, UnsettledArtist } from '../model/artist.ts'
import type { FileLoss, FolderState } from '../model/change.ts'
import type { TrackEntry } from '../model/entity-batch.ts'
import type { ItemError } from '../model/item-error.ts'
import type { ArrivalGroup, PendingArrival, PendingLoss, UnpairedArrival } from '../model/pending.ts'
import type { Root } from '../model/root.ts'
import type { NewUnit, ScanCounts, TaskOwed, UnitLease } from '../model/scan.ts'
import type { MissingReason } from '../model/track.ts'

/** Bits of {@link KnownFiles.flags}. */
export const knownFlag = {
  /** A track is there (not missing). */
  track: 1,
  /** Only missing tracks had this path. */
  missing: 2,
  /** An arrival waits for settle; the stamp is the arrival's. */
  pending: 4,
  /** No track, but an entry in the error list that need not be tried again; the stamp is the entry's (zeros when it has none). */
  error: 8,
  /** To be tried again whatever its stamp: a retryable error is recorded for it. */
  retry: 16,
} as const

/** The files that storage knows in one folder, in byte order of their names, column by column: rows in the hundred thousands cross threads. */
export interface KnownFiles {
  readonly names: readonly string[]
  /** Of the arrival, else of the present track, else of the error entry, else of the track missing last (then the greatest id). */
  readonly sizes: readonly number[]
  readonly mtimesUs: readonly number[]
  readonly ctimesUs: readonly number[]
  readonly flags: readonly number[]
  /** Id of the scan that last read the file (wrote, stamped or recorded what the stamp is from); 0 when none did. */
  readonly readScans: readonly number[]
}

/** One folder as storage knows it. */
export interface KnownFolder {
  readonly key: string
  /** `null` when the folder was never listed to the end. */
  readonly state: FolderState | null
  /** `null` when files were not asked for. */
  readonly files: KnownFiles | null
}

/** Which part of a root the diff wants. */
export interface KnownQuery {
  readonly rootId: string
  /** Only this folder and those under it (key with trailing `/`); `''` for the whole root. */
  readonly under: string
  /** Folder key to continue after; `null` to begin. */
  readonly after: string | null
  /** Whether the files are wanted too (quick scans ask for folders alone). */
  readonly files: boolean
  /** About how many files (or folders, without files) to return; a folder is never torn. */
  readonly limit: number
}

/** Folders in byte order of their keys. A folder counts as known when it has a state, a track, a pending arrival or an error. */
export interface KnownPage {
  readonly folders: readonly KnownFolder[]
  readonly next: string | null
}

/** What persist asks storage about. */
export interface IdentityLookup {
  readonly rootId: string
  /** Track paths to look at. */
  readonly paths: readonly string[]
  readonly audioKeys: readonly string[]
  /** Paths without extension (`folder/stem`). */
  readonly stems: readonly string[]
  readonly trackIds: readonly string[]
  /** Tracks of this generation and later are left out of `audioKeys` and `stems`. */
  readonly generation: number
}

/** What storage answers. */
export interface IdentityMatches {
  /** For each path that tracks have: the one that is not missing; `hasMissing`: a missing track had it. */
  readonly atPaths: readonly {
    readonly path: string
    readonly trackId: string | null
    readonly audioKey: string | null
    readonly hasMissing: boolean
  }[]
  /** Of those asked for, the ones that a track stored before the generation has, missing ones included. */
  readonly audioKeys: readonly string[]
  readonly stems: readonly string[]
  /** Of those asked for, the ones in use, missing tracks included. */
  readonly trackIds: readonly string[]
}

/** One track to write. */
export interface TrackWrite {
  /** `insert`: a new id. `update`: this id, which exists, takes these facts (and this place, and is no longer missing); `added_at` stays. */
  readonly action: 'insert' | 'update'
  readonly id: string
  readonly entry: TrackEntry
}

/**
 * What one transaction does, in this order. Everything or nothing is committed. Parts left out do nothing, and ids or paths that nothing is stored for are passed over; but an
 * insert of a used id, an update of an unknown one, an album or artist that is not stored, or two present tracks at a path once all are written, is refused (`STORAGE_REFUSED`).
 * Whatever changes a track's links or whether it is missing makes its albums and artists unsettled; so does inserting their rows. With an artist that has an MBID, the name-only
 * ones of its folded name become unsettled.
 */
export interface UnitCommit {
  /** Checked first, in the same transaction: `LEASE_LOST` and nothing done when the token is no longer the unit's. */
  readonly lease: UnitLease
  readonly now: number
  /** Inserted where the id is new, unsettled; existing rows stay. */
  readonly artists?: readonly ArtistSeed[]
  readonly albums?: readonly AlbumSeed[]
  /** Tracks whose place another one takes now: marked missing (`overwritten`), as in `missing`. */
  readonly vacate?: readonly string[]
  /**
   * Tracks to write, each id once. Links and genres are replaced, the search index follows; albums and artists they had and have become unsettled. A pending loss of an
   * updated track goes. `read_scan` becomes the lease's scan; an inserted track's `added_scan` too (its generation is compared, see `IdentityLookup`).
   */
  readonly tracks?: readonly TrackWrite[]
  /** Stamps (and `read_scan`) of present tracks to renew without re-reading anything into them: their re-read failed for good, or only a stat differed. No change is told. */
  readonly stamps?: readonly {
    readonly rootId: string
    readonly path: string
    readonly size: number
    readonly mtimeUs: number
    readonly ctimeUs: number
  }[]
  readonly arrivals?: readonly PendingArrival[]
  /** Arrivals that settle has judged. */
  readonly settled?: readonly { readonly rootId: string; readonly path: string }[]
  /** Files no longer there: a pending arrival or an error entry at the path goes; a track that is not missing gets a pending loss. */
  readonly losses?: readonly FileLoss[]
  /** Tracks whose pending loss to drop without judging it: the file is there after all, or the guard makes it wait. */
  readonly forgiven?: readonly string[]
  /** Tracks to mark missing; their pending loss goes. One already missing keeps its date. */
  readonly missing?: readonly { readonly trackId: string; readonly reason: MissingReason }[]
  readonly errors?: readonly ItemError[]
  /** Paths whose entry in the error list goes. */
  readonly healed?: readonly { readonly rootId: string; readonly path: string }[]
  readonly folders?: readonly FolderState[]
  /** Folders that the next quick scan must list again: their states lose their `mtimeUs` and keep the rest. */
  readonly relistFolders?: readonly { readonly rootId: string; readonly key: string }[]
  /** States to forget of folders that are gone. */
  readonly forgetFolders?: readonly { readonly rootId: string; readonly key: string }[]
  /** Rows that settle computed: they are settled now. */
  readonly albumSummaries?: readonly AlbumSummary[]
  readonly artistSummaries?: readonly ArtistSummary[]
  /** Albums and artists that have no track any more; one that is named (again) stays. Their tasks go too, and no artist is the same as a removed one. */
  readonly removeAlbums?: readonly string[]
  readonly removeArtists?: readonly string[]
  /** Owed one after the other, of what is stored; `TaskLedger` says what owing one again does. */
  readonly tasks?: readonly TaskOwed[]
  readonly units?: readonly NewUnit[]
  /** Counts to add to the scan's. */
  readonly counts?: Partial<ScanCounts>
  /** The unit is done: its row goes and `open_units` falls by one. */
  readonly finished?: boolean
  /** Put a `settle` unit (payload `{}`) in when `finished` brings `open_units` to 0 and the scan counted anything besides `seen`, or anything is pending or unsettled. */
  readonly thenSettle?: boolean
}

/** What a commit left. */
export interface CommitResult {
  /** Ids of the `units` inserted, in order; the settle unit is not among them. */
  readonly unitIds: readonly number[]
  /** The settle unit, when this commit inserted it. */
  readonly settleUnitId: number | null
  /** After this commit, the settle unit included. */
  readonly openUnits: number
}

/** Where settle's reading goes on: opaque to core, `null` at the begin and the end. */
export type SettleCursor = string | null

/**
 * Writes of a scan, and the reads that identity needs. Reads see everything committed. All page methods return in an order that does not depend on the
 * adapter: byte order of root id, path, key or id, as named.
 */
export interface LibraryWriter {
  /** One transaction; see {@link UnitCommit}. */
  commit(commit: UnitCommit): Promise<CommitResult>

  /** What storage knows of a root, for the diff. One ordered read. */
  known(query: KnownQuery): Promise<KnownPage>

  /** What persist must know to tell new music from music that may have moved. */
  lookup(lookup: IdentityLookup): Promise<IdentityMatches>

  /**
   * Pending arrivals by audio key (byte order), with the tracks of an earlier generation that have the same; both in order of root id and path (then id). Groups without candidates
   * are left out. `limit` counts groups, and is about.
   */
  arrivalGroups(
    generation: number,
    after: SettleCursor,
    limit: number,
  ): Promise<{ readonly groups: readonly ArrivalGroup[]; readonly next: SettleCursor }>

  /** Pending arrivals in order of root id and path; `sameStem` likewise. Missing tracks are among them. */
  unpairedArrivals(
    generation: number,
    after: SettleCursor,
    limit: number,
  ): Promise<{ readonly arrivals: readonly UnpairedArrival[]; readonly next: SettleCursor }>

  /** Pending losses in order of root id and path, and how many a root has beside how many tracks (not missing; ignored losses are not counted), for each root with losses. */
  pendingLosses(
    after: SettleCursor,
    limit: number,
  ): Promise<{
    readonly losses: readonly PendingLoss[]
    readonly next: SettleCursor
    readonly roots: readonly { readonly rootId: string; readonly losses: number; readonly tracks: number }[]
  }>

  /** Albums to recompute, by id, each with all its members in order of disc, track, root id and path; an album without members has none. */
  unsettledAlbums(
    after: SettleCursor,
    limit: number,
  ): Promise<{
    readonly albums: readonly { readonly id: string; readonly members: readonly AlbumMember[] }[]
    readonly next: SettleCursor
  }>

  /** Artists to recompute, by id. An artist that no track or album credits has no spellings. */
  unsettledArtists(
    after: SettleCursor,
    limit: number,
  ): Promise<{ readonly artists: readonly UnsettledArtist[]; readonly next: SettleCursor }>

  /** The roots known, by id. */
  roots(): Promise<readonly Root[]>

  /** Adds or replaces roots, or removes them: their tracks become missing (`root-removed`, told in byte order of id), their folders, errors and pending rows go. */
  setRoots(change: {
    readonly put?: readonly Root[]
    readonly remove?: readonly string[]
    readonly now: number
  }): Promise<void>

  /** Deletes tracks that have been missing since before `missingBefore` (ms), with their tasks and all that derives from them; their albums and artists become unsettled. Returns their ids in byte order. */
  purge(missingBefore: number, now: number): Promise<readonly string[]>
}

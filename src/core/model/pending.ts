import type { AlbumSeed } from './album.ts'
import type { ArtistSeed } from './artist.ts'
import type { TrackEntry } from './entity-batch.ts'
import type { MissingReason } from './track.ts'

/** A file whose identity settle must judge: durable, invisible, owing nothing. One per root and path; a later one replaces it. */
export interface PendingArrival {
  readonly entry: TrackEntry
  readonly artists: readonly ArtistSeed[]
  readonly albums: readonly AlbumSeed[]
}

/** What settle must know of a track that may be the one that arrived elsewhere. */
export interface IdentityCandidate {
  readonly trackId: string
  readonly rootId: string
  readonly path: string
  readonly diskPath: string | null
  readonly audioKey: string | null
  readonly title: string
  readonly artist: string | null
  readonly album: string | null
  readonly musicbrainzRecordingId: string | null
  readonly musicbrainzTrackId: string | null
  readonly missing: boolean
  /** Why its place is no longer its own: a recorded loss (`gone`, `ignored`), or a pending arrival at its path (`overwritten`, which wins); `null` otherwise, and for missing tracks. */
  readonly lost: 'gone' | 'ignored' | 'overwritten' | null
}

/** Arrivals of one audio key and the tracks, stored before this scan, that have it. */
export interface ArrivalGroup {
  readonly audioKey: string
  readonly arrivals: readonly PendingArrival[]
  readonly candidates: readonly IdentityCandidate[]
}

/** An arrival that no track of its audio claims, and the tracks with its folder and stem that existed before this scan. */
export interface UnpairedArrival {
  readonly arrival: PendingArrival
  readonly sameStem: readonly IdentityCandidate[]
}

/** A recorded loss that no arrival explained. */
export interface PendingLoss {
  readonly trackId: string
  readonly rootId: string
  readonly path: string
  readonly diskPath: string | null
  readonly reason: MissingReason
}

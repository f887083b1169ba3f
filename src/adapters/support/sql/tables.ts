import type { FactColumn } from './track-columns.ts'

/** The tables that the library's queries are built on; each storage's `schema.ts` is the truth. `Truth` is what stands for true and false. */
export interface Tables<Truth extends number | boolean> {
  readonly roots: { readonly root_key: number; readonly id: string; readonly location: string | null }
  readonly tracks: TracksTable<Truth>
  readonly tags: { readonly track_key: number; readonly tags: string; readonly pictures: string }
  readonly albums: AlbumsTable<Truth>
  readonly artists: ArtistsTable
  readonly track_artists: { readonly track_key: number; readonly artist_key: number }
  readonly album_artists: { readonly album_key: number; readonly artist_key: number }
  readonly genres: { readonly genre_key: number; readonly name: string }
  readonly track_genres: { readonly track_key: number; readonly genre_key: number }
  readonly errors: ErrorsTable<Truth>
  readonly tasks: TasksTable<Truth>
}

type Snake<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${Snake<Tail>}`
  : ''

type FactsTable<Truth> = { readonly [Name in FactColumn as Snake<Name>]: string | number | Truth | null }

interface TracksTable<Truth> extends FactsTable<Truth> {
  readonly track_key: number
  readonly id: string
  readonly root_key: number
  readonly path: string
  readonly album_key: number | null
  readonly added_at: number
  readonly updated_at: number
  readonly missing_since: number | null
  readonly missing_reason: string | null
  readonly quality_issues: string
}

export interface AlbumsTable<Truth> {
  readonly album_key: number
  readonly id: string
  readonly title: string
  readonly sort_title: string
  readonly album_artist: string | null
  readonly date: string | null
  readonly original_date: string | null
  readonly year: number | null
  readonly compilation: Truth
  readonly musicbrainz_release_id: string | null
  readonly musicbrainz_release_group_id: string | null
  readonly track_count: number
  readonly disc_count: number
  readonly duration_ms: number
}

interface ArtistsTable {
  readonly artist_key: number
  readonly id: string
  readonly name: string
  readonly sort_name: string
  readonly sort_key: string
  readonly musicbrainz_id: string | null
  readonly same_as: number | null
}

export interface ErrorsTable<Truth> {
  readonly root_id: string
  readonly path: string
  readonly code: string
  readonly stage: string
  readonly message: string
  readonly retryable: Truth
  readonly size: number | null
  readonly mtime_us: number | null
  readonly ctime_us: number | null
  readonly at: number
}

export interface TasksTable<Truth> {
  readonly task_id: number
  readonly subject_type: string
  readonly subject_key: number
  readonly kind: string
  readonly version: string
  readonly priority: number
  readonly not_before: number
  readonly state: string
  readonly parked: Truth
  readonly token: string | null
  readonly leased_until: number | null
  readonly attempts: number
  readonly error: string | null
  readonly at: number
}

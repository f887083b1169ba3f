import type { Album } from '../model/album.ts'
import type { Artist } from '../model/artist.ts'
import type { ItemError } from '../model/item-error.ts'
import type { Track } from '../model/track.ts'

/** A page of results and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[]
  /** Opaque; pass it as `cursor` for the next page. `null` at the end. */
  readonly next: string | null
}

/** Common to all listings. */
export interface PageRequest {
  /** 1 to 1,000; default 100. Anything else is `USAGE`. */
  readonly limit?: number
  /** From {@link Page.next} of the same query. */
  readonly cursor?: string
  /** The exact reverse of the order, ties too. */
  readonly descending?: boolean
}

/** Which tracks; conditions are joined by "and". */
export interface TrackQuery extends PageRequest {
  readonly ids?: readonly string[]
  readonly rootId?: string
  /** Exact path keys. */
  readonly paths?: readonly string[]
  /** A folder, as key with a trailing `/`: the tracks in it and under it. */
  readonly under?: string
  /** Credited with any role; any id of the artist finds what all its ids are credited for. */
  readonly artistId?: string
  readonly albumId?: string
  /** As tagged. */
  readonly genre?: string
  readonly fromYear?: number
  readonly toYear?: number
  readonly addedSince?: number
  readonly lossless?: boolean
  readonly maxQuality?: number
  /** `false` (default): present ones only; `true`: missing ones only; `'any'`: both. */
  readonly missing?: boolean | 'any'
  /**
   * Default `path`. Ties are broken by id; what has no value counts as 0 or the empty text. `path` is: root id, path. `album` is: album sort title (of the album's row), album id,
   * disc, track, root id, path. `title` compares sort titles.
   */
  readonly sort?: 'path' | 'title' | 'album' | 'year' | 'added' | 'updated' | 'quality' | 'duration'
}

export interface AlbumQuery extends PageRequest {
  readonly ids?: readonly string[]
  /** An album artist, by any of its ids. */
  readonly artistId?: string
  /** Of a present track. */
  readonly genre?: string
  readonly fromYear?: number
  readonly toYear?: number
  readonly compilation?: boolean
  /** Default `title`: sort title, id. `year` is: year (0 when there is none), sort title, id. */
  readonly sort?: 'title' | 'year'
}

export interface ArtistQuery extends PageRequest {
  /** Any id of an artist finds the artist it is. */
  readonly ids?: readonly string[]
  /** Only artists that are album artists of an album with a present track. */
  readonly albumArtists?: boolean
  /** Default `name`: `sortKey` of the sort name, id. */
  readonly sort?: 'name'
}

/** A genre and how many tracks that are not missing have it. */
export interface Genre {
  readonly name: string
  readonly trackCount: number
}

/** How much a search returns. */
export interface SearchRequest {
  /** Results of each kind at most; default 20. */
  readonly limit?: number
}

/** Best first: all words in the title before all words anywhere; then by sort key and id. Only what the listings list. */
export interface SearchResult {
  readonly tracks: readonly Track[]
  readonly albums: readonly Album[]
  readonly artists: readonly Artist[]
}

/** The library in numbers; missing tracks count only where the name says so. */
export interface LibraryStats {
  readonly tracks: number
  readonly missing: number
  readonly albums: number
  readonly artists: number
  readonly genres: number
  /** Of present tracks, each rounded to whole milliseconds. */
  readonly durationMs: number
  readonly bytes: number
  readonly errors: number
  /** Arrivals and losses that wait for settle. */
  readonly pending: number
  /** Tasks owed. */
  readonly tasks: number
  /** Every root known or with tracks, by id. */
  readonly byRoot: readonly {
    readonly rootId: string
    readonly tracks: number
    readonly missing: number
    readonly bytes: number
  }[]
  /** By codec in byte order; `unknown` when nothing tells it. */
  readonly byCodec: readonly { readonly codec: string; readonly tracks: number }[]
}

export interface ErrorQuery extends PageRequest {
  readonly rootId?: string
  readonly code?: string
}

/** Everything storage knows of one path. Tracks (present first) and duplicates (also missing ones) by id; tasks of the tracks by kind, then track id. */
export interface Explanation {
  readonly rootId: string
  readonly path: string
  readonly tracks: readonly Track[]
  /** A pending arrival waits at the path. */
  readonly pending: boolean
  /** A pending loss waits for one of the tracks. */
  readonly lossRecorded: boolean
  readonly error: ItemError | null
  /** Other tracks with the same audio key. */
  readonly duplicates: readonly {
    readonly trackId: string
    readonly rootId: string
    readonly path: string
    readonly missing: boolean
  }[]
  readonly tasks: readonly { readonly kind: string; readonly version: string }[]
}

/** What changed in the library after a point. Several changes of one track are one entry, at the place of the last. */
export interface LibraryChange {
  /** Where this entry stands; monotonic over all entries. */
  readonly seq: number
  readonly trackId: string
  readonly change: 'added' | 'updated' | 'missing' | 'purged'
}

/** The rows of an export, in their order. Text of one line each, as `exportLine` of core makes it. */
export interface ExportRequest {
  /** Ids of tracks replaced by their places; missing tracks left out, with their tasks and the albums and artists that have no others. */
  readonly byPath: boolean
  readonly cursor?: string
  /** 1 to 1,000; default 1,000. */
  readonly limit?: number
}

/** Queries over the library. They see what is committed, and never change anything. */
export interface LibraryReader {
  /** Tracks, a page at a time. */
  tracks(query?: TrackQuery): Promise<Page<Track>>
  /** Albums with at least one track that is not missing. */
  albums(query?: AlbumQuery): Promise<Page<Album>>
  /** Artists with at least one credit on a track that is not missing, name-only ones shown as the artist they are. */
  artists(query?: ArtistQuery): Promise<Page<Artist>>
  /** Genres of tracks that are not missing, in byte order of their names. */
  genres(query?: PageRequest): Promise<Page<Genre>>
  /** Tracks, albums and artists that hold every word of `text`, the last word as a prefix. Words are made by `searchTokens` of core. */
  search(text: string, request?: SearchRequest): Promise<SearchResult>
  /** What the library holds, in numbers. */
  stats(): Promise<LibraryStats>
  /** By root id and path. */
  errors(query?: ErrorQuery): Promise<Page<ItemError>>
  /** Everything known of one path. */
  explain(rootId: string, path: string): Promise<Explanation>
  /** Changes after `since` (0 for all), in order of `seq`; at most `limit`, 1 to 1,000 and by default 1,000. */
  changes(since: number, limit?: number): Promise<readonly LibraryChange[]>
  /** Lines of the export (DESIGN §9), in the order of `exportParts` of core. */
  exportLines(request: ExportRequest): Promise<Page<string>>
}

import { sql } from 'kysely'
import type { TrackQuery } from '../../../core/ports/library-reader.ts'
import { number, type SortTerm, text } from './paging.ts'

const place: readonly SortTerm[] = [text(sql`roots.id`), text(sql`tracks.path`), text(sql`tracks.id`)]

/** What each order of the tracks compares, over `tracks`, `roots` and `albums`. */
export const trackSorts: Readonly<Record<NonNullable<TrackQuery['sort']>, readonly SortTerm[]>> = {
  path: place,
  title: [text(sql`tracks.sort_title`), text(sql`tracks.id`)],
  album: [
    text(sql`coalesce(albums.sort_title, '')`),
    text(sql`coalesce(albums.id, '')`),
    number(sql`coalesce(tracks.disc_number, 0)`),
    number(sql`coalesce(tracks.track_number, 0)`),
    ...place,
  ],
  year: [number(sql`coalesce(tracks.year, 0)`), text(sql`tracks.id`)],
  added: [number(sql`tracks.added_at`), text(sql`tracks.id`)],
  updated: [number(sql`tracks.updated_at`), text(sql`tracks.id`)],
  quality: [number(sql`tracks.quality`), text(sql`tracks.id`)],
  duration: [number(sql`coalesce(tracks.duration_ms, 0)`), text(sql`tracks.id`)],
}

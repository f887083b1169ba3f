import type { Chapter, Credit, Lyrics, TrackTags } from '../../core/model/track-tags.ts'
import { creditRoles } from '../../core/model/track-tags.ts'
import { parseLrc } from '../../core/parse-lrc.ts'
import { fieldWriters, type TagsDraft } from './field-writers.ts'
import type { TagField } from './tag-map.ts'
import { cleanText, dateFromYear, parseDate, parsePosition } from './tag-values.ts'

/** Kinds of tags that can stand together in a file: which one is believed for a field that several have (lower wins). */
const tagRanks = {
  matroska: 1,
  ape: 2,
  vorbis: 3,
  id3v2: 4,
  riff: 5,
  asf: 6,
  mp4: 7,
  aiff: 8,
  id3v1: 9,
} as const

/** One of the kinds of tags that are ranked. */
export type TagKind = keyof typeof tagRanks

interface Slot {
  rank: number
  values: string[]
}

interface Rated<T> {
  rank: number
  items: T[]
}

/**
 * Gathers native tag values of one file and makes {@link TrackTags} of them: numbers, dates and flags parsed, lists without repetitions,
 * fields taken from the most trusted kind of tag that has them. Values of a field that holds one: the last, as later tags amend earlier ones.
 */
export class TagCollector {
  readonly #slots = new Map<TagField, Slot>()
  /** Positions with totals (`6/12`): an APEv2 tag may hold only the 6 of what the ID3 tag beside it tells in full. */
  readonly #totals = new Map<'trackNumber' | 'discNumber', { rank: number; text: string }>()
  #rank: number = tagRanks.id3v2
  #lyrics: Rated<Lyrics> | undefined
  #chapters: Chapter[] | undefined
  #performers: Rated<{ name: string; detail: string | undefined }> | undefined
  #rating: number | undefined

  /** What is added from now on comes from this kind of tag. */
  from(kind: TagKind): void {
    this.#rank = tagRanks[kind]
  }

  add(field: TagField, value: string): void {
    const text = cleanText(value)
    if (text === '') return
    if (field === 'lyrics') {
      this.addLyrics(undefined, undefined, text)
      return
    }
    if (field === 'performer') {
      this.addPerformer(text)
      return
    }
    if ((field === 'trackNumber' || field === 'discNumber') && text.includes('/')) this.#noteTotal(field, text)
    const slot = this.#slots.get(field)
    if (slot === undefined) this.#slots.set(field, { rank: this.#rank, values: [text] })
    else if (slot.rank === this.#rank) slot.values.push(text)
    else if (this.#rank < slot.rank) {
      slot.rank = this.#rank
      slot.values = [text]
    }
  }

  #noteTotal(field: 'trackNumber' | 'discNumber', text: string): void {
    const known = this.#totals.get(field)
    if (known === undefined || this.#rank <= known.rank) this.#totals.set(field, { rank: this.#rank, text })
  }

  /** Whether a field has a value yet, of whatever kind. */
  has(field: TagField): boolean {
    return this.#slots.has(field)
  }

  /** A performer, as `Name (instrument)` unless the instrument is given. */
  addPerformer(value: string, detail?: string): void {
    let name = cleanText(value)
    let plays = detail === undefined ? undefined : cleanText(detail)
    const open = detail === undefined && name.endsWith(')') ? name.lastIndexOf(' (') : -1
    if (open > 0) {
      plays = name.slice(open + 2, -1).trim()
      name = name.slice(0, open).trim()
    }
    if (name === '') return
    this.#performers = rated(this.#performers, this.#rank, { name, detail: plays === '' ? undefined : plays })
  }

  /** Lyrics: plain, or in LRC form, which becomes lines with times; `lines` when the tag itself has them. */
  addLyrics(
    language: string | undefined,
    description: string | undefined,
    value: string,
    lines?: Lyrics['lines'],
  ): void {
    const plain = value.replaceAll('\0', '').trim()
    if (plain === '') return
    const timed = lines === undefined ? parseLrc(plain) : { text: plain, lines }
    const about = description === undefined ? '' : cleanText(description)
    const code = language === undefined ? '' : cleanText(language).toLowerCase()
    this.#lyrics = rated(this.#lyrics, this.#rank, {
      source: 'embedded',
      ...(/^[a-z]{2,3}$/.test(code) && code !== 'xxx' ? { language: code } : {}),
      ...(about === '' ? {} : { description: about }),
      text: timed?.text ?? plain,
      ...(timed ? { lines: timed.lines } : {}),
    })
  }

  addChapter(chapter: Chapter): void {
    this.#chapters ??= []
    this.#chapters.push({ ...chapter, title: cleanText(chapter.title) })
  }

  /** A rating between 0 and 1; the first counts. */
  addRating(rating: number): void {
    if (rating >= 0 && rating <= 1) this.#rating ??= rating
  }

  finish(): TrackTags {
    const draft: TagsDraft = {}
    for (const [field, slot] of this.#slots) fieldWriters[field]?.(draft, slot.values)
    for (const [field, { text }] of this.#totals) {
      const { total } = parsePosition(text)
      if (total !== undefined) draft[field === 'trackNumber' ? 'trackTotal' : 'discTotal'] ??= total
    }
    this.#finishArtists(draft)
    this.#finishDates(draft)
    this.#finishCredits(draft)
    if (this.#rating !== undefined) draft.rating = this.#rating
    if (this.#lyrics !== undefined) draft.lyrics = this.#lyrics.items
    if (this.#chapters !== undefined) draft.chapters = this.#chapters.sort((a, b) => a.startMs - b.startMs)
    return draft
  }

  #finishArtists(draft: TagsDraft): void {
    const artists = this.#list('artists') ?? this.#list('artist')
    const albumArtists = this.#list('albumArtists') ?? this.#list('albumArtist')
    if (artists !== undefined) {
      draft.artist = this.#slots.get('artist')?.values[0] ?? joinNames(artists)
      draft.artists = artists
    }
    if (albumArtists !== undefined) {
      draft.albumArtist = this.#slots.get('albumArtist')?.values[0] ?? joinNames(albumArtists)
      draft.albumArtists = albumArtists
    }
  }

  #finishDates(draft: TagsDraft): void {
    const year = this.#last('year')
    const date =
      this.#date('date') ??
      (year === undefined ? undefined : dateFromYear(year, this.#last('dayMonth'))) ??
      this.#date('releaseDate')
    const originalDate = this.#date('originalDate') ?? this.#date('originalYear')
    if (date !== undefined) draft.date = date
    if (originalDate !== undefined) draft.originalDate = originalDate
  }

  #finishCredits(draft: TagsDraft): void {
    const credits: Credit[] = []
    for (const role of creditRoles) {
      if (role === 'performer') continue
      const names = this.#list(role)
      if (names !== undefined) for (const name of names) credits.push({ role, name })
    }
    if (this.#performers !== undefined) {
      const known = new Set<string>()
      for (const { name, detail } of this.#performers.items) {
        const once = `${name}\0${detail ?? ''}`
        if (known.has(once)) continue
        known.add(once)
        credits.push(detail === undefined ? { role: 'performer', name } : { role: 'performer', name, detail })
      }
    }
    if (credits.length > 0) draft.credits = credits
  }

  #last(field: TagField): string | undefined {
    return this.#slots.get(field)?.values.at(-1)
  }

  #date(field: TagField): string | undefined {
    const text = this.#last(field)
    return text === undefined ? undefined : parseDate(text)
  }

  #list(field: TagField): string[] | undefined {
    const values = this.#slots.get(field)?.values
    return values === undefined || values.length === 1 ? values : [...new Set(values)]
  }
}

function rated<T>(before: Rated<T> | undefined, rank: number, item: T): Rated<T> {
  if (before === undefined || rank < before.rank) return { rank, items: [item] }
  if (rank === before.rank) before.items.push(item)
  return before
}

/** `A`, `A & B`, `A, B & C`: one text for artists that only a list names. */
function joinNames(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} & ${names.at(-1)}`
}

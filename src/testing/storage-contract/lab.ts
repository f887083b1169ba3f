import assert from 'node:assert/strict'
import type { AlbumMember, AlbumSummary } from '../../core/model/album.ts'
import type { ArtistSummary, UnsettledArtist } from '../../core/model/artist.ts'
import type { ScanRecord, UnitLease } from '../../core/model/scan.ts'
import type { BeginScan, BegunScan } from '../../core/ports/ledger.ts'
import type { CommitResult, UnitCommit } from '../../core/ports/library-writer.ts'
import type { Storage } from '../../core/ports/storage.ts'
import { sortKey } from '../../core/text/sort-key.ts'
import { albumSummary } from '../rows/entity-rows.ts'

/** Parts of a commit without what the lab knows. */
export type CommitParts = Omit<UnitCommit, 'lease' | 'now'>

/** A scan of a test: begun, its discover unit claimed. */
export interface LabScan extends BegunScan {
  readonly lease: UnitLease
  readonly commit: (parts: CommitParts) => Promise<CommitResult>
  /** Ends the unit and the scan. */
  readonly end: (parts?: CommitParts) => Promise<void>
}

/** A storage on the bench: shorthand for what most cases do first. Its clock only runs when told. */
export class Lab {
  readonly storage: Storage
  readonly #connect: (() => Storage) | undefined
  readonly #others: Storage[] = []
  /** Milliseconds since the epoch. */
  now = 1_000_000

  constructor(storage: Storage, connect: (() => Storage) | undefined) {
    this.storage = storage
    this.#connect = connect
  }

  get writer(): Storage['writer'] {
    return this.storage.writer
  }

  get reader(): Storage['reader'] {
    return this.storage.reader
  }

  get ledger(): Storage['ledger'] {
    return this.storage.ledger
  }

  get tasks(): Storage['tasks'] {
    return this.storage.tasks
  }

  get crew(): Storage['crew'] {
    return this.storage.crew
  }

  /** Begins a scan and claims its first discover unit. */
  async scan(request: Partial<BeginScan> = {}): Promise<LabScan> {
    const begun = await this.ledger.beginScan({
      rootIds: ['music'],
      mode: 'incremental',
      now: this.now,
      discover: [{ rootId: 'music', payload: '{}' }],
      ...request,
    })
    const lease = await this.claim(begun.scan)
    const commit = (parts: CommitParts): Promise<CommitResult> => this.writer.commit({ lease, now: this.now, ...parts })
    const end = async (parts: CommitParts = {}): Promise<void> => {
      await commit({ ...parts, finished: true })
      await this.ledger.setScanState(begun.scan.id, 'done', null, this.now)
    }
    return { ...begun, lease, commit, end }
  }

  /** Claims the oldest free unit of a scan. */
  async claim(scan: ScanRecord, leaseMs = 60_000): Promise<UnitLease> {
    const lease = await this.ledger.claimUnit({
      scanId: scan.id,
      segments: ['discover', 'extract', 'settle'],
      leaseMs,
      now: this.now,
    })
    assert.ok(lease !== undefined, 'a free unit must be claimable')
    return lease
  }

  /** A whole scan of one commit. */
  async store(parts: CommitParts): Promise<void> {
    const scan = await this.scan()
    await scan.end(parts)
  }

  /** Does what settle does to albums and artists, plainly: they say what their first track says. */
  async settle(): Promise<void> {
    const { albums } = await this.writer.unsettledAlbums(null, 1000)
    await this.store({
      albumSummaries: albums
        .filter(({ members }) => members.length > 0)
        .map(({ id, members }) => summaryOf(id, members)),
      removeAlbums: albums.filter(({ members }) => members.length === 0).map(({ id }) => id),
    })
    const { artists } = await this.writer.unsettledArtists(null, 1000)
    await this.store({
      artistSummaries: artists.filter(({ spellings }) => spellings.length > 0).map(artistSummaryOf),
      removeArtists: artists.filter(({ spellings }) => spellings.length === 0).map(({ id }) => id),
    })
  }

  /** What happens when the process ends and another one starts. */
  async restart(): Promise<void> {
    await this.storage.close()
    await this.storage.open()
  }

  /** The same data through another storage, open; `null` where only one process may use it. */
  async connectAnother(): Promise<Storage | null> {
    const { multiProcess } = this.storage.capabilities
    assert.equal(
      this.#connect !== undefined,
      multiProcess,
      'create() gives `connect` when and only when capabilities.multiProcess',
    )
    if (this.#connect === undefined) return null
    const other = this.#connect()
    this.#others.push(other)
    await other.open()
    return other
  }

  async close(): Promise<void> {
    for (const storage of [...this.#others, this.storage]) await storage.close()
  }
}

const summaryOf = (id: string, members: readonly AlbumMember[]): AlbumSummary => {
  const first = members[0]
  const title = first?.album ?? ''
  return albumSummary({
    id,
    title,
    sortTitle: sortKey(title),
    albumArtist: first?.albumArtist ?? null,
    year: first?.year ?? null,
    compilation: first?.compilation ?? false,
    trackCount: members.length,
    artists: first?.artists ?? [],
  })
}

const artistSummaryOf = ({ id, spellings, musicbrainzId, namesakes }: UnsettledArtist): ArtistSummary => {
  const name = spellings[0]?.name ?? ''
  const [namesake, ...others] = namesakes
  return {
    id,
    name,
    sortName: sortKey(name),
    sameAs: musicbrainzId === null && namesake !== undefined && others.length === 0 ? namesake : null,
  }
}

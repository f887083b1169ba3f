import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { type SqliteDatabase, sqliteStorage } from '../../../src/sqlite.ts'
import { albumSeed, artistSeed } from '../../../src/testing/rows/entity-rows.ts'
import { insertion, itemError, pendingArrival, rewriting, taskOwed } from '../../../src/testing/rows/scan-rows.ts'
import { trackArtist } from '../../../src/testing/rows/track-facts.ts'

/** Statements that a database was asked to prepare. */
const recorded = (database: DatabaseSync) => {
  const statements = new Set<string>()
  const recording: SqliteDatabase = {
    prepare: (sql) => {
      statements.add(sql)
      return database.prepare(sql)
    },
    exec: (sql) => database.exec(sql),
  }
  return { statements, recording }
}

/** Small by nature (roots, scans, units, totals, what waits in a settled library), or rows gathered for one track or album (ta, tg, aa), or looked up by rowid. */
const mayBeReadWhole =
  /^SCAN (json_each|totals|task_totals|task_kinds|leases|workers|pending|pending_losses|l|roots|r|scans|units|tombstones|state|ta|tg|aa|\d+ CONSTANT|CONSTANT|\(subquery|\w+_search VIRTUAL TABLE INDEX 0:=)/

/** Steps of a statement's plan that look at every row of a large table. */
const scansOf = (database: DatabaseSync, sql: string): string[] =>
  database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...Array.from({ length: sql.split('?').length - 1 }, () => null))
    .map((row) => String(row.detail))
    .filter((step) => step.startsWith('SCAN') && !mayBeReadWhole.test(step))

const facts = (name: string) => ({
  path: `folder/${name}.mp3`,
  audioKey: `mp3.1:${name}`,
  albumId: 'album:Album',
  album: 'Album',
  genres: ['Rock'],
  artists: [trackArtist({ artistId: 'artist:Artist', creditedAs: 'Artist' })],
})

const library = async () => {
  const database = new DatabaseSync(':memory:')
  const { statements, recording } = recorded(database)
  const storage = sqliteStorage({ database: recording })
  await storage.open()
  const { scan } = await storage.ledger.beginScan({
    rootIds: ['music'],
    mode: 'full',
    now: 1,
    discover: [{ rootId: 'music', payload: '{}' }],
  })
  const lease = await storage.ledger.claimUnit({ scanId: scan.id, segments: ['discover'], leaseMs: 1000, now: 1 })
  if (lease === undefined) throw new Error('there is no unit to claim')
  const artists = [artistSeed({ name: 'Artist', musicbrainzId: 'mbid' })]
  const albums = [albumSeed({ title: 'Album' })]
  await storage.writer.commit({
    lease,
    now: 1,
    artists,
    albums,
    tracks: [insertion('a', facts('a')), insertion('b', facts('b'))],
  })
  statements.clear()
  /** Whole reads of large tables by what `work` runs. */
  const wholeReads = async (work: () => Promise<unknown>): Promise<string[]> => {
    statements.clear()
    await work()
    expect(statements.size).toBeGreaterThan(0)
    return [...statements].filter((sql) => !/^PRAGMA/.test(sql)).flatMap((sql) => scansOf(database, sql))
  }
  return { storage, lease, wholeReads }
}

describe('query plans', () => {
  it('of every write use indexes', async () => {
    const { storage, lease, wholeReads } = await library()
    const place = { rootId: 'music', path: 'folder/c.mp3' }
    const scans = await wholeReads(() =>
      storage.writer.commit({
        lease,
        now: 2,
        artists: [artistSeed({ name: 'Other' })],
        albums: [albumSeed({ title: 'Other' })],
        vacate: ['b'],
        tracks: [rewriting('a', facts('a')), insertion('c', facts('c'))],
        stamps: [{ ...place, size: 1, mtimeUs: 1, ctimeUs: 1 }],
        arrivals: [pendingArrival({ path: 'folder/d.mp3' })],
        settled: [place],
        losses: [{ ...place, reason: 'gone' }],
        forgiven: ['c'],
        missing: [{ trackId: 'c', reason: 'gone' }],
        errors: [itemError({ path: 'folder/e.mp3' })],
        healed: [place],
        artistSummaries: [{ id: 'artist:Artist', name: 'Artist', sortName: 'artist', sameAs: null }],
        removeAlbums: ['album:Other'],
        removeArtists: ['artist:Other'],
        tasks: [taskOwed({ subjectId: 'a' })],
      }),
    )
    expect(scans).toEqual([])
  })

  it('of what a rescan, identity and settle read use indexes', async () => {
    const { storage, wholeReads } = await library()
    const { writer } = storage
    const lookup = {
      rootId: 'music',
      paths: ['folder/a.mp3'],
      audioKeys: ['x'],
      stems: ['folder/a'],
      trackIds: ['a'],
      generation: 9,
    }
    const work: Readonly<Record<string, () => Promise<unknown>>> = {
      known: () => writer.known({ rootId: 'music', under: 'folder/', after: null, files: true, limit: 10 }),
      'known folders': () => writer.known({ rootId: 'music', under: '', after: null, files: false, limit: 10 }),
      lookup: () => writer.lookup(lookup),
      arrivalGroups: () => writer.arrivalGroups(9, null, 10),
      unpairedArrivals: () => writer.unpairedArrivals(9, null, 10),
      pendingLosses: () => writer.pendingLosses(null, 10),
      unsettledAlbums: () => writer.unsettledAlbums(null, 10),
      unsettledArtists: () => writer.unsettledArtists(null, 10),
      explain: () => storage.reader.explain('music', 'folder/a.mp3'),
      changes: () => storage.reader.changes(0),
      purge: () => writer.purge(0, 1),
    }
    for (const [name, read] of Object.entries(work)) expect(await wholeReads(read), name).toEqual([])
  })

  it('of tasks use indexes', async () => {
    const { storage, lease, wholeReads } = await library()
    const { tasks, crew } = storage
    await storage.writer.commit({ lease, now: 2, tasks: ['a', 'b'].map((subjectId) => taskOwed({ subjectId })) })
    const kinds = ['fingerprint']
    const owes = [taskOwed({ subjectId: 'a', kind: 'vector' }), taskOwed({ subjectId: 'a' })]
    const scans = await wholeReads(async () => {
      await tasks.dueTasks(['fingerprint', 'vector'], 10, 2)
      const leases = [...(await tasks.claimTasks({ kinds, limit: 1, leaseMs: 1000, now: 2 }))]
      leases.push(...(await tasks.claimTasks({ kinds, taskIds: [1, 2], limit: 1, leaseMs: 1000, now: 2 })))
      await tasks.renewTasks(leases, 1000, 2)
      await tasks.endTasks(
        leases.map((of) => ({ lease: of, outcome: 'done', value: 'x', owes })),
        2,
      )
      await tasks.countTasks()
      await tasks.listTasks({ states: ['quarantined'] })
      await tasks.listTasks({ subjectIds: ['a'] })
      await tasks.retryTasks({ kinds }, 3)
      await tasks.purgeTasks(3, 10)
      await tasks.derived(['a'])
      await crew.takeLease('dispatch', 'me', 1000, 3)
      await crew.beat({ workerId: 'w', host: 'h', pid: 1, segments: [], startedAt: 1, jobs: 0, atWork: 0 }, 3)
      await crew.workers(0)
    })
    expect(scans).toEqual([])
  })

  it('of listings filtered by what is indexed use the index', async () => {
    const { storage, wholeReads } = await library()
    const { reader } = storage
    for (const query of [{ ids: ['a'] }, { albumId: 'album:Album' }, { artistId: 'artist:Artist' }, { genre: 'Rock' }])
      expect(await wholeReads(() => reader.tracks(query)), JSON.stringify(query)).toEqual([])
    expect(await wholeReads(() => reader.albums({ artistId: 'artist:Artist' }))).toEqual([])
    expect(await wholeReads(() => reader.artists({ ids: ['artist:Artist'] }))).toEqual([])
    expect(await wholeReads(() => reader.search('artist'))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^SCAN (tracks|s)\b/)]),
    )
  })
})

import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Storage } from '../../../src/core/ports/storage.ts'
import { postgresStorage } from '../../../src/postgres.ts'
import { insertion, rewriting, taskOwed } from '../../../src/testing/rows/scan-rows.ts'
import { temporarySchema } from '../../support/postgres-schema.ts'
import { postgresUrl } from '../../support/postgres-url.ts'

const url = (await postgresUrl()) ?? ''
const kinds = ['a', 'b']
const ids = Array.from({ length: 120 }, (_, number) => `t${number}`)
const now = 1_000_000

/** Claims tasks and ends them until there are none; each `a` owes a `b`. */
const work = async ({ tasks }: Storage): Promise<void> => {
  for (;;) {
    const leases = await tasks.claimTasks({ kinds, limit: 7, leaseMs: 60_000, now })
    if (leases.length === 0) return
    await tasks.renewTasks(leases.toReversed(), 60_000, now)
    await tasks.endTasks(
      leases.map((lease) => ({
        lease,
        outcome: 'done',
        value: lease.subjectId,
        owes: lease.kind === 'a' ? [taskOwed({ subjectId: lease.subjectId, kind: 'b' })] : [],
      })),
      now,
    )
  }
}

describe.skipIf(url === '')('tasks in Postgres', () => {
  it('are counted right, and none is left behind, whoever works on them at once', async () => {
    const schema = temporarySchema(url)
    const storages = ['one', 'two'].map(() => postgresStorage({ connectionString: url, schema }))
    const [first, second] = storages
    if (first === undefined || second === undefined) return
    await Promise.all(storages.map((storage) => storage.open()))
    onTestFinished(() => Promise.all(storages.map((storage) => storage.close())).then(() => undefined))
    const discover = [{ rootId: 'music', payload: '{}' }]
    const { scan } = await first.ledger.beginScan({ rootIds: ['music'], mode: 'full', now, discover })
    const lease = await first.ledger.claimUnit({ scanId: scan.id, segments: ['discover'], leaseMs: 60_000, now })
    if (lease === undefined) throw new Error('a new scan has a unit')
    const owed = (some: readonly string[]) => some.map((subjectId) => taskOwed({ subjectId, kind: 'a' }))
    const tracks = ids.map((id) => insertion(id, { path: `${id}.mp3` }))
    await first.writer.commit({ lease, now, tracks, tasks: owed(ids) })
    const scanning = async (): Promise<void> => {
      for (let from = 0; from < 100; from += 20) {
        const gone = ids.slice(from, from + 10)
        const back = ids.slice(from, from + 5)
        await first.writer.commit({ lease, now, missing: gone.map((trackId) => ({ trackId, reason: 'gone' })) })
        const writes = back.map((id) => rewriting(id, { path: `${id}.mp3` }))
        await first.writer.commit({ lease, now, tracks: writes, tasks: owed(back) })
        await second.writer.purge(now + 1, now)
      }
    }
    await Promise.all([scanning(), ...[first, second, first, second].map(work)])
    await second.tasks.setKinds([{ kind: 'b', version: '2', derivesFrom: 'audio' }], now)
    await Promise.all([first, second].map(work))
    const left = ids.length - 25
    expect(await first.tasks.countTasks()).toEqual([
      { kind: 'a', state: 'done', count: left },
      { kind: 'b', state: 'done', count: left },
    ])
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    onTestFinished(() => client.end())
    const { rows } = await client.query(`
      SELECT (SELECT count(*)::int FROM ${schema}.tasks) AS tasks, (SELECT count(*)::int FROM ${schema}.derived) AS derived,
        (SELECT count(*)::int FROM ${schema}.tasks WHERE parked) AS parked`)
    expect(rows).toEqual([{ tasks: 2 * left, derived: 2 * left, parked: 0 }])
  })
})

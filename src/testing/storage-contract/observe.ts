import assert from 'node:assert/strict'
import { ScanError, type ScanErrorCode } from '../../core/errors.ts'
import type { Page } from '../../core/ports/library-reader.ts'
import type { KnownFolder } from '../../core/ports/library-writer.ts'
import type { Storage } from '../../core/ports/storage.ts'

/** All items of a listing, page by page; checks that pages are full and that the listing ends. */
export const allPages = async <Item>(
  limit: number,
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> => {
  const all: Item[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 10_000; pages++) {
    const page = await read(cursor === undefined ? { limit } : { limit, cursor })
    all.push(...page.items)
    if (page.next === null) {
      assert.ok(page.items.length <= limit, 'a page holds no more than its limit')
      return all
    }
    assert.equal(page.items.length, limit, 'a page with a next one is full')
    cursor = page.next
  }
  return assert.fail('the listing never ends')
}

/** All folders that storage knows under one, page by page. */
export const allKnown = async (
  { writer }: Storage,
  rootId: string,
  under = '',
  limit = 1000,
  files = true,
): Promise<KnownFolder[]> => {
  const folders: KnownFolder[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof writer.known>> = await writer.known({ rootId, under, after, files, limit })
    folders.push(...page.folders)
    after = page.next
  } while (after !== null)
  return folders
}

/** Everything that can be seen of a storage from outside: equal before and after what must change nothing. */
export const observe = async (storage: Storage, rootIds: readonly string[] = ['music']): Promise<unknown> => {
  const { reader, writer, ledger, tasks } = storage
  const afterAll = 1_000_000
  const scan = await ledger.scan()
  return {
    lines: await allPages(1000, (page) => reader.exportLines({ byPath: false, ...page })),
    tracks: await allPages(1000, (page) => reader.tracks({ missing: 'any', ...page })),
    errors: await allPages(1000, (page) => reader.errors(page)),
    stats: await reader.stats(),
    changes: await reader.changes(0),
    roots: await writer.roots(),
    known: await Promise.all(rootIds.map((rootId) => allKnown(storage, rootId))),
    arrivals: await writer.unpairedArrivals(afterAll, null, 1000),
    losses: await writer.pendingLosses(null, 1000),
    albums: await writer.unsettledAlbums(null, 1000),
    artists: await writer.unsettledArtists(null, 1000),
    scan,
    tasks: await allPages(1000, (page) => tasks.listTasks(page)),
    taskCounts: await tasks.countTasks(),
    units: scan === undefined ? [] : await ledger.freeUnits(scan.id, Number.MAX_SAFE_INTEGER, 1000),
  }
}

/** That a call rejects with a `ScanError` of this code and a sentence. */
export const rejectsWith = async (code: ScanErrorCode, call: () => Promise<unknown>): Promise<void> => {
  await assert.rejects(call, (error: unknown) => {
    assert.ok(ScanError.is(error), `a ScanError was expected, not ${String(error)}`)
    assert.equal(error.code, code)
    assert.ok(error.message.length > 10, 'an error says what is wrong')
    return true
  })
}

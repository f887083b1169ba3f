import assert from 'node:assert/strict'
import { observe, rejectsWith } from './observe.ts'
import { newSongs } from './songs.ts'
import type { Facet } from './suite.ts'

const writerMethods = [
  'commit',
  'known',
  'lookup',
  'arrivalGroups',
  'unpairedArrivals',
  'pendingLosses',
  'unsettledAlbums',
  'unsettledArtists',
  'roots',
  'setRoots',
  'purge',
] as const
const readerMethods = [
  'tracks',
  'albums',
  'artists',
  'genres',
  'search',
  'stats',
  'errors',
  'explain',
  'changes',
  'exportLines',
] as const
const ledgerMethods = [
  'beginScan',
  'extendScan',
  'claimUnit',
  'renewUnit',
  'releaseUnit',
  'freeUnits',
  'countUnits',
  'setScanState',
  'scan',
] as const

const taskMethods = [
  'setKinds',
  'dueTasks',
  'claimTasks',
  'renewTasks',
  'endTasks',
  'countTasks',
  'listTasks',
  'retryTasks',
  'purgeTasks',
  'derived',
] as const
const crewMethods = ['takeLease', 'releaseLease', 'beat', 'leave', 'workers'] as const

export const opening: Facet = ({ it }) => {
  it('says what it is and can do', async ({ storage }) => {
    assert.equal(storage.specVersion, 'v1')
    assert.ok(storage.name.length > 0)
    for (const name of ['multiProcess', 'multiHost', 'durable', 'typoTolerance'] as const) {
      assert.equal(typeof storage.capabilities[name], 'boolean', name)
    }
    assert.ok(Number.isInteger(storage.limits.maxTracksPerCommit) && storage.limits.maxTracksPerCommit >= 1)
  })

  it('has every method of its ports', async ({ writer, reader, ledger, tasks, crew }) => {
    for (const name of writerMethods) assert.equal(typeof writer[name], 'function', `writer.${name}`)
    for (const name of readerMethods) assert.equal(typeof reader[name], 'function', `reader.${name}`)
    for (const name of ledgerMethods) assert.equal(typeof ledger[name], 'function', `ledger.${name}`)
    for (const name of taskMethods) assert.equal(typeof tasks[name], 'function', `tasks.${name}`)
    for (const name of crewMethods) assert.equal(typeof crew[name], 'function', `crew.${name}`)
  })

  it('is opened and closed as often as one likes', async ({ storage }) => {
    await storage.open()
    await storage.close()
    await storage.close()
    await storage.open()
    assert.equal((await storage.reader.stats()).tracks, 0)
  })

  it('refuses calls while closed', async ({ storage }) => {
    await storage.close()
    await rejectsWith('CLOSED', () => storage.reader.stats())
    await rejectsWith('CLOSED', () => storage.writer.roots())
    await rejectsWith('CLOSED', () => storage.ledger.scan())
    await rejectsWith('CLOSED', () => storage.tasks.countTasks())
    await rejectsWith('CLOSED', () => storage.tasks.listTasks({}))
    await rejectsWith('CLOSED', () => storage.crew.workers(0))
  })

  it('has what was committed when it is opened again', async (lab) => {
    await lab.store(newSongs({ id: 'a', artists: ['Nina'], album: 'Blue' }))
    const before = await observe(lab.storage)
    await lab.restart()
    assert.deepEqual(await observe(lab.storage), before)
  })
}

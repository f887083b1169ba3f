import { sqliteStorage } from '../../../../src/adapters/sqlite/sqlite-storage.ts'
import { folderState, insertion, taskOwed } from '../../../../src/testing/rows/scan-rows.ts'

/** Writes commits of 20 tracks until it is killed. */
const [path = '', round = ''] = process.argv.slice(2)
const storage = sqliteStorage({ path })
await storage.open()
const { scan } = await storage.ledger.beginScan({
  rootIds: ['music'],
  mode: 'full',
  now: 1,
  discover: [{ rootId: 'music', payload: '{}' }],
})
const lease = await storage.ledger.claimUnit({ scanId: scan.id, segments: ['discover'], leaseMs: 1e6, now: 1 })
if (lease === undefined) throw new Error('there is no unit to claim')
for (let commit = 0; ; commit++) {
  const key = `${round}-${commit}/`
  const ids = Array.from({ length: 20 }, (_, index) => `${key}${index}`)
  const written = storage.writer.commit({
    lease,
    now: 1,
    tracks: ids.map((id) => insertion(id, { path: `${id}.mp3` })),
    tasks: ids.map((id) => taskOwed({ subjectId: id })),
    folders: [folderState({ key })],
    counts: { added: ids.length },
  })
  if (commit === 0) {
    await written
    console.log('writing')
  }
  if (commit % 3 === 0) await written
}

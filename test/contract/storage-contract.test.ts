import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../../src/adapters/memory/memory-storage.ts'
import type { Storage } from '../../src/core/ports/storage.ts'
import { storageContract } from '../../src/testing/storage-contract/storage-contract.ts'
import { breakStorage } from './broken/break-storage.ts'
import { brokenStorages } from './broken/broken-storages.ts'

/** Names of the cases that a storage fails, without a test runner. */
const failuresOf = async (create: () => Storage): Promise<{ readonly failed: string[]; readonly cases: number }> => {
  const cases: { readonly name: string; readonly body: () => Promise<void> }[] = []
  storageContract({
    describe: (_name, body) => body(),
    it: (name, body) => cases.push({ name, body }),
    create: async () => ({ storage: create() }),
  })
  const failed: string[] = []
  for (const { name, body } of cases) await body().catch(() => failed.push(name))
  return { failed, cases: cases.length }
}

describe('the storage contract', () => {
  it('passes for a storage that keeps it', async () => {
    const { failed, cases } = await failuresOf(memoryStorage)
    expect(failed).toEqual([])
    expect(cases).toBeGreaterThan(100)
  })

  it('passes for a storage that only passes calls on', async () => {
    expect((await failuresOf(() => breakStorage({}))).failed).toEqual([])
  })

  it.each(Object.entries(brokenStorages))('fails when %s', async (_mistake, mistake) => {
    expect((await failuresOf(() => breakStorage(mistake))).failed).not.toEqual([])
  })

  const { writer, reader, ledger, tasks, crew } = memoryStorage()
  const methods = Object.entries({ writer, reader, ledger, tasks, crew }).flatMap(([port, of]) =>
    Object.keys(of).map((method) => [port, method] as const),
  )

  it.each(methods)('fails in more than one case when %s.%s is absent', async (port, method) => {
    const { failed } = await failuresOf(() => breakStorage({ [port]: () => ({ [method]: undefined }) }))
    expect(failed.length).toBeGreaterThan(1)
  })

  it.each(methods)('fails in more than one case when %s.%s always rejects', async (port, method) => {
    const reject = async (): Promise<never> => {
      throw new Error('not implemented')
    }
    const { failed } = await failuresOf(() => breakStorage({ [port]: () => ({ [method]: reject }) }))
    expect(failed.length).toBeGreaterThan(1)
  })
})

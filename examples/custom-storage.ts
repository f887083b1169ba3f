// A storage of the host's own, held to the contract: here one that keeps the library in memory and measures its commits.
import { describe, it } from 'node:test'
import { memoryStorage, type Storage } from '@soniquebay/scan'
import { storageContract } from '@soniquebay/scan/testing'

const measuredStorage = (): Storage & { readonly commitMs: readonly number[] } => {
  const inner = memoryStorage()
  const commitMs: number[] = []
  return {
    ...inner,
    name: 'measured',
    commitMs,
    writer: {
      ...inner.writer,
      async commit(commit) {
        const from = performance.now()
        try {
          return await inner.writer.commit(commit)
        } finally {
          commitMs.push(performance.now() - from)
        }
      },
    },
  }
}

// Any runner with `describe` and `it` will do; every case gets a storage of its own.
storageContract({ describe, it, create: async () => ({ storage: measuredStorage() }) })

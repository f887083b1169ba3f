import { describe, it } from 'vitest'
import { memoryStorage } from '../../src/adapters/memory/memory-storage.ts'
import { storageContract } from '../../src/testing/storage-contract/storage-contract.ts'

storageContract({ describe, it, create: async () => ({ storage: memoryStorage() }) })

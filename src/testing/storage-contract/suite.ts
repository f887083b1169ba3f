import type { Storage } from '../../core/ports/storage.ts'
import { Lab } from './lab.ts'

/** The `describe` and `it` of the host's test runner. */
export interface TestRunner {
  /** As in vitest, node:test, jest and mocha. */
  readonly describe: (name: string, body: () => void) => void
  /** As in vitest, node:test, jest and mocha. */
  readonly it: (name: string, body: () => Promise<void>) => void
}

/** A storage to test, fresh and empty. */
export interface StorageUnderTest {
  /** Not yet opened. */
  readonly storage: Storage
  /** Another storage over the same data, as another process would have it; not yet opened. Required when `capabilities.multiProcess` says so. */
  readonly connect?: () => Storage
  /** Removes what was created. The storage is closed by then. */
  readonly dispose?: () => Promise<void>
}

/** What the contract suite needs. */
export interface StorageContractOptions extends TestRunner {
  /** Makes a storage, not yet opened; each case asks for one. */
  readonly create: () => Promise<StorageUnderTest>
}

/** A facet of the contract adds its cases; each gets a fresh, open storage. */
interface Suite {
  readonly it: (name: string, body: (lab: Lab) => Promise<void>) => void
}

export type Facet = (suite: Suite) => void

/** Runs a case on a fresh storage and cleans up after it, whatever it did. */
export const onFreshStorage = async (
  /** Makes a storage, not yet opened; each case asks for one. */
  create: StorageContractOptions['create'],
  body: (lab: Lab) => Promise<void>,
): Promise<void> => {
  const { storage, connect, dispose } = await create()
  const lab = new Lab(storage, connect)
  try {
    await storage.open()
    await body(lab)
  } finally {
    await lab.close()
    await dispose?.()
  }
}

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { DeferredStage } from '../../../src/index.ts'

/** A SHA-256 of each file. */
export const checksum: DeferredStage = {
  kind: 'sha256',
  version: '1',
  derivesFrom: 'tags',
  work: async ({ file }, signal) =>
    createHash('sha256')
      .update(await readFile(file, { signal }))
      .digest('hex'),
}

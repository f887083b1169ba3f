import type { RateLimit } from '../../core/ports/rate-limit.ts'
import { takeAlone } from '../support/turn-taker.ts'

/** A rate limit of this process alone. */
export const memoryRateLimit = (): RateLimit => ({
  specVersion: 'v1',
  name: 'memory',
  take: takeAlone(),
  close: async () => undefined,
})

import type { Cluster, Redis } from 'ioredis'
import { describe, expectTypeOf, it } from 'vitest'
import type { RedisClient } from '../../../src/redis.ts'

describe('clients that a host brings', () => {
  it('fit by their types', () => {
    expectTypeOf<Redis>().toExtend<RedisClient>()
    expectTypeOf<Cluster>().toExtend<RedisClient>()
  })
})

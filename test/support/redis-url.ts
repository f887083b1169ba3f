import { serverUrl } from './not-run.ts'

/** Where a Redis server for tests is; `undefined` when there is none (see `servers.ts`). */
export const redisUrl = async (): Promise<string | undefined> => serverUrl('redis')

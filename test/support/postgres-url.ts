import { serverUrl } from './not-run.ts'

/** Where a Postgres server for tests is; `undefined` when there is none (see `servers.ts`). */
export const postgresUrl = async (): Promise<string | undefined> => serverUrl('postgres')

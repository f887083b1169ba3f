import { derivedSchema } from './schema-derived.ts'
import { ledgerSchema } from './schema-ledger.ts'
import { librarySchema } from './schema-library.ts'

/** The schema, as steps from each version to the next. A step that was released is never edited: a change is a new step. */
export const migrations: readonly string[] = [librarySchema + ledgerSchema + derivedSchema]

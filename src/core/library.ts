import type { Root } from './model/root.ts'
import type { ExportRequest, LibraryReader } from './ports/library-reader.ts'

/** Queries and upkeep of a library. */
export interface Library extends Omit<LibraryReader, 'exportLines'> {
  /** Roots that were scanned, by id. */
  roots(): Promise<readonly Root[]>
  /** Says that a root is now at another place: its tracks keep their ids. Throws `USAGE` for an unknown id or what is no folder. */
  relocateRoot(rootId: string, location: string): Promise<void>
  /** Forgets a root: its tracks become missing and go with the next {@link purge}. Throws `USAGE` for an unknown id. */
  removeRoot(rootId: string): Promise<void>
  /** Deletes tracks that have been missing for at least `missingFor` milliseconds, with all that derives from them; returns their ids. */
  purge(options: { readonly missingFor: number }): Promise<readonly string[]>
  /** The whole library as JSON lines (DESIGN §9), the same for every storage. */
  export(options?: Partial<Pick<ExportRequest, 'byPath'>>): AsyncIterable<string>
}

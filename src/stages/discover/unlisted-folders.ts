import type { FolderState } from '../../core/model/change.ts'
import type { FileStat } from '../../core/ports/file-source.ts'
import type { KnownFolder } from '../../core/ports/library-writer.ts'
import { type Answer, andThen, attempt } from './answer.ts'
import { rulesInside } from './rules-inside.ts'
import { childOf, diskFolder, type Walk, type WalkFolder } from './walk-folder.ts'

/** What was found of a known folder under one that was not listed. */
export interface FoundFolder {
  /** Key of the folder looked for: the known one, or one above it of which storage knows nothing. */
  readonly key: string
  /** `undefined` when no folder is there. */
  readonly folder?: WalkFolder
  readonly failed?: unknown
  /** The state of the folder that was not listed. */
  readonly above: FolderState
}

type Rules = WalkFolder['rules'] | { readonly failed: unknown }

interface Passed {
  readonly folder: WalkFolder
  /** `null` when it was listed. */
  readonly state: FolderState | null
  rules?: Answer<Rules>
}

/** The folders that a quick scan passed, from the root down to the one at hand. Under those that it need not list, storage says which folders are there. */
export class UnlistedFolders {
  readonly #walk: Walk
  readonly #folders: Passed[] = []

  constructor(walk: Walk) {
    this.#walk = walk
  }

  /** A folder was passed, listed (`state` is `null`) or not. Keys must come in their order. */
  push(folder: WalkFolder, state: FolderState | null): void {
    this.#prune(folder.key)
    this.#folders.push({ folder, state })
  }

  /** Whether the lowest folder passed above a key was not listed. */
  isAbove(key: string): boolean {
    this.#prune(key)
    return (this.#folders.at(-1)?.state ?? null) !== null
  }

  /** Looks for a known folder, or the next one above it, under the lowest folder that was not listed. */
  find(row: KnownFolder): Answer<FoundFolder> {
    const lowest = this.#folders.at(-1)
    const state = lowest?.state ?? null
    if (lowest === undefined || state === null) throw new TypeError('no folder above was left unlisted')
    const above = lowest.folder
    const key = row.key.slice(0, row.key.indexOf('/', above.key.length) + 1)
    const spelled = key === row.key ? (row.state?.diskPath ?? null) : null
    const diskPath =
      spelled ??
      (above.diskPath === null ? null : `${above.diskPath}/${encodeURIComponent(key.slice(above.key.length, -1))}`)
    return andThen(
      attempt<FileStat | undefined, { readonly failed: unknown }>(
        () => this.#walk.source.stat(diskFolder(this.#walk, { key, diskPath })),
        (failed) => ({ failed }),
      ),
      (stat): Answer<FoundFolder> => {
        if (stat !== undefined && 'failed' in stat) return { key, failed: stat.failed, above: state }
        if (stat?.kind !== 'folder') return { key, above: state }
        return andThen(this.#rulesIn(lowest, state), (rules) =>
          'failed' in rules
            ? { key, failed: rules.failed, above: state }
            : { key, folder: childOf(above, this.#walk.settings, { key, diskPath, stat, rules }), above: state },
        )
      },
    )
  }

  #rulesIn(passed: Passed, { sidecars }: FolderState): Answer<Rules> {
    passed.rules ??= attempt<Rules, Rules>(
      () =>
        rulesInside(
          this.#walk,
          passed.folder,
          sidecars.map(({ name }) => name),
        ),
      (failed) => ({ failed }),
    )
    return passed.rules
  }

  #prune(key: string): void {
    while (this.#folders.length > 0 && !key.startsWith(this.#folders.at(-1)?.folder.key ?? '')) this.#folders.pop()
  }
}

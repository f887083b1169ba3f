import { parentOf } from './walk-folder.ts'

/**
 * What became of a folder that was not walked as it should: `gone`, `ignored`; `unreadable` (and told in the error list) or `kept` (without a word), which both shield every row under it.
 */
export type FolderFate = 'gone' | 'ignored' | 'unreadable' | 'kept'

/** The fates of folders by key; what is said of a folder holds for all below it. */
export class FolderFates {
  readonly #fates = new Map<string, FolderFate>()

  set(key: string, fate: FolderFate): void {
    this.#fates.set(key, fate)
  }

  /** What was said of this very folder. */
  at(key: string): FolderFate | undefined {
    return this.#fates.get(key)
  }

  /** What was said of the folder, or of the nearest one above it. */
  of(key: string): FolderFate | undefined {
    if (this.#fates.size === 0) return undefined
    for (let above = key; above !== ''; above = parentOf(above)) {
      const fate = this.#fates.get(above)
      if (fate !== undefined) return fate
    }
    return this.#fates.get('')
  }

  /** Whether rows under the folder keep what they say, whatever the disk shows. */
  shields(key: string): boolean {
    const fate = this.of(key)
    return fate === 'unreadable' || fate === 'kept'
  }
}

/** Why the rows under a folder are not compared. */
export type FolderFate = 'shielded' | 'ignored' | 'gone'

/** What became of folders that were not walked, by key; what is said of a folder holds for all below it. */
export class FolderFates {
  readonly #fates = new Map<string, FolderFate>()

  set(key: string, fate: FolderFate): void {
    this.#fates.set(key, fate)
  }

  /** The fate of the nearest folder above, or of itself. A folder of which nothing was said is gone: the one above it was listed without it. */
  of(key: string): FolderFate {
    if (this.#fates.size === 0) return 'gone'
    for (let above = key; above !== ''; above = above.slice(0, above.lastIndexOf('/', above.length - 2) + 1)) {
      const fate = this.#fates.get(above)
      if (fate !== undefined) return fate
    }
    return this.#fates.get('') ?? 'gone'
  }
}

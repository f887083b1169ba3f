/** A root of the library as storage knows it. */
export interface Root {
  readonly id: string
  /** Where it was last scanned: absolute path on the machine that did. */
  readonly location: string
  /** Device and inode of that folder, to recognise it under another path. */
  readonly device: number
  readonly inode: number
}

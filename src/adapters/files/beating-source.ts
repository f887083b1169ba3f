import type { FileSource } from '../../core/ports/file-source.ts'

const everyMs = 1000

/** The same file source, which gives a sign of life about once a second while it is used: a disk that hangs is told from one that is slow. */
export const beatingSource = (source: FileSource, alive: () => void): FileSource => {
  let last = 0
  const beat = (): void => {
    const now = performance.now()
    if (now - last < everyMs) return
    last = now
    alive()
  }
  return {
    ...source,
    list: (folder) => {
      beat()
      return source.list(folder)
    },
    stat: (path) => {
      beat()
      return source.stat(path)
    },
    open: (path) => {
      beat()
      return source.open(path)
    },
  }
}

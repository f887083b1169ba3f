/** A path without the extension of its file: `folder/stem`. A leading dot begins a name, not an extension. */
export const stemOf = (path: string): string => {
  const dot = path.lastIndexOf('.')
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path
}

/** The name of the file at a path, without folders and extension: what an untagged track is called. */
export const nameStem = (path: string): string => {
  const stem = stemOf(path)
  return stem.slice(stem.lastIndexOf('/') + 1)
}

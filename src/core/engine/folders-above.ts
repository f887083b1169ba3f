/** All folders above some files, as keys, the roots included: what a quick scan must list again. */
export const foldersAbove = (
  files: readonly { readonly rootId: string; readonly path: string }[],
): { readonly rootId: string; readonly key: string }[] => {
  const folders = new Map<string, { rootId: string; key: string }>()
  for (const { rootId, path } of files) {
    for (
      let key = path.slice(0, path.lastIndexOf('/') + 1);
      ;
      key = key.slice(0, key.lastIndexOf('/', key.length - 2) + 1)
    ) {
      const id = `${rootId}\0${key}`
      if (folders.has(id)) break
      folders.set(id, { rootId, key })
      if (key === '') break
    }
  }
  return [...folders.values()]
}

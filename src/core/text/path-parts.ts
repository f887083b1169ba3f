/** Key of the folder that holds a path, with its trailing `/`; the root is the empty string. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** Name of the file at a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

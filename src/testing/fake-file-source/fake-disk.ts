/** A failure as `node:fs` would tell it. */
export const errnoError = (code: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${path}`), { code, errno: -1, syscall: 'fake', path })

/** A file system: mounting gives it another device number. */
export interface FakeVolume {
  device: number
}

/** What is at a name. */
export interface FakeNode {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  readonly volume: FakeVolume
  readonly inode: number
  mtimeUs: number
  ctimeUs: number
  /** Of a file. */
  content: Uint8Array
  /** Of a folder, by name. */
  readonly children: Map<string, FakeNode>
  /** Of a link. */
  readonly target: string
  /** The top folder of the disk that is mounted over this one. */
  mounted: FakeNode | undefined
}

/** A node, and its path with all links resolved. */
export interface Found {
  readonly node: FakeNode
  readonly path: string
}

const mostLinks = 40

/** A tree of files in memory. Names and paths are strings of bytes (Latin-1), because names on disk need not be UTF-8. */
export class FakeDisk {
  #inodes = 1
  readonly #top: FakeNode

  constructor(device: number, nowUs: number) {
    this.#top = this.make('folder', { device }, nowUs)
  }

  make(kind: FakeNode['kind'], volume: FakeVolume, nowUs: number, target = ''): FakeNode {
    const content = new Uint8Array()
    const stamps = { mtimeUs: nowUs, ctimeUs: nowUs }
    return { kind, volume, inode: ++this.#inodes, ...stamps, content, children: new Map(), target, mounted: undefined }
  }

  /** What is at an absolute path. Throws `ENOENT`, `ENOTDIR` and `ELOOP` as a file system does. */
  find(path: string, { follow = true, covered = false } = {}): Found {
    const at: { readonly name: string; readonly node: FakeNode }[] = []
    let todo = namesOf(path)
    let links = 0
    for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
      const above = shown(at.at(-1)?.node ?? this.#top)
      if (above.kind !== 'folder') throw errnoError('ENOTDIR', path)
      const node = above.children.get(name)
      if (node === undefined) throw errnoError('ENOENT', path)
      if (node.kind === 'link' && (follow || todo.length > 0)) {
        if (++links > mostLinks) throw errnoError('ELOOP', path)
        if (node.target.startsWith('/')) at.length = 0
        todo = [...namesOf(node.target), ...todo]
      } else at.push({ name, node })
    }
    const node = at.at(-1)?.node ?? this.#top
    return { node: covered ? node : shown(node), path: `/${at.map(({ name }) => name).join('/')}` }
  }

  /** The folder at a path, made where it is missing. */
  folder(path: string, nowUs: number): FakeNode {
    let folder = shown(this.#top)
    for (const name of namesOf(path)) {
      let next = folder.children.get(name)
      if (next === undefined) {
        next = this.make('folder', folder.volume, nowUs)
        this.put(folder, name, next, nowUs)
      }
      folder = shown(next)
      if (folder.kind !== 'folder') throw errnoError('ENOTDIR', path)
    }
    return folder
  }

  put(folder: FakeNode, name: string, node: FakeNode | undefined, nowUs: number): void {
    if (node === undefined) folder.children.delete(name)
    else folder.children.set(name, node)
    folder.mtimeUs = nowUs
    folder.ctimeUs = nowUs
  }
}

const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '' && name !== '.')

const shown = (node: FakeNode): FakeNode => node.mounted ?? node

/** Folder and name of a path. */
export const splitPath = (path: string): { readonly above: string; readonly name: string } => {
  const slash = path.lastIndexOf('/')
  return { above: path.slice(0, slash), name: path.slice(slash + 1) }
}

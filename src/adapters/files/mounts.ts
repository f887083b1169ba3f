import { readFileSync } from 'node:fs'

/** The file system that a folder lies on. */
export interface Mount {
  readonly point: string
  /** As the kernel names it: `ext4`, `nfs4`, `fuse.sshfs`, … */
  readonly type: string
  /** Network and FUSE file systems: a call can hang for ever when the other side is gone. */
  readonly mayHang: boolean
}

const mayHang = /^(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|glusterfs|lustre|ncpfs|davfs|virtiofs|fuse(\..+)?|fuseblk)$/
/** FUSE file systems over a local disk. */
const localFuse = /^(fuseblk|fuse\.(ntfs|ntfs-3g|exfat|lxcfs|snapfuse))$/

/**
 * The mount that an absolute path lies on, from the kernel's own table (proc_pid_mountinfo(5)), without touching the path: that could hang. `undefined` where there is no such
 * table (macOS, Windows).
 */
export const mountOf = (path: string, table: string | undefined = mountTable()): Mount | undefined => {
  let best: Mount | undefined
  for (const line of table?.split('\n') ?? []) {
    const [before = '', after = ''] = line.split(' - ')
    const point = before
      .split(' ')[4]
      ?.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    const type = after.split(' ')[0]
    if (point === undefined || type === undefined || !within(path, point)) continue
    // A later line of the same point covers the earlier one.
    if (best !== undefined && point.length < best.point.length) continue
    best = { point, type, mayHang: mayHang.test(type) && !localFuse.test(type) }
  }
  return best
}

const within = (path: string, point: string): boolean => path === point || point === '/' || path.startsWith(`${point}/`)

const mountTable = (): string | undefined => {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return undefined
  }
}

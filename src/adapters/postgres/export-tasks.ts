import type { TaskOwed } from '../../core/model/scan.ts'
import { taskLine } from '../../core/text/export-line.ts'
import type { ExportedLine, Place } from '../support/sql/export-place.ts'
import type { Connection } from './connection.ts'
import { rootsFrom } from './tracks-in-path-order.ts'

type Subject = TaskOwed['subjectType']

interface TaskRow {
  readonly id: string
  readonly path: string
  readonly kind: string
  readonly version: string
}

const entity = (type: Subject): string => `
SELECT s.id, '' AS path, k.kind, k.version FROM ${type}s s JOIN tasks k ON k.subject_key = s.${type}_key AND k.subject_type = '${type}'
WHERE k.state <> 'done' AND s.id >= ? AND (s.id, k.kind) > (?, ?) ORDER BY s.id, k.kind LIMIT ?`

const tracksOfRoot = `
SELECT s.id, s.path, k.kind, k.version FROM tracks s JOIN tasks k ON k.subject_key = s.track_key AND k.subject_type = 'track'
WHERE k.state <> 'done' AND s.missing_since IS NULL AND s.root_key = ? AND s.path >= ? AND (s.path, k.kind) > (?, ?) ORDER BY s.path, k.kind LIMIT ?`

/** Lines of the tasks owed. The place is the subject's type with its id or root id, its path, and the kind of the task. */
export const taskLines = async (
  db: Connection,
  byPath: boolean,
  [subject, path, kind]: Place,
  limit: number,
): Promise<readonly ExportedLine[]> => {
  const lines: ExportedLine[] = []
  const end = subject.indexOf(':')
  const from = { type: subject.slice(0, Math.max(end, 0)), id: subject.slice(end + 1) }
  const put = (type: Subject, rows: readonly TaskRow[], rootId: string | null): void => {
    for (const row of rows) {
      const task = { kind: row.kind, subjectType: type, subjectId: row.id, version: row.version }
      const line = taskLine(task, rootId === null ? null : { rootId, path: row.path })
      lines.push({ line, at: [`${type}:${rootId ?? row.id}`, row.path, row.kind] })
    }
  }
  for (const type of ['album', 'artist', 'track'] as const) {
    if (type < from.type) continue
    if (lines.length >= limit) break
    const [id, at, of] = type === from.type ? [from.id, path, kind] : ['', '', '']
    if (type !== 'track' || !byPath) {
      put(type, await db.all<TaskRow>(entity(type), id, id, of, limit - lines.length), null)
      continue
    }
    // Root by root, so that each page is read off the index of paths.
    for (const root of await rootsFrom(db, false, id)) {
      if (lines.length >= limit) break
      const [after, last] = root.id === id ? [at, of] : ['', '']
      put(type, await db.all<TaskRow>(tracksOfRoot, root.root_key, after, after, last, limit - lines.length), root.id)
    }
  }
  return lines
}

import type { TaskOwed } from '../../core/model/scan.ts'
import { taskLine } from '../../core/text/export-line.ts'
import type { ExportedLine, Place } from '../support/sql/export-place.ts'
import type { Connection } from './connection.ts'

type Subject = TaskOwed['subjectType']

interface TaskRow {
  readonly id: string
  readonly root_id: string | null
  readonly path: string
  readonly kind: string
  readonly version: string
}

const entity = (type: Subject): string => `
SELECT s.id, NULL AS root_id, '' AS path, k.kind, k.version FROM ${type}s s JOIN tasks k ON k.subject_key = s.${type}_key AND k.subject_type = '${type}'
WHERE k.state <> 'done' AND s.id >= ? AND (s.id, k.kind) > (?, ?) ORDER BY s.id, k.kind LIMIT ?`

const trackByPath = `
SELECT s.id, r.id AS root_id, s.path, k.kind, k.version FROM roots r CROSS JOIN tracks s ON s.root_key = r.root_key
JOIN tasks k ON k.subject_key = s.track_key AND k.subject_type = 'track'
WHERE k.state <> 'done' AND s.missing_since IS NULL AND r.id >= ? AND (r.id, s.path, k.kind) > (?, ?, ?) ORDER BY r.id, s.path, k.kind LIMIT ?`

/** Lines of the tasks owed. The place is the subject's type with its id or root id, its path, and the kind of the task. */
export const taskLines = (
  db: Connection,
  byPath: boolean,
  [subject, path, kind]: Place,
  limit: number,
): readonly ExportedLine[] => {
  const lines: ExportedLine[] = []
  const end = subject.indexOf(':')
  const from = { type: subject.slice(0, Math.max(end, 0)), id: subject.slice(end + 1) }
  for (const type of ['album', 'artist', 'track'] as const) {
    if (type < from.type) continue
    const [id, at, of] = type === from.type ? [from.id, path, kind] : ['', '', '']
    const wanted = limit - lines.length
    const rows =
      type === 'track' && byPath
        ? db.all<TaskRow>(trackByPath, id, id, at, of, wanted)
        : db.all<TaskRow>(entity(type), id, id, of, wanted)
    for (const row of rows) {
      const place = row.root_id === null ? null : { rootId: row.root_id, path: row.path }
      const task = { kind: row.kind, subjectType: type, subjectId: row.id, version: row.version }
      lines.push({ line: taskLine(task, place), at: [`${type}:${row.root_id ?? row.id}`, row.path, row.kind] })
    }
    if (lines.length >= limit) break
  }
  return lines
}

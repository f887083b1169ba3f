import type { TagField } from '../tag-map.ts'
import type { TagSink } from '../tag-sink.ts'
import { textValues } from './frame-text.ts'

/** Functions in `TIPL` and `IPLS`, as Picard and others write them, that are roles of ours. Any other is what a performer plays. */
const roles: ReadonlyMap<string, TagField> = new Map([
  ['arranger', 'arranger'],
  ['composer', 'composer'],
  ['conductor', 'conductor'],
  ['director', 'director'],
  ['dj-mix', 'djmixer'],
  ['djmixer', 'djmixer'],
  ['engineer', 'engineer'],
  ['lyricist', 'lyricist'],
  ['mix', 'mixer'],
  ['mixer', 'mixer'],
  ['producer', 'producer'],
  ['remixer', 'remixer'],
  ['writer', 'writer'],
])

/** `TIPL`, `TMCL` (ID3v2.4 §4.2.2), `IPLS` (ID3v2.3 §4.4): function and name in turn. */
export function readInvolvedPeople(bytes: Uint8Array, start: number, end: number, { sink }: { sink: TagSink }): void {
  const values = textValues(bytes[start] ?? 0, bytes, start + 1, end)
  for (let at = 0; at + 1 < values.length; at += 2) {
    const role = (values[at] ?? '').trim()
    const name = values[at + 1] ?? ''
    const field = roles.get(role.toLowerCase())
    if (field !== undefined) sink.tags.add(field, name)
    else sink.tags.addPerformer(name, role.toLowerCase() === 'performer' ? '' : role)
  }
}

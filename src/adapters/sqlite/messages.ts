import { ScanError, type ScanErrorCode } from '../../core/errors.ts'
import type { TrackEntry } from '../../core/model/entity-batch.ts'
import type { TrackWrite, UnitCommit } from '../../core/ports/library-writer.ts'
import { type PackedFacts, packFacts, sealedEntries } from '../../core/sealed-entry.ts'
import { JsonText } from './json-text.ts'

/** Names of the ports of an engine. */
export type PortName = 'writer' | 'reader' | 'ledger' | 'tasks' | 'crew'

/**
 * What goes to the database thread and back, as JSON text: text crosses threads as one block of memory, which is faster than cloning objects one by one, and both ends
 * stop for its making and parsing only.
 */
export type Request = readonly [id: number, port: PortName, method: string, args: readonly unknown[]]

/** A request as it is posted. The facts of a commit's tracks go apart: they are JSON already when they come from a reader's thread. */
export interface RequestText {
  readonly head: string
  readonly facts?: PackedFacts
}

/** The answer to a request. */
export interface Reply {
  readonly id: number
  readonly value?: unknown
  readonly error?: PlainError
}

/** An error as data. */
export interface PlainError {
  readonly code: ScanErrorCode | null
  readonly message: string
  readonly retryable: boolean
}

export const requestText = (id: number, port: PortName, method: string, args: readonly unknown[]): RequestText => {
  let count = args.length
  // `null` would stand for them in JSON, which is not what a default parameter looks for.
  while (count > 0 && args[count - 1] === undefined) count--
  const text = (given: readonly unknown[]): string => JSON.stringify([id, port, method, given] satisfies Request)
  if (method !== 'commit') return { head: text(args.slice(0, count)) }
  const { tracks = [], ...rest } = args[0] as UnitCommit
  if (tracks.length === 0) return { head: text([rest]) }
  const heads = tracks.map(({ action, id, entry }): TrackHead => [action, id, entry.kind])
  return { head: text([{ ...rest, tracks: heads }]), facts: packFacts(tracks.map(({ entry }) => entry)) }
}

type TrackHead = readonly [action: TrackWrite['action'], id: string, kind: TrackEntry['kind']]

/** Reads a request back. */
export const requestOf = ({ head, facts }: RequestText): Request => {
  const request: Request = JSON.parse(head)
  if (facts === undefined) return request
  const [requestId, port, method, [packed]] = request
  const { tracks: heads, ...rest } = packed as Omit<UnitCommit, 'tracks'> & { readonly tracks: readonly TrackHead[] }
  const entries = sealedEntries(
    heads.map(([, , kind]) => kind),
    facts,
  )
  const tracks = entries.flatMap((entry, at): TrackWrite | [] => {
    const [action, id] = heads[at] ?? []
    return action === undefined || id === undefined ? [] : { action, id, entry }
  })
  return [requestId, port, method, [{ ...rest, tracks } satisfies UnitCommit]]
}

export const replyText = (id: number, value: unknown): string => {
  const json = value instanceof JsonText ? value.json : JSON.stringify(value)
  return json === undefined ? `{"id":${id}}` : `{"id":${id},"value":${json}}`
}

export const plainError = (error: unknown): PlainError => {
  const message = error instanceof Error ? error.message : String(error)
  return ScanError.is(error)
    ? { code: error.code, message, retryable: error.retryable }
    : { code: null, message, retryable: false }
}

export const errorOf = ({ code, message, retryable }: PlainError): Error =>
  code === null ? new ScanError('INTERNAL', message) : new ScanError(code, message, { retryable })

import { ScanError, type ScanErrorCode } from '../../core/errors.ts'
import { JsonText } from './json-text.ts'

/** Names of the ports of an engine. */
export type PortName = 'writer' | 'reader' | 'ledger'

/**
 * What goes to the database thread and back, as JSON text: text crosses threads as one block of memory, which is faster than cloning objects one by one, and both ends
 * stop for its making and parsing only.
 */
export type Request = readonly [id: number, port: PortName, method: string, args: readonly unknown[]]

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

export const requestText = (id: number, port: PortName, method: string, args: readonly unknown[]): string => {
  let count = args.length
  // `null` would stand for them in JSON, which is not what a default parameter looks for.
  while (count > 0 && args[count - 1] === undefined) count--
  const request: Request = [id, port, method, args.slice(0, count)]
  return JSON.stringify(request)
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

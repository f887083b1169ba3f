import type { PortName } from './messages.ts'

/** Where the engine runs: here, or in a thread of its own. */
export interface Backend {
  call(port: PortName, method: string, args: readonly unknown[]): Promise<unknown>
  close(): Promise<void>
}

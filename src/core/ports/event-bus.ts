/** Channels of the bus: how far work is, and what happened. */
export type BusChannel = 'progress' | 'notifications'

/** A message: a JSON object that says in `type` what it is. */
export type BusMessage = Readonly<Record<string, unknown>> & { readonly type: string }

/**
 * Tells other processes what happens here: at most once, in order of publishing for each publisher, to those who listen at the time. What must not be missed is in storage.
 * A message that cannot be delivered is dropped; publishing never waits for a server that is away and never rejects for it.
 */
export interface EventBus {
  readonly specVersion: 'v1'
  readonly name: string
  /** Hands messages to every listener of the channel, in this process and others. */
  publish(channel: BusChannel, messages: readonly BusMessage[]): Promise<void>
  /** Listens from when it resolves; returns what stops it. A listener that throws does not keep others from hearing. */
  subscribe(channel: BusChannel, listener: (message: BusMessage) => void): Promise<() => Promise<void>>
  /** Closes what it opened; idempotent. */
  close(): Promise<void>
}

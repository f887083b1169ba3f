import type { BusMessage } from '../../core/ports/event-bus.ts'

/** Who listens to which channel. */
export class Listeners<Channel extends string> {
  readonly #byChannel = new Map<Channel, Set<(message: BusMessage) => void>>()

  /** Returns what stops listening. The same function may listen twice. */
  add(channel: Channel, listener: (message: BusMessage) => void): () => void {
    const mine = (message: BusMessage): void => listener(message)
    const all = this.#byChannel.get(channel) ?? new Set()
    this.#byChannel.set(channel, all.add(mine))
    return () => void all.delete(mine)
  }

  /** Whether anybody listens to the channel. */
  has(channel: Channel): boolean {
    return (this.#byChannel.get(channel)?.size ?? 0) > 0
  }

  /** One that throws does not keep others from hearing. */
  tell(channel: Channel, message: BusMessage): void {
    for (const listener of [...(this.#byChannel.get(channel) ?? [])]) {
      try {
        // One that is async rejects instead, which would end the process.
        const told: unknown = listener(message)
        if (told instanceof Promise) told.catch(warn)
      } catch (error) {
        warn(error)
      }
    }
  }

  clear(): void {
    this.#byChannel.clear()
  }
}

const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error))

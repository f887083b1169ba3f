/** A kind of work that tracks owe after they are stored, done later by a stage of its own. */
export interface DeferredKind {
  /** Unique name: `fingerprint`. */
  readonly kind: string
  /** Version of what makes the value (algorithm, model, configuration). When it changes, the work is owed again. */
  readonly version: string
  /** What the value derives from: `audio` is owed again when the audio is replaced only, `tags` whenever the track is read again. */
  readonly derivesFrom: 'audio' | 'tags'
  /** Higher first. Default 0. */
  readonly priority?: number
  /** Milliseconds after storing before it is due. Default 0. */
  readonly delayMs?: number
}

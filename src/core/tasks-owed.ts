import type { DeferredKind } from './deferred-kind.ts'
import type { TaskOwed } from './model/scan.ts'

/** The tasks a stored track owes: all kinds when its audio is new, those that derive from tags when only its tags were read again. */
export const tasksOwed = (
  trackId: string,
  audioIsNew: boolean,
  kinds: readonly DeferredKind[],
  now: number,
): readonly TaskOwed[] =>
  kinds
    .filter((kind) => audioIsNew || kind.derivesFrom === 'tags')
    .map((kind) => ({
      kind: kind.kind,
      subjectType: 'track',
      subjectId: trackId,
      version: kind.version,
      priority: kind.priority ?? 0,
      notBefore: now + (kind.delayMs ?? 0),
    }))

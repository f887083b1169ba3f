import fc from 'fast-check'
import type { DeferredKind } from '../../src/core/deferred-kind.ts'
import type { TaskOwed } from '../../src/core/model/scan.ts'
import type { ClaimTasks, TaskFilter } from '../../src/core/ports/task-ledger.ts'

/** How a lease ends, as far as that does not depend on when and which. */
export interface RandomEnd {
  /** Which of the leases that were ever given. */
  readonly lease: number
  readonly outcome: 'done' | 'retry' | 'quarantine' | 'release'
  readonly value: string | null | undefined
  readonly owes: readonly TaskOwed[]
  readonly delay: number
}

/** One step in the life of a library's tasks. */
export type TaskStep =
  | { readonly step: 'set-kinds'; readonly kinds: readonly DeferredKind[] }
  | {
      readonly step: 'claim'
      /** Places of tasks in their list. */
      readonly places: readonly number[] | null
      readonly request: Pick<ClaimTasks, 'kinds' | 'limit' | 'leaseMs'>
    }
  | { readonly step: 'renew'; readonly leases: readonly number[]; readonly leaseMs: number }
  | { readonly step: 'end-tasks'; readonly ends: readonly RandomEnd[] }
  | { readonly step: 'retry'; readonly filter: TaskFilter }
  | { readonly step: 'purge-tasks'; readonly age: number; readonly limit: number }
  | { readonly step: 'take-lease'; readonly holder: string; readonly leaseMs: number }
  | { readonly step: 'release-lease'; readonly holder: string }

export const taskKinds: readonly string[] = ['a', 'b', 'A']

const kind = fc.constantFrom(...taskKinds)
const version = fc.constantFrom('1', '2')
const kinds = fc.oneof(fc.constant(taskKinds), fc.array(kind, { maxLength: 2 }))
const few = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 3, size: 'max' })
const leaseMs = fc.constantFrom(5, 15, 1000)
const priority = fc.constantFrom(-1, 0, 0, 7)
const holder = fc.constantFrom('one', 'two')

/** Tasks of subjects, some of them stored. */
export const owedTasks = (
  subjects: readonly (readonly [TaskOwed['subjectType'], string])[],
): fc.Arbitrary<TaskOwed[]> =>
  few(
    fc
      .record({
        subject: fc.constantFrom(...subjects),
        kind,
        version,
        priority,
        notBefore: fc.constantFrom(0, 0, 1_000_050, 1_000_100.5),
      })
      .map(({ subject: [subjectType, subjectId], ...task }) => ({ subjectType, subjectId, ...task })),
  )

/** Steps over tasks of some subjects. */
export const taskSteps = (
  subjects: readonly (readonly [TaskOwed['subjectType'], string])[],
): fc.Arbitrary<TaskStep> => {
  const end: fc.Arbitrary<RandomEnd> = fc.record({
    lease: fc.nat(4),
    outcome: fc.constantFrom('done', 'done', 'retry', 'quarantine', 'release'),
    value: fc.constantFrom(undefined, null, 'x', 'a\0b', '\u{1F3B5}'),
    owes: owedTasks(subjects),
    delay: fc.constantFrom(0, 15, 0.5),
  })
  const filter = fc.record(
    {
      kinds,
      states: few(fc.constantFrom('waiting', 'leased', 'done', 'quarantined')),
      subjectIds: few(fc.constantFrom(...subjects.map(([, id]) => id))),
    },
    { requiredKeys: [] },
  )
  return fc.oneof(
    {
      weight: 2,
      arbitrary: few(
        fc.record({
          kind,
          version,
          derivesFrom: fc.constant('tags' as const),
          priority,
          delayMs: fc.constantFrom(0, 25),
        }),
      ).map((of): TaskStep => ({ step: 'set-kinds', kinds: of })),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        step: fc.constant('claim' as const),
        places: fc.oneof(fc.constant(null), few(fc.nat(5))),
        request: fc.record({ kinds, limit: fc.constantFrom(0, 1, 2, 100, 100), leaseMs }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ step: fc.constant('renew' as const), leases: few(fc.nat(4)), leaseMs }) },
    { weight: 6, arbitrary: few(end).map((ends): TaskStep => ({ step: 'end-tasks', ends })) },
    { weight: 1, arbitrary: filter.map((of): TaskStep => ({ step: 'retry', filter: of })) },
    {
      weight: 1,
      arbitrary: fc.record({ step: fc.constant('purge-tasks' as const), age: fc.nat(60), limit: fc.nat(3) }),
    },
    { weight: 1, arbitrary: fc.record({ step: fc.constant('take-lease' as const), holder, leaseMs }) },
    { weight: 1, arbitrary: holder.map((of): TaskStep => ({ step: 'release-lease', holder: of })) },
  )
}

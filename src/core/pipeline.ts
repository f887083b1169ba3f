import type { StorageCapabilities } from './ports/storage.ts'
import type { Stage } from './stage.ts'

/** A stage whose types have been forgotten. */
export type AnyStage = Stage<never, unknown, string, keyof StorageCapabilities>

/** Stages in order, each fed by the one before. Made by {@link pipeline}; immutable. */
export interface Pipeline<In, Out, Names extends string = string, Needs extends keyof StorageCapabilities = never> {
  readonly stages: readonly AnyStage[]
  /** Never set: carries the types. */
  readonly types?: readonly [(value: In) => void, Out, Names, Needs]
  /** The same pipeline with one stage more. A stage that does not take what comes out so far is a compile error. */
  pipe<Next, Name extends string, More extends keyof StorageCapabilities = never>(
    stage: Stage<Out, Next, Name, More>,
  ): Pipeline<In, Next, Names | Name, Needs | More>
}

/** The engine feeds each stage what the one before it yields, which `pipe` has checked. */
const anyStage = <In, Out, Name extends string, Needs extends keyof StorageCapabilities>(
  stage: Stage<In, Out, Name, Needs>,
): AnyStage => stage as unknown as AnyStage

const make = <In, Out, Names extends string, Needs extends keyof StorageCapabilities>(
  stages: readonly AnyStage[],
): Pipeline<In, Out, Names, Needs> => ({
  stages,
  pipe: (stage) => make([...stages, anyStage(stage)]),
})

/**
 * Begins a pipeline with its first stage.
 *
 * @example
 * ```ts
 * import { batch, discover, extract, persist, pipeline } from '@soniquebay/scan'
 *
 * const stages = pipeline(discover()).pipe(extract()).pipe(batch()).pipe(persist())
 * ```
 */
export const pipeline = <In, Out, Name extends string, Needs extends keyof StorageCapabilities = never>(
  stage: Stage<In, Out, Name, Needs>,
): Pipeline<In, Out, Name, Needs> => make([anyStage(stage)])

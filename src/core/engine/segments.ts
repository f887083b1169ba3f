import type { FileChange } from '../model/change.ts'
import type { UnitSegment } from '../model/scan.ts'
import type { AnyStage } from '../pipeline.ts'
import type { CommitResult } from '../ports/library-writer.ts'
import type { StageContext } from '../stage.ts'
import { Background } from './background.ts'
import type { StageMeter } from './stage-meter.ts'
import { changesOf, extractUnit, scopeOf } from './units-of.ts'

/** The stages of a scan, cut where a queue stands between them. */
export interface Segments {
  readonly discover: AnyStage
  /** From the changed file to the transaction, each fused with the next where it can be. */
  readonly extract: readonly AnyStage[]
  readonly settle: AnyStage
  /** Stages whose work another one does in the same hop, and which. */
  readonly fused: ReadonlyMap<string, string>
}

/** Cuts a pipeline into its segments: `[discover] [everything else]`, and settle after them. */
export const segmentsOf = (stages: readonly AnyStage[], settle: AnyStage): Segments => {
  const [discover, ...rest] = stages
  if (discover === undefined || rest.length === 0)
    throw new TypeError('a pipeline needs discover and at least one stage after it')
  const extract: AnyStage[] = []
  const merged = new Map<string, string>()
  for (let index = 0; index < rest.length; index++) {
    const stage = rest[index]
    const next = rest[index + 1]
    if (stage === undefined) continue
    const fused = next === undefined ? undefined : stage.fuse?.(next)
    extract.push(fused ?? stage)
    if (fused === undefined || next === undefined) continue
    merged.set(next.name, stage.name)
    index++
  }
  return { discover, extract, settle, fused: merged }
}

/** What running a unit needs besides its stage context. */
export interface SegmentRun {
  readonly segments: Segments
  readonly meters: ReadonlyMap<string, StageMeter>
  readonly unitSize: number
  /** Files that discover saw in this unit. */
  readonly seen: () => number
  /** Takes the ids of new extract units; resolves when there is room for more. */
  readonly dispatch: (unitIds: readonly number[], files: number) => Promise<void>
}

/** Runs one unit to its last commit, whose result is returned. */
export const runUnit = (segment: UnitSegment, context: StageContext, run: SegmentRun): Promise<CommitResult> => {
  if (segment === 'discover') return runDiscover(context, run)
  if (segment === 'extract') return runExtract(context, run)
  return last(chain([run.segments.settle], nothing(), context, run, none))
}

/** Units found while others are stored; then discover rests. */
const mostWaiting = 32
/** The first unit is small and each that follows twice as large, so that storing need not wait until many files are found and read. */
const firstUnitSize = 64

const runDiscover = async (context: StageContext, run: SegmentRun): Promise<CommitResult> => {
  const { writer } = context.storage
  const scope = scopeOf(context.unit.payload)
  const found: FileChange[][] = []
  const store = async (): Promise<void> => {
    const units = found.splice(0)
    if (units.length === 0) return
    const files = units.reduce((sum, changes) => sum + changes.length, 0)
    const { unitIds } = await writer.commit({
      lease: context.unit,
      now: context.now(),
      units: units.map((changes) => extractUnit(scope.rootId, changes)),
      counts: { changes: files },
    })
    await run.dispatch(unitIds, files)
  }
  // Discover goes on while they are stored: behind the commits of what is read, the total would be known late.
  const storing = new Background(store)
  let changes: FileChange[] = []
  let size = Math.min(firstUnitSize, run.unitSize)
  try {
    for await (const change of chain([run.segments.discover], once(scope), context, run, none)) {
      changes.push(change as FileChange)
      if (changes.length < size) continue
      found.push(changes)
      changes = []
      size = Math.min(size * 2, run.unitSize)
      storing.start()
      if (found.length >= mostWaiting || storing.hasFailed) await storing.end()
    }
    if (changes.length > 0) found.push(changes)
    storing.start()
  } finally {
    await storing.end()
  }
  return writer.commit({
    lease: context.unit,
    now: context.now(),
    counts: { seen: run.seen() },
    finished: true,
    thenSettle: true,
  })
}

const runExtract = (context: StageContext, run: SegmentRun): Promise<CommitResult> =>
  last(chain(run.segments.extract, from(changesOf(context.unit.payload)), context, run, weigh))

const chain = (
  stages: readonly AnyStage[],
  input: AsyncIterable<unknown>,
  context: StageContext,
  { meters }: SegmentRun,
  weigher: (value: unknown) => number,
): AsyncIterable<unknown> =>
  stages.reduce<AsyncIterable<unknown>>((values, stage) => {
    const meter = meters.get(stage.name)
    return meter === undefined
      ? stage.run(values as AsyncIterable<never>, context)
      : meter.measure(stage, values, context, weigher)
  }, input)

/** How many files a value between two stages stands for: a batch stands for its entries. */
const weigh = (value: unknown): number =>
  typeof value === 'object' && value !== null && 'entries' in value && Array.isArray(value.entries)
    ? value.entries.length
    : 1

const none = (): number => 0

const last = async (results: AsyncIterable<unknown>): Promise<CommitResult> => {
  let result: CommitResult | undefined
  for await (const value of results) result = value as CommitResult
  if (result === undefined) throw new TypeError('the last stage of a segment must yield what it committed')
  return result
}

async function* nothing(): AsyncGenerator<never> {}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value
}

async function* from<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values
}

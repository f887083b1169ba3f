import type { ScannerConfig } from '../config.ts'
import { pairMoves } from '../core/identity/pair-moves.ts'
import type { FileChange, FileLoss } from '../core/model/change.ts'
import type { IdentityCandidate, PendingArrival } from '../core/model/pending.ts'
import type { ScanWorkers } from '../core/ports/scan-workers.ts'
import type { Storage } from '../core/ports/storage.ts'
import type { ScanOptions } from '../scanner.ts'
import { type PlanEntry, planEntries } from '../stages/discover/plan-entry.ts'
import { prepareScan } from './prepare-scan.ts'

const never = new AbortController().signal

/**
 * The diff of a scan, not applied: nothing is written, no lock is taken. With `read`, new files are read at the end and those whose audio a lost track has are shown as moved.
 */
export async function* planScan(
  config: Omit<ScannerConfig, 'stages' | 'storage'>,
  {
    read = false,
    mode = 'incremental',
    signal = never,
    ...options
  }: ScanOptions & { readonly read?: boolean | undefined },
  storage: Storage,
): AsyncGenerator<PlanEntry> {
  const { workers, scopes, stopped } = await prepareScan(config, options, storage, { keep: false })
  const arrivals: FileChange[] = []
  const losses: FileLoss[] = []
  try {
    for (const { rootId, code, message } of stopped)
      yield { type: 'stopped', rootId, path: '', reason: `${message} [${code}]` }
    const newest = (await storage.ledger.scan())?.id ?? 0
    for (const scope of scopes) {
      const scan = { id: newest + 1, generation: newest + 1, mode, rereadSince: newest + 1 }
      for await (const chunk of workers.discover({ ...scope, scan }, (query) => storage.writer.known(query), signal)) {
        if (!read) {
          yield* planEntries(chunk)
          continue
        }
        yield* planEntries({ ...chunk, changes: chunk.changes.filter((change) => change.kind !== 'added'), losses: [] })
        arrivals.push(...chunk.changes.filter((change) => change.kind === 'added'))
        losses.push(...chunk.losses)
      }
    }
    if (read) yield* paired(arrivals, losses, workers, storage, signal)
  } finally {
    await workers.close()
  }
}

async function* paired(
  arrivals: readonly FileChange[],
  losses: readonly FileLoss[],
  workers: ScanWorkers,
  storage: Storage,
  signal: AbortSignal,
): AsyncGenerator<PlanEntry> {
  const lost = await lostTracks(losses, storage)
  const byAudio = Map.groupBy(await readAll(arrivals, workers, signal), (arrival) => arrival.entry.facts.audioKey ?? '')
  const gone = Map.groupBy(lost, (candidate) => candidate.audioKey ?? '')
  const moved = new Map<string, IdentityCandidate>()
  for (const [audioKey, some] of byAudio) {
    if (audioKey === '') continue
    for (const { arrival, candidate } of pairMoves(some, gone.get(audioKey) ?? []))
      moved.set(placeOf(arrival.entry.facts), candidate)
  }
  const left = new Set([...moved.values()].map(placeOf))
  for (const { rootId, path, reason } of arrivals) {
    const from = moved.get(placeOf({ rootId, path }))
    if (from === undefined) yield { type: 'added', rootId, path, reason }
    else yield { type: 'moved', rootId, path, reason: 'same audio', from: { rootId: from.rootId, path: from.path } }
  }
  for (const { rootId, path, reason } of losses)
    if (!left.has(placeOf({ rootId, path }))) yield { type: 'missing', rootId, path, reason }
}

const placeOf = ({ rootId, path }: { readonly rootId: string; readonly path: string }): string => `${rootId}\0${path}`

const readAll = async (
  changes: readonly FileChange[],
  workers: ScanWorkers,
  signal: AbortSignal,
): Promise<PendingArrival[]> => {
  const all: PendingArrival[] = []
  for (let at = 0; at < changes.length; at += 256) {
    const { entries } = await workers.extractBatch(changes.slice(at, at + 256), signal)
    for (const entry of entries) all.push({ entry, artists: [], albums: [] })
  }
  return all
}

const lostTracks = async (losses: readonly FileLoss[], { reader }: Storage): Promise<IdentityCandidate[]> => {
  const all: IdentityCandidate[] = []
  for (const [rootId, some] of Map.groupBy(losses, (loss) => loss.rootId)) {
    for (let at = 0; at < some.length; at += 500) {
      const { items } = await reader.tracks({
        rootId,
        paths: some.slice(at, at + 500).map(({ path }) => path),
        limit: 500,
      })
      for (const track of items) all.push({ ...track, trackId: track.id, missing: false, lost: 'gone' })
    }
  }
  return all
}

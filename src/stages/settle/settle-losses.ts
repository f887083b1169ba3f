import { foldersAbove } from '../../core/engine/folders-above.ts'
import type { PendingLoss } from '../../core/model/pending.ts'
import { pageSize, type SettleContext } from './settle-context.ts'

type LossPage = Awaited<ReturnType<SettleContext['stage']['storage']['writer']['pendingLosses']>>

/** Judges the losses that no arrival explained: per root, behind the guard against mass deletion, each verified on disk once more. */
export const settleLosses = async (context: SettleContext): Promise<void> => {
  const { stage } = context
  let distrusted: Set<string> | undefined
  let after: string | null = null
  do {
    stage.signal.throwIfAborted()
    const page: LossPage = await stage.storage.writer.pendingLosses(after, pageSize)
    distrusted ??= distrustedRoots(page.roots, context)
    await judge(page.losses, distrusted, context)
    after = page.next
  } while (after !== null)
}

const distrustedRoots = (roots: LossPage['roots'], { confirmed, guard, stopped }: SettleContext): Set<string> => {
  const distrusted = new Set<string>()
  if (confirmed) return distrusted
  for (const { rootId, losses, tracks } of roots) {
    if (losses < guard.minimum || losses <= tracks * guard.ratio) continue
    distrusted.add(rootId)
    stopped(rootId, losses, tracks)
  }
  return distrusted
}

const judge = async (
  losses: readonly PendingLoss[],
  distrusted: ReadonlySet<string>,
  { stage }: SettleContext,
): Promise<void> => {
  if (losses.length === 0) return
  const missing: PendingLoss[] = []
  const waiting: PendingLoss[] = []
  const doubtful: PendingLoss[] = []
  for (const loss of losses) {
    if (loss.reason === 'ignored') missing.push(loss)
    else if (distrusted.has(loss.rootId)) waiting.push(loss)
    else doubtful.push(loss)
  }
  const presence = await stage.workers.present(doubtful, stage.signal)
  doubtful.forEach((loss, index) => {
    if (presence[index] === 'absent') missing.push(loss)
    else waiting.push(loss)
  })
  await stage.storage.writer.commit({
    lease: stage.unit,
    now: stage.now(),
    missing: missing.map(({ trackId, reason }) => ({ trackId, reason })),
    forgiven: waiting.map(({ trackId }) => trackId),
    // A quick scan must look again where a loss was not believed.
    relistFolders: foldersAbove(waiting),
    counts: { missing: missing.length },
  })
  for (const { trackId, rootId, path, reason } of missing) {
    stage.emit({ type: 'track-missing', trackId, rootId, path, reason })
  }
}

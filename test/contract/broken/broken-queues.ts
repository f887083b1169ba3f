import type { BreakQueue } from './break-queue.ts'
import { brokenClosings } from './broken-closings.ts'
import { brokenConsumers } from './broken-consumers.ts'
import { brokenDeliveries } from './broken-deliveries.ts'

/** One mistake each that real queues make. */
export const brokenQueues: Readonly<Record<string, BreakQueue>> = {
  ...brokenDeliveries,
  ...brokenConsumers,
  ...brokenClosings,
}

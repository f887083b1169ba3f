import type { ScanEvent } from '../core/events.ts'
import type { BusMessage, EventBus } from '../core/ports/event-bus.ts'

/** What other processes are told of an event: rows' events stay in the process that stored them, the library's changes tell of them. */
const busMessage = (
  event: ScanEvent,
): { readonly channel: 'progress' | 'notifications'; readonly message: BusMessage } | undefined => {
  if (event.type === 'stage-progress') {
    const { scanId, stage, current, total, percent, filesPerSecond, avgChunkMs } = event
    return {
      channel: 'progress',
      message: {
        type: 'progress',
        task_id: `scan-${scanId}`,
        step: stage,
        current,
        total,
        percent,
        metrics: { avg_chunk_time: avgChunkMs / 1000, files_per_second: filesPerSecond },
      },
    }
  }
  if (event.type.startsWith('track-') || event.type === 'events-dropped') return undefined
  return { channel: 'notifications', message: { ...event } }
}

/** Passes events on to a bus. */
export const tellBus = (bus: EventBus, event: ScanEvent): void => {
  const told = busMessage(event)
  if (told !== undefined) void bus.publish(told.channel, [told.message]).catch(() => undefined)
}

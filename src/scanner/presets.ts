import { availableParallelism } from 'node:os'
import type { PresetName, ScannerConfig } from '../config.ts'
import type { ChannelSettings } from '../core/channel-settings.ts'

/** Reader threads at the start and at most. */
export interface Readers {
  readonly start: number
  readonly most: number
}

/** What a preset says. */
export interface Preset {
  /** Most reader threads. */
  readonly readers: number
  /** Settings by segment; those not named have the ones of `other`. */
  readonly segments: Readonly<Record<string, Partial<ChannelSettings>>>
}

/** Segments with a name of ours. Those of a host's own work are named after it. */
export const segmentNames = ['discover', 'extract', 'settle', 'enrich', 'vectorize', 'cover', 'maintenance'] as const

const minute = 60_000

/** Discover should end early, because only then it is known how much there is to read: a job is an id of a few bytes, its files wait in the ledger. Enough for a million files. */
const unitsAhead = 10_000

const other: ChannelSettings = {
  concurrency: 1,
  prefetch: 0,
  backlog: 256,
  rate: null,
  timeLimitMs: 10 * minute,
  schedule: null,
}

const schedules = {
  discover: { concurrency: 2 },
  settle: { timeLimitMs: 60 * minute },
  enrich: { schedule: '*/2 * * * *', timeLimitMs: minute },
  vectorize: { schedule: '*/3 * * * *' },
  cover: { schedule: '*/5 * * * *', timeLimitMs: 2 * minute },
  maintenance: { schedule: '0 4 * * *', timeLimitMs: 60 * minute },
} satisfies Preset['segments']

const withSchedules = (segments: Preset['segments']): Preset['segments'] =>
  Object.fromEntries(
    [...new Set([...Object.keys(schedules), ...Object.keys(segments)])].map((name) => [
      name,
      { ...(schedules as Preset['segments'])[name], ...segments[name] },
    ]),
  )

/** The presets: a machine like most, four slow cores with little memory, and a rack's worth of both. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  default: {
    readers: 8,
    segments: withSchedules({
      extract: { concurrency: 10, backlog: unitsAhead },
      enrich: { concurrency: 2 },
      cover: { concurrency: 2 },
    }),
  },
  'raspberry-pi-4': {
    readers: 4,
    segments: withSchedules({ extract: { concurrency: 6, backlog: unitsAhead } }),
  },
  server: {
    readers: 16,
    segments: withSchedules({
      extract: { concurrency: 18, prefetch: 2, backlog: unitsAhead },
      enrich: { concurrency: 8, prefetch: 8 },
      vectorize: { concurrency: 4, prefetch: 2 },
      cover: { concurrency: 8, prefetch: 8 },
    }),
  },
}

/** Settings of a segment: the host's, else the preset's. */
export const settingsOfSegment = (
  { preset = 'default', queues = {} }: Pick<ScannerConfig, 'preset' | 'queues'>,
  segment: string,
): ChannelSettings => ({ ...other, ...presets[preset].segments[segment], ...queues[segment] })

/** Reader threads at the start and at most. */
export const readersOf = ({ readers, preset = 'default' }: Pick<ScannerConfig, 'readers' | 'preset'>): Readers => {
  const start = readers?.start ?? Math.max(1, availableParallelism() - 1)
  return { start, most: Math.max(start, readers?.most ?? presets[preset].readers) }
}

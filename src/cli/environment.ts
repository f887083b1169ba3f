import { z } from 'zod'
import { presetNames } from '../config.ts'
import { ScanError } from '../core/errors.ts'
import { defaultDatabasePath } from './database-path.ts'

const text = z.string().trim().min(1, 'must not be empty')
const number = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`)

const variables = {
  SONIQUEBAY_SCAN_DB: text.default(() => defaultDatabasePath()),
  SONIQUEBAY_SCAN_SCHEMA: text.default('soniquebay'),
  SONIQUEBAY_SCAN_QUEUE: text
    .refine(
      (value) => value === 'in-process' || /^(redis|rediss|postgres|postgresql):\/\//.test(value),
      'must be in-process, redis://…, rediss://… or postgres://…',
    )
    .default('in-process'),
  SONIQUEBAY_SCAN_QUEUE_PREFIX: text.default('soniquebay'),
  SONIQUEBAY_SCAN_ROOTS: text.transform((value) => value.split(',').map((root) => root.trim())).optional(),
  SONIQUEBAY_SCAN_PRESET: z.enum(presetNames, `must be ${presetNames.join(', ')}`).default('default'),
  SONIQUEBAY_SCAN_READERS: number(1, 64).optional(),
  SONIQUEBAY_SCAN_UNIT_SIZE: number(1, 10_000).optional(),
  SONIQUEBAY_SCAN_LEASE_MS: number(1000, 86_400_000).optional(),
  SONIQUEBAY_SCAN_MAX_ATTEMPTS: number(1, 100).optional(),
  SONIQUEBAY_SCAN_CONFIG: text.optional(),
} as const

const shape = z.object(variables)

/** The command's configuration from the environment. */
export type Environment = z.output<typeof shape>

/** Names of the variables; `docs/cli.md` has their table. */
export const variableNames: readonly string[] = Object.keys(variables)

/**
 * Reads the environment; variables that are not ours are passed over, but a misspelt one of ours is not.
 *
 * @throws ScanError `CONFIG_INVALID` with a sentence per mistake.
 */
export const environmentOf = (env: NodeJS.ProcessEnv = process.env): Environment => {
  const ours = Object.entries(env).filter(
    ([name, value]) => name.startsWith('SONIQUEBAY_SCAN_') && value !== undefined && value !== '',
  )
  const unknown = ours.map(([name]) => name).filter((name) => !(name in variables))
  const result = shape.safeParse(Object.fromEntries(ours))
  const mistakes = [
    ...unknown.map((name) => `${name}: there is no such variable; there are ${variableNames.join(', ')}`),
    ...(result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)),
  ]
  if (!result.success || mistakes.length > 0)
    throw new ScanError('CONFIG_INVALID', `The environment cannot be used. ${mistakes.join('; ')}.`)
  return result.data
}

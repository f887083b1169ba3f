import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { environmentOf, variableNames } from '../../src/cli/environment.ts'

describe('the environment', () => {
  it('gives what it says, with defaults for the rest', () => {
    const env = environmentOf({
      HOME: '/home/me',
      SONIQUEBAY_SCAN_DB: 'postgres://music@db/music',
      SONIQUEBAY_SCAN_QUEUE: 'redis://redis:6379',
      SONIQUEBAY_SCAN_ROOTS: 'music=/music, /more',
      SONIQUEBAY_SCAN_LEASE_MS: '5000',
    })
    expect(env).toMatchObject({
      SONIQUEBAY_SCAN_DB: 'postgres://music@db/music',
      SONIQUEBAY_SCAN_QUEUE: 'redis://redis:6379',
      SONIQUEBAY_SCAN_QUEUE_PREFIX: 'soniquebay',
      SONIQUEBAY_SCAN_ROOTS: ['music=/music', '/more'],
      SONIQUEBAY_SCAN_LEASE_MS: 5000,
      SONIQUEBAY_SCAN_PRESET: 'default',
    })
  })

  it.each([
    [{ SONIQUEBAY_SCAN_QUEU: 'redis://x' }, 'SONIQUEBAY_SCAN_QUEU: there is no such variable'],
    [{ SONIQUEBAY_SCAN_QUEUE: 'kafka://x' }, 'SONIQUEBAY_SCAN_QUEUE: must be in-process, redis://'],
    [{ SONIQUEBAY_SCAN_PRESET: 'huge' }, 'SONIQUEBAY_SCAN_PRESET: must be default, raspberry-pi-4, server'],
    [{ SONIQUEBAY_SCAN_READERS: 'many' }, 'SONIQUEBAY_SCAN_READERS: must be a whole number'],
    [{ SONIQUEBAY_SCAN_LEASE_MS: '5' }, 'SONIQUEBAY_SCAN_LEASE_MS: must be from 1000'],
    [{ SONIQUEBAY_SCAN_ROOTS: ' ' }, 'SONIQUEBAY_SCAN_ROOTS: must not be empty'],
  ])('refuses %j with a sentence', (env, sentence) => {
    expect(() => environmentOf(env)).toThrow(sentence)
  })

  it('is documented, every variable of it', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8')
    expect(variableNames.filter((name) => !text.includes(`| \`${name}\``))).toEqual([])
  })
})

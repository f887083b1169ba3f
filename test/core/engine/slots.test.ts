import { describe, expect, test } from 'vitest'
import { Slots } from '../../../src/core/engine/slots.ts'

/** Work that ends when it is told to. */
const held = () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { work: () => promise, end: resolve }
}

describe('slots', () => {
  test('let no more in at once than the limit', async () => {
    const slots = new Slots(() => 2)
    let inside = 0
    let most = 0
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside)
      await new Promise(setImmediate)
      inside--
    }
    await Promise.all(Array.from({ length: 20 }, () => slots.within(work)))
    expect(most).toBe(2)
    expect(inside).toBe(0)
  })

  test('let more in when the limit has grown, as soon as one leaves', async () => {
    let limit = 1
    const slots = new Slots(() => limit)
    const [first, second, third] = [held(), held(), held()]
    const started: string[] = []
    const enter = (name: string, { work }: { work: () => Promise<void> }) =>
      slots.within(() => {
        started.push(name)
        return work()
      })
    const all = [enter('first', first), enter('second', second), enter('third', third)]
    await new Promise(setImmediate)
    expect(started).toEqual(['first'])
    limit = 2
    first.end()
    await new Promise(setImmediate)
    expect(started).toEqual(['first', 'second', 'third'])
    second.end()
    third.end()
    await Promise.all(all)
  })

  test('are given back by work that fails', async () => {
    const slots = new Slots(() => 1)
    await expect(slots.within(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(slots.within(async () => 'in')).resolves.toBe('in')
  })
})

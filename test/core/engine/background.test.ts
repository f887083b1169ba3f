import { describe, expect, it } from 'vitest'
import { Background } from '../../../src/core/engine/background.ts'

describe('work in the background', () => {
  it('is done once at a time, and once more when it was started meanwhile', async () => {
    let [begun, beside] = [0, 0]
    const background = new Background(async () => {
      begun++
      expect(++beside).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      beside--
    })
    background.start()
    await Promise.resolve()
    background.start()
    background.start()
    await background.end()
    expect(begun).toBe(2)
  })

  it('leaves nothing undone, whenever it is started', async () => {
    const found: number[] = []
    let done = 0
    const background = new Background(async () => {
      done += found.splice(0).length
      await Promise.resolve()
    })
    for (let item = 0; item < 1000; item++) {
      found.push(item)
      background.start()
      for (let turn = 0; turn < item % 13; turn++) await Promise.resolve()
    }
    await background.end()
    expect(done).toBe(1000)
  })

  it('throws what it failed with where its end is awaited, and is not begun again', async () => {
    let begun = 0
    const background = new Background(() => {
      begun++
      return Promise.reject(new Error('no'))
    })
    background.start()
    await new Promise((resolve) => setImmediate(resolve))
    expect(background.hasFailed).toBe(true)
    background.start()
    await expect(background.end()).rejects.toThrow('no')
    expect(begun).toBe(1)
  })
})

import { describe, expect, it } from 'vitest'
import { inProcessQueue } from '../../../src/adapters/inprocess/queue.ts'
import { patientQueue } from '../../../src/core/engine/patient-queue.ts'
import { ScanError } from '../../../src/core/errors.ts'
import type { Queue } from '../../../src/core/ports/queue.ts'

const away = (message = 'Redis is away.'): ScanError => new ScanError('QUEUE_UNAVAILABLE', message, { retryable: true })

/** A patient queue over one that fails as told, and what it says. */
const patient = (faults: Partial<Queue>): { readonly queue: Queue; readonly told: string[] } => {
  const told: string[] = []
  const { signal } = new AbortController()
  const queue = patientQueue({ ...inProcessQueue(), ...faults }, { signal, onWait: (message) => told.push(message) })
  return { queue, told }
}

describe('a queue whose server may be away', () => {
  it('takes a publishing that fails, and tells of it once', async () => {
    const { queue, told } = patient({ publish: () => Promise.reject(away()) })
    for (let times = 0; times < 5; times++) await queue.publish('extract', [{ id: 'u1', version: 1 }])
    expect(told).toEqual(['Redis is away.'])
  })

  it('waits for a consumer until the server is back', async () => {
    let calls = 0
    const consume: Queue['consume'] = async () => {
      if (calls++ < 2) throw away(`Refused ${calls}.`)
      return { setConcurrency: () => undefined, stop: async () => undefined }
    }
    const { queue, told } = patient({ consume })
    await queue.consume('extract', async () => undefined, { concurrency: 1 })
    expect(told).toEqual(['Refused 1.', 'Refused 2.'])
  })

  it('tells what keeps its consumers from their jobs', async () => {
    const consume: Queue['consume'] = async (_channel, _handler, { onTrouble }) => {
      onTrouble?.('No permission.')
      return { setConcurrency: () => undefined, stop: async () => undefined }
    }
    const { queue, told } = patient({ consume })
    await queue.consume('extract', async () => undefined, { concurrency: 1 })
    expect(told).toEqual(['No permission.'])
  })

  it('passes on what will not pass', async () => {
    const closed = new ScanError('CLOSED', 'This queue is closed.')
    const { queue, told } = patient({ publish: () => Promise.reject(closed), size: () => Promise.reject(closed) })
    await expect(queue.publish('extract', [{ id: 'u1', version: 1 }])).rejects.toBe(closed)
    await expect(queue.size('extract')).rejects.toBe(closed)
    expect(told).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'

/** On what, and how undisturbed, the figures were measured. */
export const machine = () => ({
  node: process.version,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  /** Load of the last minute: anything above 0.3 before a run is a neighbour that takes part of the cores. */
  load: Number((loadavg()[0] ?? 0).toFixed(2)),
})

/** Read calls of a process so far and the bytes they gave, as Linux counts them; `undefined` elsewhere. */
export const readsOf = (pid: number): { readonly calls: number; readonly bytes: number } | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/io`, 'utf8')
    const field = (name: string): number => Number(new RegExp(`${name}: (\\d+)`).exec(text)?.[1])
    return { calls: field('syscr'), bytes: field('rchar') }
  } catch {
    return undefined
  }
}

/** Processor seconds of a process so far, all its threads together, as Linux counts them in hundredths; `undefined` elsewhere. */
export const processorSecondsOf = (pid: number): number | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [user, system] = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    return (Number(user) + Number(system)) / 100
  } catch {
    return undefined
  }
}

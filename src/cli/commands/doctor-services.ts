import { existsSync, statSync } from 'node:fs'
import { mountOf } from '../../adapters/files/mounts.ts'
import { ScanError } from '../../core/errors.ts'
import { presets, segmentNames, settingsOfSegment } from '../../scanner/presets.ts'
import { environmentOf } from '../environment.ts'
import { isThere, type LibraryOptions, libraryPlace, openQueue, shownPlace, withScanner } from '../open-scanner.ts'
import { bytes } from '../output.ts'
import type { Finding } from './doctor.ts'

/** What the library is, where its roots are, and how its files fared. */
export const libraryFindings = async (options: LibraryOptions): Promise<Finding[]> => {
  const place = libraryPlace(options)
  if (!isThere(place)) return [{ name: 'library', value: `none yet at ${place}`, ok: true }]
  const size = existsSync(place) ? ` (${bytes(statSync(place).size)})` : ''
  try {
    return await withScanner(options, async ({ library }) => {
      const findings: Finding[] = [{ name: 'library', value: `${shownPlace(place)}${size}`, ok: true }]
      for (const root of await library.roots()) {
        const mount = mountOf(root.location)
        const there = existsSync(root.location)
        const kind =
          mount === undefined ? '' : `, ${mount.type}${mount.mayHang ? ': read in a process of its own' : ''}`
        findings.push({
          name: `root ${root.id}`,
          value: `${root.location}${there ? kind : ' is not there now'}`,
          ok: there,
        })
      }
      const { errors } = await library.stats()
      findings.push({ name: 'files with errors', value: String(errors), ok: true })
      return findings
    })
  } catch (error) {
    if (!ScanError.is(error)) throw error
    return [{ name: 'library', value: error.message, ok: false }]
  }
}

/** Whether the queue's server can be used as it is set up. */
export const queueFindings = async (): Promise<Finding[]> => {
  const env = environmentOf()
  try {
    const queue = await openQueue(env)
    if (queue === undefined) return [{ name: 'queue', value: 'in-process', ok: true }]
    try {
      await queue.open()
      const found = await queue.check()
      return [
        { name: 'queue', value: shownPlace(env.SONIQUEBAY_SCAN_QUEUE), ok: true },
        ...found.map(({ level, message }) => ({ name: 'queue', value: message, ok: level !== 'error' })),
      ]
    } finally {
      await queue.close()
    }
  } catch (error) {
    if (!ScanError.is(error)) throw error
    return [{ name: 'queue', value: error.message, ok: false }]
  }
}

/** The preset in use, segment by segment. */
export const presetFindings = (): Finding[] => {
  const preset = environmentOf().SONIQUEBAY_SCAN_PRESET
  return [
    { name: 'preset', value: `${preset} (there are ${Object.keys(presets).join(', ')})`, ok: true },
    ...segmentNames.map((name) => {
      const { concurrency, prefetch, backlog, timeLimitMs, schedule } = settingsOfSegment({ preset }, name)
      const when = schedule === null ? '' : `, when ${schedule}`
      return {
        name: `segment ${name}`,
        value: `${concurrency} at once, ${prefetch} ahead, ${backlog} in the queue, ${timeLimitMs / 1000} s each${when}`,
        ok: true,
      }
    }),
  ]
}

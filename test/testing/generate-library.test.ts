import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  describeLibrary,
  type GeneratedLibrary,
  type GeneratedTrack,
  generateLibrary,
  LIBRARY_FORMATS,
  renderTrack,
} from '../../src/testing.ts'
import { audioPayload } from './audio-payload.ts'

const OPTIONS = { files: 150, seed: 11, duplicates: 20 }

describe('generateLibrary', () => {
  let directory: string
  let library: GeneratedLibrary
  let tracks: GeneratedTrack[]

  const read = (track: GeneratedTrack): Buffer => readFileSync(join(directory, track.path))

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'soniquebay-library-'))
    library = await generateLibrary({ ...OPTIONS, directory })
    tracks = [...library.tracks()]
  })

  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  test('writes exactly the files that it describes and counts them', () => {
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const found = entries.map((entry) => join(entry.parentPath, entry.name)).sort()
    expect(found).toEqual(tracks.map(({ path }) => join(directory, path)).sort())
    const bytes = tracks.reduce((sum, { path }) => sum + statSync(join(directory, path)).size, 0)
    expect(library).toMatchObject({ files: 150, duplicates: 20, bytes })
    for (const format of LIBRARY_FORMATS) {
      expect(library.formats[format]).toBe(tracks.filter((track) => track.format === format).length)
      expect(library.formats[format]).toBeGreaterThan(0)
    }
  })

  test('gives every original audio of its own', () => {
    const originals = tracks.filter(({ duplicateOf }) => duplicateOf === undefined)
    const payloads = originals.map((track) => audioPayload(track.format, read(track)))
    expect(Math.min(...payloads.map(({ length }) => length))).toBeGreaterThan(100)
    expect(new Set(payloads).size).toBe(originals.length)
  })

  test('gives duplicates the audio of an earlier file, half of them with the same bytes', () => {
    const byPath = new Map(tracks.map((track) => [track.path, track]))
    const duplicates = tracks.filter(({ duplicateOf }) => duplicateOf !== undefined)
    let copies = 0
    for (const track of duplicates) {
      const original = byPath.get(track.duplicateOf ?? '')
      if (original === undefined) throw new Error(`${track.duplicateOf} is not in the library`)
      expect(original.index).toBeLessThan(track.index)
      expect(audioPayload(track.format, read(track))).toBe(audioPayload(original.format, read(original)))
      if (read(track).equals(read(original))) copies++
      else expect(track.title).not.toBe(original.title)
    }
    expect(duplicates).toHaveLength(20)
    expect(copies).toBeGreaterThan(3)
    expect(copies).toBeLessThan(17)
  })

  test('is the same for the same options, and shares no audio with another seed', () => {
    expect([...describeLibrary(OPTIONS)]).toEqual(tracks)
    for (const track of tracks) expect(renderTrack(track).equals(read(track))).toBe(true)
    const payloads = new Set(tracks.map((track) => audioPayload(track.format, read(track))))
    for (const track of describeLibrary({ ...OPTIONS, seed: 12 })) {
      expect(payloads.has(audioPayload(track.format, renderTrack(track)))).toBe(false)
    }
  })

  test('stops when its signal aborts', async () => {
    const reason = new Error('enough')
    const nested = join(directory, 'aborted')
    const writing = generateLibrary({ files: 5000, directory: nested, signal: AbortSignal.abort(reason) })
    await expect(writing).rejects.toBe(reason)
    const written = readdirSync(nested, { recursive: true }).length
    rmSync(nested, { recursive: true })
    expect(written).toBeLessThan(200)
  })
})

describe('describeLibrary', () => {
  test('never gives two files one path, whatever the case and the normal form', () => {
    const seen = new Set<string>()
    for (const { path } of describeLibrary({ files: 20_000, duplicates: 1000 }))
      seen.add(path.normalize().toLowerCase())
    expect(seen.size).toBe(20_000)
  })

  test('keeps to the default mix of formats and the share of covers', () => {
    const tracks = [...describeLibrary({ files: 10_000 })]
    const share = (of: (track: GeneratedTrack) => boolean): number => tracks.filter(of).length / tracks.length
    expect(share(({ format }) => format === 'mp3')).toBeCloseTo(0.56, 1)
    expect(share(({ format }) => format === 'flac')).toBeCloseTo(0.24, 1)
    expect(share(({ format }) => format === 'm4a')).toBeCloseTo(0.11, 1)
    expect(share(({ cover }) => cover !== undefined)).toBeCloseTo(0.7, 1)
    expect(share(({ artists }) => artists.length > 1)).toBeGreaterThan(0.05)
    expect(share(({ discTotal }) => discTotal > 1)).toBeGreaterThan(0.02)
    expect(share(({ compilation }) => compilation)).toBeGreaterThan(0.02)
  })

  test('writes only the formats that were asked for, in their shares', () => {
    const only = [...describeLibrary({ files: 300, formats: ['opus', 'flac'] })].map(({ format }) => format)
    expect(new Set(only)).toEqual(new Set(['opus', 'flac']))
    const shares = [...describeLibrary({ files: 3000, formats: { ogg: 3, mp3: 1 } })].map(({ format }) => format)
    expect(shares.filter((format) => format === 'ogg').length / 3000).toBeCloseTo(0.75, 1)
  })

  test('keeps tiny files under 2 kB', () => {
    const sizes = [...describeLibrary({ files: 2000, tiny: true })].map((track) => renderTrack(track).length)
    expect(Math.max(...sizes)).toBeLessThan(2048)
  })

  test('makes covers of the size that was asked for', () => {
    const tracks = [...describeLibrary({ files: 40, covers: 1, coverBytes: 150_000 })]
    for (const track of tracks) expect(renderTrack(track).length).toBeGreaterThan(150_000)
  })

  test.each([
    [{ files: -1 }, /files/],
    [{ files: 1.5 }, /files/],
    [{ files: 10, duplicates: 6 }, /duplicates/],
    [{ files: 10, covers: 2 }, /covers/],
    [{ files: 10, formats: [] }, /formats/],
  ])('refuses %j', (options, message) => {
    expect(() => [...describeLibrary(options)]).toThrow(message)
  })
})

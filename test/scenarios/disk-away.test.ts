import { describe, expect, it } from 'vitest'
import { memoryStorage } from '../../src/adapters/memory/memory-storage.ts'
import { describeLibrary, fakeFileSource, renderTrack } from '../../src/testing.ts'
import { allTracks, scannerOf } from './support/library-of.ts'

describe('a disk mounted inside a root', () => {
  it('keeps its tracks while it is away, even when a copy of one arrives elsewhere', async () => {
    const fileSource = fakeFileSource()
    const [song] = [...describeLibrary({ files: 1, seed: 1, formats: ['flac'] })]
    if (song === undefined) throw new Error('no song was described')
    const bytes = renderTrack(song)
    fileSource.write('/m/other.txt')
    fileSource.folder('/m/usb')
    fileSource.mount('/m/usb')
    fileSource.write('/m/usb/x/song.flac', bytes)
    fileSource.folder('/m/copies')
    fileSource.advance(10_000)
    const scanner = await scannerOf('', { roots: ['/m'], storage: memoryStorage(), fileSource })
    await scanner.scan().result
    const [before] = await allTracks(scanner)
    fileSource.unmount('/m/usb')
    fileSource.write('/m/copies/song.flac', bytes)
    for (const options of [{ paths: ['/m/copies'] }, {}]) {
      const report = await scanner.scan(options).result
      expect(report.counts).toMatchObject({ moved: 0, missing: 0 })
    }
    const tracks = await allTracks(scanner)
    expect(tracks.find((track) => track.id === before?.id)).toMatchObject({
      path: 'usb/x/song.flac',
      missingSince: null,
    })
    expect(tracks).toHaveLength(2)
  })
})

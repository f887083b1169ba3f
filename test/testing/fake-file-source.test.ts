import { describe, expect, it } from 'vitest'
import { fakeFileSource, fileSourceContract } from '../../src/testing.ts'

for (const later of [false, true]) {
  describe(later ? 'answering later' : 'answering at once', () => {
    fileSourceContract({
      describe,
      it,
      create: () => {
        const source = fakeFileSource({ later })
        source.folder('/root')
        source.folder('/outside')
        const join = (location: string, path: string | Uint8Array): Uint8Array =>
          Buffer.concat([Buffer.from(`${location}/`), Buffer.from(path as string)])
        return {
          source,
          root: '/root',
          outside: '/outside',
          write: (location, path, content) => source.write(join(location, path), content),
          folder: (location, path) => source.folder(`${location}/${path}`),
          link: (location, path, target) => source.link(`${location}/${path}`, target),
          pipe: (location, path) => source.pipe(`${location}/${path}`),
        }
      },
    })
  })
}

describe('the faults of the fake file source', () => {
  const at = (path: string) => ({ root: '/m', path, escaped: false })

  it('shows a disk while it is mounted, under a new device number each time', async () => {
    const source = fakeFileSource()
    source.folder('/m/usb')
    source.mount('/m/usb')
    source.write('/m/usb/a.mp3', 'a')
    const first = await source.stat(at('usb'))
    expect(first?.device).not.toBe((await source.stat(at('')))?.device)
    source.unmount('/m/usb')
    expect(await source.list(at('usb'))).toEqual([])
    source.mount('/m/usb')
    expect((await source.list(at('usb'))).map(({ name }) => name)).toEqual(['a.mp3'])
    expect((await source.stat(at('usb')))?.device).not.toBe(first?.device)
  })

  it('fails one call until it is healed', async () => {
    const source = fakeFileSource()
    source.write('/m/a.mp3')
    source.fail('/m', 'list', 'EIO')
    expect(() => source.list(at(''))).toThrow('EIO')
    expect(await source.stat(at(''))).toBeDefined()
    source.heal()
    expect(await source.list(at(''))).toHaveLength(1)
  })

  it('hangs for all that lies below', async () => {
    const source = fakeFileSource()
    source.write('/m/a/b.mp3')
    source.hang('/m/a')
    const answered = await Promise.race([
      source.stat(at('a/b.mp3')),
      new Promise((resolve) => setTimeout(resolve, 20, 'hangs')),
    ])
    expect(answered).toBe('hangs')
    expect(await source.stat(at(''))).toBeDefined()
  })
})

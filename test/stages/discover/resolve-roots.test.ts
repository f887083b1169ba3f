import { describe, expect, it } from 'vitest'
import type { Root } from '../../../src/core/model/root.ts'
import { type Probe, type ResolvedRoots, resolveRoots } from '../../../src/stages/discover/resolve-roots.ts'

/** Folders by path, each with a number of its own; `at` gives one the number of another place, as a bind mount does; `real` resolves links. */
const machine = (
  folders: readonly string[],
  {
    at = {},
    real = {},
    files = [],
  }: { at?: Record<string, string>; real?: Record<string, string>; files?: readonly string[] } = {},
) => {
  const all = new Set([
    '/',
    ...folders.flatMap((path) => path.split('/').map((_, depth, names) => names.slice(0, depth + 1).join('/') || '/')),
    ...files,
  ])
  const numbers = [...all]
  return async (location: string): Promise<Probe | undefined> => {
    const realPath = real[location] ?? location
    if (!all.has(realPath)) return undefined
    const inode = numbers.indexOf(at[realPath] ?? realPath) + 1
    return { kind: files.includes(realPath) ? 'file' : 'folder', device: 1, inode, realPath }
  }
}

const resolved = (
  probe: (location: string) => Promise<Probe | undefined>,
  configured: readonly (string | { path: string; id: string })[],
  {
    known = [],
    paths = null,
    relocated = [],
  }: { known?: readonly Root[]; paths?: readonly string[] | null; relocated?: readonly string[] } = {},
): Promise<ResolvedRoots> =>
  resolveRoots({
    configured: configured.map((root) => (typeof root === 'string' ? { path: root } : root)),
    known,
    paths,
    relocated,
    probe,
  })

const knownRoot = async (
  id: string,
  location: string,
  probe: (location: string) => Promise<Probe | undefined>,
): Promise<Root> => {
  const { device = 9, inode = 9 } = (await probe(location)) ?? {}
  return { id, location, device, inode }
}

const whole = (rootId: string) => ({ rootId, under: '', names: null })

describe('roots', () => {
  it('are named after their folder, or by the host', async () => {
    const probe = machine(['/m/one', '/m/two'])
    const { scopes, locations, put, stopped } = await resolved(probe, ['/m/one/', { path: '/m/two', id: 'mine' }])
    expect(scopes).toEqual([whole('one'), whole('mine')])
    expect(locations).toEqual({ one: '/m/one', mine: '/m/two' })
    expect(put.map(({ id, location }) => [id, location])).toEqual([
      ['one', '/m/one'],
      ['mine', '/m/two'],
    ])
    expect(stopped).toEqual([])
  })

  it('are the known ones when none is named', async () => {
    const probe = machine(['/m/one'])
    const { scopes, put } = await resolved(probe, [], { known: [await knownRoot('x', '/m/one', probe)] })
    expect(scopes).toEqual([whole('x')])
    expect(put).toEqual([])
    await expect(resolved(probe, [])).rejects.toMatchObject({ code: 'USAGE' })
  })

  it('need ids when their names are equal', async () => {
    const probe = machine(['/a/music', '/b/music'])
    await expect(resolved(probe, ['/a/music', '/b/music'])).rejects.toMatchObject({ code: 'ROOT_NAME_TAKEN' })
    const { scopes } = await resolved(probe, ['/a/music', { path: '/b/music', id: 'b' }])
    expect(scopes).toEqual([whole('music'), whole('b')])
  })

  it('that are not there stop; the others go on', async () => {
    const { scopes, stopped } = await resolved(machine(['/m/one']), ['/m/one', '/m/two'])
    expect(scopes).toEqual([whole('one')])
    expect(stopped).toMatchObject([{ rootId: 'two', code: 'ROOT_UNAVAILABLE' }])
  })

  it('must be folders', async () => {
    await expect(resolved(machine(['/m'], { files: ['/m/file'] }), ['/m/file'])).rejects.toMatchObject({
      code: 'USAGE',
    })
  })

  it('named twice are one', async () => {
    const probe = machine(['/m/one', '/other'], { at: { '/other': '/m/one' }, real: { '/link': '/m/one' } })
    expect((await resolved(probe, ['/m/one', '/m/one', '/link', '/other'])).scopes).toEqual([whole('one')])
  })
})

describe('a folder inside a root', () => {
  it.each([
    ['by its path', ['/m/music', '/m/music/a/b'], {}],
    ['whatever the order', ['/m/music/a/b', '/m/music'], {}],
    ['through a link', ['/m/music', '/link'], { real: { '/link': '/m/music/a/b' } }],
  ])('is part of it %s', async (_, configured, options) => {
    const { scopes, put } = await resolved(machine(['/m/music/a/b'], options), configured)
    expect(scopes).toEqual([whole('music')])
    expect(put.map(({ id }) => id)).toEqual(['music'])
  })

  it('is scanned alone when only it is named', async () => {
    const probe = machine(['/m/music/a/b'])
    const known = [await knownRoot('music', '/m/music', probe)]
    const { scopes, locations, put } = await resolved(probe, ['/m/music/a/b', '/m/music/a'], { known })
    expect(scopes).toEqual([{ rootId: 'music', under: 'a/', names: null }])
    expect(locations).toEqual({ music: '/m/music' })
    expect(put).toEqual([])
  })

  it('is known through a bind mount of the root', async () => {
    const probe = machine(['/m/music/a', '/bind/a'], { at: { '/bind': '/m/music', '/bind/a': '/m/music/a' } })
    const known = [await knownRoot('music', '/m/music', probe)]
    const { scopes } = await resolved(probe, ['/bind/a'], { known })
    expect(scopes).toEqual([{ rootId: 'music', under: 'a/', names: null }])
  })

  it('belongs to the outermost of three', async () => {
    const { scopes, put } = await resolved(machine(['/m/a/b/c']), ['/m/a/b/c', '/m/a/b', '/m/a'])
    expect(scopes).toEqual([whole('a')])
    expect(put.map(({ id }) => id)).toEqual(['a'])
  })
})

describe('a folder around a known root', () => {
  it('is refused', async () => {
    const probe = machine(['/m/music/a', '/bind/deep'], { at: { '/bind/deep': '/m/music' }, real: { '/link': '/m' } })
    const known = [await knownRoot('a', '/m/music/a', probe)]
    for (const around of ['/m/music', '/m', '/link', '/bind/deep'])
      await expect(resolved(probe, [around], { known })).rejects.toMatchObject({ code: 'ROOT_NESTED' })
  })

  it('is refused although the known one is not there just now', async () => {
    const known = [{ id: 'a', location: '/m/music/a', device: 1, inode: 77 }]
    await expect(resolved(machine(['/m/music']), ['/m/music'], { known })).rejects.toMatchObject({
      code: 'ROOT_NESTED',
    })
  })
})

describe('a known root', () => {
  it('at another place waits until that is confirmed', async () => {
    const probe = machine(['/new/music'])
    const known = [{ id: 'music', location: '/old/music', device: 5, inode: 5 }]
    const { scopes, stopped, put } = await resolved(probe, ['/new/music'], { known })
    expect([scopes, put]).toEqual([[], []])
    expect(stopped).toMatchObject([{ rootId: 'music', code: 'ROOT_RELOCATED' }])
    const confirmed = await resolved(probe, ['/new/music'], { known, relocated: ['music'] })
    expect(confirmed.scopes).toEqual([whole('music')])
    expect(confirmed.put).toMatchObject([{ id: 'music', location: '/new/music' }])
  })

  it('is itself under another path', async () => {
    const probe = machine(['/m/music', '/bind'], { at: { '/bind': '/m/music' }, real: { '/link': '/m/music' } })
    const known = [await knownRoot('music', '/m/music', probe)]
    for (const path of ['/bind', '/link']) {
      expect(await resolved(probe, [path], { known })).toMatchObject({
        scopes: [whole('music')],
        locations: { music: '/m/music' },
      })
      await expect(resolved(probe, [{ path, id: 'new' }], { known })).rejects.toMatchObject({ code: 'ROOT_NESTED' })
    }
  })
})

describe('paths to scan', () => {
  const probe = machine(['/m/music/a/b', '/m/other'], { files: ['/m/music/a/1.mp3'], real: { '/link': '/m/music/a' } })

  it('are folders and files of roots, the wider covering the narrower', async () => {
    const paths = ['/m/music/a/1.mp3', '/m/music/a/b', '/m/other']
    expect((await resolved(probe, ['/m/music', '/m/other'], { paths })).scopes).toEqual([
      { rootId: 'music', under: 'a/b/', names: null },
      whole('other'),
      { rootId: 'music', under: 'a/', names: ['1.mp3'] },
    ])
    expect(
      (await resolved(probe, ['/m/music'], { paths: ['/m/music/a/1.mp3', '/m/music/a', '/m/music/a/b'] })).scopes,
    ).toEqual([{ rootId: 'music', under: 'a/', names: null }])
  })

  it('may be gone: then they were a file or a folder', async () => {
    expect((await resolved(probe, ['/m/music'], { paths: ['/m/music/a/gone'] })).scopes).toEqual([
      { rootId: 'music', under: 'a/gone/', names: null },
      { rootId: 'music', under: 'a/', names: ['gone'] },
    ])
  })

  it('may lead through links', async () => {
    expect((await resolved(probe, ['/m/music'], { paths: ['/link'] })).scopes).toEqual([
      { rootId: 'music', under: 'a/', names: null },
    ])
  })

  it('must lie in a root', async () => {
    await expect(resolved(probe, ['/m/music'], { paths: ['/m/musical'] })).rejects.toMatchObject({ code: 'USAGE' })
  })
})

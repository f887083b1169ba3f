import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diskPathOf } from '../../../src/core/identity/disk-path.ts'
import { escapeName, nameKeys, unescapeName } from '../../../src/core/identity/name-key.ts'

const plain = (name: string) => ({ name, escaped: false })

describe('keys of names', () => {
  it('are the NFC form', () => {
    expect(nameKeys(['a', 'e\u0301', '\u{1f3b5}'].map(plain))).toEqual(['a', '\u00e9', '\u{1f3b5}'])
  })

  it('are escaped bytes for the second name of a form, for what is no UTF-8, and for what looks like such a key', () => {
    expect(nameKeys([plain('e\u0301'), plain('\u00e9')])).toEqual(['\ufffde%CC%81', '\u00e9'])
    expect(nameKeys([{ name: 'a%FF', escaped: true }, plain('a%FF')])).toEqual(['\ufffda%FF', 'a%FF'])
    expect(nameKeys([plain('\ufffda%FF')])).toEqual(['\ufffd%EF%BF%BDa%25FF'])
  })

  it('are never shared in a folder, and do not depend on the order of its listing', () => {
    const name = fc.oneof(
      fc
        .string({
          unit: fc.constantFrom('e', '\u0301', '\u00e9', '%', 'C', '\ufffd', '\u1e69', 's', '\u0323', '\u0307'),
        })
        .map(plain),
      fc
        .uint8Array({ minLength: 1, maxLength: 3 })
        .map((bytes) => ({ name: escapeName(Uint8Array.of(0xff, ...bytes)), escaped: true })),
    )
    const folder = fc.uniqueArray(name, { selector: ({ name: text, escaped }) => `${escaped} ${text}`, maxLength: 12 })
    fc.assert(
      fc.property(folder, (names) => {
        const keys = nameKeys(names)
        expect(new Set(keys).size).toBe(names.length)
        const reversed = nameKeys(names.toReversed()).reverse()
        expect(reversed).toEqual(keys)
        for (const key of keys) expect(key).toBe(key.normalize('NFC'))
      }),
    )
  })

  it('can be turned back to bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(unescapeName(escapeName(bytes))).toEqual(bytes)
        expect(escapeName(bytes)).toMatch(/^[\x20-\x7e]*$/)
      }),
    )
  })
})

describe('paths that come in jobs', () => {
  const at = (path: string, diskPath: string | null = null) => diskPathOf({ rootId: 'r', path, diskPath }, { r: '/m' })

  it('are believed when they stay in their root', () => {
    expect(at('a/..b/c...mp3')).toEqual({ root: '/m', path: 'a/..b/c...mp3', escaped: false })
    expect(at('x', 'a/%FF')).toEqual({ root: '/m', path: 'a/%FF', escaped: true })
  })

  it.each([
    ['../x', null],
    ['a/../../x', null],
    ['/etc/passwd', null],
    ['a\0b', null],
    ['..', null],
    ['x', '%2E%2E/x'],
    ['x', 'a/%2e%2E%2fx'],
    ['x', '%2Fetc'],
    ['x', 'a%00'],
  ])('are refused when they do not: %j spelled %j', (path, diskPath) => {
    expect(() => at(path, diskPath)).toThrow(expect.objectContaining({ code: 'FILE_REFUSED' }))
  })

  it('need a folder of this process for their root', () => {
    expect(() => diskPathOf({ rootId: 'other', path: 'x', diskPath: null }, { r: '/m' })).toThrow(
      expect.objectContaining({ code: 'ROOT_UNAVAILABLE' }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { parseLrc } from '../../src/core/parse-lrc.ts'

describe('LRC lyrics', () => {
  it('read times in all their forms, several a line, in order', () => {
    expect(parseLrc('[ar:Someone]\n[00:12.5]b\r\n[0:01]a\n[01:00.123][00:30:25]chorus\nplain\n')).toEqual({
      text: 'a\nb\nchorus\nchorus',
      lines: [
        { timeMs: 1000, text: 'a' },
        { timeMs: 12_500, text: 'b' },
        { timeMs: 30_250, text: 'chorus' },
        { timeMs: 60_123, text: 'chorus' },
      ],
    })
  })

  it('apply the offset and leave word stamps out', () => {
    expect(parseLrc('[offset:+500]\n[00:01.00]<00:01.00>one <00:01.50>two')?.lines).toEqual([
      { timeMs: 500, text: 'one two' },
    ])
    expect(parseLrc('[offset: 5000]\n[00:01.00]x')?.lines).toEqual([{ timeMs: 0, text: 'x' }])
  })

  it('are not seen in plain text', () => {
    expect(parseLrc('just [some] words')).toBeUndefined()
    expect(parseLrc('')).toBeUndefined()
  })

  it('take no time for text made to take time', () => {
    const started = performance.now()
    parseLrc(`[${' '.repeat(500_000)}`)
    parseLrc(`[x\n${'\n'.repeat(500_000)}`)
    parseLrc(`[00:01]${' \t'.repeat(300_000)}x`)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

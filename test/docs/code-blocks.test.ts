import { describe, expect, it } from 'vitest'
import { allBlocks, blocksIn, complaints } from '../support/code-blocks.ts'

describe('code in the README, the guides and the TSDoc', () => {
  const blocks = allBlocks()
  const found = complaints(blocks)

  it.each(blocks.map(({ file, line }, index) => ({ place: `${file}:${line}`, index })))(
    '$place compiles',
    ({ index }) => {
      expect(found[index]).toEqual([])
    },
  )

  it('is found in Markdown and in comments', () => {
    expect(blocksIn('a.md', 'x\n```ts\na\nb\n```\n```sh\nno\n```')).toEqual([{ file: 'a.md', line: 3, code: 'a\nb' }])
    expect(blocksIn('a.ts', '/**\n * ```ts\n * const a = 1\n * ```\n */')).toMatchObject([{ code: 'const a = 1' }])
    expect(blocksIn('a.ts', '/**\n * @example\n * const a = 1\n */')).toMatchObject([{ line: 3, code: 'const a = 1' }])
    expect(() => blocksIn('a.md', '```ts\n')).toThrow(/never closed/)
  })

  it('is refused where it does not compile', () => {
    const wrong = { file: 'a.md', line: 10, code: "import { nothing } from '@soniquebay/scan'\nconst a: string = 1" }
    expect(complaints([wrong])[0]).toEqual([
      expect.stringContaining('a.md:10 Module'),
      "a.md:11 Type 'number' is not assignable to type 'string'.",
    ])
  })
})

import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

const root = resolve(import.meta.dirname, '../..')

/** A piece of TypeScript in a text, with the place where its first line stands. */
export interface CodeBlock {
  readonly file: string
  readonly line: number
  readonly code: string
}

/** The ` ```ts ` blocks of a Markdown text or of the comments of a source file, where an `@example` may go unfenced. */
export function blocksIn(file: string, text: string): CodeBlock[] {
  const isSource = file.endsWith('.ts')
  const blocks: CodeBlock[] = []
  let open: { line: number; lines: string[]; end: RegExp } | undefined
  const lines = text.split('\n').map((line) => (isSource ? line.replace(/^\s*\*(?!\/) ?/, '') : line))
  for (const [index, line] of lines.entries()) {
    const unfenced = isSource && /^@example\b/.test(line) && !/^\s*```/.test(lines[index + 1] ?? '')
    if (open?.end.test(line)) {
      blocks.push({ file, line: open.line, code: open.lines.join('\n') })
      open = undefined
    } else if (open !== undefined) open.lines.push(line)
    else if (unfenced) open = { line: index + 2, lines: [], end: /^@|^\s*\*\// }
    else if (/^\s*```(ts|typescript)\s*$/.test(line)) open = { line: index + 2, lines: [], end: /^\s*```\s*$/ }
  }
  if (open !== undefined) throw new Error(`${file}:${open.line - 1} opens a code block that is never closed`)
  return blocks
}

/** Every block of the README, the guides and the TSDoc of the sources. */
export function allBlocks(): CodeBlock[] {
  const files = globSync(['*.md', 'docs/**/*.md', 'src/**/*.ts'], { cwd: root, exclude: ['docs/reference/**'] }).sort()
  return files.flatMap((file) => blocksIn(file, readFileSync(join(root, file), 'utf8')))
}

/** Type-checks each block as a module of its own, under the project's options; returns the complaints of each. */
export function complaints(blocks: readonly CodeBlock[]): string[][] {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  // An example shows a value without using it.
  const relaxed = { ...options, noUnusedLocals: false, noUnusedParameters: false }
  const names = blocks.map((_, index) => join(root, `example-${index}.ts`))
  const virtual = new Map(names.map((name, index) => [name, blocks[index]?.code ?? '']))
  const host = ts.createCompilerHost(relaxed)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (name) => virtual.has(name) || fileExists(name)
  host.readFile = (name) => virtual.get(name) ?? readFile(name)
  host.getSourceFile = (name, target, ...rest) => {
    const code = virtual.get(name)
    return code === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, code, target)
  }
  const program = ts.createProgram(names, relaxed, host)
  return names.map((name, index) => {
    const source = program.getSourceFile(name)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map((diagnostic) => describe(blocks[index], diagnostic))
  })
}

function describe(block: CodeBlock | undefined, { file, start = 0, messageText }: ts.Diagnostic): string {
  const line = (block?.line ?? 0) + (file?.getLineAndCharacterOfPosition(start).line ?? 0)
  return `${block?.file}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
}

import { existsSync } from 'node:fs'
import type { RootConfig } from '../config.ts'

/** `id=folder`, unless a folder of that whole name exists. */
export const rootOf = (text: string): RootConfig => {
  const [, id, path] = /^([\w.-]+)=(.+)$/.exec(text) ?? []
  return id === undefined || path === undefined || existsSync(text) ? { path: text } : { path, id }
}

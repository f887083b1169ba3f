import { readdirSync } from 'node:fs'
import { extname, join } from 'node:path'

/** The formats of the corpus, by extension. */
export const formats = ['mp3', 'flac', 'm4a', 'ogg', 'opus'] as const

/** Music files below a folder, in the order of their paths: the whole corpus, or every n-th file of it so that all formats stay in. */
export const corpusFiles = (folder: string, most: number): readonly string[] => {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && formats.some((format) => extname(entry.name) === `.${format}`))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  if (all.length <= most) return all
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)] ?? '')
}

import { isIgnoreFile } from './ignore-rules.ts'

/** What a file is to discover; `undefined` for what does not matter. */
export type FileRole = 'music' | 'lyrics' | 'picture' | 'rules'

const pictureExtensions: ReadonlySet<string> = new Set(['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif'])

/** Names that players and taggers give to pictures of an album or artist; other pictures beside music are booklets and photographs. */
const pictureName =
  /^(cover|folder|front|back|album|albumart.*|art|artwork|artist|disc ?\d*|cd ?\d*|thumb|poster|fanart|logo)$/i

/** The role of a file by its name. */
export const roleOf = (name: string, music: ReadonlySet<string>): FileRole | undefined => {
  const dot = name.lastIndexOf('.')
  if (dot < 0) return undefined
  if (isIgnoreFile(name)) return 'rules'
  const extension = name.slice(dot + 1).toLowerCase()
  if (music.has(extension)) return 'music'
  if (extension === 'lrc') return 'lyrics'
  return pictureExtensions.has(extension) && pictureName.test(name.slice(0, dot)) ? 'picture' : undefined
}

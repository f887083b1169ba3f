import { type Answer, andThen } from './answer.ts'
import { type IgnoreRules, ignoreFiles } from './ignore-rules.ts'
import { diskFolder, type Walk, type WalkFolder } from './walk-folder.ts'

/** No person writes more. */
const mostBytes = 1_000_000

/** The rules inside a folder, given the names in it. Throws when its ignore file cannot be read: then nothing is known of the folder. */
export const rulesInside = (walk: Walk, folder: WalkFolder, names: readonly string[]): Answer<IgnoreRules> => {
  if (names.includes(ignoreFiles.everything)) return folder.rules.within(folder.key, '')
  if (!names.includes(ignoreFiles.patterns)) return folder.rules
  const { root, path, escaped } = diskFolder(walk, folder)
  const place = { root, path: path === '' ? ignoreFiles.patterns : `${path}/${ignoreFiles.patterns}`, escaped }
  return andThen(walk.source.open(place), async (file) => {
    try {
      const { bytes } = file
      return folder.rules.within(folder.key, new TextDecoder().decode(bytes.view(0, Math.min(bytes.size, mostBytes))))
    } finally {
      await file.close()
    }
  })
}

import { readFileSync } from 'node:fs'

/** The version in the package's own manifest, one folder above the sources' or the build's. */
export const packageVersion = (): string => {
  for (const up of ['../package.json', '../../package.json']) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8'))
      if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
    } catch {
      // Sources lie one folder deeper than the build.
    }
  }
  return 'unknown'
}

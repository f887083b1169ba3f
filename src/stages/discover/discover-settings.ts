import { createHash } from 'node:crypto'

/** What discover looks at. Plain data: it is sent to threads. */
export interface DiscoverSettings {
  /** Extensions of music, lower case, without dot. */
  readonly extensions: readonly string[]
  /** Globs in gitignore syntax, relative to each root: what matches is ignored. */
  readonly ignore: readonly string[]
  /** Whether links to files and folders inside the same root are followed. Default false. */
  readonly followLinks: boolean
  /** Changes a chunk holds at most. */
  readonly chunkSize: number
}

/** Extensions looked at unless the host says otherwise. */
export const musicExtensions: readonly string[] =
  'mp3 flac m4a m4b mp4 ogg oga opus wav aif aiff wma wv ape mpc dsf dff aac mka webm tta spx'.split(' ')

/** The settings with their defaults. Hidden names (beginning with a dot) are always ignored. */
export const discoverSettings = (some: Partial<DiscoverSettings> = {}): DiscoverSettings => ({
  extensions: (some.extensions ?? musicExtensions).map((extension) => extension.toLowerCase().replace(/^\./, '')),
  ignore: some.ignore ?? [],
  followLinks: some.followLinks ?? false,
  chunkSize: some.chunkSize ?? 256,
})

/** A hash of what decides which files are seen: a folder listed under other settings is listed again. */
export const discoverConfigHash = ({ extensions, ignore, followLinks }: DiscoverSettings): string =>
  createHash('sha256')
    .update(JSON.stringify([extensions.toSorted(), ignore, followLinks]))
    .digest('hex')
    .slice(0, 16)

import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync } from 'node:fs'
import { dirname, extname } from 'node:path'

/** How ffmpeg encodes each extension that it can; the others of the scanner's list have no free encoder in Debian. */
export const encoders: Readonly<Record<string, readonly string[]>> = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '64k'],
  flac: ['-c:a', 'flac'],
  m4a: ['-c:a', 'aac', '-b:a', '64k'],
  m4b: ['-c:a', 'aac', '-b:a', '64k', '-f', 'ipod'],
  mp4: ['-c:a', 'aac', '-b:a', '64k'],
  ogg: ['-c:a', 'libvorbis'],
  oga: ['-c:a', 'flac', '-f', 'ogg'],
  opus: ['-c:a', 'libopus', '-b:a', '48k'],
  spx: ['-c:a', 'libspeex', '-ar', '16000'],
  wav: ['-c:a', 'pcm_s16le'],
  aif: ['-c:a', 'pcm_s16be', '-f', 'aiff', '-write_id3v2', '1'],
  aiff: ['-c:a', 'pcm_s16be', '-write_id3v2', '1'],
  wma: ['-c:a', 'wmav2'],
  wv: ['-c:a', 'wavpack'],
  tta: ['-c:a', 'tta'],
  aac: ['-c:a', 'aac', '-f', 'adts', '-write_id3v2', '1'],
  mka: ['-c:a', 'libvorbis', '-f', 'matroska'],
  webm: ['-c:a', 'libopus', '-f', 'webm'],
}

/** What a made file says and sounds like. */
export interface Song {
  readonly title: string
  readonly artist: string
  readonly album: string
  /** Hz of its tone: another tone is other audio. */
  readonly tone: number
}

const run = (args: readonly string[]): void => {
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
}

const tagsOf = (song: Partial<Song>): string[] =>
  (['title', 'artist', 'album'] as const).flatMap((tag) =>
    song[tag] === undefined ? [] : ['-metadata', `${tag}=${song[tag]}`],
  )

/** Encodes one second of a song; the extension chooses the encoder. */
export const encode = (path: string, song: Song): void => {
  const extension = extname(path).slice(1)
  const encoder = encoders[extension]
  if (encoder === undefined) throw new Error(`no encoder for ${extension}`)
  mkdirSync(dirname(path), { recursive: true })
  const source = `aevalsrc=0.4*sin(2*PI*${song.tone}*t)+0.2*sin(2*PI*${song.tone * 1.5}*t*t):s=44100:d=1.2`
  run(['-f', 'lavfi', '-i', source, '-ac', '2', ...encoder, ...tagsOf(song), path])
}

/** Changes tags as an editor does: the container is written anew, the audio is copied. */
export const retag = (path: string, tags: Partial<Song>): void => {
  const extension = extname(path)
  const aside = `${path.slice(0, -extension.length)}.retag${extension}`
  const format = encoders[extension.slice(1)] ?? []
  const muxer = format.includes('-f') ? ['-f', format[format.indexOf('-f') + 1] ?? ''] : []
  const id3 = format.includes('-write_id3v2') ? ['-write_id3v2', '1'] : []
  run(['-i', path, '-c', 'copy', ...muxer, ...id3, ...tagsOf(tags), aside])
  renameSync(aside, path)
}

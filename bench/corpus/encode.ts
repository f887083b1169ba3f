import type { GeneratedTrack } from '../../src/testing.ts'
import type { Sound } from './make-sound.ts'
import { run } from './run.ts'

/** What is to be encoded, and to where. */
export interface Encoding {
  readonly track: GeneratedTrack
  readonly path: string
  readonly cover: string | undefined
  readonly sound: Sound
}

/** How it was encoded. */
export interface Encoded {
  readonly settings: string
  /** The encoder wrote the tags; otherwise mutagen is to. */
  readonly tagged: boolean
}

interface Job extends Encoding {
  readonly rate: number
  readonly channels: 1 | 2
  readonly samples: number
  /** Every fourth file is left with what its encoder tags. */
  readonly tagged: boolean
}

const RATES = [44_100, 44_100, 44_100, 44_100, 48_000, 44_100, 44_100, 22_050]
const LAME = ['-b 128', '-b 192', '-b 320', '-V 0', '-V 2', '-V 2', '-b 256', '-b 320', '--abr 160', '-b 192']

/** Encodes one file of 4–8 seconds from sound that no other file has. */
export const encode = (encoding: Encoding): Encoded => {
  const { index, format } = encoding.track
  const rate = format === 'opus' ? 48_000 : (RATES[index % RATES.length] ?? 44_100)
  const seconds = 4 + ((index * 7) % 41) / 10
  const channels = index % 13 === 12 ? 1 : 2
  const job = { ...encoding, rate, channels, samples: Math.round(seconds * rate), tagged: index % 4 === 3 } as const
  const settings = { mp3: lame, flac, m4a, ogg: oggenc, opus: opusenc }[format](job)
  return { settings, tagged: job.tagged }
}

const pcm = ({ sound, track, samples, channels }: Job): Buffer => sound.cut(track.index, samples, channels)

const pairs = (track: GeneratedTrack): [string, string][] => [
  ['TITLE', track.title],
  ['ARTIST', track.artist],
  ['ALBUM', track.album],
  ['ALBUMARTIST', track.albumArtist],
  ['TRACKNUMBER', `${track.trackNumber}`],
  ['DISCNUMBER', `${track.discNumber}`],
  ['DATE', track.date],
  ...track.genres.map((genre): [string, string] => ['GENRE', genre]),
]

const lame = (job: Job): string => {
  const { track } = job
  const settings = LAME[track.index % LAME.length] ?? '-V 2'
  const tags = [
    ...['--tt', track.title, '--ta', track.artist, '--tl', track.album, '--ty', track.date.slice(0, 4)],
    ...['--tn', `${track.trackNumber}/${track.trackTotal}`, '--tg', track.genres[0] ?? 'Other', '--tc', 'made by lame'],
    ...['--tv', `TPE2=${track.albumArtist}`, '--tv', `TPOS=${track.discNumber}/${track.discTotal}`],
    ...(track.index % 8 === 3 ? ['--id3v2-utf16'] : ['--add-id3v2']),
    ...(job.cover === undefined ? [] : ['--ti', job.cover]),
  ]
  run(
    'lame',
    [
      ...['--quiet', '-r', '-s', String(job.rate / 1000), '--bitwidth', '16', '--signed', '--little-endian'],
      ...['-m', job.channels === 1 ? 'm' : 'j', ...settings.split(' '), ...(job.tagged ? tags : []), '-', job.path],
    ],
    pcm(job),
  )
  return `lame ${settings}`
}

const flac = (job: Job): string => {
  const { track } = job
  const bits = track.index % 9 === 4 ? 24 : 16
  const level = track.index % 5 === 0 ? '-8' : '-5'
  const tags = pairs(track).map(([name, value]) => `--tag=${name}=${value}`)
  const picture = job.cover === undefined ? [] : [`--picture=${job.cover}`]
  run(
    'flac',
    [
      ...['-s', '-f', level, '--force-raw-format', '--endian=little', '--sign=signed', `--channels=${job.channels}`],
      ...[`--bps=${bits}`, `--sample-rate=${job.rate}`, ...(job.tagged ? [...tags, ...picture] : [])],
      ...['-o', job.path, '-'],
    ],
    bits === 24 ? widen(pcm(job)) : pcm(job),
  )
  return `flac ${level} ${bits} bit`
}

// The new low byte is a function of the sample, so that it is not just zeros.
const widen = (narrow: Buffer): Buffer => {
  const wide = Buffer.alloc((narrow.length / 2) * 3)
  for (let from = 0, to = 0; from < narrow.length; from += 2, to += 3) {
    wide[to] = ((narrow[from] ?? 0) * 41) & 0x1f
    wide[to + 1] = narrow[from] ?? 0
    wide[to + 2] = narrow[from + 1] ?? 0
  }
  return wide
}

const m4a = (job: Job): string => {
  const { track } = job
  const codec =
    track.index % 16 === 5 ? ['-c:a', 'alac'] : ['-c:a', 'aac', '-b:a', track.index % 2 === 0 ? '128k' : '256k']
  const layout = track.index % 3 === 0 ? [] : ['-movflags', '+faststart']
  const tags = [
    ['title', track.title],
    ['artist', track.artist],
    ['album', track.album],
    ['album_artist', track.albumArtist],
    ['track', `${track.trackNumber}/${track.trackTotal}`],
    ['disc', `${track.discNumber}/${track.discTotal}`],
    ['date', track.date],
    ['genre', track.genres[0] ?? ''],
  ].flatMap(([name, value]) => ['-metadata', `${name}=${value}`])
  const cover = job.cover === undefined || !job.tagged ? [] : ['-i', job.cover]
  const map = cover.length === 0 ? [] : ['-map', '0', '-map', '1', '-c:v', 'copy', '-disposition:v', 'attached_pic']
  run(
    'ffmpeg',
    [
      ...['-v', 'error', '-y', '-threads', '1', '-f', 's16le', '-ar', String(job.rate), '-ac', String(job.channels)],
      ...['-i', '-', ...cover, ...map, ...codec, ...layout, ...(job.tagged ? tags : []), job.path],
    ],
    pcm(job),
  )
  return `ffmpeg ${[...codec, ...layout].join(' ')}`
}

const oggenc = (job: Job): string => {
  const quality = String(3 + (job.track.index % 5))
  const tags = pairs(job.track).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  run(
    'oggenc',
    [
      ...['-Q', '-r', '-B', '16', '-C', String(job.channels), '-R', String(job.rate), '-q', quality],
      ...['-s', String(job.track.index), '--utf8', ...(job.tagged ? tags : []), '-o', job.path, '-'],
    ],
    pcm(job),
  )
  return `oggenc -q ${quality}`
}

const opusenc = (job: Job): string => {
  const bitrate = String(96 + 32 * (job.track.index % 3))
  const tags = pairs(job.track).flatMap(([name, value]) => ['--comment', `${name}=${value}`])
  const picture = job.cover === undefined ? [] : ['--picture', job.cover]
  run(
    'opusenc',
    [
      ...[
        '--quiet',
        '--comp',
        '4',
        '--raw',
        '--raw-bits',
        '16',
        '--raw-rate',
        '48000',
        '--raw-chan',
        String(job.channels),
      ],
      ...['--bitrate', bitrate, '--serial', String(job.track.index), ...(job.tagged ? [...tags, ...picture] : [])],
      ...['-', job.path],
    ],
    pcm(job),
  )
  return `opusenc --bitrate ${bitrate}`
}

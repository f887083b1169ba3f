import { run } from './run.ts'

/** Where the encoders take their sound from. */
export interface Sound {
  /** Interleaved little-endian 16-bit PCM: `samples` frames that no other `file` gets. */
  cut(file: number, samples: number, channels: 1 | 2): Buffer
}

const PIECES = 8
const SECONDS = 60
const SAMPLE_RATE = 44_100
const STEP = 4096

/** Pieces of chords over noise, all different. */
export const makeSound = (): Sound => {
  const pieces = Array.from({ length: PIECES }, (_, piece) => makePiece(piece))
  return {
    cut(file, samples, channels) {
      const piece = pieces[file % PIECES] ?? Buffer.alloc(0)
      const bytes = samples * channels * 2
      const places = Math.floor((piece.length - bytes) / STEP)
      const place = Math.floor(file / PIECES)
      if (place >= places) throw new RangeError(`sound for ${PIECES * places} files, not for more`)
      return piece.subarray(place * STEP, place * STEP + bytes)
    },
  }
}

const makePiece = (piece: number): Buffer => {
  const root = 80 * 2 ** ((piece * 5) / 12)
  const chord = [1, 1.2599, 1.4983, 2]
    .map((ratio, voice) => `0.12*sin(2*PI*${(root * ratio).toFixed(2)}*t)*(1+sin(${voice + 1}*t))`)
    .join('+')
  const noise = `anoisesrc=d=${SECONDS}:c=${piece % 2 === 0 ? 'pink' : 'brown'}:r=${SAMPLE_RATE}:a=0.15:seed=${piece}`
  return run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', noise],
    ...['-f', 'lavfi', '-i', `aevalsrc='${chord}|${chord.replaceAll('0.12', '0.09')}':d=${SECONDS}:s=${SAMPLE_RATE}`],
    ...[
      '-filter_complex',
      '[0]aformat=channel_layouts=stereo[n];[n][1]amix',
      '-f',
      's16le',
      '-ar',
      String(SAMPLE_RATE),
      '-',
    ],
  ])
}

/** How the audio of a file is stored. */
export interface AudioFormat {
  /** The container: `mp3`, `flac`, `ogg`, `mp4`, `wav`, `aiff`, … */
  readonly container: string
  /** The codec, lower case: `mp3`, `flac`, `vorbis`, `opus`, `aac`, `alac`, `pcm`, … */
  readonly codec: string
  /** Profile of the codec: `CBR`, `V2`, `LC`, `HE-AAC`, … */
  readonly codecProfile?: string
  /** Length of the audio in milliseconds, fractions kept; absent when nothing tells it. */
  readonly durationMs?: number
  /** Whether the container tells the length; false when it was estimated from size and bit rate. */
  readonly durationExact: boolean
  /** Mean bits per second. */
  readonly bitrate?: number
  /** Hz. */
  readonly sampleRate?: number
  readonly channels?: number
  /** Bits per sample, where the codec has them. */
  readonly bitsPerSample?: number
  readonly lossless: boolean
  /** Samples to drop at the start (LAME tag, iTunSMPB, Opus pre-skip). */
  readonly encoderDelay?: number
  /** Samples to drop at the end. */
  readonly encoderPadding?: number
  /** The encoder, as the file names it: `LAME3.100`. */
  readonly encoder?: string
}

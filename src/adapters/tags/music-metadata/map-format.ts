import type { IAudioMetadata, TrackType } from 'music-metadata'
import type { AudioFormat } from '../../../core/model/audio-format.ts'
import { optional } from '../optional.ts'

/** `TrackType.audio` (Matroska §5.1.4.1.3), as a number, so that the package is loaded on use only. */
const audioTrack: TrackType = 2

type Rule<T> = readonly [RegExp, T]

/** Containers as music-metadata names them. */
const containers: readonly Rule<string>[] = [
  [/^MPEG/i, 'mp3'],
  [/^ADTS/i, 'aac'],
  [/^FLAC/i, 'flac'],
  [/^Ogg/i, 'ogg'],
  [/^(WAVE|RIFF)/i, 'wav'],
  [/^AIF/i, 'aiff'],
  [/^ASF/i, 'asf'],
  [/^EBML\/webm/i, 'webm'],
  [/^EBML/i, 'matroska'],
  [/^WavPack/i, 'wavpack'],
  [/^Monkey/i, 'ape'],
  [/^Musepack/i, 'musepack'],
  [/^DSDIFF/i, 'dsdiff'],
  [/^DSF/i, 'dsf'],
  // MP4's are lists of brands: M4A/mp42/isom.
  [/(^|\/)(M4[ABPV]|mp4\d|isom|iso\d|qt|avc1|dash|3g[pr2]\w)/i, 'mp4'],
]

/** Codecs as music-metadata names them; the first that matches. */
const codecs: readonly Rule<string>[] = [
  [/^MPEG .*Layer 1$/i, 'mp1'],
  [/^MPEG .*Layer 2$/i, 'mp2'],
  [/^(MPEG .*Layer 3|MPEG-1 layer 3|MPEG\/L3|MPEGLAYER3)/i, 'mp3'],
  [/^(MPEG-4\/AAC|AAC)/i, 'aac'],
  [/^FLAC/i, 'flac'],
  [/^ALAC/i, 'alac'],
  [/^(Vorbis)/i, 'vorbis'],
  [/^Opus/i, 'opus'],
  [/^Speex/i, 'speex'],
  [/^(E-?AC-?3)/i, 'eac3'],
  [/^AC-?3/i, 'ac3'],
  [/^TTA/i, 'tta'],
  [/^Monkey/i, 'ape'],
  [/Lossless/i, 'wmal'],
  [/(Windows Media Audio|WMA)/i, 'wma'],
  [/(DST)/i, 'dst'],
  [/DSD/i, 'dsd'],
  [/(a-?law)/i, 'pcm-alaw'],
  [/(u-?law|µ-?law)/i, 'pcm-mulaw'],
  [/ADPCM/i, 'adpcm'],
  [/(PCM|IEEE|float)/i, 'pcm'],
]

/** Codecs of containers that have one only. */
const onlyCodec: ReadonlyMap<string, string> = new Map([
  ['musepack', 'musepack'],
  ['wavpack', 'wavpack'],
  ['ape', 'ape'],
  ['dsf', 'dsd'],
  ['aiff', 'pcm'],
])

/** Containers for which music-metadata tells a version, or the samples' kind, in place of the codec. */
const namesNoCodec: ReadonlySet<string> = new Set(['wavpack', 'musepack'])

const losslessCodecs: ReadonlySet<string> = new Set(['flac', 'alac', 'pcm', 'ape', 'tta', 'wmal', 'dsd', 'dst', 'mlp'])

function match(rules: readonly Rule<string>[], text: string): string | undefined {
  return rules.find(([pattern]) => pattern.test(text))?.[1]
}

/** MP4 codecs that music-metadata has no name for stand in its list of tracks as `<Opus>`. */
function codecOfTrack({ trackInfo }: IAudioMetadata['format']): string | undefined {
  return trackInfo.find(({ type }) => type === audioTrack)?.codecName?.replace(/^<(.*)>$/, '$1')
}

/** The format as music-metadata tells it, under our names. */
export function mapFormat({ format }: IAudioMetadata): AudioFormat {
  const container = match(containers, format.container ?? '') ?? (format.container ?? 'unknown').toLowerCase()
  const named = (namesNoCodec.has(container) ? undefined : (format.codec ?? codecOfTrack(format))) ?? ''
  const codec = match(codecs, named) ?? onlyCodec.get(container) ?? (named === '' ? 'unknown' : named.toLowerCase())
  const { duration } = format
  const durationMs = duration !== undefined && Number.isFinite(duration) && duration > 0 ? duration * 1000 : undefined
  const bitrate =
    format.bitrate !== undefined && Number.isFinite(format.bitrate) && format.bitrate > 0 ? format.bitrate : undefined
  return {
    container,
    codec,
    ...optional('codecProfile', format.codecProfile || undefined),
    ...optional('durationMs', durationMs),
    durationExact: durationMs !== undefined && (format.numberOfSamples !== undefined || container !== 'mp3'),
    ...optional('bitrate', bitrate),
    ...optional('sampleRate', format.sampleRate || undefined),
    ...optional('channels', format.numberOfChannels || undefined),
    ...optional('bitsPerSample', format.bitsPerSample || undefined),
    lossless: format.lossless ?? losslessCodecs.has(codec),
    ...optional('encoder', format.tool || undefined),
  }
}

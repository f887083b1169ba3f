import { ScanError } from '../../../core/errors.ts'
import type { AudioFormat } from '../../../core/model/audio-format.ts'
import type { FileReading } from '../../../core/model/file-reading.ts'
import { audioKey } from '../audio-key.ts'
import { ByteWindow } from '../byte-window.ts'
import { readId3v2 } from '../id3/id3v2.ts'
import type { NativeReader } from '../native-reader.ts'
import type { Mutable } from '../optional.ts'
import { type Chunk, chunks, riff } from '../other/chunks.ts'
import { fieldFor, fieldsOf } from '../tag-map.ts'
import { newTagSink, type TagSink } from '../tag-sink.ts'
import { latin1, utf8 } from '../text-bytes.ts'
import { readWaveFormat, type WaveFormat } from './wave-format.ts'

const fields = fieldsOf('riff')
const keyRule = 'wav.1'
const mostTextBytes = 64 * 1024

interface WaveChunks {
  format?: WaveFormat | undefined
  data?: Chunk
  /** Samples of a channel, as `fact` or `ds64` tells them. */
  samples?: number
  id3At?: number
}

/** WAVE in RIFF, RF64 and BW64 (EBU Tech 3306), with INFO lists and ID3v2 tags. */
export const wavReader: NativeReader = {
  specVersion: 'v1',
  name: 'native',
  read({ name, bytes }) {
    const window = new ByteWindow(bytes)
    const outer = window.text(0, 4)
    if ((outer !== 'RIFF' && outer !== 'RF64' && outer !== 'BW64') || window.text(8, 4) !== 'WAVE') return undefined
    const sink = newTagSink()
    const found = readChunks(window, sink)
    const { format: wave, data } = found
    if (wave === undefined || data === undefined) throw new ScanError('FILE_NO_AUDIO', `${name} holds no wave data.`)
    if (found.id3At !== undefined) readId3v2(bytes, found.id3At, sink)
    const range = { offset: data.body, length: data.end - data.body }
    const key = audioKey(keyRule, bytes, [range])
    const reading: Mutable<FileReading> = {
      reader: 'native',
      tags: sink.tags.finish(),
      format: formatOf(wave, range.length, found.samples),
      pictures: sink.pictures,
      warnings: sink.warnings,
    }
    if (key !== undefined) reading.audioKey = key
    return reading
  },
}

function readChunks(window: ByteWindow, sink: TagSink): WaveChunks {
  const found: WaveChunks = {}
  let wideData: number | undefined
  for (const chunk of chunks(window, 12, riff)) {
    switch (chunk.id) {
      case 'ds64':
        wideData = window.u64le(chunk.body + 8)
        break
      case 'fmt ':
        found.format = readWaveFormat(window, chunk)
        break
      case 'fact':
        if (window.u32le(chunk.body) !== 0xffff_ffff) found.samples = window.u32le(chunk.body)
        break
      case 'LIST':
        if (window.text(chunk.body, 4) === 'INFO') readInfo(window, chunk, sink)
        break
      case 'id3 ':
      case 'ID3 ':
        found.id3At = chunk.body
        break
      case 'data':
        found.data = dataOf(window, chunk, wideData, sink)
        // Behind a chunk whose size is told elsewhere the walk cannot find its way by itself.
        if (found.data.end > chunk.end) return { ...found, ...readBehind(window, found.data, sink) }
        break
      default:
    }
  }
  return found
}

/** The size of the data is all ones where `ds64` has it, and 0 or all ones from writers that could not seek back. */
function dataOf(window: ByteWindow, chunk: Chunk, wide: number | undefined, sink: TagSink): Chunk {
  const told = window.u32le(chunk.body - 4)
  if (told === 0xffff_ffff && wide) return { ...chunk, end: Math.min(window.size, chunk.body + wide) }
  if (told === 0xffff_ffff || (told === 0 && chunk.body < window.size)) return { ...chunk, end: window.size }
  if (chunk.body + told > window.size) sink.warnings.push('The wave data is shorter than its header says.')
  return chunk
}

function readBehind(window: ByteWindow, data: Chunk, sink: TagSink): Pick<WaveChunks, 'id3At'> {
  let id3At: number | undefined
  for (const chunk of chunks(window, data.end + (data.end % 2), riff)) {
    if (chunk.id === 'LIST' && window.text(chunk.body, 4) === 'INFO') readInfo(window, chunk, sink)
    else if (chunk.id.toLowerCase() === 'id3 ') id3At = chunk.body
  }
  return id3At === undefined ? {} : { id3At }
}

function readInfo(window: ByteWindow, list: Chunk, sink: TagSink): void {
  sink.tags.from('riff')
  for (const item of chunks(window, list.body + 4, riff, list.end)) {
    const field = fieldFor(fields, item.id)
    if (field === undefined) continue
    const bytes = window.bytes(item.body, Math.min(item.end - item.body, mostTextBytes))
    const text = utf8(bytes, 0, bytes.length)
    // The specification says nothing of encodings: UTF-8 by newer writers, the system's own by older ones.
    sink.tags.add(field, text.includes('\ufffd') ? latin1(bytes, 0, bytes.length) : text)
  }
}

function formatOf(wave: WaveFormat, dataBytes: number, samples: number | undefined): AudioFormat {
  const { codec, lossless, sampleRate, channels, bitsPerSample, blockAlign, bytesPerSecond } = wave
  const format: Mutable<AudioFormat> = { container: 'wav', codec, durationExact: false, lossless }
  const counted = lossless && blockAlign > 0 ? Math.floor(dataBytes / blockAlign) : samples
  if (counted !== undefined && counted > 0 && sampleRate > 0) {
    format.durationMs = (counted * 1000) / sampleRate
    format.durationExact = true
    format.bitrate = lossless ? blockAlign * sampleRate * 8 : (dataBytes * 8000) / format.durationMs
  } else if (bytesPerSecond > 0 && dataBytes > 0) {
    format.durationMs = (dataBytes * 1000) / bytesPerSecond
    format.bitrate = bytesPerSecond * 8
  }
  if (sampleRate > 0) format.sampleRate = sampleRate
  if (channels > 0) format.channels = channels
  if (bitsPerSample > 0) format.bitsPerSample = bitsPerSample
  return format
}

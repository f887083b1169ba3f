import { ScanError } from '../../../core/errors.ts'
import { audioKey } from '../audio-key.ts'
import { readId3v2 } from '../id3/id3v2.ts'
import { readTrailingTags } from '../mp3/trailing-tags.ts'
import type { NativeReader } from '../native-reader.ts'
import { optional } from '../optional.ts'
import { newTagSink } from '../tag-sink.ts'
import { locatePayload } from './payload.ts'

const headerBytes = 22

/** True Audio (tausoft.org, "TTA1 header"), with ID3 and APEv2 tags: the one format of the list that music-metadata does not read. */
export const ttaReader: NativeReader = {
  specVersion: 'v1',
  name: 'native',
  read({ name, bytes }) {
    const mark = bytes.view(0, 4)
    if (mark[0] !== 0x54 && mark[0] !== 0x49) return undefined
    const payload = locatePayload(bytes)
    const offset = payload?.ranges[0]?.offset
    if (payload?.rule !== 'tta.1' || offset === undefined) return undefined
    const sink = newTagSink()
    if (payload.id3At !== undefined) readId3v2(bytes, payload.id3At, sink)
    const length = readTrailingTags(bytes, offset, sink) - offset
    const header = bytes.view(offset, headerBytes)
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
    const sampleRate = header.byteLength < headerBytes ? 0 : view.getUint32(10, true)
    if (sampleRate === 0) throw new ScanError('FILE_DAMAGED', `The TTA header of ${name} is damaged.`)
    const channels = view.getUint16(6, true)
    const bitsPerSample = view.getUint16(8, true)
    const seconds = view.getUint32(14, true) / sampleRate
    const key = audioKey(payload.rule, bytes, [{ offset, length }])
    return {
      reader: 'native',
      format: {
        container: 'tta',
        codec: 'tta',
        durationMs: seconds * 1000,
        durationExact: true,
        ...optional('bitrate', seconds > 0 ? (length * 8) / seconds : undefined),
        sampleRate,
        ...optional('channels', channels || undefined),
        ...optional('bitsPerSample', bitsPerSample || undefined),
        lossless: true,
      },
      tags: sink.tags.finish(),
      pictures: sink.pictures,
      ...optional('audioKey', key),
      warnings: sink.warnings,
    }
  },
}

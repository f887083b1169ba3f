import type { GeneratedAudio, GeneratedTrack } from './generated-track.ts'
import { oggStream } from './ogg.ts'
import { stamp } from './stamp.ts'
import { pictureField, vorbisComment } from './vorbis-comment.ts'

/** Samples at 48 kHz in one packet: three frames of 20 ms. */
export const OPUS_PACKET = 2880
/** Samples that a decoder drops at the start. */
export const OPUS_PRE_SKIP = 312

const STAMP_BYTES = 24
// RFC 6716 §3.1, §3.2.5: full-band CELT, 20 ms, code 3; three equal frames with padding.
const TOC = { 1: 0xfb, 2: 0xff }
const THREE_PADDED_FRAMES = 0x43
const SILENT_FRAME = [0xff, 0xfe]

/** A whole Ogg Opus file (RFC 7845): silence, with the stamp in the packets' padding, which decoders skip. */
export const renderOggOpus = (track: GeneratedTrack): Buffer => {
  const { audio } = track
  const tags = Buffer.concat([Buffer.from('OpusTags', 'latin1'), vorbisComment(track, pictureField(track))])
  const packet = Buffer.from([
    TOC[audio.channels],
    THREE_PADDED_FRAMES,
    STAMP_BYTES,
    ...SILENT_FRAME,
    ...SILENT_FRAME,
    ...SILENT_FRAME,
    ...stamp(audio, STAMP_BYTES),
  ])
  return oggStream(audio.identity, [
    { packets: [opusHead(audio)], granule: () => 0 },
    { packets: [tags], granule: () => 0 },
    { packets: Array.from({ length: audio.blocks }, () => packet), granule: (done) => done * OPUS_PACKET },
  ])
}

const opusHead = ({ channels, sampleRate }: GeneratedAudio): Buffer => {
  const head = Buffer.alloc(19)
  head.write('OpusHead', 'latin1')
  head[8] = 1
  head[9] = channels
  head.writeUInt16LE(OPUS_PRE_SKIP, 10)
  head.writeUInt32LE(sampleRate, 12)
  return head
}

import { BitWriter } from './bits.ts'
import type { GeneratedAudio } from './generated-track.ts'
import { stamp } from './stamp.ts'

/** Samples per frame and channel. */
export const AAC_FRAME = 1024

const STAMP_BYTES = 24
const AAC_LC = 2
// ISO 14496-3 table 1.18
const SAMPLE_RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000]
const ELEMENT = { single: 0, pair: 1, dataStream: 4, end: 7 }

/** AudioSpecificConfig (ISO 14496-3 §1.6.2.1). */
export const audioSpecificConfig = (audio: GeneratedAudio): Buffer =>
  new BitWriter()
    .write(AAC_LC, 5)
    .write(SAMPLE_RATES.indexOf(audio.sampleRate), 4)
    .write(audio.channels, 4)
    .write(0, 3)
    .finish()

/**
 * One raw AAC-LC frame (ISO 14496-3 §4.4.2.1): silence, then a data stream element with the stamp, which decoders
 * skip.
 */
export const aacFrame = (audio: GeneratedAudio): Buffer => {
  const bits = new BitWriter()
  if (audio.channels === 1) silentChannel(bits.write(ELEMENT.single, 3).write(0, 4))
  else silentChannel(silentChannel(bits.write(ELEMENT.pair, 3).write(0, 4).write(0, 1)))
  bits.write(ELEMENT.dataStream, 3).write(0, 4).write(1, 1).write(STAMP_BYTES, 8)
  return bits.bytes(stamp(audio, STAMP_BYTES)).write(ELEMENT.end, 3).finish()
}

// individual_channel_stream: global_gain; ics_info without scale factor bands; neither pulse, TNS nor gain control.
const silentChannel = (bits: BitWriter): BitWriter => bits.write(0, 8).write(0, 11).write(0, 3)

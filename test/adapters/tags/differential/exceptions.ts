import type { Difference } from './compare-readings.ts'

/** Where our readers and music-metadata may differ, and why. */
export interface Exception {
  /** Names of fixtures. */
  readonly files: RegExp
  readonly fields: RegExp
  /** What else must hold of a difference, so that an exception excuses no more than it means. */
  readonly when?: (difference: Difference) => boolean
  readonly reason: string
}

const untold = ({ theirs }: Difference): boolean => theirs === undefined

function asRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : []
}

/** Whether two lists of objects are the same but for some of their properties. */
function sameWithout(...keys: readonly string[]): (difference: Difference) => boolean {
  const strip = (value: unknown): string =>
    JSON.stringify(
      asRecords(value).map((item) =>
        Object.entries(item)
          .filter(([key]) => !keys.includes(key))
          .sort(),
      ),
    )
  return ({ ours, theirs }) => strip(ours) === strip(theirs)
}

/** Each is used by at least one fixture: the test fails for one that is not, or no longer, needed. */
export const exceptions: readonly Exception[] = [
  {
    files: /\.(mp3|ogg|opus|oga|spx|m4a|m4b|mp4)$/,
    fields: /^format\.(encoder|encoderDelay|encoderPadding|codecProfile)$/,
    when: untold,
    reason: 'music-metadata does not tell it',
  },
  {
    files: /\.mp3$/,
    fields: /^format\.encoder$/,
    when: ({ ours, theirs }) => String(ours).replace(/\W/g, '') === String(theirs).replace(/\W/g, ''),
    reason: 'music-metadata puts a space into `LAME3.100`; ours is as the file has it',
  },
  {
    files: /\.(m4a|m4b)$|-ape/,
    fields: /^pictures$/,
    when: sameWithout('type'),
    reason: 'MP4 and APEv2 pictures are front covers by their place or name; music-metadata leaves the type open',
  },
  {
    files: /\.m4b$/,
    fields: /^tags\.chapters$/,
    when: sameWithout('endMs'),
    reason: 'music-metadata does not tell where a chapter ends',
  },
  {
    files: /^mp3-chapters/,
    fields: /^tags\.chapters$/,
    reason: 'music-metadata takes the milliseconds of CHAP for seconds',
  },
  {
    files: /^flac-(chapters|cuesheet)/,
    fields: /^tags\.chapters$/,
    when: untold,
    reason: 'music-metadata knows no chapters in FLAC',
  },
  {
    files: /\.opus$/,
    fields: /^format\.bitrate$/,
    reason: 'music-metadata takes the size of the file less a part of the headers; ours counts the pages of music',
  },
  {
    files: /^opus-gain/,
    fields: /^tags\.replayGain$/,
    when: untold,
    reason: 'music-metadata does not know R128 gains',
  },
  { files: /\.(spx|oga)$/, fields: /^format\.bitrate$/, when: untold, reason: 'music-metadata does not tell it' },
  { files: /\.oga$/, fields: /^tags\./, when: untold, reason: 'music-metadata reads no comments of FLAC in Ogg' },
  {
    files: /^speex/,
    fields: /^tags\.credits$/,
    when: untold,
    reason: 'speexenc writes the artist as AUTHOR, which music-metadata does not map',
  },
  { files: /^(flac|m4a)-rich/, fields: /^tags\.key$/, when: untold, reason: 'music-metadata does not map INITIALKEY' },
  {
    files: /-rich/,
    fields: /^tags\.credits$/,
    reason: 'music-metadata does not map PERFORMER of FLAC and splits the pairs of TMCL and TIPL otherwise',
  },
  {
    files: /^ogg-chained/,
    fields: /^format\.durationMs$/,
    reason: 'music-metadata stops after the first link of a chain',
  },
  { files: /^ogg-coverart/, fields: /^pictures$/, reason: 'music-metadata does not know COVERART' },
  {
    files: /^ogg-multiplexed/,
    fields: /^format\.(codec|sampleRate|bitrate)$/,
    reason: 'of several streams ours takes the first, as for the tags; music-metadata the last',
  },
  {
    files: /^mov-/,
    fields: /^reading$/,
    reason: 'music-metadata overlooks sound in QuickTime files that name a data handler',
  },
  {
    files: /^mp3-id3-longer/,
    fields: /^reading$/,
    reason: 'music-metadata refuses a tag that is longer than the file',
  },
  {
    files: /^mp3-id3v2[34]-(extended|unsync|compressed|itunes)/,
    fields: /^(tags\.(title|artist|artists|album|comments)|pictures)$/,
    reason:
      'music-metadata misreads extended headers, unsynchronised, compressed and grouped frames, and frame sizes of iTunes',
  },
  {
    files: /^mp3-id3v24-extended/,
    fields: /^format\.durationMs$/,
    reason: 'it then takes part of the tag for a frame',
  },
  {
    files: /^mp3-two-id3v2/,
    fields: /^tags\.title$/,
    reason: 'of two tags the later counts, as of two values; music-metadata reads one',
  },
  {
    files: /^mp3-id3v23-rich/,
    fields: /^tags\.artists$/,
    reason: 'music-metadata splits ID3v2.3 texts at `/`, and so `AC/DC`',
  },
  { files: /^mp3-id3v23-rich/, fields: /^tags\.date$/, reason: 'music-metadata leaves out TDAT' },
  {
    files: /^mp3-id3v2[34]-rich/,
    fields: /^tags\.lyrics$/,
    reason: 'music-metadata keeps the spaces around timed lines',
  },
  { files: /^mp3-id3v24-genres/, fields: /^tags\.genres$/, reason: 'RX and CR are Remix and Cover (ID3v2.4 §4.2.3)' },
  {
    files: /^mp3-(free-format|vbri|vbr-no-xing)/,
    fields: /^format\.(codec|codecProfile|durationMs|bitrate|sampleRate)$/,
    reason: 'music-metadata knows neither free format nor VBRI, and takes a VBR stream without header for a CBR one',
  },
  {
    files: /^mp3-ape-v1/,
    fields: /^tags\.comments$/,
    when: untold,
    reason: 'music-metadata loses the comment of APEv1',
  },
  {
    files: /^flac-pipe/,
    fields: /^format\.(durationMs|durationExact|bitrate)$/,
    reason: 'ours finds the length in the last frame when STREAMINFO does not tell it',
  },
  { files: /^flac-id3/, fields: /^format\.bitrate$/, reason: 'music-metadata counts an ID3v1 tag as music' },
  {
    files: /^wav-float/,
    fields: /^format\.lossless$/,
    reason: 'music-metadata takes any file with a fact chunk for lossy',
  },
  { files: /^wav-info/, fields: /^tags\.title$/, reason: 'music-metadata reads UTF-8 in INFO lists as Latin-1' },
  { files: /^wav-rf64/, fields: /^reading$/, reason: 'music-metadata does not read RF64' },
  { files: /^tta/, fields: /^reading$/, reason: 'music-metadata does not read TTA' },
]

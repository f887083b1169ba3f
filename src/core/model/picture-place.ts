/** Where an embedded picture lies, so that it can be read later without parsing the file again. */
export interface PicturePlace {
  /** Bytes from the start of the file; −1 when the bytes do not lie in one piece (base64, unsynchronised, spread over Ogg pages). */
  readonly offset: number
  /** Bytes of the picture itself. */
  readonly length: number
  /** As declared: `image/jpeg`. */
  readonly mime: string
  /** ID3v2.4 §4.14 picture type: 0 other, 3 front cover, 4 back cover, … */
  readonly type: number
  readonly description?: string
}

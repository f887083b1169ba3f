import type { ByteSource } from '../../../core/ports/byte-source.ts'

/** Media types by extension, for formats that music-metadata does not recognise by their first bytes in every case. */
const mediaTypes = new Map([
  ['mp3', 'audio/mpeg'],
  ['mp2', 'audio/mpeg'],
  ['flac', 'audio/flac'],
  ['m4a', 'audio/mp4'],
  ['m4b', 'audio/mp4'],
  ['mp4', 'audio/mp4'],
  ['ogg', 'audio/ogg'],
  ['oga', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['spx', 'audio/ogg'],
  ['wav', 'audio/wav'],
  ['aif', 'audio/aiff'],
  ['aiff', 'audio/aiff'],
  ['aac', 'audio/mpeg'],
  ['mka', 'audio/matroska'],
  ['webm', 'audio/webm'],
  ['wma', 'audio/ms-wma'],
  ['wv', 'audio/wavpack'],
  ['ape', 'audio/ape'],
  ['mpc', 'audio/musepack'],
  ['dsf', 'audio/dsf'],
  ['dff', 'audio/dsd'],
])

/** A {@link ByteSource} in the form that music-metadata reads at random without owning a file handle. */
export class SourceBlob extends Blob {
  readonly #source: ByteSource
  readonly #start: number
  readonly #length: number

  constructor(source: ByteSource, start: number, length: number, type: string) {
    super([])
    this.#source = source
    this.#start = start
    this.#length = length
    Object.defineProperties(this, { size: { value: length }, type: { value: type } })
  }

  static ofFile(source: ByteSource, name: string): SourceBlob {
    const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
    return new SourceBlob(source, 0, source.size, mediaTypes.get(extension) ?? '')
  }

  override slice(start = 0, end = this.#length): Blob {
    return new SourceBlob(this.#source, this.#start + start, Math.min(end, this.#length) - start, this.type)
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return new Uint8Array(this.#source.view(this.#start, this.#length)).buffer
  }
}

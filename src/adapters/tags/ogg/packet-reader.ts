import type { ByteWindow } from '../byte-window.ts'
import { copyLacing, type OggPage, readPage } from './page.ts'

/** Pages that may lie between two pages of one stream before it counts as ended: other streams' pages, or other streams altogether. */
const mostForeignPages = 1024

/**
 * Reads the packets of one logical stream in order, page by page. A packet may span pages; what is skipped is not fetched.
 * After construction it stands at the first byte of `page`; a packet that began earlier shows as its rest.
 */
export class PacketReader {
  readonly #window: ByteWindow
  readonly #serial: number
  #page: OggPage
  /** Next lacing value, and the file position of its segment. */
  #segment = 0
  #position = 0
  /** Lacing values of the page: kept, since header and payload of a large page lie further apart than a window reaches. */
  readonly #lacing = new Uint8Array(256)
  /** Bytes left of the current piece: the segments of the packet that lie on this page. */
  #left = 0
  /** Whether the current piece is followed by more of its packet on the next page. */
  #goesOn = false
  #ended = false
  /** Set when a leap failed: pages of this stream do not lie as leaps need them. */
  #leapless = false

  /** `lacing`: of the page, when it is known. */
  constructor(window: ByteWindow, page: OggPage, lacing?: Uint8Array) {
    this.#window = window
    this.#serial = page.serial
    this.#page = page
    if (lacing === undefined) this.#stand(page)
    else this.#lacing.set(lacing)
  }

  /** The page on which the reader stands. */
  get page(): OggPage {
    return this.#page
  }

  /** Goes to the next packet, past what is left of the current one. False at the end of the stream. */
  next(): boolean {
    while (this.#goesOn) this.nextPiece(0)
    while (this.#segment >= this.#page.segments) if (this.#ended || !this.#turnPage()) return false
    this.#takePiece()
    return true
  }

  /** A byte of the packet, counted from where the reader stands in it; 0 beyond what this page holds of it. */
  peek(offset: number): number {
    return offset < this.#left ? this.#window.u8(this.#position + offset) : 0
  }

  /** Whether the packet ends on the page where the reader stands. */
  get endsOnPage(): boolean {
    return !this.#goesOn
  }

  /** Whether no further packet begins on this page. */
  get atPageEnd(): boolean {
    return this.#segment >= this.#page.segments
  }

  /** File position of what is left of the packet on this page. */
  get position(): number {
    return this.#position
  }

  /** How much of the packet is left on this page. */
  get left(): number {
    return this.#left
  }

  /** Copies the packet from here on into `target` at `at`, as much as fits; returns how much. */
  copy(target: Uint8Array, at: number): number {
    let filled = at
    for (;;) {
      const bytes = this.#window.bytes(this.#position, Math.min(this.#left, target.length - filled))
      target.set(bytes, filled)
      filled += bytes.length
      if (filled >= target.length || this.nextPiece(0) < 0) return filled - at
    }
  }

  /** Another reader that stands where this one does. */
  clone(): PacketReader {
    const twin = new PacketReader(this.#window, this.#page, this.#lacing)
    twin.#segment = this.#segment
    twin.#position = this.#position
    twin.#left = this.#left
    twin.#goesOn = this.#goesOn
    twin.#ended = this.#ended
    return twin
  }

  /**
   * Goes to the piece of the packet on a following page: the next one, or one further on when at least `skip` bytes are to be passed over. Returns how
   * many bytes of the packet lie between here and there, −1 when the packet ends here.
   */
  nextPiece(skip: number): number {
    if (!this.#goesOn || !this.#turnPage() || !this.#page.continued) {
      this.#goesOn = false
      return -1
    }
    this.#takePiece()
    return this.#leap(skip)
  }

  #takePiece(): void {
    this.#position += this.#left
    let length = 0
    let value = 255
    while (value === 255 && this.#segment < this.#page.segments) {
      value = this.#lacing[this.#segment++] ?? 0
      length += value
    }
    this.#left = length
    this.#goesOn = value === 255
  }

  #turnPage(): boolean {
    let position = this.#page.end
    for (let i = 0; i < mostForeignPages && !this.#page.last; i++) {
      const page = readPage(this.#window, position)
      if (page === undefined) break
      if (page.serial === this.#serial) {
        this.#stand(page)
        return true
      }
      position = page.end
    }
    this.#ended = true
    return false
  }

  #stand(page: OggPage): void {
    this.#page = page
    this.#segment = 0
    this.#position = page.body
    this.#left = 0
    copyLacing(this.#window, page, this.#lacing)
  }

  /**
   * A picture fills many pages of one size when it was written in one go. When the page that so many sizes ahead would be stands there, with the sequence
   * number it must have and in the middle of a packet too, the pages between need no look. Returns the bytes of the packet that were passed over.
   */
  #leap(skip: number): number {
    const page = this.#page
    const payload = page.end - page.body
    if (payload !== page.segments * 255 || page.granule !== -1) return 0
    // The last two may be of another size: writers share out what is left.
    const pages = Math.floor(Math.min(skip, this.#window.size - page.end) / payload) - 2
    if (pages < 2 || this.#leapless) return 0
    const target = readPage(this.#window, page.position + pages * (page.end - page.position))
    const follows =
      target !== undefined &&
      target.serial === page.serial &&
      target.sequence === (page.sequence + pages) >>> 0 &&
      target.segments === page.segments &&
      target.end - target.body === payload &&
      target.continued &&
      target.granule === -1
    if (!follows) {
      this.#leapless = true
      return 0
    }
    this.#stand(target)
    this.#takePiece()
    return pages * payload
  }
}

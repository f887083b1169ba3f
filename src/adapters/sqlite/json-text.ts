/** A result that is JSON already: it is parsed where it is used, on the other side of the thread. */
export class JsonText {
  readonly json: string

  constructor(json: string) {
    this.json = json
  }
}

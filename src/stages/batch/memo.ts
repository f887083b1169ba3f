/** Remembers what a pure function gave for texts that come back (artists, albums, genres); forgets everything when it holds `most`, which costs little and needs no order of use. */
export const memo = <Result>(make: (text: string) => Result, most = 20_000): ((text: string) => Result) => {
  const known = new Map<string, Result>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = make(text)
    if (known.size >= most) known.clear()
    known.set(text, made)
    return made
  }
}

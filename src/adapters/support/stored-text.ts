/** A text of a host as every storage can keep it: well-formed Unicode without NUL, which becomes a space inside and nothing at the end. */
export const storedText = (text: string): string => {
  const wellFormed = text.toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replace(/\0+$/, '').replace(/\0+/g, ' ') : wellFormed
}

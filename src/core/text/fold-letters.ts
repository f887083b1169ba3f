import { foldName } from './fold-name.ts'

/** Letters that Unicode does not decompose, as people without them on their keyboard type them. */
const spelled: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
}
const spellable = new RegExp(`[${Object.keys(spelled).join('')}]`, 'g')

/** {@link foldName}, and the Latin letters of their own right spelled with plain ones: for sorting and searching, where `Motorhead` and `Mo` are to find `Mø`. */
export const foldLetters = (text: string): string =>
  foldName(text).replace(spellable, (letter) => spelled[letter] ?? letter)

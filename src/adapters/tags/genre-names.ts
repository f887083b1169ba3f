/**
 * Names of the numbered genres: 0–79 of ID3v1 (ID3v2.3 appendix A.3), 80–191 as added by Winamp up to version 5.6, with the two
 * names that later lists corrected (85 Bebop, 133 Afro-Punk).
 */
const names = (
  'Blues|Classic Rock|Country|Dance|Disco|Funk|Grunge|Hip-Hop|Jazz|Metal|New Age|Oldies|Other|Pop|R&B|Rap|Reggae|' +
  'Rock|Techno|Industrial|Alternative|Ska|Death Metal|Pranks|Soundtrack|Euro-Techno|Ambient|Trip-Hop|Vocal|' +
  'Jazz+Funk|Fusion|Trance|Classical|Instrumental|Acid|House|Game|Sound Clip|Gospel|Noise|Alt. Rock|Bass|Soul|Punk|' +
  'Space|Meditative|Instrumental Pop|Instrumental Rock|Ethnic|Gothic|Darkwave|Techno-Industrial|Electronic|' +
  'Pop-Folk|Eurodance|Dream|Southern Rock|Comedy|Cult|Gangsta Rap|Top 40|Christian Rap|Pop/Funk|Jungle|' +
  'Native American|Cabaret|New Wave|Psychedelic|Rave|Showtunes|Trailer|Lo-Fi|Tribal|Acid Punk|Acid Jazz|Polka|' +
  'Retro|Musical|Rock & Roll|Hard Rock|Folk|Folk/Rock|National Folk|Swing|Fast-Fusion|Bebop|Latin|Revival|Celtic|' +
  'Bluegrass|Avantgarde|Gothic Rock|Progressive Rock|Psychedelic Rock|Symphonic Rock|Slow Rock|Big Band|Chorus|' +
  'Easy Listening|Acoustic|Humour|Speech|Chanson|Opera|Chamber Music|Sonata|Symphony|Booty Bass|Primus|Porn Groove|' +
  'Satire|Slow Jam|Club|Tango|Samba|Folklore|Ballad|Power Ballad|Rhythmic Soul|Freestyle|Duet|Punk Rock|Drum Solo|' +
  'A Cappella|Euro-House|Dance Hall|Goa|Drum & Bass|Club-House|Hardcore|Terror|Indie|BritPop|Afro-Punk|Polsk Punk|' +
  'Beat|Christian Gangsta Rap|Heavy Metal|Black Metal|Crossover|Contemporary Christian|Christian Rock|Merengue|' +
  'Salsa|Thrash Metal|Anime|JPop|Synthpop|Abstract|Art Rock|Baroque|Bhangra|Big Beat|Breakbeat|Chillout|Downtempo|' +
  'Dub|EBM|Eclectic|Electro|Electroclash|Emo|Experimental|Garage|Global|IDM|Illbient|Industro-Goth|Jam Band|' +
  'Krautrock|Leftfield|Lounge|Math Rock|New Romantic|Nu-Breakz|Post-Punk|Post-Rock|Psytrance|Shoegaze|Space Rock|' +
  'Trop Rock|World Music|Neoclassical|Audiobook|Audio Theatre|Neue Deutsche Welle|Podcast|Indie Rock|G-Funk|' +
  'Dubstep|Garage Rock|Psybient'
).split('|')

/** Name of a genre by its ID3v1 number. */
export function genreName(number: number): string | undefined {
  return names[number]
}

function byCode(code: string): string | undefined {
  if (code === 'RX') return 'Remix'
  if (code === 'CR') return 'Cover'
  return /^\d{1,3}$/.test(code) ? genreName(Number(code)) : undefined
}

/**
 * The genres in one value of an ID3v2 `TCON` frame: numbers, `RX` and `CR`, alone (ID3v2.4 §4.2.3) or as leading references
 * `(17)(4)Refinement` (ID3v2.3 §4.2.1); `((` stands for a `(` of the text. Other brackets belong to the name.
 */
export function id3Genres(value: string): string[] {
  const first = value.charCodeAt(0)
  const mayBeCode = first === 40 || (first >= 48 && first <= 57) || value.length === 2 // (, 0–9
  if (!mayBeCode) return [value]
  const genres: string[] = []
  let rest = value
  for (;;) {
    const reference = /^\((\d{1,3}|RX|CR)\)/.exec(rest)
    if (!reference) break
    const name = byCode(reference[1] ?? '')
    if (name !== undefined) genres.push(name)
    rest = rest.slice(reference[0].length).trimStart()
  }
  if (rest.startsWith('((')) rest = rest.slice(1)
  const name = byCode(rest) ?? rest
  if (name !== '') genres.push(name)
  return genres
}

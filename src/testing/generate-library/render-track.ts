import { renderFlac } from './flac.ts'
import type { GeneratedTrack } from './generated-track.ts'
import { id3v2 } from './id3v2.ts'
import { renderMp3 } from './mp3.ts'
import { renderM4a } from './mp4.ts'
import { renderOggOpus } from './ogg-opus.ts'
import { renderOggVorbis } from './ogg-vorbis.ts'
import { apeTag, id3v1 } from './trailing-tags.ts'

/** The bytes of a track's file. Equal tracks give equal bytes, on any machine. */
export const renderTrack = (track: GeneratedTrack): Buffer => {
  switch (track.format) {
    case 'mp3':
      return renderTaggedMp3(track)
    case 'flac':
      return renderFlac(track)
    case 'm4a':
      return renderM4a(track)
    case 'ogg':
      return renderOggVorbis(track)
    case 'opus':
      return renderOggOpus(track)
  }
}

const renderTaggedMp3 = (track: GeneratedTrack): Buffer => {
  const parts = [id3v2(track), renderMp3(track.audio)]
  if (track.mp3Tags.ape) parts.push(apeTag(track))
  if (track.mp3Tags.id3v1) parts.push(id3v1(track))
  return Buffer.concat(parts)
}

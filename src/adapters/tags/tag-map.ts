/** The native naming schemes of tags. `txxx` are descriptions of ID3v2 `TXXX` frames, `itunes` names in MP4 `----:com.apple.iTunes:…` atoms. */
export type TagScheme =
  | 'id3v22'
  | 'id3'
  | 'txxx'
  | 'ape'
  | 'vorbis'
  | 'mp4'
  | 'itunes'
  | 'asf'
  | 'riff'
  | 'aiff'
  | 'matroska'

type TagMapRow = { readonly [S in TagScheme]?: string }

/**
 * The one mapping from native tags to our fields: a row per field, native names separated by `|`, matched without regard to case.
 * Names are those of the formats' specifications, of MusicBrainz Picard's published mapping (picard-docs.musicbrainz.org, appendix B), and of Discogs taggers.
 * Rows that are not fields of `TrackTags` are roles of credits, or parts from which the collector makes a field (`year` + `dayMonth` → `date`).
 */
// biome-ignore format: a table is read by rows
export const tagMap = {
  title: { id3v22: 'TT2', id3: 'TIT2', ape: 'Title', vorbis: 'TITLE', mp4: '©nam', asf: 'Title', riff: 'INAM|TITL', aiff: 'NAME', matroska: 'segment:title|track:TITLE' },
  artist: { id3v22: 'TP1', id3: 'TPE1', ape: 'Artist', vorbis: 'ARTIST', mp4: '©ART', asf: 'Author', riff: 'IART', aiff: 'AUTH', matroska: 'track:ARTIST' },
  artists: { txxx: 'Artists|DISCOGS_ARTISTS|DISCOGS_ARTIST_NAME', ape: 'Artists', vorbis: 'ARTISTS|DISCOGS_ARTISTS|DISCOGS_ARTIST_NAME', itunes: 'ARTISTS', asf: 'WM/ARTISTS' },
  albumArtist: { id3v22: 'TP2', id3: 'TPE2', txxx: 'DISCOGS_ALBUM_ARTISTS', ape: 'Album Artist|ALBUMARTIST', vorbis: 'ALBUMARTIST|ALBUM ARTIST|DISCOGS_ALBUM_ARTISTS', mp4: 'aART', itunes: 'Band', asf: 'WM/AlbumArtist', matroska: 'album:ARTIST' },
  albumArtists: { txxx: 'ALBUMARTISTS|Album Artists', ape: 'ALBUMARTISTS', vorbis: 'ALBUMARTISTS', itunes: 'ALBUMARTISTS', asf: 'WM/ALBUMARTISTS' },
  album: { id3v22: 'TAL', id3: 'TALB', ape: 'Album', vorbis: 'ALBUM', mp4: '©alb', asf: 'WM/AlbumTitle', riff: 'IPRD|IRPD', matroska: 'album:TITLE' },

  composer: { id3v22: 'TCM', id3: 'TCOM', ape: 'Composer', vorbis: 'COMPOSER', mp4: '©wrt', asf: 'WM/Composer', riff: 'IMUS', matroska: 'track:COMPOSER' },
  conductor: { id3v22: 'TP3', id3: 'TPE3', ape: 'Conductor', vorbis: 'CONDUCTOR', itunes: 'CONDUCTOR', asf: 'WM/Conductor', matroska: 'track:CONDUCTOR' },
  lyricist: { id3v22: 'TXT', id3: 'TEXT', ape: 'Lyricist', vorbis: 'LYRICIST', itunes: 'LYRICIST', asf: 'WM/Writer', matroska: 'track:LYRICIST' },
  writer: { txxx: 'Writer', ape: 'Writer', vorbis: 'WRITER|AUTHOR', itunes: 'WRITER', riff: 'IWRI', matroska: 'track:WRITTEN_BY' },
  arranger: { txxx: 'ARRANGER', ape: 'Arranger', vorbis: 'ARRANGER', itunes: 'ARRANGER', asf: 'WM/Arranger', matroska: 'track:ARRANGER' },
  remixer: { id3v22: 'TP4', id3: 'TPE4', ape: 'MixArtist|Remixer', vorbis: 'REMIXER|MIXARTIST', itunes: 'REMIXER', asf: 'WM/ModifiedBy', matroska: 'track:REMIXED_BY' },
  producer: { txxx: 'PRODUCER', ape: 'Producer', vorbis: 'PRODUCER', itunes: 'PRODUCER', asf: 'WM/Producer', matroska: 'track:PRODUCER' },
  engineer: { txxx: 'ENGINEER', ape: 'Engineer', vorbis: 'ENGINEER', itunes: 'ENGINEER', asf: 'WM/Engineer', riff: 'IENG', matroska: 'track:SOUND_ENGINEER' },
  mixer: { txxx: 'MIXER', ape: 'Mixer', vorbis: 'MIXER', itunes: 'MIXER', asf: 'WM/Mixer', matroska: 'track:MIXED_BY' },
  djmixer: { txxx: 'DJMIXER', ape: 'DJMixer', vorbis: 'DJMIXER', itunes: 'DJMIXER', asf: 'WM/DJMixer' },
  director: { txxx: 'DIRECTOR', ape: 'Director', vorbis: 'DIRECTOR', mp4: '©dir', itunes: 'DIRECTOR', asf: 'WM/Director', matroska: 'track:DIRECTOR' },
  performer: { txxx: 'PERFORMER', ape: 'Performer', vorbis: 'PERFORMER', itunes: 'PERFORMER', asf: 'WM/Performer', matroska: 'track:LEAD_PERFORMER' },

  trackNumber: { id3v22: 'TRK', id3: 'TRCK', ape: 'Track|TRACKNUMBER', vorbis: 'TRACKNUMBER|TRACK', mp4: 'trkn', asf: 'WM/TrackNumber', riff: 'ITRK|IPRT', matroska: 'track:PART_NUMBER' },
  trackTotal: { txxx: 'TRACKTOTAL|TOTALTRACKS', ape: 'TRACKTOTAL|TOTALTRACKS', vorbis: 'TRACKTOTAL|TOTALTRACKS', itunes: 'TRACKTOTAL|TOTALTRACKS', asf: 'TRACKTOTAL|TOTALTRACKS', matroska: 'album:TOTAL_PARTS' },
  discNumber: { id3v22: 'TPA', id3: 'TPOS', ape: 'Disc|DISCNUMBER', vorbis: 'DISCNUMBER|DISC', mp4: 'disk', asf: 'WM/PartOfSet', matroska: 'album:PART_NUMBER' },
  discTotal: { txxx: 'DISCTOTAL|TOTALDISCS', ape: 'DISCTOTAL|TOTALDISCS', vorbis: 'DISCTOTAL|TOTALDISCS', itunes: 'DISCTOTAL|TOTALDISCS', asf: 'DISCTOTAL|TOTALDISCS', matroska: 'edition:TOTAL_PARTS' },
  discSubtitle: { id3: 'TSST', ape: 'DiscSubtitle', vorbis: 'DISCSUBTITLE|SETSUBTITLE', itunes: 'DISCSUBTITLE', asf: 'WM/SetSubTitle' },

  date: { id3v22: 'TDR', id3: 'TDRC|TDRV', txxx: 'DISCOGS_RELEASED', ape: 'Year|Date', vorbis: 'DATE|DISCOGS_RELEASED', mp4: '©day', asf: 'WM/Year', riff: 'ICRD' },
  releaseDate: { id3: 'TDRL', txxx: 'RELEASEDATE', ape: 'Releasedate', vorbis: 'RELEASEDATE', itunes: 'RELEASEDATE', matroska: 'album:DATE_RELEASED' },
  year: { id3v22: 'TYE', id3: 'TYER', vorbis: 'YEAR', riff: 'YEAR' },
  dayMonth: { id3v22: 'TDA', id3: 'TDAT' },
  originalDate: { id3v22: 'TOR', id3: 'TDOR', txxx: 'ORIGINALDATE|DISCOGS_DATE', ape: 'Originaldate', vorbis: 'ORIGINALDATE|DISCOGS_DATE', itunes: 'ORIGINALDATE', asf: 'WM/OriginalReleaseTime', matroska: 'album:DATE_RECORDED' },
  originalYear: { id3: 'TORY', txxx: 'originalyear', ape: 'Originalyear', vorbis: 'ORIGINALYEAR', itunes: 'ORIGINALYEAR', asf: 'WM/OriginalReleaseYear' },

  genre: { id3v22: 'TCO', id3: 'TCON', txxx: 'STYLE', ape: 'Genre', vorbis: 'GENRE|STYLE', mp4: '©gen|gnre', asf: 'WM/Genre', riff: 'IGNR|GNRE', matroska: 'track:GENRE' },
  mood: { id3: 'TMOO', txxx: 'MOOD', ape: 'Mood', vorbis: 'MOOD', itunes: 'MOOD', asf: 'WM/Mood', matroska: 'track:MOOD' },
  compilation: { id3v22: 'TCP', id3: 'TCMP', txxx: 'COMPILATION', ape: 'Compilation', vorbis: 'COMPILATION', mp4: 'cpil', itunes: 'COMPILATION', asf: 'WM/IsCompilation' },

  titleSort: { id3v22: 'TST', id3: 'TSOT|XSOT', ape: 'TITLESORT', vorbis: 'TITLESORT', mp4: 'sonm', itunes: 'TITLESORT', asf: 'WM/TitleSortOrder', matroska: 'track:TITLESORT' },
  artistSort: { id3v22: 'TSP', id3: 'TSOP|XSOP', ape: 'ARTISTSORT', vorbis: 'ARTISTSORT', mp4: 'soar', itunes: 'ARTISTSORT', asf: 'WM/ArtistSortOrder', matroska: 'track:ARTISTSORT' },
  albumSort: { id3v22: 'TSA', id3: 'TSOA|XSOA', ape: 'ALBUMSORT', vorbis: 'ALBUMSORT', mp4: 'soal', itunes: 'ALBUMSORT', asf: 'WM/AlbumSortOrder' },
  albumArtistSort: { id3v22: 'TS2', id3: 'TSO2', txxx: 'ALBUMARTISTSORT', ape: 'ALBUMARTISTSORT', vorbis: 'ALBUMARTISTSORT', mp4: 'soaa', itunes: 'ALBUMARTISTSORT', asf: 'WM/AlbumArtistSortOrder', matroska: 'album:ARTISTSORT' },
  composerSort: { id3v22: 'TSC', id3: 'TSOC', txxx: 'COMPOSERSORT', ape: 'COMPOSERSORT', vorbis: 'COMPOSERSORT', mp4: 'soco', itunes: 'COMPOSERSORT', asf: 'WM/ComposerSortOrder' },

  isrc: { id3v22: 'TRC', id3: 'TSRC', txxx: 'ISRC', ape: 'ISRC', vorbis: 'ISRC', itunes: 'ISRC', asf: 'WM/ISRC', riff: 'ISRC', matroska: 'track:ISRC' },
  barcode: { txxx: 'BARCODE|UPC', ape: 'Barcode', vorbis: 'BARCODE|UPC', itunes: 'BARCODE|UPC', asf: 'WM/Barcode', matroska: 'album:BARCODE' },
  label: { id3v22: 'TPB', id3: 'TPUB', txxx: 'LABEL|DISCOGS_LABEL', ape: 'Label|Publisher', vorbis: 'LABEL|ORGANIZATION|PUBLISHER|DISCOGS_LABEL', itunes: 'LABEL', asf: 'WM/Publisher', matroska: 'track:PUBLISHER|album:LABEL' },
  catalogNumber: { txxx: 'CATALOGNUMBER|CATALOGID|DISCOGS_CATALOG', ape: 'CatalogNumber', vorbis: 'CATALOGNUMBER|CATALOGID|DISCOGS_CATALOG|LABELNO', itunes: 'CATALOGNUMBER', asf: 'WM/CatalogNo', matroska: 'album:CATALOG_NUMBER' },
  asin: { txxx: 'ASIN', ape: 'ASIN', vorbis: 'ASIN', itunes: 'ASIN', asf: 'ASIN' },
  media: { id3v22: 'TMT', id3: 'TMED', ape: 'Media', vorbis: 'MEDIA', itunes: 'MEDIA', asf: 'WM/Media', riff: 'IMED' },
  releaseCountry: { txxx: 'MusicBrainz Album Release Country|RELEASECOUNTRY|DISCOGS_COUNTRY', ape: 'RELEASECOUNTRY', vorbis: 'RELEASECOUNTRY|DISCOGS_COUNTRY', itunes: 'MusicBrainz Album Release Country', asf: 'MusicBrainz/Album Release Country', riff: 'ICNT' },
  releaseStatus: { txxx: 'MusicBrainz Album Status', ape: 'MUSICBRAINZ_ALBUMSTATUS|RELEASESTATUS', vorbis: 'RELEASESTATUS|MUSICBRAINZ_ALBUMSTATUS', itunes: 'MusicBrainz Album Status', asf: 'MusicBrainz/Album Status' },
  releaseType: { txxx: 'MusicBrainz Album Type', ape: 'MUSICBRAINZ_ALBUMTYPE|RELEASETYPE', vorbis: 'RELEASETYPE|MUSICBRAINZ_ALBUMTYPE', itunes: 'MusicBrainz Album Type', asf: 'MusicBrainz/Album Type' },
  edition: { txxx: 'VERSION|EDITION|ALBUMVERSION', ape: 'VERSION|EDITION|ALBUMVERSION', vorbis: 'VERSION|EDITION|ALBUMVERSION', itunes: 'VERSION|EDITION|ALBUMVERSION', asf: 'VERSION|EDITION|ALBUMVERSION' },
  subtitle: { id3v22: 'TT3', id3: 'TIT3', ape: 'Subtitle', vorbis: 'SUBTITLE', itunes: 'SUBTITLE', asf: 'WM/SubTitle' },
  grouping: { id3v22: 'TT1|GP1', id3: 'TIT1|GRP1', ape: 'Grouping', vorbis: 'GROUPING|CONTENTGROUP', mp4: '©grp', itunes: 'GROUPING', asf: 'WM/ContentGroupDescription' },
  work: { txxx: 'WORK', ape: 'WORK', vorbis: 'WORK', mp4: '©wrk', itunes: 'WORK', asf: 'WM/Work' },
  movement: { id3v22: 'MVN', id3: 'MVNM', txxx: 'MOVEMENTNAME', ape: 'MOVEMENTNAME', vorbis: 'MOVEMENTNAME', mp4: '©mvn' },
  movementIndex: { id3v22: 'MVI', id3: 'MVIN', txxx: 'MOVEMENT', ape: 'MOVEMENT', vorbis: 'MOVEMENT', mp4: '©mvi' },
  movementTotal: { txxx: 'MOVEMENTTOTAL', ape: 'MOVEMENTTOTAL', vorbis: 'MOVEMENTTOTAL', mp4: '©mvc' },
  script: { txxx: 'SCRIPT', ape: 'Script', vorbis: 'SCRIPT', itunes: 'SCRIPT', asf: 'WM/Script' },
  language: { id3v22: 'TLA', id3: 'TLAN', ape: 'Language', vorbis: 'LANGUAGE', itunes: 'LANGUAGE', asf: 'WM/Language', riff: 'ILNG' },
  copyright: { id3v22: 'TCR', id3: 'TCOP', ape: 'Copyright', vorbis: 'COPYRIGHT', mp4: 'cprt|©cpy', asf: 'Copyright', riff: 'ICOP', aiff: '(c) ', matroska: 'track:COPYRIGHT' },
  license: { id3v22: 'WCP', id3: 'WCOP', txxx: 'LICENSE', ape: 'LICENSE', vorbis: 'LICENSE', itunes: 'LICENSE', asf: 'LICENSE' },
  website: { id3v22: 'WAR', id3: 'WOAR', ape: 'Weblink', vorbis: 'WEBSITE', itunes: 'WEBSITE', asf: 'WM/AuthorURL', riff: 'TURL' },
  encodedBy: { id3v22: 'TEN', id3: 'TENC', ape: 'EncodedBy', vorbis: 'ENCODEDBY|ENCODED-BY', mp4: '©too', asf: 'WM/EncodedBy', riff: 'ISFT|CODE', matroska: 'track:ENCODER' },
  encoderSettings: { id3v22: 'TSS', id3: 'TSSE', ape: 'EncoderSettings', vorbis: 'ENCODERSETTINGS|ENCODING', asf: 'WM/EncodingSettings', matroska: 'track:ENCODER_OPTIONS' },

  comment: { ape: 'Comment', vorbis: 'COMMENT|DESCRIPTION', mp4: '©cmt|©com', itunes: 'NOTES', asf: 'Description', riff: 'ICMT|COMM', aiff: 'ANNO', matroska: 'track:COMMENT' },
  bpm: { id3v22: 'TBP', id3: 'TBPM', txxx: 'BPM', ape: 'BPM', vorbis: 'BPM|TEMPO', mp4: 'tmpo', itunes: 'BPM', asf: 'WM/BeatsPerMinute', matroska: 'track:BPM' },
  key: { id3v22: 'TKE', id3: 'TKEY', txxx: 'INITIALKEY|KEY', ape: 'INITIALKEY|KEY', vorbis: 'KEY|INITIALKEY', itunes: 'initialkey|KEY', asf: 'WM/InitialKey', matroska: 'track:INITIAL_KEY' },
  rating: { vorbis: 'RATING', mp4: 'rate', asf: 'WM/SharedUserRating', riff: 'RATE' },
  lyrics: { txxx: 'LYRICS|UNSYNCEDLYRICS', ape: 'Lyrics|UNSYNCEDLYRICS', vorbis: 'LYRICS|UNSYNCEDLYRICS|UNSYNCED LYRICS|SYNCEDLYRICS', mp4: '©lyr', itunes: 'LYRICS|UNSYNCEDLYRICS', asf: 'WM/Lyrics|WM/Lyrics_Synchronised', matroska: 'track:LYRICS' },

  recordingId: { txxx: 'MusicBrainz Track Id', ape: 'MUSICBRAINZ_TRACKID', vorbis: 'MUSICBRAINZ_TRACKID', itunes: 'MusicBrainz Track Id', asf: 'MusicBrainz/Track Id', matroska: 'track:MUSICBRAINZ_TRACKID' },
  trackId: { txxx: 'MusicBrainz Release Track Id', ape: 'MUSICBRAINZ_RELEASETRACKID', vorbis: 'MUSICBRAINZ_RELEASETRACKID', itunes: 'MusicBrainz Release Track Id', asf: 'MusicBrainz/Release Track Id' },
  releaseId: { txxx: 'MusicBrainz Album Id', ape: 'MUSICBRAINZ_ALBUMID', vorbis: 'MUSICBRAINZ_ALBUMID', itunes: 'MusicBrainz Album Id', asf: 'MusicBrainz/Album Id', matroska: 'track:MUSICBRAINZ_ALBUMID' },
  releaseGroupId: { txxx: 'MusicBrainz Release Group Id', ape: 'MUSICBRAINZ_RELEASEGROUPID', vorbis: 'MUSICBRAINZ_RELEASEGROUPID', itunes: 'MusicBrainz Release Group Id', asf: 'MusicBrainz/Release Group Id' },
  workId: { txxx: 'MusicBrainz Work Id', ape: 'MUSICBRAINZ_WORKID', vorbis: 'MUSICBRAINZ_WORKID', itunes: 'MusicBrainz Work Id', asf: 'MusicBrainz/Work Id' },
  discId: { txxx: 'MusicBrainz Disc Id', ape: 'MUSICBRAINZ_DISCID', vorbis: 'MUSICBRAINZ_DISCID', itunes: 'MusicBrainz Disc Id', asf: 'MusicBrainz/Disc Id' },
  trmId: { txxx: 'MusicBrainz TRM Id', ape: 'MUSICBRAINZ_TRMID', vorbis: 'MUSICBRAINZ_TRMID', itunes: 'MusicBrainz TRM Id', asf: 'MusicBrainz/TRM Id' },
  artistId: { txxx: 'MusicBrainz Artist Id', ape: 'MUSICBRAINZ_ARTISTID', vorbis: 'MUSICBRAINZ_ARTISTID', itunes: 'MusicBrainz Artist Id', asf: 'MusicBrainz/Artist Id', matroska: 'track:MUSICBRAINZ_ARTISTID' },
  albumArtistId: { txxx: 'MusicBrainz Album Artist Id', ape: 'MUSICBRAINZ_ALBUMARTISTID', vorbis: 'MUSICBRAINZ_ALBUMARTISTID', itunes: 'MusicBrainz Album Artist Id', asf: 'MusicBrainz/Album Artist Id' },
  acoustidId: { txxx: 'Acoustid Id|ACOUSTID_ID', ape: 'ACOUSTID_ID', vorbis: 'ACOUSTID_ID', itunes: 'Acoustid Id', asf: 'Acoustid/Id' },
  acoustidFingerprint: { txxx: 'Acoustid Fingerprint|ACOUSTID_FINGERPRINT', ape: 'ACOUSTID_FINGERPRINT', vorbis: 'ACOUSTID_FINGERPRINT|ACOUSTID_ID_FINGERPRINT', itunes: 'Acoustid Fingerprint', asf: 'Acoustid/Fingerprint' },

  trackGain: { txxx: 'REPLAYGAIN_TRACK_GAIN', ape: 'REPLAYGAIN_TRACK_GAIN', vorbis: 'REPLAYGAIN_TRACK_GAIN', itunes: 'replaygain_track_gain', asf: 'REPLAYGAIN_TRACK_GAIN|replaygain/track_gain', matroska: 'track:REPLAYGAIN_GAIN' },
  trackPeak: { txxx: 'REPLAYGAIN_TRACK_PEAK', ape: 'REPLAYGAIN_TRACK_PEAK', vorbis: 'REPLAYGAIN_TRACK_PEAK', itunes: 'replaygain_track_peak', asf: 'REPLAYGAIN_TRACK_PEAK|replaygain/track_peak', matroska: 'track:REPLAYGAIN_PEAK' },
  albumGain: { txxx: 'REPLAYGAIN_ALBUM_GAIN', ape: 'REPLAYGAIN_ALBUM_GAIN', vorbis: 'REPLAYGAIN_ALBUM_GAIN', itunes: 'replaygain_album_gain', asf: 'REPLAYGAIN_ALBUM_GAIN|replaygain/album_gain', matroska: 'album:REPLAYGAIN_GAIN' },
  albumPeak: { txxx: 'REPLAYGAIN_ALBUM_PEAK', ape: 'REPLAYGAIN_ALBUM_PEAK', vorbis: 'REPLAYGAIN_ALBUM_PEAK', itunes: 'replaygain_album_peak', asf: 'REPLAYGAIN_ALBUM_PEAK|replaygain/album_peak', matroska: 'album:REPLAYGAIN_PEAK' },
  r128TrackGain: { txxx: 'R128_TRACK_GAIN', vorbis: 'R128_TRACK_GAIN', itunes: 'R128_TRACK_GAIN' },
  r128AlbumGain: { txxx: 'R128_ALBUM_GAIN', vorbis: 'R128_ALBUM_GAIN', itunes: 'R128_ALBUM_GAIN' },
} as const satisfies Record<string, TagMapRow>

/** A field as the mapping names it. */
export type TagField = keyof typeof tagMap

const byScheme = new Map<TagScheme, Map<string, TagField>>()
for (const [field, row] of Object.entries(tagMap) as [TagField, TagMapRow][]) {
  for (const [scheme, names] of Object.entries(row) as [TagScheme, string][]) {
    const fields = byScheme.get(scheme) ?? new Map<string, TagField>()
    byScheme.set(scheme, fields)
    for (const name of names.split('|')) {
      fields.set(name, field)
      fields.set(name.toUpperCase(), field)
    }
  }
}

/** All native names of a scheme with their fields, as spelled in {@link tagMap} and in upper case. */
export function fieldsOf(scheme: TagScheme): ReadonlyMap<string, TagField> {
  return byScheme.get(scheme) ?? new Map()
}

/** The field that a native tag name means, if any; case does not matter. */
export function fieldFor(fields: ReadonlyMap<string, TagField>, nativeName: string): TagField | undefined {
  return fields.get(nativeName) ?? fields.get(nativeName.toUpperCase())
}

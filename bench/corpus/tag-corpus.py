"""Tags the files of a corpus richly: tag-corpus.py <folder> <list.jsonl>; called by make-corpus.ts. Needs mutagen."""

import base64
import json
import os
import sys
import uuid

from mutagen.apev2 import APEv2
from mutagen.flac import FLAC, Picture
from mutagen.id3 import (APIC, COMM, ID3, PictureType, TALB, TBPM, TCMP, TCOM, TCON, TDOR, TDRC, TEXT, TIPL, TIT2, TKEY,
                         TLAN, TMCL, TMOO, TPE1, TPE2, TPE3, TPE4, TPOS, TPUB, TRCK, TSO2, TSOA, TSOP, TSRC, TXXX, UFID,
                         USLT, Encoding)
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

MOODS = ["Calm", "Energetic", "Melancholic", "Joyful", "Dark"]
KEYS = ["Am", "C", "F#m", "Eb", "Dm"]
LABELS = ["Blue Harbour Records", "Éditions du Lac", "Null & Void", "東レコード"]
LYRICS = "\n".join(f"Line {n} of a song that nobody ever sang aloud" for n in range(24))


def ident(track, kind):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"corpus/{kind}/{track['album']}/{track['albumArtist']}"
                          + ("" if kind == "group" else f"/{track['index']}")))


def rich(track):
    """Tags beyond what the description holds: name -> values, under the names of Vorbis comments."""
    n = track["index"]
    tags = {
        "LABEL": [LABELS[n % 4]], "CATALOGNUMBER": [f"CAT-{n % 997:03d}"], "BARCODE": [f"{4006381000000 + n % 99991}"],
        "ARTISTSORT": [track["artist"]], "ALBUMARTISTSORT": [track["albumArtist"]], "ALBUMSORT": [track["album"]],
        "ORIGINALDATE": [str(int(track["date"][:4]) - n % 3)], "COMMENT": [f"Ripped with care, no. {n}"],
        "LANGUAGE": [["eng", "fra", "jpn"][n % 3]], "MEDIA": ["CD"], "RELEASECOUNTRY": ["GB"],
    }
    if track.get("trackGain") is not None:
        tags["REPLAYGAIN_TRACK_GAIN"] = [f"{track['trackGain']:.2f} dB"]
        tags["REPLAYGAIN_TRACK_PEAK"] = [f"0.9{n % 89999:05d}"]
        tags["REPLAYGAIN_ALBUM_GAIN"] = [f"{track['albumGain']:.2f} dB"]
        tags["REPLAYGAIN_ALBUM_PEAK"] = ["0.998871"]
    if track.get("recordingId"):
        tags["MUSICBRAINZ_TRACKID"] = [track["recordingId"]]
        tags["MUSICBRAINZ_ALBUMID"] = [track["releaseId"]]
        tags["MUSICBRAINZ_RELEASEGROUPID"] = [ident(track, "group")]
        tags["MUSICBRAINZ_RELEASETRACKID"] = [ident(track, "track")]
        tags["ACOUSTID_ID"] = [ident(track, "acoustid")]
        if track["artistIds"]:
            tags["MUSICBRAINZ_ARTISTID"] = track["artistIds"]
        if track["albumArtistIds"]:
            tags["MUSICBRAINZ_ALBUMARTISTID"] = track["albumArtistIds"]
    if track.get("isrc"):
        tags["ISRC"] = [track["isrc"]]
    if track.get("composer"):
        tags["COMPOSER"] = [track["composer"]]
        tags["LYRICIST"] = ["Ana Šimić"]
    if n % 5 == 0:
        tags["BPM"] = [str(70 + n % 90)]
        tags["KEY"] = [KEYS[n % 5]]
        tags["MOOD"] = [MOODS[n % 5]]
    if n % 7 == 0:
        tags["CONDUCTOR"] = ["Otto Größe"]
        tags["PERFORMER"] = ["Mara Lind (violin)", "Jō Itō (piano)"]
    if n % 11 == 0:
        tags["REMIXER"] = ["DJ Nobody"]
    if n % 6 == 0:
        tags["LYRICS"] = [LYRICS]
    return tags


def image(track):
    with open(track["cover"], "rb") as file:
        return ("image/png" if track["cover"].endswith("png") else "image/jpeg"), file.read()


def basics(track):
    tags = {
        "TITLE": [track["title"]], "ARTIST": [track["artist"]], "ALBUM": [track["album"]],
        "ALBUMARTIST": [track["albumArtist"]], "TRACKNUMBER": [str(track["trackNumber"])],
        "TRACKTOTAL": [str(track["trackTotal"])], "DISCNUMBER": [str(track["discNumber"])],
        "DISCTOTAL": [str(track["discTotal"])], "DATE": [track["date"]], "GENRE": track["genres"],
    }
    if len(track["artists"]) > 1:
        tags["ARTISTS"] = track["artists"]
    if track["compilation"]:
        tags["COMPILATION"] = ["1"]
    return tags


def picture(track):
    mime, data = image(track)
    pic = Picture()
    pic.type, pic.mime, pic.data, pic.desc = PictureType.COVER_FRONT, mime, data, ""
    pic.width = pic.height = 600 if mime == "image/jpeg" else 330
    pic.depth = 24
    return pic


def tag_vorbis(path, track, kind):
    file = kind(path)
    for name, values in {**basics(track), **rich(track)}.items():
        file[name] = values
    if track.get("cover"):
        if kind is FLAC:
            file.add_picture(picture(track))
        else:
            file["METADATA_BLOCK_PICTURE"] = [base64.b64encode(picture(track).write()).decode("ascii")]
    if kind is OggOpus and track.get("trackGain") is not None:
        for name in [name for name in file if name.upper().startswith("REPLAYGAIN")]:
            del file[name]
        file["R128_TRACK_GAIN"] = [str(round((track["trackGain"] - 5) * 256))]
        file["R128_ALBUM_GAIN"] = [str(round((track["albumGain"] - 5) * 256))]
    file.save()


TEXT_FRAMES = {"ARTISTSORT": TSOP, "ALBUMARTISTSORT": TSO2, "ALBUMSORT": TSOA, "COMPOSER": TCOM, "CONDUCTOR": TPE3,
               "REMIXER": TPE4, "LYRICIST": TEXT, "LABEL": TPUB, "ISRC": TSRC, "BPM": TBPM, "KEY": TKEY, "MOOD": TMOO,
               "LANGUAGE": TLAN, "ORIGINALDATE": TDOR}
USER_FRAMES = {"MUSICBRAINZ_ALBUMID": "MusicBrainz Album Id", "MUSICBRAINZ_ARTISTID": "MusicBrainz Artist Id",
               "MUSICBRAINZ_ALBUMARTISTID": "MusicBrainz Album Artist Id", "ACOUSTID_ID": "Acoustid Id",
               "MUSICBRAINZ_RELEASEGROUPID": "MusicBrainz Release Group Id",
               "MUSICBRAINZ_RELEASETRACKID": "MusicBrainz Release Track Id",
               "RELEASECOUNTRY": "MusicBrainz Album Release Country"}


def id3(track):
    version3 = track["mp3Tags"]["id3v2"] == 3
    code = Encoding.UTF16 if version3 else Encoding.UTF8
    tag = ID3()
    for frame, values in ((TIT2, [track["title"]]), (TPE1, [track["artist"]]), (TPE2, [track["albumArtist"]]),
                          (TALB, [track["album"]]), (TRCK, [f"{track['trackNumber']}/{track['trackTotal']}"]),
                          (TPOS, [f"{track['discNumber']}/{track['discTotal']}"]), (TDRC, [track["date"]]),
                          (TCON, track["genres"]), (TCMP, ["1"] if track["compilation"] else [])):
        if values:
            tag.add(frame(encoding=code, text=values))
    if len(track["artists"]) > 1:
        tag.add(TXXX(encoding=code, desc="ARTISTS", text=track["artists"]))
    for name, values in rich(track).items():
        if name == "MUSICBRAINZ_TRACKID":
            tag.add(UFID(owner="http://musicbrainz.org", data=values[0].encode()))
        elif name == "PERFORMER":
            people = [[v[v.index("(") + 1:-1], v[:v.index("(") - 1]] for v in values]
            tag.add((TIPL if version3 else TMCL)(encoding=code, people=people))
        elif name == "LYRICS":
            tag.add(USLT(encoding=code, lang="eng", desc="", text=values[0]))
        elif name == "COMMENT":
            tag.add(COMM(encoding=code, lang="eng", desc="", text=values))
        elif name in TEXT_FRAMES:
            tag.add(TEXT_FRAMES[name](encoding=code, text=values))
        else:
            tag.add(TXXX(encoding=code, desc=USER_FRAMES.get(name, name), text=values))
    if track.get("cover"):
        mime, data = image(track)
        tag.add(APIC(encoding=Encoding.LATIN1, mime=mime, type=PictureType.COVER_FRONT, desc="", data=data))
    return tag


def tag_mp3(path, track):
    tag = id3(track)
    v1 = 2 if track["mp3Tags"]["id3v1"] else 0
    if track["mp3Tags"]["id3v2"] == 3:
        tag.update_to_v23()
        tag.save(path, v1=v1, v2_version=3, v23_sep="/")
    else:
        tag.save(path, v1=v1, v2_version=4)
    if track["mp3Tags"]["ape"]:
        ape = APEv2()
        for name, value in (("Title", track["title"]), ("Artist", track["artist"]), ("Album", track["album"]),
                            ("Track", str(track["trackNumber"])), ("Year", track["date"][:4])):
            ape[name] = value
        ape.save(path)


MP4_NAMES = {"COMPOSER": "\xa9wrt", "COMMENT": "\xa9cmt", "LYRICS": "\xa9lyr", "ARTISTSORT": "soar",
             "ALBUMARTISTSORT": "soaa", "ALBUMSORT": "soal"}
MP4_FREEFORM = {**USER_FRAMES, "MUSICBRAINZ_TRACKID": "MusicBrainz Track Id", "KEY": "initialkey"}


def tag_mp4(path, track):
    file = MP4(path)
    file["\xa9nam"], file["\xa9ART"], file["\xa9alb"] = track["title"], track["artist"], track["album"]
    file["aART"], file["\xa9day"], file["\xa9gen"] = track["albumArtist"], track["date"], track["genres"]
    file["trkn"], file["disk"] = [(track["trackNumber"], track["trackTotal"])], [(track["discNumber"], track["discTotal"])]
    file["cpil"] = track["compilation"]
    for name, values in rich(track).items():
        if name == "BPM":
            file["tmpo"] = [int(values[0])]
        elif name in MP4_NAMES:
            file[MP4_NAMES[name]] = values
        else:
            lower = name.lower() if name.startswith("REPLAYGAIN") else name
            file[f"----:com.apple.iTunes:{MP4_FREEFORM.get(name, lower)}"] = [MP4FreeForm(v.encode()) for v in values]
    if track.get("cover"):
        mime, data = image(track)
        file["covr"] = [MP4Cover(data, MP4Cover.FORMAT_PNG if mime == "image/png" else MP4Cover.FORMAT_JPEG)]
    file.save()


def main(folder, manifest):
    with open(manifest, encoding="utf-8") as lines:
        for line in lines:
            track = json.loads(line)
            if track["tagged"]:
                continue
            path = os.path.join(folder, track["path"])
            if track["format"] == "mp3":
                tag_mp3(path, track)
            elif track["format"] == "m4a":
                tag_mp4(path, track)
            else:
                tag_vorbis(path, track, {"flac": FLAC, "ogg": OggVorbis, "opus": OggOpus}[track["format"]])


main(*sys.argv[1:])

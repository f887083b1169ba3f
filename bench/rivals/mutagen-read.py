"""The other end of PassProcess with mutagen: tags and stream information of each file."""

import sys
import time

import mutagen

for line in iter(sys.stdin.readline, ""):
    with open(line.rstrip("\n"), encoding="utf-8") as paths_file:
        paths = [path.rstrip("\n") for path in paths_file]
    start = time.perf_counter()
    read = 0
    for path in paths:
        try:
            file = mutagen.File(path)
            if file is not None and file.info.length >= 0 and (file.tags is None or list(file.tags.keys()) is not None):
                read += 1
        except mutagen.MutagenError as error:
            print(f"{path}: {error}", file=sys.stderr)
    print(time.perf_counter() - start, read, flush=True)

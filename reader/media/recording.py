"""Where the recording of an episode is."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from reader.errors import NotFound, ReaderError

SUFFIXES = tuple(
    ".mp3 .m4a .m4b .aac .ogg .oga .opus .flac .wav .aiff .mp4 .m4v .mov .webm .mkv .avi".split()
)
"""How the names of recordings end, in the order in which they are looked for beside a source."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,30})://")


def recording(media: str | None, source: str) -> str:
    """What is to be played: an address of http or https, or the absolute path of a file.

    `media` is what is known of it; a path may be relative to the folder of the file `source`.
    Without it, a recording beside the source with the same name is meant. Nothing else is ever
    given to a player: its other protocols do more than play. Raises `ReaderError`.
    """
    if not media:
        return _beside(source)
    scheme = _SCHEME.match(media)
    if scheme is not None and scheme[1].lower() in ("http", "https"):
        if not urlsplit(media).hostname or any(c.isspace() or ord(c) < 32 for c in media):
            raise ReaderError("the address of the recording is none", where=media)
        return media
    if scheme is not None and scheme[1].lower() != "file":
        raise ReaderError("only files and http addresses are played", where=media)
    path = unquote(urlsplit(media).path) if scheme is not None else media
    file = (_folder(source) / Path(path).expanduser()).absolute()
    if not file.is_file():
        hint = "say where it is: `reader edit EPISODE --media PATH`"
        raise NotFound("the recording is not there", where=str(file), hint=hint)
    return str(file)


def _beside(source: str) -> str:
    """The recording beside the file `source`. Raises `NotFound`."""
    path = Path(source)
    if source and not _SCHEME.match(source):
        names = (path.name, path.stem, path.stem.partition(".")[0])
        for name in dict.fromkeys(names):
            for suffix in SUFFIXES:
                file = (path.parent / f"{name}{suffix}").absolute()
                if name and file.is_file():
                    return str(file)
    hint = "say where it is: `reader edit EPISODE --media PATH`"
    raise NotFound("no recording of this episode is known", hint=hint)


def _folder(source: str) -> Path:
    return Path.cwd() if not source or _SCHEME.match(source) else Path(source).parent

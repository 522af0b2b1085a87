"""Header lines (`Title: …`, `DATE: …`) at the head of a plain text, and what a file's name says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reader.formats.clean import clean
from reader.formats.dates import iso_date, seconds
from reader.transcript import BREAK, Meta

KEYS = {
    **dict.fromkeys(["title"], "title"),
    **dict.fromkeys(["show", "podcast", "series", "program", "programme"], "show"),
    **dict.fromkeys(["episode", "number", "no", "no."], "number"),
    **dict.fromkeys(["season"], "season"),
    **dict.fromkeys(
        ["date", "published", "released", "recorded", "aired", "air date", "release date"], "date"
    ),
    **dict.fromkeys(["host", "hosts", "hosted by"], "hosts"),
    **dict.fromkeys(["interviewer", "interviewers", "interviewed by"], "hosts"),
    **dict.fromkeys(
        ["guest", "guests", "interviewee", "interviewees", "interview", "narrator"], "guests"
    ),
    **dict.fromkeys(["url", "link", "source"], "url"),
    **dict.fromkeys(["audio", "media", "source file"], "media"),
    **dict.fromkeys(["duration", "length"], "duration"),
    **dict.fromkeys(["language"], "language"),
    **dict.fromkeys(["description", "summary"], "description"),
    **dict.fromkeys(
        [
            "speakers",
            "participants",
            "location",
            "place",
            "archive",
            "file archive",
            "keywords",
            "tags",
        ],
        "",
    ),
    **dict.fromkeys(
        ["show tease", "reviewer", "translator", "transcriber", "transcribed by", "transcript by"],
        "",
    ),
}
"""The keys of header lines, and the field of `Meta` each one fills; "" for none."""

_LONGEST = 40
"""A header is looked for in so many lines."""

_PEOPLE = ("hosts", "guests")
_MEDIA = re.compile(r"\.(?:mp3|m4a|mp4|ogg|opus|wav|aac|flac|webm|mov)$", re.IGNORECASE)
_PERSON = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]{0,20} ){1,3}[A-ZÀ-Þ][\w’'-]{1,20}")
_KEY = re.compile(r"([A-Za-z][A-Za-z. ]{0,20}):(?:\s|$)")
_STEM = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_NUMBERED = re.compile(r"#?([0-9]{1,5})\s*[-–—.:]\s*(?=\S)")
_SEASON = re.compile(
    r"(?<![^\W_])(?:s|season )([0-9]{1,3})[ ,._-]{0,3}(?:e|ep|episode) ?([0-9]{1,4})(?![^\W_])",
    re.IGNORECASE,
)
_SEASONED = re.compile(r"(?:season|series|s)[ _-]?([0-9]{1,3})", re.IGNORECASE)
_GENERIC = frozenset(
    """all and audio captions csv data desktop docs documents downloads episode episodes export
    exports files folder html json library lectures md media my name new notes old output pdf
    podcast podcasts raw season series show shows srt subtitles talks temp test text texts tmp
    transcript transcripts transcription transcriptions txt untitled users user video videos vtt
    """.split()
)
"""Words of folders that say what lies in them."""

_AROUND = " -–—.:,_|"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DIGEST = re.compile(r"[0-9a-f]{8,}")


def split_header(lines: Sequence[str]) -> tuple[Meta, int]:
    """What the header lines of a text say, and the index of the first line after them.

    A header is two or more lines with a known key, at least half of the lines down to the last
    such line, and not all of them people; a key that comes back as a label speaks instead. A name
    alone on the line after people is one of them.
    """
    meta = Meta()
    counts = Counter(key for line in lines if (key := _key(line)))
    known = seen = last = 0
    named_only = True
    people = ""
    for index, line in enumerate(lines[:_LONGEST]):
        seen += bool(line)
        key = _key(line)
        if not key or counts[key] > 1:
            if people and not key and _PERSON.fullmatch(line):
                meta = _one_more(meta, people, line)
                last = index + 1
            people = ""
            continue
        people = KEYS[key] if KEYS[key] in _PEOPLE else ""
        known += 1
        if 2 * known < seen:
            break
        last = index + 1
        named_only = named_only and KEYS[key] in _PEOPLE
        meta = meta.over(field_of(key, line.partition(":")[2].strip()))
    if known < 2 or named_only:
        return Meta(), 0
    front = BREAK.join(line for line in lines[:last] if line)
    return replace(meta, front=front), last


def _one_more(meta: Meta, people: str, name: str) -> Meta:
    if people == "hosts":
        return replace(meta, hosts=(*meta.hosts, name))
    return replace(meta, guests=(*meta.guests, name))


def _key(line: str) -> str | None:
    match = _KEY.match(line)
    key = match.group(1).strip().lower() if match else ""
    return key if key in KEYS else None


def field_of(key: str, value: str) -> Meta:
    """The `Meta` of one header line, empty where `value` cannot be understood."""
    name = KEYS[key]
    if not name or not any(map(str.isalnum, value)):
        return Meta()
    if name == "show" and "://" in value:
        name = "url"
    if name == "url" and _MEDIA.search(value):
        name = "media"
    if name == "number":
        digits = re.match(r"#?([0-9]{1,5})$", value)
        return Meta(number=int(digits.group(1))) if digits else Meta(title=value)
    if name == "season":
        return Meta(season=int(value)) if re.match(r"[0-9]{1,4}$", value) else Meta()
    if name == "date":
        return Meta(date=iso_date(value))
    if name == "duration":
        return Meta(duration=seconds(value))
    if name in _PEOPLE:
        people = tuple(p.strip() for p in re.split(r",|&| and ", value) if p.strip())
        return Meta(hosts=people) if name == "hosts" else Meta(guests=people)
    texts: dict[str, Any] = {name: value}
    return Meta(**texts)


def meta_of_name(name: str) -> Meta:
    """Title, number and season of a file's name: `367 - Sam Rook.txt`, `S02E05 Tides.vtt`."""
    leaf = " ".join(clean(re.split(r"[/\\]", name)[-1]).split())
    stem = _STEM.sub("", leaf)
    stem = " ".join(stem.replace("_", " ").split())
    if not stem:
        return Meta()
    return Meta(title=stem) if _DIGEST.search(stem) else numbered_title(stem)


def meta_of_folder(location: str, name: str) -> Meta:
    """Show and season from the folders of a file at `location`, if its `name` has a number.

    `The Long View/Season 2/05 - Rope.txt`. A folder that only says what lies in it (`Transcripts`),
    or is not written as a name is, is no show.
    """
    if meta_of_name(name).number is None:
        return Meta()
    folders = [" ".join(clean(each).split()) for each in re.split(r"[/\\]", location)[-3:-1]]
    season = _SEASONED.fullmatch(folders[-1]) if folders else None
    if season:
        folders.pop()
    show = folders[-1].replace("_", " ") if folders else ""
    named = show[:1].isupper() and telling_folder(show)
    return Meta(show=show if named else None, season=int(season.group(1)) if season else None)


def telling_folder(name: str) -> bool:
    """Whether a folder of this `name` says what the talks in it are, not only what lies there."""
    words = re.split(r"[ _-]+", name.lower())
    return bool(name) and not _GENERIC.issuperset(words) and not _DIGEST.search(name)


def numbered_title(title: str) -> Meta:
    """Number and title of `12: The Lamp`, with a season of `S02E05 The Lamp`, or the title alone.

    A year is no number. What stands before season and number is the show.
    """
    if match := _SEASON.search(title):
        show, rest = (_spaced(part) for part in (title[: match.start()], title[match.end() :]))
        season, number = map(int, match.groups())
        return Meta(rest or title, show if rest and show else None, number, season)
    match = _NUMBERED.match(title)
    if not match or _YEAR.fullmatch(match.group(1)):
        return Meta(title=title)
    return Meta(number=int(match.group(1)), title=title[match.end() :])


def _spaced(words: str) -> str:
    """`words` without what parts them from others, and spaces for dots where there are none."""
    words = words.strip(_AROUND)
    return words if " " in words else words.replace(".", " ")

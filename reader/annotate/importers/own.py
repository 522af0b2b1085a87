"""reader's own JSON, as `reader.annotate.exporters.own` writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from reader.annotate.exporters.own import FORMAT, VERSION
from reader.annotate.importers.records import (
    Origin,
    Problem,
    Read,
    Record,
    Unusable,
    mapping,
    moment,
    offset,
    revision,
    seconds,
    text,
    texts,
)
from reader.errors import ReaderError

STATES = ("anchored", "moved", "orphan")


def claims(document: Any) -> bool:
    """Whether `document` is of this format."""
    return isinstance(document, dict) and document.get("format") == FORMAT


def read(document: Any) -> Iterator[Read]:
    """The records of `document`. Raises `ReaderError` for one of a later version."""
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        hint = "a newer reader wrote it: update this one"
        raise ReaderError(f"version {version} of this format is not known", hint=hint)
    episodes = document.get("episodes")
    if not isinstance(episodes, list):
        raise ReaderError("it has no list of episodes")
    for number, episode in enumerate(episodes, 1):
        where = f"episode {number}"
        try:
            facts = mapping(episode, "it")
            known, highlights = origin(facts), facts.get("highlights", [])
            if not isinstance(highlights, list):
                raise Unusable("“highlights” is no list")
            note, told = text(facts, "note"), moment(facts, "note_modified")
            bookmarks = facts.get("bookmarks") or []
            if not isinstance(bookmarks, list):
                raise Unusable("“bookmarks” is no list")
        except Unusable as error:
            yield Problem(where, str(error))
            continue
        if note:
            yield Record(where, known, quote="", note=note, modified=told, whole=True)
        for place, each in enumerate(highlights, 1):
            try:
                yield record(f"{where}, highlight {place}", mapping(each, "it"), known)
            except Unusable as error:
                yield Problem(f"{where}, highlight {place}", str(error))
        for place, each in enumerate(bookmarks, 1):
            try:
                yield bookmark(f"{where}, bookmark {place}", mapping(each, "it"), known)
            except Unusable as error:
                yield Problem(f"{where}, bookmark {place}", str(error))


def bookmark(where: str, each: Mapping[str, Any], known: Origin) -> Record:
    """The record of one bookmark of the episode `known`. Raises `Unusable`."""
    letter, start = text(each, "letter"), offset(each, "offset")
    if letter and not (len(letter) == 1 and letter.isalpha()):
        raise Unusable("“letter” is no letter")
    name, read = text(each, "name"), record(where, each, known)
    return replace(read, start=start, note=name, letter=letter)


def origin(facts: Mapping[str, Any]) -> Origin:
    """What an episode's facts say of it. Raises `Unusable`."""
    names = ("uid", "title", "show", "url", "media")
    known = {name: text(facts, name) for name in names}
    return Origin(digest=text(facts, "digest").removeprefix("sha256:"), **known)


def record(where: str, each: Mapping[str, Any], known: Origin) -> Record:
    """The record of one highlight of the episode `known`. Raises `Unusable`."""
    state, score = text(each, "state") or "anchored", seconds(each, "score")
    return Record(
        where,
        known,
        quote=text(each, "quote"),
        prefix=text(each, "prefix"),
        suffix=text(each, "suffix"),
        start=offset(each, "start"),
        end=offset(each, "end"),
        time=seconds(each, "time"),
        time_end=seconds(each, "time_end"),
        time_exact=each.get("time_exact") is True,
        speaker=text(each, "speaker") or None,
        colour=text(each, "colour") or None,
        tags=texts(each, "tags"),
        note=text(each, "note"),
        created=moment(each, "created"),
        modified=moment(each, "modified"),
        id=text(each, "id") or None,
        state=state if state in STATES else "anchored",
        score=1.0 if score is None else min(score, 1.0),
        seen=revision(each, "seen"),
    )

"""The files of a folder that machines share: one of each machine, and a line for each thing.

    {"format": "reader-sync", "version": 1, "machine": "m…"}
    {"id", "seen", "episode": {"uid", "title", "show", "url", "media", "digest"},
     "highlight": {…}, "review": {"step", "seen", "due"}, "sum"}
    {"id", "seen", "episode": {…}, "note": {"text", "created", "modified"}, "sum"}
    {"id", "seen", "episode": {…}, "bookmark": {…}, "sum"}
    {"id", "seen", "deleted": "…Z", "sum"}

A line is a highlight or a bookmark, as in `reader.annotate.exporters.own`, a note on an episode as
a whole, or that one of them was deleted. `sum` is a digest of the rest, so that a damaged line is
known. A file holds all that its machine knows; the order of lines is that of the ids. Lines that
are missing mean nothing.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from reader.annotate import importers
from reader.annotate.exporters.own import KEYS, PLACES, highlight
from reader.annotate.importers import own
from reader.annotate.importers.records import (
    Origin,
    Unusable,
    mapping,
    moment,
    offset,
    revision,
    text,
)
from reader.annotate.meeting import content
from reader.annotate.reviewing import INTERVALS
from reader.errors import ReaderError
from reader.library import Bookmark, Highlight, Library, Note, Review, Seen
from reader.notebook import exchange

FORMAT, VERSION = "reader-sync", 1
SUFFIX = ".jsonl"

_NAMES = ("uid", "title", "show", "url", "media", "digest")

Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """What a machine knows of one thing: its revision, and what it says, or None if deleted.

    `deleted` is when, ISO 8601 in UTC. A highlight that was looked at again has a `review`, which
    is no part of its revision.
    """

    id: str
    seen: Seen
    record: importers.Record | None
    deleted: str = ""
    review: Review | None = None

    @property
    def said(self) -> tuple[bool, tuple[object, ...]]:
        """What this revision says. Of two sides that have changed the greater stays."""
        if self.record is None:
            return False, ()
        return True, (*content(self.record), self.record.letter or "")


# -- files ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class File:
    """What could be read of a file, and what could not, in a line."""

    path: Path
    lines: list[Line] = field(default_factory=list)
    told: str = ""

    @classmethod
    def read(cls, path: Path, clean: Clean) -> File:
        """What is in the file at `path`; nothing is raised."""
        name = clean(path.name)
        try:
            if not path.is_file() or path.stat().st_size > exchange.LARGEST:
                return cls(path, told=f"{name}: this is no file that can be read")
            rows = path.read_bytes().split(b"\n")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            return cls(path, told=f"{name}: it cannot be read: {reason}")
        lines: list[Line] = []
        bad = 0
        for number, row in enumerate(rows):
            try:
                if not row.strip() or (not number and _is_head(row)):
                    continue
                lines.append(_line(row, clean))
            except _Newer:
                return cls(path, told=f"{name}: a newer reader wrote it: update this one")
            except (Unusable, ValueError, RecursionError):
                bad += 1
        what = f"{bad} line{'s' if bad > 1 else ''} cannot be read and "
        told = f"{name}: {what}{'were' if bad > 1 else 'was'} passed over" if bad else ""
        return cls(path, lines, told)


class _Newer(Exception):
    """A file of a version that is not known."""


def _is_head(row: bytes) -> bool:
    """Whether `row` is the first line of a file. Raises `_Newer`, and what no JSON raises."""
    head = json.loads(row)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        return False
    version = head.get("version")
    if isinstance(version, int) and version > VERSION:
        raise _Newer
    return True


def make(folder: Path) -> None:
    """Make the folder if it is not there. Raises `ReaderError` where it cannot be used."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(13, "permission denied")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ReaderError(f"the folder cannot be used: {reason}", where=str(folder)) from error


def write(file: Path, library: Library) -> None:
    """Write what `library` knows into the file of its machine, unless it says the same already."""
    head = {"format": FORMAT, "version": VERSION, "machine": file.stem}
    rows = [head, *({**each, "sum": digest(each)} for each in known(library))]
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    try:
        if file.read_bytes() == text.encode():
            return
    except OSError:
        pass
    exchange.write(file, [text], force=True)


# -- reading a line -------------------------------------------------------------------------------


def _line(row: bytes, clean: Clean) -> Line:
    """The line that `row` is. Raises `Unusable`, and what no JSON raises."""
    told = mapping(json.loads(row), "it")
    if told.get("sum") != digest(told):
        raise Unusable("it is not as it was written")
    return parsed(told, clean)


def parsed(told: Mapping[str, Any], clean: Clean) -> Line:
    """The line that `told` is, with its texts made harmless by `clean`. Raises `Unusable`."""
    id, seen = str(uuid.UUID(str(told.get("id")))), revision(told, "seen")
    if seen is None:
        raise Unusable("it has no revision")
    if deleted := moment(told, "deleted"):
        return Line(id, seen, None, deleted)
    known = own.origin(mapping(told.get("episode"), "the episode"))
    record = _record(told, known).cleaned(clean)
    if not (record.note if record.whole else record.quote).strip() or record.modified is None:
        raise Unusable("it has no words")
    return Line(id, seen, replace(record, id=id), review=_review(told, id))


def _record(told: Mapping[str, Any], known: Origin) -> importers.Record:
    """The highlight, the bookmark or the note of a line. Raises `Unusable`."""
    if "bookmark" in told:
        return own.bookmark("", mapping(told["bookmark"], "the bookmark"), known)
    if "note" not in told:
        return own.record("", mapping(told.get("highlight"), "the highlight"), known)
    note = mapping(told["note"], "the note")
    return importers.Record(
        "",
        known,
        quote="",
        note=text(note, "text"),
        created=moment(note, "created"),
        modified=moment(note, "modified"),
        whole=True,
    )


def _review(told: Mapping[str, Any], id: str) -> Review | None:
    """When the highlight `id` was looked at again. Raises `Unusable`, and what no date raises."""
    if told.get("review") is None:
        return None
    review = mapping(told["review"], "the review")
    step, due = offset(review, "step"), text(review, "due")
    seen = date.fromisoformat(text(review, "seen")).isoformat()
    if step is None or step >= len(INTERVALS):
        raise Unusable("“step” is none of the steps")
    return Review(id, step, seen, date.fromisoformat(due).isoformat() if due else None)


def digest(told: Mapping[str, Any]) -> str:
    """The start of the SHA-256 of a line, but for its `sum`."""
    kept = {key: value for key, value in told.items() if key != "sum"}
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()[:16]


# -- what the library knows -----------------------------------------------------------------------

_ALWAYS = "1970-01-01T00:00:00.000000Z"
"""When what is not even in the trash was deleted: nobody knows."""


def known(library: Library) -> Iterator[dict[str, Any]]:
    """Every line that `library` can write, also of what was deleted and of what waits."""
    revisions, awaited = library.revisions.all(), library.revisions.awaited()
    held, reviews = library.revisions.held(), library.reviews.all()
    facts = library.revisions.facts({each.episode for each in held.values()})
    for id in sorted({*revisions, *held, *awaited}):
        line: dict[str, Any] = {"id": id, "seen": revisions.get(id, {})}
        each = held.get(id)
        deleted = None if each is None or isinstance(each, Bookmark) else each.deleted_at
        if id in awaited:
            line |= awaited[id]
        elif each is None or deleted:
            line["deleted"] = deleted or _ALWAYS
        else:
            line |= {"episode": asdict(facts[each.episode]), **_told(each)}
            if id in reviews:
                line["review"] = _reviewed(reviews[id])
        yield line


def _told(each: Highlight | Bookmark | Note) -> dict[str, Any]:
    """What a line says of something in the library."""
    match each:
        case Highlight():
            return {"highlight": {**highlight(each), "tags": list(each.tags)}}
        case Bookmark():
            return {"bookmark": {name: getattr(each, name) for name in PLACES}}
        case Note():
            times = {"created": each.created, "modified": each.modified}
            return {"note": {"text": each.text, **times}}


def _reviewed(review: Review) -> dict[str, Any]:
    return {"step": review.step, "seen": review.seen, "due": review.due}


def waiting(line: Line, record: importers.Record) -> dict[str, Any]:
    """What is kept of a line, which says `record`, until its episode is there."""
    said: dict[str, Any] = {"episode": {name: getattr(record.origin, name) for name in _NAMES}}
    if record.whole:
        times = {"created": record.created, "modified": record.modified}
        said["note"] = {"text": record.note, **times}
    elif record.letter is not None:
        renamed = {"offset": record.start, "name": record.note}
        said["bookmark"] = {n: renamed.get(n, getattr(record, n, None)) for n in PLACES}
    else:
        kept = {name: getattr(record, name) for name in KEYS}
        said["highlight"] = {**kept, "tags": list(record.tags)}
    return said | ({"review": _reviewed(line.review)} if line.review else {})

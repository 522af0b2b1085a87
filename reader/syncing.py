"""Highlights kept the same on several machines, by a folder that they share.

Each machine writes one file of its own, so that no two write one, and reads those of the others:

    {"format": "reader-sync", "version": 1, "machine": "m…"}
    {"id", "seen", "episode": {"uid", "title", "show", "url", "media", "digest"},
     "highlight": {…}, "sum"}
    {"id", "seen", "deleted": "…Z", "sum"}

A line is a highlight, as in `reader.annotate.exporters.own`, or that it was deleted. `sum` is a
digest of the rest, so that a damaged line is known. A file holds all that its machine knows; the
order of lines is that of the ids. Lines that are missing mean nothing.
"""

from __future__ import annotations

import json
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from reader import exchange
from reader.annotate import importers
from reader.annotate.exporters.own import KEYS, highlight
from reader.annotate.importers import own
from reader.annotate.importers.records import Unusable, mapping, moment, revision
from reader.annotate.meeting import alike, content, copy_id, copy_tags, holds, joined
from reader.errors import NotFound, ReaderError
from reader.library import Highlight, Library, Seen

FORMAT, VERSION = "reader-sync", 1
SUFFIX = ".jsonl"

_NAMES = ("uid", "title", "show", "url", "media", "digest")

Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """What a machine knows of one highlight: its revision, and what it says, or None if deleted.

    `deleted` is when, ISO 8601 in UTC.
    """

    id: str
    seen: Seen
    record: importers.Record | None
    deleted: str = ""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a meeting with the other machines' files changed in the library.

    `both` were changed on two sides and are kept twice; `waiting` are of episodes that are not
    there yet. `told` says in a line each what could not be read. `file` is what was written.
    """

    file: Path
    added: int = 0
    updated: int = 0
    deleted: int = 0
    both: int = 0
    waiting: int = 0
    machines: int = 0
    told: tuple[str, ...] = ()


def sync(library: Library, folder: Path, clean: Clean) -> Synced:
    """Bring the highlights together with those that the files in `folder` tell of, as one change
    that can be undone, and write what is known now into the file of this machine.

    The texts of others are made harmless by `clean`. Raises `ReaderError` when the folder cannot
    be used; what cannot be read of a file is told and passed over.
    """
    _make(folder)
    files = [_File.read(path, clean) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    with library.together():
        meeting = _Meeting(library, clean)
        mine = folder / f"{library.revisions.machine()}{SUFFIX}"
        if any(meeting.outrun(file.lines) for file in files if file.path == mine):
            mine = folder / f"{library.revisions.machine()}{SUFFIX}"
        for file in files:
            for line in file.lines:
                meeting.meet(line)
        counts = meeting.settle(f"sync with {folder.name}")
        told = tuple(file.told for file in files if file.told)
        lines = list(_lines(library))
    _write(mine, lines)
    others = sum(file.path != mine for file in files)
    return Synced(mine, **counts, waiting=meeting.waiting, machines=others, told=told)


def place_awaited(library: Library, clean: Clean) -> int:
    """Give the highlights that waited for their episode their place, where it is there by now.

    Returns how many have one.
    """
    with library.together():
        meeting = _Meeting(library, clean)
        return meeting.settle("highlights that waited")["added"]


# -- files ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _File:
    """What could be read of a file, and what could not, in a line."""

    path: Path
    lines: list[Line] = field(default_factory=list)
    told: str = ""

    @classmethod
    def read(cls, path: Path, clean: Clean) -> _File:
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


def _line(row: bytes, clean: Clean) -> Line:
    """The line that `row` is. Raises `Unusable`, and what no JSON raises."""
    told = mapping(json.loads(row), "it")
    if told.get("sum") != _sum(told):
        raise Unusable("it is not as it was written")
    return _parsed(told, clean)


def _parsed(told: Mapping[str, Any], clean: Clean) -> Line:
    id, seen = str(uuid.UUID(str(told.get("id")))), revision(told, "seen")
    if seen is None:
        raise Unusable("it has no revision")
    if deleted := moment(told, "deleted"):
        return Line(id, seen, None, deleted)
    known = own.origin(mapping(told.get("episode"), "the episode"))
    record = own.record("", mapping(told.get("highlight"), "the highlight"), known).cleaned(clean)
    if not record.quote.strip() or record.modified is None:
        raise Unusable("it has no words")
    return Line(id, seen, replace(record, id=id))


def _sum(told: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in told.items() if key != "sum"}
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()[:16]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(13, "permission denied")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ReaderError(f"the folder cannot be used: {reason}", where=str(folder)) from error


def _write(file: Path, lines: list[str]) -> None:
    """Write the file of this machine, unless it says the same already."""
    head = {"format": FORMAT, "version": VERSION, "machine": file.stem}
    text = "".join(f"{line}\n" for line in (json.dumps(head), *lines))
    try:
        if file.read_bytes() == text.encode():
            return
    except OSError:
        pass
    exchange.write(file, [text], force=True)


# -- what the library knows -----------------------------------------------------------------------


def _known(library: Library) -> Iterator[dict[str, Any]]:
    """Every highlight that is known, deleted ones and those that wait included, as a line."""
    revisions, awaited = library.revisions.all(), library.revisions.awaited()
    held = {each.id: each for each in library.revisions.highlights()}
    facts = library.revisions.facts({each.episode for each in held.values()})
    for id in sorted({*revisions, *held, *awaited}):
        line: dict[str, Any] = {"id": id, "seen": revisions.get(id, {})}
        each = held.get(id)
        if id in awaited:
            line |= awaited[id]
        elif each is None or each.deleted_at:
            line["deleted"] = each.deleted_at if each and each.deleted_at else _ALWAYS
        else:
            said = {**highlight(each), "tags": list(each.tags)}
            line |= {"episode": asdict(facts[each.episode]), "highlight": said}
        yield line


_ALWAYS = "1970-01-01T00:00:00.000000Z"
"""When what is not even in the trash was deleted: nobody knows."""


def _lines(library: Library) -> Iterator[str]:
    for line in _known(library):
        yield json.dumps({**line, "sum": _sum(line)})


def _waiting(record: importers.Record) -> dict[str, Any]:
    """What is kept of a record until its episode is there."""
    known = {name: getattr(record.origin, name) for name in _NAMES}
    said = {name: getattr(record, name) for name in KEYS}
    return {"episode": known, "highlight": {**said, "tags": list(record.tags)}}


# -- bringing together ----------------------------------------------------------------------------


class _Meeting:
    """What the library knows, and what that becomes as the lines of others are met."""

    def __init__(self, library: Library, clean: Clean) -> None:
        self._library = library
        self._mine = {each["id"]: _parsed(each, clean) for each in _known(library)}
        self._now = dict(self._mine)
        self._copies: set[str] = set()
        self.waiting = 0

    def outrun(self, lines: list[Line]) -> bool:
        """Whether this machine's own file knows more of it than it does itself.

        Then the library is an older copy. It takes a new id, under which what differs from the file
        counts as changed here, so that neither side is lost.
        """
        machine = self._library.revisions.machine()
        blank = Line("", {}, None)
        ahead = any(
            line.seen.get(machine, 0) > self._mine.get(line.id, blank).seen.get(machine, 0)
            for line in lines
        )
        if ahead:
            new = self._library.revisions.renew()
            for line in lines:
                mine = self._mine.get(line.id)
                if mine is not None and _said(mine) != _said(line):
                    self._now[line.id] = replace(mine, seen={**mine.seen, new: 1})
        return ahead

    def meet(self, theirs: Line) -> None:
        """Bring what another machine knows of a highlight together with what is known here."""
        mine = self._now.get(theirs.id)
        if mine is None:
            self._now[theirs.id] = theirs
            return
        seen = joined(mine.seen, theirs.seen)
        if _said(mine) == _said(theirs):
            self._now[theirs.id] = replace(mine, seen=seen)
        elif holds(mine.seen, theirs.seen) != holds(theirs.seen, mine.seen):
            self._now[theirs.id] = mine if holds(mine.seen, theirs.seen) else theirs
        else:
            other, later = sorted((mine, theirs), key=_said)
            self._now[theirs.id] = replace(later, seen=seen)
            self._beside(other, later)

    def _beside(self, other: Line, later: Line) -> None:
        """Keep the words of `other` as a highlight of their own."""
        if other.record is None or later.record is None or alike(other.record, later.record):
            return
        copy = copy_id(later.id, other.record)
        if copy not in self._now:
            tags = copy_tags(other.record.tags)
            self._now[copy] = Line(copy, {}, replace(other.record, id=copy, tags=tags))
            self._copies.add(copy)

    def settle(self, label: str) -> dict[str, int]:
        """Write what has changed into the library. Returns how much of each kind that was."""
        shelf = exchange.Shelf(self._library, None)
        held = {each.id: each for each in self._library.revisions.highlights()}
        awaited = self._library.revisions.awaited()
        kept: dict[str, Highlight] = {}
        wait: dict[str, Any] = {}
        counts: Counter[str] = Counter()
        for id, line in sorted(self._now.items(), key=_by_episode):
            mine, there = self._mine.get(id), id in held and held[id].deleted_at is None
            if id not in awaited and mine is not None and _said(line) == _said(mine):
                continue
            if line.record is None:
                wait |= {id: None} if id in awaited else {}
                if there:
                    kept[id] = replace(held[id], deleted_at=line.deleted)
                    counts["deleted"] += 1
                continue
            try:
                kept[id] = shelf.anchored(line.record)
            except NotFound:
                wait[id] = _waiting(line.record)
                continue
            wait |= {id: None} if id in awaited else {}
            counts["both" if id in self._copies else "updated" if there else "added"] += 1
        self._keep(kept, wait, label)
        self.waiting = sum(line is not None for line in wait.values())
        return {kind: counts[kind] for kind in ("added", "updated", "deleted", "both")}

    def _keep(self, kept: Mapping[str, Highlight], wait: Mapping[str, Any], label: str) -> None:
        """Write the highlights that changed, those that wait, and the revisions of both."""
        if kept:
            self._library.save_highlights(kept.values(), label)
        self._library.revisions.wait(wait)
        blank = Line("", {}, None)
        seen = {
            id: line.seen
            for id, line in self._now.items()
            if id in kept or line.seen != self._mine.get(id, blank).seen or id not in self._mine
        }
        self._library.revisions.put(seen)


def _by_episode(known: tuple[str, Line]) -> tuple[str, str]:
    """The order in which each text is read once."""
    id, line = known
    return ("", id) if line.record is None else (line.record.origin.digest, id)


def _said(line: Line) -> tuple[bool, tuple[object, ...]]:
    """What a revision says. Of two sides that have changed the greater stays."""
    return line.record is not None, () if line.record is None else content(line.record)

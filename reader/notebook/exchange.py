"""Highlights out of a library and into it: what the command line and the interface do with both.

It brings together what the rooms know by themselves: the library its records, `annotate` the
formats, `cite` the links, `search` the passages.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from reader import files
from reader.annotate import importers, meeting
from reader.annotate.exporters import Format, Marked, Notebook, digest, file_name
from reader.annotate.meeting import alike, content, copy_id, copy_tags, holds, joined
from reader.errors import NotFound, ReaderError
from reader.library import Bookmark, Highlight, Library, Note, Seen

if TYPE_CHECKING:
    from reader.transcript import Transcript

LARGEST = 1_000_000_000
"""No file is taken in that has more bytes."""

_FILE = "file"
"""The machine of those changes that a file without revisions tells of, counted by their time."""

_PART = 50_000_000
"""So many bytes are in one part of what goes to a search engine, which takes 100 MB at once."""


# -- out ------------------------------------------------------------------------------------------


def notebook(
    library: Library, highlights: Iterable[Highlight], *, also: Iterable[int] = ()
) -> Notebook:
    """`highlights` as they go out, episode by episode, and of the episodes `also` the note
    and the bookmarks."""
    from reader.cite.links import deep_link, page_link
    from reader.transcript import Meta, Moment

    def link(transcript: Transcript, each: Highlight) -> str | None:
        exact = each.time_exact and each.state != "orphan"
        start, end = (Moment(second, exact) for second in (each.time, each.time_end))
        return deep_link(transcript.meta, start, end)

    def load(id: int, chosen: tuple[Highlight, ...]) -> Marked:
        episode = library.episode(id)
        page = page_link(Meta(url=episode.url, media=episode.media))
        note = library.notes.of(id) if id in noted else None
        bookmarks = tuple(library.bookmarks.all(id)) if id in noted else ()
        read = partial(library.transcript, id)
        return Marked(episode, chosen, page, read, link, note, bookmarks)

    ordered = sorted(highlights, key=lambda each: (each.episode, each.start, each.created))
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    noted = frozenset(also)
    return Notebook(tuple(ordered), load, made, library.revisions.all, noted)


def place(out: str) -> Path:
    """The place to write to. A name that ends in a slash is a folder, which is made.

    Raises `ReaderError` where that cannot be.
    """
    there = Path(os.path.expanduser(out))
    if not out.endswith(("/", os.sep)):
        return there
    try:
        there.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ReaderError(f"the folder cannot be made: {reason}", where=str(there)) from error
    return there


def export(notes: Notebook, format: Format, out: Path, *, force: bool = False) -> list[Path]:
    """Write `notes` as `format` into the file `out`, or into files of its own if `out` is a folder.

    Each file is there as a whole or not at all, and readable by its owner only. Returns what was
    written. Raises `ReaderError`; a file that is there stays, unless by `force`.
    """
    if not out.is_dir():
        if not (format.whole or notes.single):
            hint = f"give a folder: --out {out.stem}/"
            raise ReaderError(f"{format.name} makes one file an episode", hint=hint)
        files = {out: notes}
    elif format.parted:
        files = _named(notes, format, out)
    else:
        files = {out / f"highlights{format.suffix}": notes}
    _refuse_present(files, force)
    for file, part in files.items():
        write(file, format.write(part), force=force)
    return list(files)


def export_passages(
    library: Library, ids: Sequence[int], out: Path, *, force: bool
) -> tuple[list[Path], int]:
    """Write the passages of the episodes `ids` for OpenSearch into the folder `out`.

    Returns what was written, the mappings and parts in the form of its bulk interface, and how many
    passages. By `force` the parts that were there go. Raises `ReaderError`.
    """
    from reader.search import opensearch

    mappings, before = out / "mappings.json", sorted(out.glob("passages-*.ndjson"))
    _refuse_present([mappings, *before], force)
    write(mappings, [opensearch.mappings()], force=force)
    written, count = [mappings], 0

    def lines() -> Iterator[str]:
        nonlocal count
        for id in ids:
            uid = library.episode(id).uid
            for pair in opensearch.documents(library.transcript(id), id, uid):
                count += 1
                yield pair

    for part in _parts(lines()):
        file = out / f"passages-{len(written):04}.ndjson"
        write(file, part, force=force)
        written.append(file)
    for stale in set(before) - set(written):
        stale.unlink(missing_ok=True)
    return written, count


def _parts(lines: Iterator[str]) -> Iterator[Iterator[str]]:
    """`lines` in parts of about `_PART` bytes. Each is to be gone through before the next."""
    for first in lines:
        yield _part(first, lines)


def _part(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    size = len(first.encode())
    while size < _PART and (line := next(lines, None)) is not None:
        size += len(line.encode())
        yield line


def _named(notes: Notebook, format: Format, folder: Path) -> dict[Path, Notebook]:
    """A file for each episode, named by its title; the second of a name has a number."""
    files: dict[Path, Notebook] = {}
    taken: set[str] = set()
    for marked in notes:
        name, number = file_name(marked.episode.title, format.suffix), 1
        while name.casefold() in taken:
            number += 1
            name = file_name(marked.episode.title, f" {number}{format.suffix}")
        taken.add(name.casefold())
        files[folder / name] = notes.of(marked.episode.id)
    return files


def _refuse_present(files: Iterable[Path], force: bool) -> None:
    for file in files:
        if not force and os.path.lexists(file):
            raise _present(file)


def _present(file: Path) -> ReaderError:
    return ReaderError("it is there already", where=str(file), hint="--force writes over it")


def write(file: Path, pieces: Iterable[str] | Iterable[bytes], *, force: bool) -> None:
    """Put `pieces` into `file` as a whole or not at all, on disk when this returns.

    It is written beside its place, forced to disk, and put there by one step. Raises `ReaderError`
    when it cannot be, and without `force` when something is there.
    """
    try:
        with NamedTemporaryFile("wb", dir=file.parent, prefix=".export-", delete=False) as beside:
            try:
                for piece in pieces:
                    beside.write(
                        piece.encode("utf-8", "replace") if isinstance(piece, str) else piece
                    )
                beside.flush()
                os.fsync(beside.fileno())
                _place(Path(beside.name), file, force)
            finally:
                Path(beside.name).unlink(missing_ok=True)
        files.sync(file.parent)
    except FileExistsError as error:
        raise _present(file) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ReaderError(f"it cannot be written: {reason}", where=str(file)) from error


def _place(beside: Path, file: Path, force: bool) -> None:
    """Put the file `beside` in the place of `file`. Raises `FileExistsError` without `force`."""
    if force:
        with suppress(FileNotFoundError):
            os.chmod(beside, file.stat().st_mode & 0o777)
        os.replace(beside, file)
        return
    try:
        os.link(beside, file)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(file):
            raise FileExistsError from None
        os.replace(beside, file)


# -- in -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the records of a file.

    `older` than what is there, they are left out; of `both` sides, where each had changed, both are
    kept, one as a copy tagged `conflict`. `moved` and `orphaned` are among those that were written.
    `notes` are on episodes as a whole. `failed` says why, a line each.
    """

    format: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    older: int = 0
    both: int = 0
    moved: int = 0
    orphaned: int = 0
    notes: int = 0
    failed: tuple[str, ...] = ()

    @property
    def kept(self) -> int:
        """How many are in the library by this, or were."""
        return self.added + self.updated + self.unchanged + self.older + self.both


def take_in(
    library: Library, data: bytes, clean: Callable[[str], str], *, episode: int | None = None
) -> Taken:
    """Keep the highlights that the file `data` holds, as one change.

    A record goes to the episode that it names, or to `episode`; its texts are made harmless by
    `clean`. One that is there already, by its id or by its place and words, is not added again. Of
    two that differ the one that came after the other stays; where both sides had changed, both do.
    Raises `ReaderError` when nothing can be read.
    """
    format, records = importers.read(data)
    shelf = Shelf(library, episode)
    failed: list[str] = []
    found: dict[str, tuple[Highlight, Seen | None]] = {}
    noted: list[tuple[int, str, str | None]] = []
    places: list[Bookmark] = []
    for record in records:
        if isinstance(record, importers.Problem):
            failed.append(clean(str(record)))
            continue
        try:
            if record.whole:
                whole = record.cleaned(clean)
                noted.append((shelf.meant(whole), whole.note, whole.modified))
                continue
            highlight = shelf.anchored(record.cleaned(clean))
            if record.letter is not None:
                places.append(Bookmark.at(highlight, record.letter, clean(record.note)))
                continue
        except ReaderError as error:
            failed.append(f"{record.where}: {error}")
            continue
        stated = (
            {_FILE: meeting.micros(record.modified or record.created)} if record.modified else None
        )
        found[highlight.id] = highlight, stated if record.seen is None else record.seen
    notes = [note for each in noted if (note := library.notes.met(*each)) is not None]
    taken = _Keeping(library).keep(found, notes, meeting.unknown(library.bookmarks.all(), places))
    return replace(taken, format=format, failed=tuple(failed), notes=len(notes))


class _Keeping:
    """What of the highlights that come is kept, beside those that are there."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._present = {each.id: each for each in library.highlights()}
        trash = (each for each in library.revisions.highlights() if each.deleted_at)
        self._trash = {each.id: each for each in trash}
        self._places = {_known(each) for each in self._present.values()}
        self._revisions = library.revisions.all()
        self._kept: dict[str, Highlight] = {}
        self._seen: dict[str, Seen] = {}

    def keep(
        self,
        found: Mapping[str, tuple[Highlight, Seen | None]],
        notes: Sequence[Note] = (),
        bookmarks: Sequence[Bookmark] = (),
    ) -> Taken:
        """Keep what of `found`, by id with its revision, is new, or came after what is there; the
        `notes` on episodes, and the `bookmarks`."""
        counts: Counter[str] = Counter()
        with self._library.together():
            for theirs, seen in found.values():
                counts[self._met(theirs, seen or {})] += 1
            if self._kept or notes or bookmarks:
                label = f"import {len(self._kept)} highlights"
                self._library.save_highlights(self._kept.values(), label, notes, bookmarks)
            if self._seen:
                self._library.revisions.put(self._seen)
        states = [each.state for each in self._kept.values()]
        return Taken(
            format="",
            added=counts["added"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            older=counts["older"],
            both=counts["both"],
            moved=states.count("moved"),
            orphaned=states.count("orphan"),
        )

    def _met(self, theirs: Highlight, seen: Seen) -> str:
        """What becomes of one that comes, as `Taken` counts it."""
        id = theirs.id
        mine, revision = self._present.get(id), self._revisions.get(id, {})
        if mine is None and id in self._trash:
            return self._back(theirs, self._trash[id], revision, seen)
        if mine is None:
            if _known(theirs) in self._places:
                return "unchanged"
            self._take(theirs, seen)
            return "added"
        if _known(mine) == _known(theirs):
            if not holds(revision, seen):
                self._seen[id] = joined(revision, seen)
            return "unchanged"
        status = _status(mine, revision, theirs, seen)
        if status == "updated":
            self._take(theirs, joined(revision, seen))
        elif status == "both":
            later, other = sorted((mine, theirs), key=content, reverse=True)
            if later is theirs:
                self._take(theirs, {})
            self._seen[id] = joined(revision, seen)
            self._beside(other, later)
        return status

    def _back(self, theirs: Highlight, mine: Highlight, revision: Seen, seen: Seen) -> str:
        """Take one out of the trash again, with what was last said by it."""
        differ = not alike(theirs, mine)
        if differ and holds(revision, seen):
            theirs = replace(theirs, note=mine.note, tags=mine.tags, colour=mine.colour)
        elif differ and not holds(seen, revision):
            self._beside(replace(mine, deleted_at=None), theirs)
        machine, both = self._library.revisions.machine(), joined(revision, seen)
        self._take(theirs, {**both, machine: both.get(machine, 0) + 1})
        return "added"

    def _take(self, highlight: Highlight, seen: Seen) -> None:
        self._kept[highlight.id] = highlight
        self._seen[highlight.id] = seen
        self._places.add(_known(highlight))

    def _beside(self, other: Highlight, stays: Highlight) -> None:
        """Keep `other` as a copy beside the revision that stays; one is made only once."""
        copy = copy_id(stays.id, other)
        if copy not in self._revisions and not alike(other, stays):
            self._take(replace(other, id=copy, tags=copy_tags(other.tags)), {})


def _status(mine: Highlight, revision: Seen, theirs: Highlight, seen: Seen) -> str:
    """Which of two that differ comes after the other: `updated`, `older`, or `both` had changed.

    A file without revisions was met last at the time that is noted, else at the highlight's making.
    """
    if _FILE in seen and len(seen) == 1:
        met = revision.get(_FILE, meeting.micros(mine.created))
        if seen[_FILE] <= met:
            return "older"
        return "both" if meeting.micros(mine.modified) != met else "updated"
    if seen == revision:
        return "updated" if theirs.modified > mine.modified else "older"
    if holds(seen, revision) or holds(revision, seen):
        return "updated" if holds(seen, revision) else "older"
    return "both"


def _known(each: Highlight) -> tuple[object, ...]:
    """By what a highlight is known to be the same, whatever its id."""
    place = (each.episode, each.start, each.end, each.quote)
    return (*place, each.colour, tuple(sorted(each.tags)), each.note)


class Shelf:
    """The episodes of a library as records name them, and their texts as they are needed."""

    def __init__(self, library: Library, only: int | None) -> None:
        self._library, self._only = library, only
        self._episodes = {each.id: each for each in library.episodes()}
        self._digests: dict[str, list[int]] | None = None
        self._last: tuple[int, Transcript, str] | None = None

    def anchored(self, record: importers.Record) -> Highlight:
        """The highlight that `record` is. Raises `ReaderError` when its episode is not there."""
        if not record.quote.strip():
            raise ReaderError("it has no words")
        id = self.meant(record)
        transcript, own = self._text(id)
        version = self._episodes[id].version
        same = record.origin.digest == own
        return importers.anchored(record, transcript, id, version, same=same)

    def meant(self, record: importers.Record) -> int:
        """The episode that a record names: by its uid, its text, its addresses or its title.

        Raises `NotFound`.
        """
        if self._only is not None:
            return self._only
        origin = record.origin
        same = self._of_digest(origin.digest)
        found = same or [
            each.id for each in self._episodes.values() if (origin.uid and each.uid == origin.uid)
        ]
        addresses = {_address(url) for url in (origin.url, origin.media) if url}
        found = found or [
            each.id
            for each in self._episodes.values()
            if addresses & {_address(url) for url in (each.url, each.media) if url}
        ]
        title = _folded(origin.title)
        found = found or [e.id for e in self._episodes.values() if title == _folded(e.title)]
        if len(found) > 1:
            found = self._likelier(found, record)
        if found:
            return found[0]
        named = origin.title or origin.url or origin.uid
        if not named:
            raise NotFound("it does not say of which episode it is", hint="say it with --episode")
        hint = "add its transcript first, or say which it is with --episode"
        raise NotFound(f"no episode answers to “{named}”", hint=hint)

    def _likelier(self, ids: list[int], record: importers.Record) -> list[int]:
        """Of several episodes those with its uid, its title, its show, and its words."""
        origin = record.origin
        tests: list[Callable[[int], bool]] = [
            lambda id: self._episodes[id].uid == origin.uid,
            lambda id: _folded(self._episodes[id].title) == _folded(origin.title),
            lambda id: _folded(self._episodes[id].show or "") == _folded(origin.show),
            lambda id: importers.quoted(record, self._text(id)[0].text),
        ]
        for test in tests:
            ids = [id for id in ids if test(id)] or ids
            if len(ids) == 1:
                break
        return ids

    def _of_digest(self, wanted: str) -> list[int]:
        if not wanted:
            return []
        if self._digests is None:
            self._digests = {}
            for id in self._episodes:
                self._digests.setdefault(digest(self._library.text(id)), []).append(id)
        return self._digests.get(wanted, [])

    def _text(self, id: int) -> tuple[Transcript, str]:
        """A text and its digest; the last one is at hand, as records come episode by episode."""
        if self._last is None or self._last[0] != id:
            transcript = self._library.transcript(id)
            self._last = (id, transcript, digest(transcript.text))
        return self._last[1], self._last[2]


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


def _address(url: str) -> str:
    """`url` without what two addresses of one page may differ by."""
    return url.partition("#")[0].rstrip("/").partition("://")[2] or url

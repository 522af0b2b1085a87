"""What one library knows brought together with the lines of other machines.

Which of two revisions stays is told in `reader.annotate.meeting`. Of a highlight that both sides
changed both are kept; of a note on an episode, what each says; of a bookmark, the later one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reader.annotate import importers
from reader.annotate.meeting import alike, copy_id, copy_tags, holds, joined
from reader.errors import NotFound
from reader.library import Bookmark, Highlight, Library, Note, Review, Seen
from reader.notebook import exchange
from reader.syncing.lines import Clean, Line, known, parsed, waiting


@dataclass
class Brought:
    """What a library is to become: what is kept in it, what is taken away, and what waits (None is
    no longer to wait). `counts` tells how much of each kind that is, as `Synced` names them.
    """

    highlights: dict[str, Highlight] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    waits: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def keep(self, library: Library, label: str) -> None:
        """Write it into `library`, as one change called `label`."""
        library.save_highlights(
            self.highlights.values(),
            label,
            self.notes.values(),
            self.bookmarks.values(),
            reviews=self.reviews,
            dropped=self.dropped,
        )
        library.revisions.wait(self.waits)
        library.revisions.put(self.seen)

    @property
    def touched(self) -> set[str]:
        """The ids of what is written or taken away."""
        return {*self.highlights, *self.notes, *self.bookmarks, *self.dropped}


class Meeting:
    """What the library knows, and what that becomes as the lines of others are met."""

    def __init__(self, library: Library, clean: Clean) -> None:
        self._library = library
        self._machine = library.revisions.machine()
        self._mine = {each["id"]: parsed(each, clean) for each in known(library)}
        self._now = dict(self._mine)
        self._copies: set[str] = set()
        self._held = library.revisions.held()
        self._awaited = library.revisions.awaited()
        self._shelf = exchange.Shelf(library, None)

    def differ(self, lines: Iterable[Line]) -> None:
        """Count what is known otherwise than in `lines` as changed here."""
        for line in lines:
            mine = self._mine.get(line.id)
            if mine is not None and mine.said != line.said:
                self._now[line.id] = replace(mine, seen={**mine.seen, self._machine: 1})

    def meet(self, theirs: Line) -> None:
        """Bring what another machine knows of a thing together with what is known here."""
        mine = self._now.get(theirs.id)
        met = theirs if mine is None else self._met(mine, theirs)
        review = _later(mine and mine.review, theirs.review)
        self._now[theirs.id] = replace(met, review=review if met.record else None)

    def _met(self, mine: Line, theirs: Line) -> Line:
        """What becomes of a thing of which both sides know."""
        seen = joined(mine.seen, theirs.seen)
        if mine.said == theirs.said:
            return replace(mine, seen=seen)
        if holds(mine.seen, theirs.seen) != holds(theirs.seen, mine.seen):
            return mine if holds(mine.seen, theirs.seen) else theirs
        other, later = sorted((mine, theirs), key=lambda line: line.said)
        if (stays := later.record) is not None and other.record is not None:
            if stays.whole:
                both = _both(stays.note, other.record.note)
                later = replace(later, record=replace(stays, note=both))
            elif stays.letter is None:
                self._beside(later.id, other.record, stays)
        return replace(later, seen=seen)

    def _beside(self, id: str, other: importers.Record, later: importers.Record) -> None:
        """Keep the words of `other` as a highlight of their own."""
        if alike(other, later):
            return
        copy = copy_id(id, other)
        if copy not in self._now:
            tags = copy_tags(other.tags)
            self._now[copy] = Line(copy, {}, replace(other, id=copy, tags=tags))
            self._copies.add(copy)

    # -- what there is one of ----------------------------------------------------------------

    def _here(self) -> dict[str, tuple[importers.Record, int]]:
        """The notes and bookmarks whose episodes are there, with these."""
        found = {}
        for id, line in self._now.items():
            record = line.record
            if record is not None and (record.whole or record.letter is not None):
                held = self._held.get(id)
                try:
                    found[id] = record, held.episode if held else self._shelf.meant(record)
                except NotFound:
                    continue
        return found

    def _unite(self) -> None:
        """Let each episode have one note, each letter one place, and each place one bookmark.

        Which stays depends on nothing but the lines, so that every machine comes to the same.
        """
        alone: dict[tuple[object, ...], list[str]] = defaultdict(list)
        letters: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for id, (record, episode) in self._here().items():
            if record.whole:
                alone["note", episode].append(id)
            elif record.letter:
                letters[episode if record.letter.islower() else 0, record.letter].append(id)
            else:
                alone[episode, record.start, record.quote, record.note].append(id)
        for ids in letters.values():
            *earlier, _ = sorted(ids, key=lambda id: (self._now[id].said, id))
            for id in earlier:
                self._change(id, letter="")
        for ids in alone.values():
            if len(ids) > 1:
                self._make_one(sorted(ids))

    def _make_one(self, ids: Sequence[str]) -> None:
        """Let the first of several things stand for all; what each says is kept."""
        records = [record for id in ids if (record := self._now[id].record) is not None]
        modified = max(record.modified or "" for record in records)
        if records[0].whole:
            note = records[0].note
            for record in records[1:]:
                note = _both(note, record.note)
            self._change(ids[0], note=note, modified=modified)
        for id in ids[1:]:
            self._now[id] = Line(id, self._counted(id), None, modified)

    def _change(self, id: str, **values: Any) -> None:
        line = self._now[id]
        if line.record is not None:
            record = replace(line.record, **values)
            self._now[id] = replace(line, record=record, seen=self._counted(id))

    def _counted(self, id: str) -> Seen:
        """The revision of a thing that is changed here once more."""
        seen = self._now[id].seen
        return {**seen, self._machine: seen.get(self._machine, 0) + 1}

    # -- what the library becomes ------------------------------------------------------------

    def settled(self) -> Brought:
        """What the library is to become."""
        self._unite()
        brought = Brought()
        for id, line in sorted(self._now.items(), key=_by_episode):
            mine = self._mine.get(id)
            if id in self._awaited or mine is None or line.said != mine.said:
                self._settle(id, line, brought)
            new = id in self._awaited or line.review != (mine and mine.review)
            if line.review is not None and new and brought.waits.get(id) is None:
                brought.reviews.append(line.review)
                brought.counts["reviews"] += 1
        blank = Line("", {}, None)
        brought.seen = {
            id: line.seen
            for id, line in self._now.items()
            if id in brought.touched
            or line.seen != self._mine.get(id, blank).seen
            or id not in self._mine
        }
        brought.counts["waiting"] = sum(line is not None for line in brought.waits.values())
        return brought

    def _settle(self, id: str, line: Line, brought: Brought) -> None:
        """Put down what one line makes of the library."""
        if line.record is None:
            if id in self._awaited:
                brought.waits[id] = None
            self._delete(id, line, brought)
            return
        held = self._held.get(id)
        try:
            there = held.episode if held else self._shelf.meant(line.record)
            marked = None if line.record.whole else self._shelf.anchored(line.record)
        except NotFound:
            brought.waits[id] = waiting(line, line.record)
            return
        if id in self._awaited:
            brought.waits[id] = None
        if marked is None:
            brought.notes[id] = _note(id, line.record, there)
            brought.counts["notes"] += 1
        elif line.record.letter is not None:
            made = Bookmark.at(marked, line.record.letter, line.record.note)
            brought.bookmarks[id] = made
            brought.counts["bookmarks"] += 1
        else:
            brought.highlights[id] = marked
            is_there = isinstance(held, Highlight) and held.deleted_at is None
            kind = "both" if id in self._copies else "updated" if is_there else "added"
            brought.counts[kind] += 1

    def _delete(self, id: str, line: Line, brought: Brought) -> None:
        held = self._held.get(id)
        match held:
            case Highlight(deleted_at=None):
                brought.highlights[id] = replace(held, deleted_at=line.deleted)
                brought.counts["deleted"] += 1
            case Note(deleted_at=None):
                brought.notes[id] = replace(held, deleted_at=line.deleted)
                brought.counts["notes"] += 1
            case Bookmark():
                brought.dropped.append(id)
                brought.counts["bookmarks"] += 1


def _by_episode(known: tuple[str, Line]) -> tuple[str, str]:
    """The order in which each text is read once."""
    id, line = known
    return ("", id) if line.record is None else (line.record.origin.digest, id)


def _note(id: str, record: importers.Record, episode: int) -> Note:
    modified = record.modified or ""
    return Note(id, episode, record.note, record.created or modified, modified)


def _later(one: Review | None, other: Review | None) -> Review | None:
    """The later of two reviews of a highlight."""
    both = (review for review in (one, other) if review is not None)
    return max(both, key=lambda r: (r.seen, r.step, r.due or ""), default=None)


def _both(one: str, other: str) -> str:
    """Two notes as one: `one`, and below it the paragraphs of `other` that it does not have."""
    there = set(one.split("\n\n"))
    return "\n\n".join([one, *(part for part in other.split("\n\n") if part not in there)])

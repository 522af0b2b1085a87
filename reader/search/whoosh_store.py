"""The index on disk, kept by Whoosh: the one module that knows Whoosh's files.

A *store* is a folder whose files are listed in a manifest (see `files`), which the caller keeps;
others are leavings of a writer that was stopped, and are never opened. So writing is all or
nothing: the new manifest is the switch.

Each document is one passage, with these fields:

- `words`: its folded words; a posting's value is their positions, a byte each
- `episode` and `speaker`: the episode's id and the speaker's name, whole
- `owner`, `start`, `end`: columns with the episode's id and the passage's offsets
- `head`: on an episode's first passage, what the episode says of itself
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import log
from pathlib import Path
from typing import Any, NamedTuple

from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from reader.search.files import Damaged, Manifest, Seen, guarded, mark, sync, verify
from reader.search.passages import Passage

TIER = 8
"""Segments are merged when this many are of one size, within the same factor."""


class Head(NamedTuple):
    """What an episode says of itself, as far as searches ask."""

    title: str
    show: str | None
    date: str | None


class Place(NamedTuple):
    """Where a passage lies: its episode, its offsets there, and who speaks."""

    episode: int
    start: int
    end: int
    speaker: str | None


class _Positions(formats.Format):  # type: ignore[misc]
    """Postings whose value is the word's positions in its passage, one byte each."""

    posting_size = -1

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)

    def decode_positions(self, value: bytes) -> list[int]:
        return list(value)

    def decode_frequency(self, value: bytes) -> int:
        return len(value)

    decode_weight = decode_frequency


class _Words(fields.FieldType):  # type: ignore[misc]
    """A field given as the list of its words, in order; at most 256 of them."""

    def __init__(self) -> None:
        super().__init__(format=_Positions(), analyzer=None, scorable=True)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        positions: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(value):
            positions[word].append(position)
        for word, found in positions.items():
            yield word.encode(), len(found), float(len(found)), bytes(found)


def _schema() -> fields.Schema:
    return fields.Schema(
        words=_Words(),
        episode=fields.ID(),
        speaker=fields.ID(sortable=columns.RefBytesColumn()),
        owner=fields.COLUMN(columns.NumericColumn("i")),
        start=fields.COLUMN(columns.NumericColumn("i")),
        end=fields.COLUMN(columns.NumericColumn("i")),
        head=fields.STORED(),
    )


class _Storage(FileStorage):  # type: ignore[misc]
    """A folder in which only the files of a manifest, and those made since, can be seen.

    Whoosh's deletions only take files out of sight, as a reader may still need them.
    """

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        super().__init__(str(folder))
        self.names = set(names)

    def list(self) -> list[str]:
        return sorted(self.names)

    def file_exists(self, name: str) -> bool:
        return name in self.names

    def create_file(self, name: str, **options: Any) -> Any:
        self.names.add(name)
        return super().create_file(name, **options)

    def delete_file(self, name: str) -> None:
        self.names.discard(name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        os.replace(self._fpath(oldname), self._fpath(newname))
        self.names.discard(oldname)
        self.names.add(newname)


def _manifest(storage: _Storage, folder: Path, known: Manifest) -> Manifest:
    """The manifest of all that can be seen in `storage`, after bringing new files to the disk."""
    names = storage.list()
    manifest = {
        name: known[name] if name in known else mark(folder / name, sync_it=True) for name in names
    }
    sync(folder)
    return manifest


# -- writing ----------------------------------------------------------------------------------


def create(folder: Path) -> Manifest:
    """An empty store in a folder just made. Returns its manifest."""
    with guarded():
        folder.mkdir(mode=0o700)
        storage = _Storage(folder, ())
        FileIndex.create(storage, _schema())
        return _manifest(storage, folder, {})


class Writer:
    """Changes a store, all at once at `commit`. Only one may be at work on a folder."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder, self._known = folder, manifest
        with guarded():
            self._storage = _Storage(folder, manifest)
            self._writer = FileIndex(self._storage).writer(compound=False)

    def drop(self, episode: int) -> None:
        """Take out the passages of `episode`, as the store has them."""
        with guarded():
            self._writer.delete_by_term("episode", str(episode))

    def add(self, episode: int, head: Head, passages: Iterable[tuple[Passage, list[str]]]) -> None:
        """Put in the passages of `episode`, each with its folded words."""
        values: dict[str, Any] = {"head": tuple(map(_encodable, head))}
        with guarded():
            for passage, words in passages:
                if passage.speaker:
                    values["speaker"] = _encodable(passage.speaker)
                self._writer.add_document(
                    words=words,
                    episode=str(episode),
                    owner=episode,
                    start=passage.start,
                    end=passage.end,
                    **values,
                )
                values = {}

    def commit(self) -> Manifest:
        """Bring the changes to the disk. Returns the manifest of the store as it now is."""
        with guarded():
            self._writer.commit(mergetype=_merge)
            return _manifest(self._storage, self._folder, self._known)

    def cancel(self) -> None:
        """Leave the store as it was."""
        if not self._writer.is_closed:
            with guarded():
                self._writer.cancel()


def _encodable(text: str | None) -> str | None:
    return None if text is None else text.encode("utf-8", "replace").decode()


def _merge(writer: Any, segments: list[Any]) -> list[Any]:
    """Which segments stay: not those half deleted, nor those of which there are `TIER` of a size.

    The rest are copied into the segment being written, so that their number grows with the
    logarithm of the passages, and so does the number of times that each is copied.
    """
    tiers: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        live = segment.doc_count_all() - segment.deleted_count()
        wasteful = 2 * live < segment.doc_count_all()
        tiers[-1 if wasteful else int(log(max(live, 1), TIER))].append(segment)
    kept = []
    for tier, members in tiers.items():
        if tier >= 0 and len(members) < TIER:
            kept.extend(members)
            continue
        for segment in members:
            if segment.doc_count_all() > segment.deleted_count():
                reader = SegmentReader(writer.storage, writer.schema, segment)
                writer.add_reader(reader)
                reader.close()
    return kept


# -- reading ----------------------------------------------------------------------------------


class Snapshot:
    """A store as one manifest has it, for one thread. Passages are numbered from 0, with gaps.

    Raises `Damaged` wherever the files turn out not to be readable.
    """

    def __init__(self, folder: Path, manifest: Manifest, seen: Seen) -> None:
        verify(folder, manifest, seen)
        with guarded():
            self._reader = FileIndex(_Storage(folder, manifest)).reader()
            leaves = self._reader.leaf_readers()
            self._leaves = [(leaf, base) for leaf, base in leaves if leaf.doc_count_all()]
            self.passages = sum(leaf.doc_count() for leaf, _ in self._leaves)
            total = sum(leaf.doc_count_all() for leaf, _ in self._leaves)
            length = sum(leaf.field_length("words") for leaf, _ in self._leaves)
            self.mean_length = length / max(total, 1)
        self._columns: dict[tuple[int, str], Any] = {}

    def close(self) -> None:
        """Give back the files."""
        with guarded():
            self._reader.close()

    def all(self) -> Iterator[int]:
        """Every passage."""
        with guarded():
            for leaf, base in self._leaves:
                yield from (base + passage for passage in leaf.all_doc_ids())

    def vocabulary(self, beginning: str = "") -> dict[str, int]:
        """The words that begin so, and in how many passages each is found."""
        found: dict[str, int] = defaultdict(int)
        with guarded():
            for leaf, _ in self._leaves:
                for word, info in leaf.iter_prefix("words", beginning):
                    found[word.decode()] += info.doc_frequency()
        return found

    def postings(self, word: str) -> Iterator[tuple[int, bytes]]:
        """The passages with `word`, ascending, each with its positions there."""
        yield from self._postings("words", word)

    def near_misses(self, word: str, distance: int) -> set[str]:
        """The words within that many edits of `word` that begin with the same letter."""
        with guarded():
            return {
                found
                for leaf, _ in self._leaves
                for found in leaf.terms_within("words", word, distance, prefix=1)
            }

    def speakers(self) -> set[str]:
        """The names of all who speak."""
        return self._terms("speaker")

    def by_speaker(self, name: str) -> Iterator[int]:
        """The passages of the speaker with exactly this name."""
        return (passage for passage, _ in self._postings("speaker", name))

    def by_episode(self, episode: int) -> Iterator[int]:
        """The passages of an episode."""
        return (passage for passage, _ in self._postings("episode", str(episode)))

    def heads(self) -> dict[int, Head]:
        """By id, what each episode says of itself."""
        found = {}
        for episode in self._terms("episode"):
            first = next(self.by_episode(int(episode)), None)
            if first is not None:
                with guarded():
                    found[int(episode)] = Head(*self._reader.stored_fields(first)["head"])
        return found

    def place(self, passage: int) -> Place:
        """Where a passage lies."""
        with guarded():
            leaf, base = self._leaf(passage)
            local = passage - base
            speaker = self._column(leaf, base, "speaker")[local].decode()
            return Place(
                self._column(leaf, base, "owner")[local],
                self._column(leaf, base, "start")[local],
                self._column(leaf, base, "end")[local],
                speaker or None,
            )

    def lengths(self) -> Callable[[int], int]:
        """A function from a passage to its number of words, as Whoosh rounds it."""
        length = self._reader.doc_field_length
        return lambda passage: length(passage, "words", 1) or 1

    def _terms(self, field: str) -> set[str]:
        with guarded():
            return {term.decode() for leaf, _ in self._leaves for term in leaf.lexicon(field)}

    def _postings(self, field: str, term: str) -> Iterator[tuple[int, bytes]]:
        key = term.encode()
        with guarded():
            for leaf, base in self._leaves:
                if (field, key) not in leaf:
                    continue
                matcher = leaf.postings(field, key)
                while matcher.is_active():
                    yield base + matcher.id(), matcher.value()
                    matcher.next()

    def _leaf(self, passage: int) -> tuple[Any, int]:
        for leaf, base in self._leaves:
            if passage < base + leaf.doc_count_all():
                return leaf, base
        raise Damaged(f"there is no passage {passage}")

    def _column(self, leaf: Any, base: int, field: str) -> Any:
        column = self._columns.get((base, field))
        if column is None:
            column = leaf.column_reader(field, translate=False)
            self._columns[base, field] = column
        return column

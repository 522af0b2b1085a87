"""What was marked in a library: chosen by a query, counted and grouped.

What is asked is the language of searches (`search.marked`), so that a query means the same here as
among the transcripts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from reader.annotate.tags import levels, sort_key
from reader.library import COLOURS, Bookmark, Highlight, Library, Note

if TYPE_CHECKING:
    from reader.search.query import Node

Facet = tuple[str, str]
"""What the notebook can be narrowed to: one of `KINDS`, and its value."""

KINDS = ("tag", "colour", "speaker", "show", "episode", "state", "note", "kind")

GROUPS: Mapping[str, str] = {
    "episode": "by episode",
    "show": "by show",
    "tag": "by tag",
    "colour": "by colour",
    "speaker": "by speaker",
    "date": "by the day they were marked",
}
"""Each way to group, and what it is called."""

MOST_FACETS = 9

_CALLED = {"bookmark": "bookmarks", "note": "notes on episodes"}
"""What those entries are called that are no highlights."""

_NONE = {
    "colour": "not highlighted",
    "show": "of no show",
    "tag": "without a tag",
    "speaker": "nobody named",
}


@dataclass(eq=False)
class Entry:
    """Something that was marked, beside what is known of its episode.

    `kind` is `highlight`, `bookmark` or `note`, which is one on an episode as a whole; the name of
    a bookmark is its note. `start` and `end` are character offsets, `time` is in seconds. Only a
    highlight has a record of its own.
    """

    kind: str
    id: str
    episode: int
    start: int
    end: int
    quote: str
    note: str
    tags: tuple[str, ...]
    colour: str
    speaker: str | None
    time: float
    time_exact: bool
    state: str
    created: str
    title: str
    show: str | None
    date: str | None
    highlight: Highlight | None = None

    @cached_property
    def words(self) -> list[str]:
        """Its words and those of its note and tags."""
        from reader.search.marked import all_words

        return all_words(self.quote, self.note, self.tags)


@dataclass(frozen=True, slots=True)
class Of:
    """The episode that an entry is of, as far as the notebook asks."""

    title: str
    show: str | None = None
    date: str | None = None


def highlighted(highlight: Highlight, of: Of) -> Entry:
    """The entry of a highlight."""
    return Entry(
        "highlight",
        highlight.id,
        highlight.episode,
        highlight.start,
        highlight.end,
        highlight.quote,
        highlight.note,
        highlight.tags,
        highlight.colour,
        highlight.speaker,
        highlight.time,
        highlight.time_exact,
        highlight.state,
        highlight.created,
        of.title,
        of.show,
        of.date,
        highlight,
    )


def bookmarked(bookmark: Bookmark, of: Of) -> Entry:
    """The entry of a bookmark or of a named mark."""
    return Entry(
        "bookmark",
        bookmark.id,
        bookmark.episode,
        bookmark.offset,
        bookmark.offset,
        bookmark.quote,
        " ".join(filter(None, [bookmark.letter and f"mark {bookmark.letter}", bookmark.name])),
        (),
        "",
        None,
        bookmark.time,
        bookmark.time_exact,
        bookmark.state,
        bookmark.created,
        of.title,
        of.show,
        of.date,
    )


def noted(note: Note, of: Of) -> Entry:
    """The entry of a note on an episode as a whole."""
    return Entry(
        "note",
        note.id,
        note.episode,
        0,
        0,
        "",
        note.text,
        (),
        "",
        None,
        0.0,
        True,
        "anchored",
        note.created,
        of.title,
        of.show,
        of.date,
    )


def entries(library: Library) -> list[Entry]:
    """All that was marked, in reading order; the note on an episode before what is in it."""
    known = {each.id: Of(each.title, each.show, each.date) for each in library.episodes()}
    listed = [noted(each, known[each.episode]) for each in library.notes.all()]
    listed += [bookmarked(each, known[each.episode]) for each in library.bookmarks.all()]
    listed += [highlighted(each, known[each.episode]) for each in library.highlights()]
    listed.sort(key=lambda each: (each.episode, each.kind != "note", each.start, each.created))
    return listed


def choose(
    listed: Iterable[Entry],
    query: str = "",
    within: Sequence[Facet] = (),
    colours: Mapping[str, str] | None = None,
    *,
    typing: bool = False,
) -> list[Entry]:
    """Those of `listed` that answer to `query` and have every one of the facets `within`.

    No query is answered by all. With `typing` it may be half written. `colours` are the user's
    names for colours. Raises `QueryError`.
    """
    tests: list[Callable[[Entry], bool]] = [_having(*facet) for facet in within]
    node = _read(query, typing)
    if node is not None:
        from reader.search.marked import answers

        tests.append(answers(node, colours or {}))
    return [each for each in listed if all(test(each) for test in tests)]


def _read(query: str, typing: bool) -> Node | None:
    if not query.strip():
        return None
    from reader.errors import QueryError
    from reader.search.language import read

    try:
        return read(query, typing=typing, bare=True).node
    except QueryError as error:
        if typing and error.what == "the search is empty":
            return None
        raise


def _having(kind: str, value: str) -> Callable[[Entry], bool]:
    """Whether an entry has the facet; a tag is had with what is under it."""
    if kind == "tag":
        above = f"{value.casefold()}/"
        return lambda each: any(f"{tag.casefold()}/".startswith(above) for tag in each.tags)
    return lambda each: value in _values(each, kind)


def _values(entry: Entry, kind: str) -> Sequence[str]:
    """What `entry` has of a kind."""
    match kind:
        case "tag":
            return [level for tag in entry.tags for level in levels(tag)]
        case "colour":
            return [entry.colour] if entry.colour else []
        case "speaker":
            return [entry.speaker] if entry.speaker else []
        case "show":
            return [entry.show] if entry.show else []
        case "episode":
            return [entry.title]
        case "state":
            return [entry.state] if entry.state != "anchored" else []
        case "note":
            return ["with a note" if entry.note else "without a note"]
        case "kind":
            return [_CALLED[entry.kind]] if entry.kind in _CALLED else []
    return []


def facets(chosen: Sequence[Entry], within: Sequence[Facet]) -> list[tuple[Facet, int]]:
    """What `chosen` can be narrowed to, with counts: of each kind the most frequent, by kinds."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for each in chosen:
        for kind, counter in counts.items():
            counter.update(dict.fromkeys(_values(each, kind), 1))
    had = {kind for kind, _ in within}
    offered = [
        [((kind, value), n) for value, n in counts[kind].most_common() if n < len(chosen)]
        for kind in KINDS
        if kind not in had or kind == "tag"
    ]
    ranks = [facet for rank in zip_longest(*offered) for facet in rank if facet is not None]
    kept = [each for each in ranks if each[0] not in within][:MOST_FACETS]
    return sorted(kept, key=lambda each: KINDS.index(each[0][0]))


# -- grouping -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over entries. `key` tells it from the others; a group of `depth` above 0 is under
    the one before of a lesser depth. `count` entries are in it and those under it."""

    key: str
    name: str
    depth: int
    count: int
    colour: str = ""


Row = Group | Entry


def grouped(
    chosen: Sequence[Entry],
    by: str,
    folded: Iterable[str] = (),
    colours: Mapping[str, str] | None = None,
) -> list[Row]:
    """`chosen` under headings, one of `GROUPS`; of a group whose key is `folded` the heading alone.

    By tag an entry stands under each of its tags, and the tags are a tree.
    """
    closed = set(folded)
    if by == "tag":
        return _by_tag(chosen, closed)
    names = colours or {}
    parts: dict[str, list[Entry]] = {}
    for each in chosen:
        parts.setdefault(_key(each, by), []).append(each)
    rows: list[Row] = []
    for key in _ordered(parts, by):
        own = parts[key]
        group = Group(key, _name(own[0], by, names), 0, len(own), own[0].colour)
        rows.append(group if by == "colour" else Group(key, group.name, 0, len(own)))
        if key not in closed:
            rows += own
    return rows


def _key(entry: Entry, by: str) -> str:
    match by:
        case "episode":
            return str(entry.episode)
        case "colour":
            return entry.colour
        case "date":
            return entry.created[:10]
    return (_values(entry, by) or [""])[0]


def _name(entry: Entry, by: str, colours: Mapping[str, str]) -> str:
    match by:
        case "episode":
            return entry.title
        case "colour" if entry.colour:
            return colours.get(entry.colour, entry.colour)
        case "date":
            return entry.created[:10]
    return (_values(entry, by) or [_NONE.get(by, "")])[0]


def _ordered(parts: Mapping[str, Sequence[Entry]], by: str) -> list[str]:
    """The keys of groups: days the newest first, colours as they are listed, names by letters and
    those without one last, episodes as the library has them."""
    match by:
        case "date":
            return sorted(parts, reverse=True)
        case "colour":
            return [colour for colour in (*COLOURS, "") if colour in parts]
        case "episode":
            return list(parts)
    return sorted(parts, key=lambda key: (not key, key.casefold()))


def _by_tag(chosen: Sequence[Entry], closed: set[str]) -> list[Row]:
    """The tree of tags, and under each the entries that have just this one."""
    own: dict[str, list[Entry]] = {}
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    bare = []
    for each in chosen:
        if not each.tags:
            bare.append(each)
            continue
        above = {level.casefold(): level for tag in each.tags for level in levels(tag)}
        counts.update(above.keys())
        for key, level in above.items():
            names.setdefault(key, level)
        for key in {tag.casefold() for tag in each.tags}:
            own.setdefault(key, []).append(each)
    rows: list[Row] = []
    for key in sorted(names, key=sort_key):
        if any(level in closed for level in levels(key) if level != key):
            continue
        depth = key.count("/")
        name = names[key].rpartition("/")[2] if depth else names[key]
        rows.append(Group(key, name, depth, counts[key]))
        if key not in closed:
            rows += own.get(key, [])
    if bare:
        rows.append(Group("", _NONE["tag"], 0, len(bare)))
        rows += bare if "" not in closed else []
    return rows

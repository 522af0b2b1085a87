"""Putting a transcript right: what the command line and the interface both do for it.

Each function writes one undoable change to the library; none touches the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.clock import parse_clock
from reader.errors import NotFound, ReaderError
from reader.library import Library
from reader.repair import Amendment, kept
from reader.transcript import Meta, Span, Transcript


def split_turn(library: Library, episode: int, offset: int) -> None:
    """Begin a turn at the character `offset`, where one is going on.

    Raises `NotFound` where a turn begins already, or there is no word.
    """
    transcript = library.transcript(episode)
    turn = transcript.turn_at(offset)
    if not turn.start < offset < turn.end:
        raise NotFound("a turn begins here already", hint="put the caret within one")
    joined = [a for a in library.amendments(episode) if a.kind == "join" and a.start == offset]
    given = [] if joined else [Amendment(offset, offset, "split")]
    library.amend(episode, given, "split a turn", without=joined)


def join_turn(library: Library, episode: int, turn: int) -> None:
    """Make the turn `turn` (an index from 0) go on the one before it.

    Raises `NotFound` when there is none before it.
    """
    transcript = library.transcript(episode)
    if not 0 < turn < len(transcript.turns):
        raise NotFound("there is no turn before it to join", hint="turns from the second on")
    start = transcript.turns[turn].start
    amended = library.amendments(episode)
    here = [a for a in amended if a.start == start]
    split = [a for a in here if a.kind == "split"]
    named = [a for a in here if a.kind == "speaker"]
    given = [] if split else [Amendment(start, start, "join")]
    given += kept(transcript.turns, [turn], amended)
    library.amend(episode, given, "join two turns", without=[*split, *named])


def pin(library: Library, episode: int, offset: int, seconds: float | None) -> None:
    """Say that the character `offset` is spoken at `seconds`; None takes the pin there away.

    Raises `ReaderError` for a transcript with times of its own, and when the time is before that
    of an earlier pin or after that of a later one.
    """
    transcript = library.transcript(episode)
    if transcript.cues:
        raise ReaderError("this transcript has times of its own", hint="only estimates are pinned")
    if seconds is None:
        gone = [a for a in library.amendments(episode) if a.kind == "pin" and a.start == offset]
        library.amend(episode, [], "take a pin away", without=gone)
        return
    for other in transcript.pins:
        if (other.offset < offset) != (other.seconds < seconds) and other.offset != offset:
            raise ReaderError("another pin has it the other way round", hint="take that one away")
    library.amend(episode, [Amendment(offset, offset, "pin", repr(float(seconds)))], "pin a time")


def correct(
    library: Library, episode: int, span: Span, words: str, *, everywhere: bool = False
) -> int:
    """Have the misheard words at `span` shown and found as `words` too.

    With `everywhere`, wherever in the episode the same words stand, whatever their case. The same
    words as the text's take the correction away. Returns how many places; raises `ReaderError`
    without words.
    """
    transcript = library.transcript(episode)
    wrong = transcript.text[span.start : span.end]
    places = occurrences(transcript, wrong) if everywhere else [span]
    right = _worded(wrong, words)
    change = _corrections(library, episode, places, wrong, right)
    library.amend_all({episode: change}, f"correct {wrong} to {right}")
    return len(places)


def correct_in(library: Library, episodes: Iterable[int], wrong: str, words: str) -> dict[int, int]:
    """Have the misheard words `wrong` shown and found as `words` too, wherever they stand in
    `episodes`, whatever their case, as one change.

    Returns in how many places of each episode that has them; raises `ReaderError` without words.
    """
    right = _worded(wrong, words)
    found = {id: occurrences(library.transcript(id), wrong) for id in episodes}
    found = {id: places for id, places in found.items() if places}
    changes = {id: _corrections(library, id, found[id], wrong, right) for id in found}
    if changes:
        library.amend_all(changes, f"correct {wrong} to {right}")
    return {id: len(places) for id, places in found.items()}


def _worded(wrong: str, words: str) -> str:
    """The right `words` with single spaces between them."""
    right = " ".join(words.split())
    if not right or not wrong.strip():
        raise ReaderError("there are no words to correct")
    return right


def _corrections(
    library: Library, episode: int, places: Sequence[Span], wrong: str, right: str
) -> tuple[list[Amendment], list[Amendment]]:
    """The corrections of what stands at `places`, and those that they take the place of."""
    touched = [
        a
        for a in library.amendments(episode)
        if a.kind == "correction" and any(a.overlaps(place) for place in places)
    ]
    given = [Amendment(p.start, p.end, "correction", right) for p in places]
    return [] if right == wrong else given, touched


def role(meta: Meta, name: str) -> str | None:
    """The part that the facts of an episode give the speaker `name`: `host`, `guest`, or None.

    A first or last name that is one person's will do (`reader.cite.names.resolve`).
    """
    from reader.cite.names import resolve

    person = resolve(name, (*meta.hosts, *meta.guests))
    for part, people in (("host", meta.hosts), ("guest", meta.guests)):
        if person and person in [" ".join(other.split()) for other in people]:
            return part
    return None


def set_role(library: Library, episode: int, name: str, part: str | None) -> bool:
    """Make the speaker `name` a `host` or a `guest` of the episode, or with None neither of them.

    These are the hosts and guests that `edit` states too. Returns whether that changed anything;
    raises `NotFound` when nobody there is called `name`.
    """
    from reader.cite.names import resolve

    transcript = library.transcript(episode)
    meta = transcript.meta
    if name not in (speaker.name for speaker in transcript.speakers):
        raise NotFound(f"nobody is called “{name}” in it", hint="`reader speakers` lists the names")
    if role(meta, name) == part:
        return False
    person = resolve(name, (*meta.hosts, *meta.guests)) or name
    people = {
        "hosts": [other for other in meta.hosts if " ".join(other.split()) != person],
        "guests": [other for other in meta.guests if " ".join(other.split()) != person],
    }
    if part is not None:
        people[f"{part}s"].append(person)
    stated = Meta(hosts=tuple(people["hosts"]), guests=tuple(people["guests"]))
    without = [field for field, left in people.items() if not left and getattr(meta, field)]
    return library.edit(episode, stated, without)


def occurrences(transcript: Transcript, words: str) -> list[Span]:
    """Where exactly these `words` stand in the text as whole words, whatever their case."""
    parts = r"\s+".join(re.escape(part) for part in words.split())
    pattern = re.compile(rf"(?<!\w){parts}(?!\w)", re.IGNORECASE)
    return [Span(*match.span()) for match in pattern.finditer(transcript.text)]


def stated(texts: Mapping[str, str]) -> Meta:
    """The facts of an episode as somebody typed them, a text for each name of `Meta`.

    People are parted by commas, the duration is a time such as `58:30`, the date ISO 8601 and maybe
    only a year or month. What is empty is not stated (see `cleared`). Raises `ReaderError` for what
    cannot be.
    """
    facts: dict[str, Any] = {}
    for name, text in texts.items():
        value = " ".join(text.split())
        if not value:
            continue
        if name in ("hosts", "guests"):
            facts[name] = tuple(person.strip() for person in value.split(",") if person.strip())
        elif name in ("number", "season"):
            if not value.isdecimal():
                what = "an episode" if name == "number" else "a season"
                raise ReaderError(f"“{value}” is no number of {what}")
            facts[name] = int(value)
        elif name == "duration":
            facts[name] = parse_clock(value)
        elif name == "date":
            facts[name] = _date(value)
        elif name == "kind":
            facts[name] = _kind(value)
        else:
            facts[name] = value
    return Meta(**facts)


def written(meta: Meta, names: Iterable[str]) -> dict[str, str]:
    """The facts of these names as somebody would type them for `stated`."""
    values = ((name, getattr(meta, name)) for name in names)
    return {
        name: "" if value is None else ", ".join(value) if isinstance(value, tuple) else str(value)
        for name, value in values
    }


def cleared(texts: Mapping[str, str]) -> list[str]:
    """The facts that somebody emptied, of a text for each name of `Meta`."""
    return [name for name, text in texts.items() if not text.strip()]


def _kind(value: str) -> str:
    from reader.cite import KINDS

    kind = value.casefold().replace(" ", "-")
    if kind not in KINDS:
        raise ReaderError(f"“{value}” is no kind of episode", hint=", ".join(KINDS))
    return kind


def _date(value: str) -> str:
    from reader.formats.dates import iso_date

    if (day := iso_date(value)) is None:
        hint = "write it as 2022-10-27, 2022-10 or 2022"
        raise ReaderError(f"“{value}” is not a date", hint=hint)
    return day

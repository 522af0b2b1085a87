"""Who speaks: the labels of the source, the names the user gave them, and the turns they assigned.

A name stands for a label, `speaker_name`, or for one turn of one version, `speaker_turn`; the
second goes before the first.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping

from reader.library.journal import Change
from reader.transcript import Speaker, Transcript

Names = Mapping[str, str]
"""By the label in the source, the name the user gave."""

Assigned = Mapping[int, str | None]
"""By turn, from 0, the name the user gave; None says that nobody is named."""


def names(connection: sqlite3.Connection) -> dict[int, dict[str, str]]:
    """For each episode that has some, its `Names`."""
    found: dict[int, dict[str, str]] = {}
    for row in connection.execute("SELECT episode, label, name FROM speaker_name"):
        found.setdefault(row["episode"], {})[row["label"]] = row["name"]
    return found


def names_in(connection: sqlite3.Connection, episode: int) -> dict[str, str]:
    """The `Names` of one episode."""
    rows = connection.execute("SELECT label, name FROM speaker_name WHERE episode = ?", (episode,))
    return {row["label"]: row["name"] for row in rows}


def assigned(connection: sqlite3.Connection, version: int) -> dict[int, str | None]:
    """The turns of one version that the user assigned."""
    rows = connection.execute("SELECT turn, name FROM speaker_turn WHERE version = ?", (version,))
    return {row["turn"]: row["name"] for row in rows}


def dump(transcript: Transcript) -> str:
    """The labels of `transcript` with their turns and words, as JSON."""
    voices = [[voice.name, voice.turns, voice.words] for voice in transcript.speakers]
    return json.dumps(voices, ensure_ascii=False)


def load(voices: str, known: Names) -> tuple[Speaker, ...]:
    """The speakers that `dump` wrote, under the names `known`: those of one name are one."""
    counts: dict[str, tuple[int, int]] = {}
    for label, turns, words in json.loads(voices):
        name = known.get(label, label)
        before = counts.get(name, (0, 0))
        counts[name] = (before[0] + turns, before[1] + words)
    return tuple(Speaker(name, turns, words) for name, (turns, words) in counts.items())


def rename(connection: sqlite3.Connection, change: Change, id: int, old: str, new: str) -> None:
    """Call `old` by the name `new` in the episode `id`: every label and every turn of that name."""
    row = connection.execute(
        "SELECT version.id, version.voices FROM version "
        "JOIN episode ON episode.version = version.id WHERE episode.id = ?",
        (id,),
    ).fetchone()
    known = names_in(connection, id)
    for label, _, _ in json.loads(row["voices"]):
        if known.get(label, label) == old:
            values = {"episode": id, "label": label, "name": new}
            change.put("speaker_name", {"id": f"{id}/{label}", **values})
    for turn, name in assigned(connection, row["id"]).items():
        if name == old:
            change.update("speaker_turn", f"{row['id']}/{turn}", name=new)


def assign(change: Change, id: int, version: int, turns: Iterable[int], name: str | None) -> None:
    """Say that `name` speaks in `turns` of a version of the episode `id`."""
    for turn in turns:
        values = {"episode": id, "version": version, "turn": turn, "name": name}
        change.put("speaker_turn", {"id": f"{version}/{turn}", **values})


def carry(given: Assigned, old: Transcript, new: Transcript) -> dict[int, str | None]:
    """The assignments `given` for `old` as they hold in `new`: a turn whose words are the same
    keeps its name, where those words are said only once.
    """
    before = _by_words(old)
    now = _by_words(new)
    found = {before[words]: turn for words, turn in now.items() if words in before}
    return {found[turn]: name for turn, name in given.items() if turn in found}


def _by_words(transcript: Transcript) -> dict[str, int]:
    said = [" ".join(transcript.text[turn.start : turn.end].split()) for turn in transcript.turns]
    times = Counter(said)
    return {words: turn for turn, words in enumerate(said) if times[words] == 1}

"""Who speaks: the labels of the source, the names the user gave them, and the turns they assigned.

A name stands for a label, in the table `speaker_name`, or for one turn of one version, as an
amendment; the second goes before the first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reader.library import amendments
from reader.library.journal import Change
from reader.repair import Amendment
from reader.transcript import Speaker, Transcript, Turn

Names = Mapping[str, str]
"""By the label in the source, the name the user gave."""


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


def called(change: Change, id: int, old: str, new: str) -> None:
    """Have the hosts and guests of the episode `id` go by the name `new` too."""
    row = change.row("episode", id)
    renamed = {}
    for fact in ("hosts", "guests"):
        people = json.loads(row[fact])
        if old in people:
            names = dict.fromkeys(new if name == old else name for name in people)
            renamed[fact] = json.dumps(list(names), ensure_ascii=False)
    if renamed:
        own = json.dumps(sorted({*json.loads(row["stated"]), *renamed}))
        change.update("episode", id, **renamed, stated=own)


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
    for given in amendments.of(connection, row["id"]):
        if given.kind == "speaker" and given.value == old:
            amendments.put(change, id, row["id"], [replace(given, value=new)])


def assign(turns: Sequence[Turn], chosen: Iterable[int], names: Sequence[str]) -> list[Amendment]:
    """What says that `names`, one after another and over again, speak in the `chosen` turns.

    An empty name says that nobody is named.
    """
    return [
        Amendment(turns[turn].start, turns[turn].start, "speaker", names[n % len(names)] or None)
        for n, turn in enumerate(chosen)
    ]

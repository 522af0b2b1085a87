"""The library that the searches are measured on: unpacked, read in, and cut into passages.

All of it is kept in a working folder and made once. Bytes are UTF-8 and a MB is 10^6 of them.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sqlite3
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

MB = 1_000_000
FILE = "library.sqlite3"
SEED = 4


class Row(NamedTuple):
    """A passage as the peers index it: `start` is a character offset in the episode's text."""

    episode: int
    start: int
    speaker: str
    text: str


@dataclass(frozen=True)
class Facts:
    """How much there is. `kept` are the bytes of the texts as the library's file holds them."""

    episodes: int
    passages: int
    text: int
    kept: int
    file: int


@dataclass(frozen=True)
class Material:
    """A prepared library in `folder`."""

    folder: Path

    @property
    def library(self) -> Path:
        """The library's own folder, whose episodes all wait to be indexed."""
        return self.folder / "library"

    @property
    def queries(self) -> Path:
        """The file of the queries."""
        return self.folder / "queries.json"

    @property
    def facts(self) -> Facts:
        """How much there is."""
        return Facts(**json.loads((self.folder / "facts.json").read_text()))

    def rows(self) -> Iterator[Row]:
        """Every passage, episode after episode."""
        with (self.folder / "passages.jsonl").open(encoding="utf-8") as file:
            for line in file:
                yield Row(*json.loads(line))


def prepare(archive: Path, work: Path, size: float | None, repeat: int) -> Material:
    """The library of `size` MB of the files in `archive` (all without it), `repeat` times over.

    Every copy but the first has changed words. What is in `work` already is not made again.
    """
    material = Material(work / f"{'all' if size is None else f'{size:g}MB'}-x{repeat}")
    if (material.folder / "facts.json").exists():
        return material
    shutil.rmtree(material.folder, ignore_errors=True)
    material.folder.mkdir(parents=True)
    files = _chosen(_unpacked(archive, work / "files"), size)
    _read_in(files, material.library)
    _multiply(material.library / FILE, repeat)
    _cut(material)
    return material


def _unpacked(archive: Path, folder: Path) -> list[Path]:
    if not folder.exists():
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        with tarfile.open(archive) as packed:
            packed.extractall(partial, filter="data")
        partial.rename(folder)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _chosen(files: list[Path], size: float | None) -> list[Path]:
    """Files of `size` MB together, drawn from all over; in the order of their names."""
    if size is None:
        return files
    drawn, total = [], 0
    for path in random.Random(SEED).sample(files, len(files)):
        if total >= size * MB:
            break
        drawn.append(path)
        total += path.stat().st_size
    return sorted(drawn)


_CHANGEABLE = re.compile(r"(?<= )[a-z]{4,}(?=[ ,.])")


def changed(text: str, chance: random.Random) -> str:
    """`text` with one in 20 of its longer words replaced by another as long, and one in 200 by a
    word that is the beginning of one and the end of another, so that the vocabulary grows too.

    Every character stays where it was, so that the layers over the text still fit.
    """
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in _CHANGEABLE.findall(text):
        by_length[len(word)].append(word)

    def replaced(match: re.Match[str]) -> str:
        drawn, word = chance.random(), match[0]
        if drawn >= 0.055:
            return word
        other = chance.choice(by_length[len(word)])
        return other if drawn < 0.05 else word[:3] + other[3:]

    return _CHANGEABLE.sub(replaced, text)


def _multiply(file: Path, repeat: int) -> None:
    """Put `repeat` - 1 changed copies of every episode into the library, row by row."""
    with closing(sqlite3.connect(file)) as connection:
        columns = [name for _, name, *_ in connection.execute("PRAGMA table_info(episode)")]
        kept = ", ".join(name for name in columns if name not in ("id", "uid", "version"))
        layers = "created, sha256, x'' AS original, layers, format, words, turns, length, times"
        rows = connection.execute("SELECT id, version FROM episode").fetchall()
        for copy in range(1, repeat):
            for id, version in rows:
                (text,) = connection.execute(
                    "SELECT text FROM version WHERE id = ?", (version,)
                ).fetchone()
                new = connection.execute(
                    f"INSERT INTO episode (uid, version, {kept}) "
                    f"SELECT uid || ?, 0, {kept} FROM episode WHERE id = ?",
                    (f"-{copy}", id),
                ).lastrowid
                made = connection.execute(
                    "INSERT INTO version (episode, text, created, sha256, original, layers, "
                    "format, words, turns, length, times, voices) "
                    f"SELECT ?, ?, {layers}, voices FROM version WHERE id = ?",
                    (new, changed(text, random.Random(f"{copy} {id}")), version),
                ).lastrowid
                connection.execute("UPDATE episode SET version = ? WHERE id = ?", (made, new))
                connection.execute("INSERT INTO change_log (episode) VALUES (?)", (new,))
        connection.commit()


def _read_in(files: list[Path], folder: Path) -> None:
    from reader import adding
    from reader.library import Library
    from reader.sources import find

    library = Library(folder)
    for group in adding.outcomes(find([str(path) for path in files]).sources):
        with library.together():
            for outcome in group:
                if outcome.prepared is None:
                    raise SystemExit(f"cannot prepare the library: {outcome.error}")
                library.store(outcome.prepared, source=outcome.source.location)
    library.close()


def _cut(material: Material) -> None:
    from reader.library import Library
    from reader.search import passages

    library = Library(material.library)
    ids = library.episode_ids()
    count = text = 0
    with (material.folder / "passages.jsonl").open("w", encoding="utf-8") as file:
        for id in ids:
            transcript = library.transcript(id)
            for passage in passages(transcript):
                said = transcript.text[passage.start : passage.end]
                row = Row(id, passage.start, passage.speaker or "", said)
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
                text += len(said.encode())
    library.close()
    (database,) = material.library.glob("*.sqlite3")
    facts = Facts(len(ids), count, text, _kept(database), database.stat().st_size)
    (material.folder / "facts.json").write_text(json.dumps(asdict(facts)))


def _kept(database: Path) -> int:
    connection = sqlite3.connect(database)
    try:
        (size,) = connection.execute(
            "SELECT sum(length(CAST(text AS BLOB))) FROM version"
        ).fetchone()
    finally:
        connection.close()
    return int(size)

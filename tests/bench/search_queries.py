"""What is asked: drawn by a fixed seed from the vocabulary and the texts of the library."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.search_library import SEED, Material, Row

MOST_READ = 200_000
"""Of more passages than this, every so-manieth is read to draw from."""

KINDS = {
    "common": 10,
    "rare": 10,
    "and": 8,
    "phrase": 8,
    "prefix": 8,
    "or": 6,
    "not": 5,
    "speaker": 5,
}
"""How many queries of each kind there are: 60 in all."""

COMMON, LESS_COMMON = 200, 2_000
"""So many of the most frequent words are common, stop words among them."""

STOP_WORDS = 50
"""A phrase has at least two of so many most frequent words."""

_WORD = re.compile(r"(?<![\w'’-])[a-z]+(?![\w'’-])")
_NAME = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")


@dataclass(frozen=True)
class Query:
    """A query of one of `KINDS`: of one word or two, of a phrase, or of what a speaker says."""

    kind: str
    words: tuple[str, ...]
    speaker: str = ""


@dataclass(frozen=True)
class Queries:
    """The mixed queries, and those that are typed letter by letter."""

    mixed: list[Query]
    typed: list[str]


def queries(material: Material) -> Queries:
    """The queries of this library; drawn at the first call, read from its folder after it."""
    if not material.queries.exists():
        step = -(-material.facts.passages // MOST_READ)
        rows = [row for number, row in enumerate(material.rows()) if number % step == 0]
        material.queries.write_text(json.dumps(asdict(draw(rows))))
    said: dict[str, Any] = json.loads(material.queries.read_text())
    mixed = [Query(each["kind"], tuple(each["words"]), each["speaker"]) for each in said["mixed"]]
    return Queries(mixed, said["typed"])


def draw(rows: list[Row], seed: int = SEED) -> Queries:
    """Queries drawn from these passages.

    Words are of ASCII letters in lower case, without an apostrophe or hyphen beside them, so that
    every engine takes them for the same words.
    """
    return _Drawing(rows, random.Random(seed)).drawn()


class _Drawing:
    def __init__(self, rows: list[Row], chance: random.Random) -> None:
        self.rows, self.chance = rows, chance
        found: Counter[str] = Counter()
        speakers: Counter[str] = Counter()
        for row in rows:
            found.update(set(_WORD.findall(row.text)))
            speakers[row.speaker] += 1
        ranked = [word for word, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
        self.common, self.less_common = ranked[:COMMON], ranked[COMMON:LESS_COMMON]
        self.stop_words = frozenset(ranked[:STOP_WORDS])
        self.rare = [word for word in ranked if 2 <= found[word] <= 20 and len(word) > 3]
        self.speakers = sorted(
            name for name, count in speakers.items() if count >= 5 and _NAME.fullmatch(name)
        )

    def drawn(self) -> Queries:
        mixed = []
        for kind, count in KINDS.items():
            if kind == "speaker" and not self.speakers:
                continue
            mixed += [self._query(kind, number) for number in range(count)]
        return Queries(mixed, [self._run(1 + number % 3, 0) for number in range(20)])

    def _query(self, kind: str, number: int) -> Query:
        pick = self.chance.choice
        match kind:
            case "common":
                return Query(kind, (pick(self.common),))
            case "rare":
                return Query(kind, (pick(self.rare),))
            case "phrase":
                return Query(kind, tuple(self._run(3 + number % 3, 2).split()))
            case "prefix":
                return Query(kind, (self._run(1, 0, 5)[: 2 + number % 4],))
            case "or":
                return Query(kind, tuple(self.chance.sample(self.less_common, 2)))
            case "speaker":
                return Query(kind, (pick(self.common),), pick(self.speakers))
        return Query(kind, tuple(self.chance.sample(self.common, 2)))

    def _run(self, length: int, stop_words: int, letters: int = 4) -> str:
        """Words that follow one another somewhere, so many of them `stop_words` at least, and one
        of them of so many `letters`."""
        while True:
            text = self.chance.choice(self.rows).text
            found = list(_WORD.finditer(text))
            if len(found) < length:
                continue
            first = self.chance.randrange(len(found) - length + 1)
            run = text[found[first].start() : found[first + length - 1].end()]
            words = run.split(" ")
            if [m.group() for m in found[first : first + length]] != words:
                continue
            enough = sum(word in self.stop_words for word in words) >= stop_words
            if enough and (stop_words or any(len(word) >= letters for word in words)):
                return run

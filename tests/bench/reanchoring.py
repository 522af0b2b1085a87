"""How many highlights survive a new transcription: `python -m tests.bench.reanchoring`.

Three real texts beside the checkout are changed as another transcription would change them, three
times each: 10% of the words are others, 3% are gone, 3% come between, 15% of the punctuation and 8%
of the case differ, fillers are dropped; in a second run 20% of the paragraphs stand elsewhere too.
From each text quotes of 1 to 60 words are marked; some lie in passages that are then deleted. A
highlight is right where its span has at least 0.8 of its words in common with the true one, and
elsewhere where it has none.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from reader.align import spoken
from reader.annotate import carry, mark
from reader.formats import parse
from reader.transcript import Span, Transcript, Turn

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
TEXTS, ROUNDS, QUOTES, GONE = 3, 3, 270, 90
FILLERS = frozenset("uh um er hmm".split())
_PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\s+|[^\w\s]|_")


@dataclass
class Changed:
    """A text as transcribed anew; `where[n]` is the span there of word n of the old one, if it is
    there or another stands in its place."""

    text: str
    where: dict[int, Span]


def paragraphs(text: str, size: int = 90) -> list[str]:
    """The text in pieces of about so many words, cut at white space."""
    words = text.split()
    return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]


def changed(pieces: list[str], chance: random.Random, moved: float, gone: set[int]) -> Changed:
    """`pieces` transcribed anew, without those that are `gone`."""
    vocabulary = [word for piece in pieces for word in spoken(piece)[0]]
    firsts, number = [], 0
    for piece in pieces:
        firsts.append(number)
        number += len(spoken(piece)[0])
    order = [at for at in range(len(pieces)) if at not in gone]
    wandering = [at for at in order if chance.random() < moved]
    for at in wandering:
        order.remove(at)
        order.insert(chance.randrange(len(order) + 1), at)
    text, where = "", {}
    for at in order:
        number = firsts[at]
        for part in _PART.findall(pieces[at]):
            if not part[0].isalnum():
                text += part if part.isspace() or chance.random() > 0.15 else ""
                continue
            drawn, word = chance.random(), part
            if word.casefold() in FILLERS or drawn < 0.03:
                number += 1
                continue
            if drawn < 0.13:
                word = chance.choice(vocabulary)
            if chance.random() < 0.08:
                word = word.swapcase()
            if chance.random() < 0.03:
                text += chance.choice(vocabulary) + " "
            where[number] = Span(len(text), len(text) + len(word))
            text += word
            number += 1
        text += "\n\n"
    return Changed(text, where)


def measure(text: str, chance: random.Random, moved: float) -> tuple[Counter[str], float]:
    """What became of the quotes of a text, and how many seconds of the processor carrying took."""
    pieces = paragraphs(text)
    old = "\n\n".join(pieces)
    gone = set(chance.sample(range(len(pieces)), max(1, len(pieces) // 12)))
    _, words = spoken(old)
    counts = [len(spoken(piece)[0]) for piece in pieces]
    made, truth = [], []
    for n in range(QUOTES + GONE):
        home = chance.choice(
            sorted(gone) if n >= QUOTES else sorted(set(range(len(pieces))) - gone)
        )
        first = sum(counts[:home])
        length = min(counts[home], chance.choice([1, 2, 3, 4, 6, 9, 14, 20, 30, 45, 60]))
        begin = first + chance.randrange(counts[home] - length + 1)
        span = Span(words[begin].start, words[begin + length - 1].end)
        made.append(mark(transcript(old), 1, 1, span))
        truth.append(range(begin, begin + length))
    new = changed(pieces, chance, moved, gone)
    began = time.process_time()
    carried = carry(made, transcript(old), transcript(new.text), 2)
    took = time.process_time() - began
    found: Counter[str] = Counter()
    for n, (highlight, meant) in enumerate(zip(carried, truth, strict=True)):
        short = " short" if len(meant) < 5 else ""
        live = [new.where[word] for word in meant if word in new.where]
        group = "gone" if n >= QUOTES or not live else "live"
        state = "orphan"
        if highlight.state != "orphan":
            share = overlap(new.text, Span(highlight.start, highlight.end), live)
            state = "right" if share >= 0.8 else "wrong"
            found[f"{group} {highlight.state}{short}"] += 1
            found[f"{group} elsewhere{short}"] += share == 0.0
        found[f"{group} {state}{short}"] += 1
        found[f"{group}{short}"] += 1
    return found, took


def overlap(text: str, span: Span, live: list[Span]) -> float:
    """The share of words that `span` and the true words have in common, of all in either."""
    if not live:
        return 0.0
    true = Span(min(one.start for one in live), max(one.end for one in live))
    inside = lambda one, other: max(0, min(one.end, other.end) - max(one.start, other.start))  # noqa: E731
    common = inside(span, true)
    return common / max(span.end - span.start, true.end - true.start)


def transcript(text: str) -> Transcript:
    """A bare text as one turn."""
    return Transcript(
        text=text, turns=(Turn(0, len(text), None),), paragraphs=(Span(0, len(text)),)
    )


def main() -> int:
    if not SEEDS.is_dir():
        print(f"nothing to measure: {SEEDS} is not there")
        return 0
    files = sorted(SEEDS.glob("*.txt"))[:TEXTS]
    print("| | live | right | wrong | of it elsewhere | orphans | of it moved | s an episode |")
    print("|---|---|---|---|---|---|---|---|")
    for label, moved in (("nothing moved", 0.0), ("20% of paragraphs moved", 0.2)):
        total: Counter[str] = Counter()
        slowest = 0.0
        for number, path in enumerate(files):
            text = parse(path.read_bytes(), path.name).text
            for seed in range(ROUNDS):
                found, took = measure(text, random.Random(100 * number + seed), moved)
                total += found
                slowest = max(slowest, took)
        print(row(f"{label}, 5 words and more", total, "", slowest))
        print(row(f"{label}, under 5 words", total, " short", slowest))
        kept, gone = (total[name] + total[f"{name} short"] for name in ("gone orphan", "gone"))
        shares = f"| {1 - kept / gone:.1%} | | {kept / gone:.1%} |"
        print(f"| {label}, passage deleted | {gone} | {shares} | | |")
    return 0


def row(label: str, total: Counter[str], kind: str, slowest: float) -> str:
    """One line of the table."""
    live = total[f"live{kind}"]
    names = ("right", "wrong", "elsewhere", "orphan", "moved")
    shares = " | ".join(f"{total[f'live {name}{kind}'] / live:.1%}" for name in names)
    return f"| {label} | {live} | {shares} | {slowest:.2f} |"


if __name__ == "__main__":
    sys.exit(main())

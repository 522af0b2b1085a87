"""How many misheard names "sounds like" finds, how many others it brings along, and how fast.

`python -m tests.bench.sounds_like` reads the transcripts beside the project; where there are none
it says so and stops. The names were tuned on, or held out: those were not looked at when the
weights in `reader/search/phonetics.py` were set. Spellings stand here as facts, single names as
they occur; two words are neighbours.
"""

from __future__ import annotations

import io
import random
import statistics
import tarfile
import time
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple

from reader.search.analysis import words
from reader.search.sound.sounds import LIKELY, PLAUSIBLE, Halves, Heard, Sounds, best

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = SHARED / "seeds"
LIBRARY = SHARED / "scale" / "library-100mb.tar.xz"

TUNED = {
    "sutskever": "satskever, susquerra, is skever",
    "wojciech": "wojczyk",
    "andrej": "andrzej",
    "jakub": "jakob",
    "gpt": "gbt, gpd",
    "altman": "aman",
    "eliezer yudkowsky": "eliza kowski",
    "emacs": "emax",
    "openai": "open ai",
    "kasparov": "casper of",
    "lamda": "lambda",
    "tech bro": "tecbro",
}
HELD_OUT = {
    "chatgpt": "jadgpt, chatgbt, chat gpt, chad gpt, chech gpt, chat gbt",
    "zaremba": "saramba",
    "ilya": "elias",
    "pachocki": "pachaki",
    "gpt4": "gbt4",
    "satya nadella": "sachin adela",
    "morikawa": "morakawa",
    "dalle": "dolly",
    "rlhf": "rlh",
    "meena": "mina",
    "org": "ork",
}
IN_LIBRARY_TOO = {
    "sutskever": "discoverer",
    "eliezer yudkowsky": "eliezer yatkowski, eliezer idkowski, eleazaridkowski",
    "kasparov": "casparov, sparov, caspara, kaspara, kasparab",
    "gpt": "jpt",
    "openai": "openia",
    "chatgpt": "chattgpt, chadgpt, chatgppd, chatcbt, chatgp, chatgeepeetee, chet gpt, chad gbt, "
    "chat jpt, chat dpt, chat tpt",
    "ilya": "illya, ilia, iliya",
    "gpt4": "gpd4, gpth4, jpt4",
    "rlhf": "rl hf, rlfh",
}
"""More spellings of the seeds' names, which only the library has."""

LIBRARY_TUNED = {
    "yudkowsky": "yatkowski, idkowski, utkowski",
    "hassabis": "asabis, asabus",
    "lecun": "lacoon",
    "bengio": "bangio, benjio",
    "dostoevsky": "dostoyevsky, destielski",
    "illumos": "illumas, illumus, illumes, olumos, alumos, olimos",
    "oxide": "oxite, oxet, okcite, octide",
    "kolmogorov": "kulmogorov",
    "kurzweil": "courtswell",
    "von neumann": "vanman, vanyman",
}
LIBRARY_HELD_OUT = {
    "zelensky": "zelinski, zolenski, zielinski, zelinsky, zolensky, zelenski, zelansky, zelenskyy, "
    "zilinsky, zelonski, zalinsky, zielenski, zilinski, zalinski",
    "klabnik": "klabdick, klavnik, klobnick, klapnick, klavnick, clavnick, gladnick",
    "leventhal": "levinthal, leventhall, leaventhal, levithal, levithall, levittall, lecithal",
    "clulow": "cluo, clulo, klulow, cloullo",
    "cantrill": "cantrell, cantril, cantwell",
    "altman": "alman, allman, alton, mman",
    "fridman": "friedman, freedman, fredman, freeman, frman, fman",
    "chomsky": "chomski, chosky, chomps",
    "feynman": "fineman, feinman",
    "tegmark": "techark",
    "vysotsky": "wassotsky, vasotsky",
    "kasparov": "casparov, sparov, caspara, kaspara, kasparab",
    "faulkner": "falcon, falconer",
    "ellsberg": "ellburg, ellberg, nellsburg",
    "ballmer": "balmer",
    "zuckerberg": "zuckerburg",
    "negreanu": "negrono, negrano",
    "pevear": "pervear",
    "joyent": "joyant, joiant, joynt",
    "tofino": "tufino, tafino, tavino, tafina, tivania",
    "danaher": "donaher, donoher, denahar",
    "karpathy": "karpati, kupathi",
}


class Text(NamedTuple):
    """A collection of transcripts as its vocabulary, and its words in order by their numbers."""

    vocabulary: list[str]
    counts: list[int]
    order: array[int]


class Found(NamedTuple):
    """What came of asking for names: the scores of right answers and of others."""

    spellings: int
    right: list[float]
    wrong: list[float]
    missed: list[str]


def read(texts: Iterable[str]) -> Text:
    """The words of all texts."""
    numbers: dict[str, int] = {}
    order = array("i")
    for text in texts:
        order.extend(numbers.setdefault(word.text, len(numbers)) for word in words(text))
    counts = Counter(order)
    return Text(list(numbers), [counts[number] for number in range(len(numbers))], order)


def seeds() -> Iterator[str]:
    for path in sorted(SEEDS.iterdir()):
        yield path.read_text(encoding="utf-8", errors="replace")


def library() -> Iterator[str]:
    with tarfile.open(fileobj=io.BytesIO(LIBRARY.read_bytes()), mode="r:xz") as archive:
        for member in archive:
            opened = archive.extractfile(member) if member.isfile() else None
            if opened is not None:
                yield opened.read().decode("utf-8", "replace")


def neighbours(text: Text, parts: Sequence[Halves]) -> set[tuple[str, str]]:
    """The pairs of a first and a second half that stand side by side in the text."""
    number = {word: at for at, word in enumerate(text.vocabulary)}
    wanted = {
        (number[first], number[second])
        for halves in parts
        for first in halves.firsts
        for second in halves.seconds
    }
    firsts = {first for first, _ in wanted}
    return {
        (text.vocabulary[a], text.vocabulary[b])
        for a, b in pairwise(text.order)
        if a in firsts and (a, b) in wanted
    }


def heard(sounds: Sounds, text: Text, names: Iterable[str]) -> dict[str, list[Heard]]:
    """The twenty best answers for every name: single words, and pairs that occur."""
    joined = {name: name.replace(" ", "") for name in names}
    parts = {name: sounds.halves(word) for name, word in joined.items()}
    beside = neighbours(text, [halves for every in parts.values() for halves in every])
    answers = {}
    for name, word in joined.items():
        pairs = {
            (a, b)
            for halves in parts[name]
            for a in halves.firsts
            for b in halves.seconds
            if (a, b) in beside and f"{a} {b}" != name
        }
        answers[name] = best(sounds.like(word) + sounds.pairs(word, pairs), 20)
    return answers


def judged(answers: dict[str, list[Heard]], names: dict[str, str], present: set[str]) -> Found:
    """`answers` held against the spellings known to be of each name."""
    found = Found(0, [], [], [])
    for name, listed in names.items():
        known = {
            spelling for spelling in listed.split(", ") if present.issuperset(spelling.split())
        }
        said = {" ".join(one.words): one.score for one in answers[name]}
        found = Found(
            found.spellings + len(known),
            found.right + [score for words, score in said.items() if words in known],
            found.wrong + [score for words, score in said.items() if words not in known],
            found.missed + [f"{name}: {spelling}" for spelling in sorted(known - set(said))],
        )
    return found


def with_more(names: dict[str, str]) -> dict[str, str]:
    """The spellings of the seeds' names, and those that the library adds."""
    return {
        name: ", ".join(filter(None, (listed, IN_LIBRARY_TOO.get(name))))
        for name, listed in names.items()
    }


def told(title: str, found: Found) -> None:
    for least in (PLAUSIBLE, 0.7, LIKELY):
        right = sum(score >= least for score in found.right)
        shown = right + sum(score >= least for score in found.wrong)
        print(
            f"  {title:9} first 20, score from {least:.2f} up: {right:3} of {found.spellings:3} "
            f"spellings found (recall {right / max(1, found.spellings):.2f}), "
            f"{right:3} of {shown:3} answers are right (precision {right / max(1, shown):.2f})"
        )
    if found.missed:
        print(f"    missed: {'; '.join(found.missed)}")


def recall(title: str, text: Text, tuned: dict[str, str], held_out: dict[str, str]) -> None:
    print(f"{title}: {len(text.vocabulary):,} different words of {len(text.order):,}")
    sounds = Sounds(text.vocabulary, text.counts)
    present = set(text.vocabulary)
    for part, names in (("tuned on", tuned), ("held out", held_out)):
        told(part, judged(heard(sounds, text, names), names, present))
    both = tuned | held_out
    told("both", judged(heard(sounds, text, both), both, present))


def speed(text: Text, size: int) -> None:
    """Times on a vocabulary of `size` words: the real ones, and others made by changing letters."""
    chance = random.Random(4)
    made = dict(zip(text.vocabulary, text.counts, strict=True))
    while len(made) < size:
        word = chance.choice(text.vocabulary)
        at = chance.randrange(len(word))
        made.setdefault(word[:at] + chance.choice("aeioubdgklmnprst") + word[at + 1 :], 1)
    vocabulary, counts = list(made), list(made.values())
    began = time.process_time()
    sounds = Sounds(vocabulary, counts)
    making = time.process_time() - began
    names = [name.replace(" ", "") for name in TUNED | HELD_OUT | LIBRARY_TUNED | LIBRARY_HELD_OUT]
    for title, ask in (("like", sounds.like), ("halves", sounds.halves)):
        times = []
        for name in names:
            began = time.process_time()
            ask(name)
            times.append(1000 * (time.process_time() - began))
        print(
            f"  {size:9,} words, made in {making:.2f} s; {title}: median "
            f"{statistics.median(times):.1f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms"
        )


def main() -> None:
    if not SEEDS.is_dir() or not LIBRARY.is_file():
        print("skipped: the transcripts are not beside this project")
        return
    text = read(seeds())
    recall("the five seeds", text, TUNED, HELD_OUT)
    text = read(chain(seeds(), library()))
    title = "the seeds' names in the seeds and the library of 96 MB"
    recall(title, text, with_more(TUNED), with_more(HELD_OUT))
    recall("the library's own names", text, LIBRARY_TUNED, LIBRARY_HELD_OUT)
    print("speed, in processor time")
    for size in (len(text.vocabulary), 200_000, 1_000_000):
        speed(text, size)


if __name__ == "__main__":
    main()

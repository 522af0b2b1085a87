"""What is measured, in which order, and the figures of it."""

from __future__ import annotations

import json
import math
import shutil
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.bench.search_engines import Ours
from tests.bench.search_library import Material
from tests.bench.search_process import Process
from tests.bench.search_queries import queries

OPENINGS, ADDITIONS = 5, 10


@dataclass
class Built:
    """How an index was built: of so many bytes of `text`, in `seconds`, to so many `bytes`.

    `peak` are the most resident bytes of the process, less what it had in memory before, `children`
    those of its largest child, and `together` what all used at one time. `part` tells that it was
    not the whole library.
    """

    text: int
    seconds: float
    bytes: int
    peak: int
    children: int
    together: int
    part: bool = False

    @property
    def speed(self) -> float:
        """MB of text a second."""
        return self.text / 1e6 / self.seconds


@dataclass
class Asked:
    """The mixed queries, by their order: milliseconds at the first pass of a fresh process
    (`cold`) and the median of the later ones (`warm`), and how many passages match.

    None stands for a query that the engine cannot do. `peak` are the most resident bytes, and
    `anonymous` what is resident at the end but for the files mapped into memory.
    """

    cold: list[float | None] = field(default_factory=list)
    warm: list[float | None] = field(default_factory=list)
    totals: list[int | None] = field(default_factory=list)
    rounds: int = 0
    peak: int = 0
    anonymous: int = 0


@dataclass
class Alone:
    """What is asked of our index only, in milliseconds: of each keystroke its time by the clock
    and what the engine states, each added episode, and each first query with its imports.

    `peak` and `anonymous` are bytes while typing, as in `Asked`.
    """

    clock: list[float]
    stated: list[float]
    added: list[float]
    imports: list[float]
    opens: list[float]
    firsts: list[float]
    peak: int
    anonymous: int


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that so large a `share` of them do not exceed (nearest rank)."""
    return sorted(values)[max(1, math.ceil(share * len(values))) - 1]


def build(name: str, material: Material, part: float | None, reuse: bool) -> Built:
    """Build the index of one engine; with `reuse`, only where it has not been built before.

    Of `part` MB of the passages, where that is given.
    """
    folder = material.folder / name
    note = material.folder / f"{name}.json"
    if reuse and note.exists():
        return Built(**json.loads(note.read_text()))
    note.unlink(missing_ok=True)
    with Process(name, folder, material.folder) as process:
        text, before, shared = material.facts.text, 0, 0
        if name != Ours.name:
            text = process.ask("load", part=part)
            before, shared = process.peak, process.together
        made = process.ask("build")
        built = Built(
            text,
            made["seconds"],
            made["bytes"],
            process.peak - before,
            max(process.children, default=0),
            process.together - shared,
            text < material.facts.text,
        )
    note.write_text(json.dumps(asdict(built)))
    return built


def ask(names: Sequence[str], material: Material, rounds: dict[str, int]) -> dict[str, Asked]:
    """Put the mixed queries to all engines in turn: once cold, then so many `rounds` warm."""
    processes = {name: Process(name, material.folder / name, material.folder) for name in names}
    passes: dict[str, list[list[tuple[float, int] | None]]] = {name: [] for name in names}
    for process in processes.values():
        process.ask("open")
    for number in range(1 + max(rounds.values())):
        for name, process in processes.items():
            if number <= rounds[name]:
                passes[name].append(process.ask("mixed"))
    found = {}
    for name, process in processes.items():
        cold, *warm = passes[name]
        found[name] = Asked(
            [each and each[0] for each in cold],
            [_middle(each) for each in zip(*warm, strict=True)],
            [each and each[1] for each in cold],
            len(warm),
            process.peak,
            process.now("RssAnon"),
        )
        process.close()
    return found


def _middle(times: Sequence[tuple[float, int] | None]) -> float | None:
    took = [each[0] for each in times if each is not None]
    return statistics.median(took) if took else None


def alone(material: Material, rounds: int) -> Alone:
    """What is asked of our index only: it is left as it was."""
    folder = material.folder / Ours.name
    keys = []
    for _ in range(rounds):
        with Process(Ours.name, folder, material.folder) as process:
            process.ask("open")
            keys.append(process.ask("typed"))
            peak, anonymous = process.peak, process.now("RssAnon")
    clock = [statistics.median(took for took, _ in each) for each in zip(*keys, strict=True)]
    stated = [statistics.median(took for _, took in each) for each in zip(*keys, strict=True)]
    firsts = _firsts(material, folder)
    return Alone(
        clock,
        stated,
        _added(material, folder),
        [each["import"] for each in firsts],
        [each["open"] for each in firsts],
        [each["query"] for each in firsts],
        peak,
        anonymous,
    )


def _firsts(material: Material, folder: Path) -> list[dict[str, float]]:
    """A first query in fresh processes, which import beforehand what a first query imported."""
    with Process(Ours.name, folder, material.folder) as process:
        modules = process.ask("modules")
    asked = Ours(folder).phrased(queries(material).mixed[0])
    found = []
    for _ in range(OPENINGS):
        with Process(Ours.name, folder, material.folder) as process:
            found.append(process.ask("first", modules=modules, asked=asked))
    return found


def _added(material: Material, folder: Path) -> list[float]:
    copy = material.folder / "added"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    try:
        with Process(Ours.name, copy, material.folder) as process:
            process.ask("open")
            process.ask("mixed")
            return list(process.ask("add", times=ADDITIONS))
    finally:
        shutil.rmtree(copy, ignore_errors=True)

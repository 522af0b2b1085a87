"""The bench asks every engine the same, and counts rightly."""

from __future__ import annotations

import random
import sys
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from tests.bench.search_engines import ENGINES, LIMIT
from tests.bench.search_library import Material, Row, changed, prepare
from tests.bench.search_measures import Alone, Asked, Built, ask, build, percentile
from tests.bench.search_queries import KINDS, STOP_WORDS, draw, queries
from tests.bench.search_report import demanded, side_by_side

NAMES = ("Ada Lind", "Bo Marsh", "Cleo")
ENDS = "ab ob ump int olt arm unk ilk olp urn".split()
STARTS = "b d f g h k l m p r t v".split()


def _vocabulary() -> list[str]:
    """Invented words; every stemmer leaves them and their beginnings as they are."""
    doubles = [start + end + STARTS[0] + "olk" for start in STARTS for end in ENDS]
    return [start + end for start in STARTS for end in ENDS] + doubles


def _talk(number: int) -> str:
    """Fifty turns of three speakers; of the words, the first are the most frequent."""
    chance = random.Random(number)
    vocabulary = _vocabulary()
    weights = [1 / (rank + 1) for rank in range(len(vocabulary))]
    turns = []
    for _ in range(50):
        said = " ".join(chance.choices(vocabulary, weights, k=chance.randint(8, 40)))
        turns.append(f"{chance.choice(NAMES)}: {said}.")
    return "\n\n".join(turns) + "\n"


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("bench")
    archive = folder / "talks.tar.xz"
    with tarfile.open(archive, "w:xz") as packed:
        for number in range(6):
            path = folder / f"talk {number}.txt"
            path.write_text(_talk(number), encoding="utf-8")
            packed.add(path, path.name)
    return prepare(archive, folder / "work", None, 2)


def test_the_library_is_prepared_whole_and_once(material: Material) -> None:
    rows = list(material.rows())
    facts = material.facts
    assert facts.episodes == 12
    assert facts.passages == len(rows) == 600
    assert facts.text == sum(len(row.text.encode()) for row in rows)
    assert {row.speaker for row in rows} == set(NAMES)
    assert len({row.text for row in rows}) > 300
    stamp = (material.folder / "facts.json").stat().st_mtime_ns
    assert prepare(Path("nowhere"), material.folder.parent, None, 2) == material
    assert (material.folder / "facts.json").stat().st_mtime_ns == stamp


def test_a_copy_has_as_many_words_and_some_are_others() -> None:
    text = " ".join(_talk(number) for number in range(20))
    copy = changed(text, random.Random(1))
    assert copy == changed(text, random.Random(1)) != changed(text, random.Random(2))
    before, after = text.split(), copy.split()
    assert len(before) == len(after)
    differing = sum(one != other for one, other in zip(before, after, strict=True))
    assert 0.01 < differing / len(before) < 0.08
    assert set(after) - set(before)


def test_queries_are_drawn_from_the_texts(material: Material) -> None:
    rows = list(material.rows())
    drawn = draw(rows)
    assert drawn == draw(rows) == queries(material) == queries(material)
    assert drawn != draw(rows, seed=5)
    assert {kind: sum(q.kind == kind for q in drawn.mixed) for kind in KINDS} == KINDS
    texts = [row.text for row in rows]
    for query in drawn.mixed:
        if query.kind == "phrase":
            assert any(" ".join(query.words) in text for text in texts)
        if query.kind == "prefix":
            assert 2 <= len(query.words[0]) <= 5
        assert (query.speaker in NAMES) == (query.kind == "speaker")
    assert len(drawn.typed) == 20
    assert all(any(typed in text for text in texts) for typed in drawn.typed)


def test_phrases_have_stop_words(material: Material) -> None:
    rows = list(material.rows())
    found = Counter(word for row in rows for word in set(row.text.replace(".", "").split()))
    frequent = sorted(found, key=lambda word: (-found[word], word))[:STOP_WORDS]
    phrases = [query.words for query in queries(material).mixed if query.kind == "phrase"]
    assert phrases
    assert all(sum(word in frequent for word in words) >= 2 for words in phrases)


def test_without_speakers_nobody_is_asked_for() -> None:
    rows = [Row(number, 0, "", _talk(number).lower().replace(":", ",")) for number in range(30)]
    assert "speaker" not in {query.kind for query in draw(rows).mixed}


@pytest.mark.parametrize("name", [name for name in ENGINES if name != "FTS5"])
def test_engines_find_the_same(name: str, material: Material, tmp_path: Path) -> None:
    if name == "tantivy":
        pytest.importorskip("tantivy", reason="tantivy is not installed")
    rows, mixed = list(material.rows()), queries(material).mixed
    answers = []
    for each in (name, "FTS5"):
        engine = ENGINES[each](tmp_path / each)
        assert engine.build(material, rows) > 0
        assert engine.size() > 0
        engine.open()
        answers.append([engine.ask(engine.phrased(query)) for query in mixed])
    for query, (total, shown), (expected, _) in zip(mixed, *answers, strict=True):
        assert (query, total) == (query, expected)
        assert len(shown) == min(total, LIMIT)
        assert all(snippet for *_, snippet in shown)
        known = {(row.episode, row.start): row.speaker for row in rows}
        assert all(query.speaker in ("", known[e, start]) for e, start, _ in shown)


def test_an_engine_works_in_its_own_process(material: Material) -> None:
    built = build("FTS5", material, None, reuse=False)
    assert (built.text, built.part) == (material.facts.text, False)
    assert built == build("FTS5", material, None, reuse=True)
    asked = ask(["FTS5"], material, {"FTS5": 2})["FTS5"]
    assert asked.rounds == 2
    assert len(asked.cold) == len(asked.warm) == len(asked.totals) == sum(KINDS.values())
    assert all(asked.totals[number] for number in range(KINDS["common"]))
    if sys.platform == "linux":
        assert asked.peak > asked.anonymous > 1_000_000
    part = build("FTS5", material, 0.01, reuse=False)
    assert part.part
    assert 10_000 <= part.text < 12_000


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([5.0], 0.95) == 5.0
    assert percentile([float(number) for number in range(60, 0, -1)], 0.95) == 57.0
    assert percentile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.0


def test_a_bound_is_held_against_the_queries_that_both_can_do(material: Material) -> None:
    built = {
        "ours": Built(10_000_000, 1.0, 7_000_000, 0, 0, 0),
        "FTS5": Built(10_000_000, 0.6, 9_000_000, 0, 0, 0),
    }
    asked = {
        "ours": Asked([2.0, 3.0], [1.0, 900.0], [7, 8], 1),
        "FTS5": Asked([2.0, None], [10.0, None], [7, None], 1),
    }
    own = Alone([1.0] * 19 + [30.0], [1.0], [90.0, 120.0, 95.0], [99.0], [10.0], [41.0], 0, 0)
    lines = demanded(built, asked, own).splitlines()
    assert "| indexing, MB/s, ours ÷ FTS5 | 0.6 | ≥ 0.5 | ✓ |" in lines
    assert "| index ÷ text | 0.7 | ≤ 0.8 | ✓ |" in lines
    assert "| query p95, warm, ours ÷ FTS5 | 0.1 | ≤ 0.2 | ✓ |" in lines
    assert "| keystroke p95 | 1 ms | ≤ 20 ms | ✓ |" in lines
    assert "| add an episode of 100 KB, median | 95 ms | ≤ 100 ms | ✓ |" in lines
    assert "| open + first query over the imports, median | 51 ms | ≤ 50 ms | ✗ |" in lines
    built["ours"].seconds = 2.0
    assert "0.3 | ≥ 0.5 | ✗ |" in demanded(built, asked, own)
    sides = side_by_side(built, asked, material.facts)
    assert "| queries it can do | 2 | 1 |" in sides
    assert "| passages found in all | 15 | 7 |" in sides

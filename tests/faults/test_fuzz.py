"""A steady slice of the fuzzing of the formats: damaged files are read, or refused in one line."""

from __future__ import annotations

from random import Random

import pytest

from . import fuzz_formats
from .fuzz_formats import MUTATIONS, Summary, files, mutated, originals, run, tried

COUNT, SEED = 200, 7


def test_damaged_files_are_read_or_refused_in_one_line() -> None:
    summary = run(COUNT, SEED, shared=False, bounded=False)
    assert summary.violations == []
    assert summary.files == COUNT
    assert summary.refused + summary.formats.total() == COUNT
    assert summary.refused > 10
    assert len(summary.formats) > 25
    assert summary.stored > 5


def test_the_seed_makes_the_same_files_again() -> None:
    assert list(files(20, SEED, shared=False)) == list(files(20, SEED, shared=False))
    assert list(files(20, SEED, shared=False)) != list(files(20, SEED + 1, shared=False))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_each_mutation_damages_what_it_is_given(mutation) -> None:
    data, other = b"Ada: Is the lamp lit?\n" * 20, b"Ben: It is.\n" * 20
    assert any(mutation(data, other, Random(n)) != data for n in range(5))
    assert mutation(b"\n", b"\n", Random(1)) is not None


def test_a_document_is_damaged_inside_and_stays_an_archive() -> None:
    document = next(data for name, data in originals(shared=False) if name.endswith(".docx"))
    damaged = [mutated(document, b"so", Random(n)) for n in range(20)]
    assert sum(data.startswith(b"PK") for data in damaged) > 10
    assert document not in damaged


def test_what_should_not_be_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(fuzz_formats, "parse", broken)
    summary = Summary()
    tried("seed 1, file 2, talk.txt", b"words", None, summary)
    (violation,) = summary.violations
    assert violation.startswith("seed 1, file 2, talk.txt")
    assert "KeyError" in violation

"""What the session makes of names that are no text, of a second adding, and of a full disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.library import Library
from reader.session import Addition, Session, identity
from reader.settings import config
from reader.sources import Source, find, sources
from reader.transcript import Meta

TALK = "Oda: The boat lies in the third shed.\nPell: Then it is dry.\nOda: It was dry in May.\n"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(config.Paths(tmp_path / "library", tmp_path / "config"))
    yield made
    made.library.close()


def file(folder: Path, name: bytes, text: str = TALK) -> Source:
    path = os.fsencode(folder) + b"/" + name
    try:
        with open(path, "wb") as opened:
            opened.write(text.encode())
    except OSError:
        pytest.skip("this file system wants UTF-8 names")
    (source,) = sources([os.fsdecode(path)])
    return source


@pytest.mark.parametrize(
    "names",
    [
        (b"caf\xe9.txt", b"caf\xe8.txt"),
        (b"a\x1b.txt", "a␛.txt".encode()),
        (b"caf\xe9.txt", b"caf%E9.txt"),
        (b"a\n.txt", b"a\r.txt"),
    ],
)
def test_two_files_are_two_episodes_whatever_their_names(
    session: Session, tmp_path: Path, names: tuple[bytes, bytes]
) -> None:
    for number, name in enumerate(names):
        added = session.add(file(tmp_path, name, f"{TALK}Pell: {number}\n"))
        assert added.status == "added", name
        assert added.episode is not None
        assert added.episode.source.isprintable()
    assert len(session.library.episodes()) == 2
    for number, name in enumerate(names):
        again = session.add(file(tmp_path, name, f"{TALK}Pell: {number}, really.\n"))
        assert again.status == "updated", name
    assert len(session.library.episodes()) == 2


@pytest.mark.parametrize("location", ["/talks/naïve %20.txt", "https://example.org/a%20b?c=1"])
def test_what_can_be_shown_is_known_as_it_is(location: str) -> None:
    assert identity(location) == location


def test_standard_input_is_nowhere() -> None:
    assert identity("-") == ""


def test_the_format_that_was_chosen_stays(session: Session, tmp_path: Path) -> None:
    talk = file(tmp_path, b"talk.txt")
    assert session.add(talk, format="prose").status == "added"
    again = session.add(talk)
    assert again.episode is not None
    assert (again.status, again.episode.format) == ("unchanged", "prose")
    other = session.add(talk, format="named")
    assert other.episode is not None
    assert (other.status, other.episode.format) == ("updated", "named")


def test_a_removed_file_comes_back_with_its_notes(session: Session, tmp_path: Path) -> None:
    talk = file(tmp_path, b"talk.txt")
    first = session.add(talk)
    assert first.episode is not None
    assert first.transcript is not None
    span = session.span(first.transcript, quote="the third shed")
    session.highlight(first.episode, first.transcript, span, note="which?")
    session.library.remove(first.episode.id)
    back = session.add(talk)
    assert (back.status, back.carried) == ("added", 1)
    assert [one.note for one in session.library.highlights()] == ["which?"]


def full_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the disk be full once `count` transcripts were stored."""
    store, stored = Library.store, []

    def refusing(self: Library, *args: object, **more: object) -> object:
        if len(stored) == count:
            raise LibraryError("the library cannot be written: database or disk is full")
        stored.append(args)
        return store(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "store", refusing)


def test_a_full_disk_is_told_for_each_source(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{number}.txt" for number in range(4)]
    for name in names:
        file(tmp_path, name.encode(), f"{TALK}Pell: That is {name}.\n")
    full_after(2, monkeypatch)
    additions = list(session.add_all(find([str(tmp_path / name) for name in names])))
    assert [added.status for added in additions] == ["added", "added", "failed", "failed"]
    assert [added.error is None for added in additions] == [True, True, False, False]
    assert "disk is full" in str(additions[2].error)
    assert [Path(added.source).name for added in additions] == names
    assert len(session.library.episodes()) == 2
    assert session.add(file(tmp_path, b"more.txt", "Oda: More of it.\n")).status == "failed"


def test_of_what_was_read_at_once_only_the_bad_one_fails(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader import adding

    found = [file(tmp_path, b"%d.txt" % n, f"{TALK}Pell: {n}.\n") for n in range(4)]
    group = [adding.outcome(source) for source in found]
    store = Library.store

    def refusing(self: Library, *args: object, **more: object) -> object:
        if str(more["source"]).endswith("2.txt"):
            raise LibraryError("the library cannot be written: string or blob too big")
        return store(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "store", refusing)
    additions: list[Addition] = session._keep_all(group, None, None)
    assert [added.status for added in additions] == ["added", "added", "failed", "added"]
    assert "too big" in str(additions[2].error)
    assert [Path(one.source).name for one in session.library.episodes()] == [
        "0.txt",
        "1.txt",
        "3.txt",
    ]


def test_a_chosen_format_is_used_when_the_bytes_change(session: Session, tmp_path: Path) -> None:
    assert session.add(file(tmp_path, b"talk.txt"), format="prose").status == "added"
    changed = session.add(file(tmp_path, b"talk.txt", f"{TALK}Pell: And wet in June.\n"))
    assert changed.episode is not None
    assert (changed.status, changed.episode.format) == ("updated", "prose")
    other = session.add(file(tmp_path, b"other.txt"))
    assert other.episode is not None
    assert other.episode.format == "named"
    session.library.undo()
    session.library.undo()
    session.library.undo()
    assert session.library.asked_formats() == {}


def test_a_fact_that_cannot_be_fails_its_source_only(session: Session, tmp_path: Path) -> None:
    failed = session.add(file(tmp_path, b"talk.txt"), meta=Meta(duration=-1.0))
    error = f"{tmp_path / 'talk.txt'}: an episode lasts longer than nothing"
    assert (failed.status, failed.error) == ("failed", error)
    assert session.library.episodes() == []


def test_what_was_put_right_follows_into_a_new_version_or_is_told(
    session: Session, tmp_path: Path
) -> None:
    from reader import amending

    lines = [
        "The boat lies in the third shed, and the Satskever lamp is on it.",
        "Then it is dry, and we can paint it before the spring comes. Who has the key?",
        "It was dry in May, when the old harbour master still had both of his keys.",
    ]
    plain = "\n\n".join(lines)
    added = session.add(file(tmp_path, b"talk.txt", plain))
    assert added.transcript is not None
    library, text = session.library, added.transcript.text
    library.assign_speaker(1, [0, 2], "Oda")
    amending.split_turn(library, 1, text.index("Who has"))
    amending.pin(library, 1, text.index("It was dry"), 30.0)
    amending.correct(library, 1, session.span(added.transcript, quote="Satskever"), "Sutskever")
    amending.correct(library, 1, session.span(added.transcript, quote="spring"), "springtime")

    changed = plain.replace("before the spring comes", "soon").replace("old harbour", "harbour")
    again = session.add(file(tmp_path, b"talk.txt", f"At the harbour, in June.\n\n{changed}"))
    assert again.status == "updated"
    (told,) = [line for line in again.contents.warnings if "not found in the new text" in line]
    assert "“spring” corrected to “springtime”" in told
    assert "Satskever" not in told
    now = library.transcript(1)
    said = {now.text[turn.start :].split(maxsplit=1)[0]: turn.speaker for turn in now.turns}
    assert {word: said[word] for word in ("The", "Who", "It")} == {
        "The": "Oda",
        "Who": None,
        "It": "Oda",
    }
    assert [(now.text[pin.offset :][:10], pin.seconds) for pin in now.pins] == [
        ("It was dry", 30.0)
    ]
    assert [c.replacement for c in now.corrections] == ["Sutskever"]
    library.undo()
    assert len(library.transcript(1).corrections) == 2

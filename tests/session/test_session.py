"""The session: a source to an episode, a place to a span, a span to a mark and a citation."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.adding import default_title
from reader.errors import NotFound, ReaderError
from reader.session import Session, whole_words
from reader.settings import config
from reader.sources import Source, sources
from reader.transcript import Meta, Span, Transcript

NAMED = """\
Oda Lind: Welcome back to the boathouse, where we talk about knots that nobody needs any more.
Pell Arrow: Somebody needs them. I needed one on Tuesday when the door came off the hinge.
Oda Lind: Then we begin with the one you used. Tell us what it is called and where you learned it.
Pell Arrow: My aunt called it the second thought. I have never found it in a book.
"""
TIMED = "\n".join(
    f"[00:{n // 6:02}:{n % 6 * 10:02}.000 --> 00:{n // 6:02}:{n % 6 * 10 + 9:02}.500]   "
    f"Sentence number {n} is about the tide and the harbour wall."
    for n in range(60)
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(config.Paths(tmp_path / "library", tmp_path / "config"))
    yield made
    made.library.close()


Write = Callable[..., Source]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str = NAMED, name: str = "knots.txt") -> Source:
        (tmp_path / name).write_text(text, encoding="utf-8")
        (source,) = sources([str(tmp_path / name)])
        return source

    return write


def test_a_file_is_added_then_unchanged_then_updated(session: Session, write: Write) -> None:
    first = session.add(write())
    assert first.episode is not None
    assert (first.status, first.episode.title, first.episode.format) == ("added", "knots", "named")
    assert first.episode.speakers == ("Oda Lind", "Pell Arrow")
    assert session.add(write()).status == "unchanged"
    more = session.add(write(NAMED + "Oda Lind: And that is the hour.\n"))
    assert more.status == "updated"
    assert more.transcript is not None
    assert more.transcript.text.endswith("And that is the hour.")


def test_what_the_user_says_goes_before_what_the_file_says(session: Session, write: Write) -> None:
    added = session.add(write(), meta=Meta(title="Knots", number=4, duration=90.0))
    assert added.episode is not None
    assert (added.episode.title, added.episode.number) == ("Knots", 4)
    assert added.episode.duration == 90.0
    again = session.add(write(), meta=Meta(title="Knots", number=5))
    assert again.episode is not None
    assert (again.status, again.episode.number) == ("updated", 5)
    assert session.add(write(), meta=Meta(title="Knots", number=5)).status == "unchanged"


@pytest.mark.parametrize("data", [b"", b"  \n\n ", b"%PDF-1.7 nothing", bytes(range(256)) * 9])
def test_a_bad_file_fails_in_one_line_and_keeps_nothing(
    session: Session, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "bad").write_bytes(data)
    (source,) = sources([str(tmp_path / "bad")])
    added = session.add(source)
    assert (added.status, added.episode) == ("failed", None)
    assert added.error is not None
    assert "\n" not in added.error
    assert str(tmp_path / "bad") in added.error
    assert session.library.episodes() == []


def test_a_file_that_is_not_there_is_named_once(session: Session) -> None:
    (source,) = sources(["/nowhere/talk.txt"])
    error = session.add(source).error
    assert error is not None
    assert error.count("/nowhere/talk.txt") == 1


def test_a_name_with_escapes_or_bad_bytes_is_harmless(session: Session, tmp_path: Path) -> None:
    for name in (b"\x1b]0;owned\x07.txt", b"caf\xe9.txt"):
        path = os.fsencode(tmp_path) + b"/" + name
        try:
            with open(path, "wb") as file:
                file.write(NAMED.encode() + name[:3])
        except OSError:
            pytest.skip("this file system wants UTF-8 names")
        (source,) = sources([os.fsdecode(path)])
        added = session.add(source)
        assert added.episode is not None
        for text in (added.episode.title, added.source):
            assert text.encode()
            assert not any(ord(character) < 32 for character in text)


def test_highlights_follow_into_a_new_version(session: Session, write: Write) -> None:
    added = session.add(write())
    assert added.episode is not None
    assert added.transcript is not None
    quote = "the second thought"
    span = session.span(added.transcript, quote=quote)
    session.highlight(added.episode, added.transcript, span, note="a name", tags=["knots"])
    renewed = session.add(write("Oda Lind: A word before we begin.\n" + NAMED))
    assert (renewed.status, renewed.carried, renewed.orphaned) == ("updated", 1, 0)
    assert renewed.episode is not None
    assert renewed.transcript is not None
    (marked,) = session.library.highlights(renewed.episode.id)
    assert renewed.transcript.text[marked.start : marked.end] == quote
    assert (marked.note, marked.version) == ("a name", renewed.episode.version)


def test_a_name_that_tells_nothing_is_no_title(session: Session, write: Write) -> None:
    added = session.add(write(name="004_3f2a9bcd01e8.txt"))
    assert added.episode is not None
    assert added.episode.title == "Welcome back to the boathouse, where we talk about…"


# -- places ------------------------------------------------------------------------------------


@pytest.fixture
def named(session: Session, write: Write) -> Transcript:
    transcript = session.add(write()).transcript
    assert transcript is not None
    return transcript


@pytest.fixture
def timed(session: Session, write: Write) -> Transcript:
    transcript = session.add(write(TIMED, "tide.txt")).transcript
    assert transcript is not None
    return transcript


def test_a_turn_by_its_number(session: Session, named: Transcript) -> None:
    span = session.span(named, turn=2)
    assert named.text[span.start : span.end].startswith("Somebody needs them.")
    for turn in (0, -1, 5):
        with pytest.raises(NotFound, match="there is no turn"):
            session.span(named, turn=turn)


def test_a_quote_wherever_it_stands(session: Session, named: Transcript) -> None:
    span = session.span(named, quote="my  aunt called it")
    assert named.text[span.start : span.end] == "My aunt called it"
    with pytest.raises(NotFound, match="not in the text"):
        session.span(named, quote="the third thought")
    with pytest.raises(ReaderError, match="occurs 2 times"):
        session.span(named, quote="needs")


def test_a_place_says_which_of_several_quotes_is_meant(
    session: Session, named: Transcript, timed: Transcript
) -> None:
    first = session.span(named, quote="needs", turn=1)
    assert first.start < named.turns[1].start
    second = session.span(named, quote="needs", turn=2)
    assert second.start in named.turns[1]
    with pytest.raises(NotFound, match="not in turn 3"):
        session.span(named, quote="needs", turn=3)
    near = session.span(timed, quote="harbour wall", begin=300.0)
    assert abs(timed.time_at(near.start).seconds - 300) < 15


def test_a_time_means_the_paragraph_spoken_then(session: Session, timed: Transcript) -> None:
    span = session.span(timed, begin=125.0)
    assert "Sentence number 12 " in timed.text[span.start : span.end]
    assert span in [Span(p.start, p.end) for p in timed.paragraphs]


def test_two_times_mean_the_words_between_them(session: Session, timed: Transcript) -> None:
    span = session.span(timed, begin=120.0, end=140.0)
    words = timed.text[span.start : span.end]
    assert words.startswith("Sentence number 12 ")
    assert "Sentence number 13 " in words
    assert "number 15" not in words


def test_a_time_after_the_end_is_refused(session: Session, timed: Transcript) -> None:
    with pytest.raises(NotFound, match="over by then"):
        session.span(timed, begin=10_000.0)


def test_no_place_is_refused(session: Session, named: Transcript) -> None:
    with pytest.raises(ReaderError, match="no place is given"):
        session.span(named)


@pytest.mark.parametrize(
    ("chosen", "indices"),
    [
        ("3", [2]),
        ("1-3", [0, 1, 2]),
        ("1, 3,4", [0, 2, 3]),
        ("all", [0, 1, 2, 3]),
        ("3-4", [2, 3]),
    ],
)
def test_turns_are_listed_in_short(
    session: Session, named: Transcript, chosen: str, indices: list[int]
) -> None:
    assert session.turns(session.library.episode(1), chosen) == indices


@pytest.mark.parametrize(
    "chosen", ["", "x", "1-", "-3", "1,,2", "1 2", "3-1", "0", "99", "3-99", "all,1"]
)
def test_turns_that_are_none_are_refused(session: Session, named: Transcript, chosen: str) -> None:
    with pytest.raises(NotFound):
        session.turns(session.library.episode(1), chosen)


@given(st.text(alphabet="ab \n", min_size=1), st.integers(0, 30), st.integers(0, 30))
def test_whole_words_cut_no_word(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text) - 1), min(other, len(text))))
    span = whole_words(text, Span(start, end))
    assert span.start <= start
    assert span.end >= end
    assert span.start == 0 or text[span.start - 1].isspace() or text[span.start].isspace()
    assert span.end == len(text) or text[span.end].isspace() or text[span.end - 1].isspace()


# -- marking and quoting -----------------------------------------------------------------------


def test_a_mark_is_kept_in_the_colour_of_the_settings(tmp_path: Path, write: Write) -> None:
    paths = config.Paths(tmp_path / "library", tmp_path / "config")
    session = Session(paths, config.Settings(colour="green", citation="mla"))
    added = session.add(write())
    assert added.episode is not None
    assert added.transcript is not None
    marked = session.highlight(added.episode, added.transcript, Span(0, 7))
    assert marked.colour == "green"
    assert session.library.highlights() == [marked]
    assert session.cite(added.transcript, Span(0, 7)).style == "mla"
    session.library.close()


def test_what_is_copied_is_kept(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("TMUX", raising=False)
    copied = session.copy("“a quote”")
    assert session.paths.last_copy.read_text(encoding="utf-8") == "“a quote”"
    assert copied.file == session.paths.last_copy


def test_the_index_is_in_the_library(session: Session, named: Transcript) -> None:
    session.index.update()
    assert session.index.search("knots").total == 1
    assert session.paths.index.is_dir()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("The long talk.txt", "The long talk"),
        ("the_long_talk.en.txt", "the long talk.en"),
        (".hidden", ".hidden"),
        ("", "One two three four five six seven eight nine…"),
        ("3f2a9bcd01.txt", "One two three four five six seven eight nine…"),
        ("2024.txt", "One two three four five six seven eight nine…"),
    ],
)
def test_a_title_where_there_is_none(name: str, title: str) -> None:
    text = "One two three four five six seven eight nine, ten."
    assert default_title(name, Transcript(text)) == title


def test_a_title_made_of_a_text_without_spaces_is_short() -> None:
    assert default_title("", Transcript("灯塔" * 900)) == "灯塔" * 39 + "灯…"
    assert len(default_title("", Transcript("lighthouses-" * 5 + " stand" * 900))) <= 81

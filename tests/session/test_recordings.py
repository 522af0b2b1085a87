"""Several files of one recording are one episode; what was merged is known again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import twins
from reader.session import Addition, Session
from reader.settings import config
from reader.sources import find

SAID = [
    "The ferry left the harbour before the fog had lifted.",
    "Nobody on board had seen the lamp on the far pier.",
    "We counted the bells and turned when the ninth one rang.",
    "By noon the sun came out and the nets were dry again.",
    "My father wrote all of it down in a green book.",
]
LATER = [*SAID[:4], "My father wrote most of it down in a grey book.", "He lost it in May."]


def stamp(seconds: int, mark: str = ".") -> str:
    return f"00:00:{seconds:02}{mark}000"


def outputs(said: list[str]) -> dict[str, str]:
    """What a recogniser writes of one recording, by extension."""
    cues = [(n * 5, n * 5 + 5, words) for n, words in enumerate(said)]
    srt = [
        f"{n}\n{stamp(a, ',')} --> {stamp(b, ',')}\n{w}\n" for n, (a, b, w) in enumerate(cues, 1)
    ]
    vtt = [f"{stamp(a)} --> {stamp(b)}\n{words}\n" for a, b, words in cues]
    segments = [
        {"id": n, "seek": 0, "start": a, "end": b, "text": f" {words}", "tokens": []}
        for n, (a, b, words) in enumerate(cues)
    ]
    whole = {"text": " ".join(said), "segments": segments, "language": "en"}
    return {
        "json": json.dumps(whole),
        "srt": "\n".join(srt),
        "tsv": "start\tend\ttext\n" + "".join(f"{a}000\t{b}000\t{w}\n" for a, b, w in cues),
        "txt": "\n".join(said) + "\n",
        "vtt": "WEBVTT\n\n" + "\n".join(vtt),
    }


def write(folder: Path, said: list[str], stem: str = "talk", *kinds: str) -> None:
    folder.mkdir(exist_ok=True)
    for kind, text in outputs(said).items():
        if not kinds or kind in kinds:
            (folder / f"{stem}.{kind}").write_text(text)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(config.Paths(tmp_path / "library", tmp_path / "config"))
    yield made
    made.library.close()


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    write(folder, SAID)
    (folder / "talk.mp3").write_bytes(b"ID3")
    return folder


def add(session: Session, *paths: Path) -> list[Addition]:
    return list(session.add_all(find([str(path) for path in paths])))


def names(session: Session, episode: int) -> set[str]:
    return {Path(location).name for location in session.library.sources(episode)}


def test_all_outputs_of_one_recording_are_one_episode(session: Session, talks: Path) -> None:
    additions = add(session, talks)
    (episode,) = session.library.episodes()
    assert [added.status for added in additions].count("added") == 1
    assert all(added.episode and added.episode.id == episode.id for added in additions)
    for added in additions[1:]:
        assert any("one more source of its episode" in w for w in added.contents.warnings)
    assert episode.times == "exact"
    assert episode.media == str(talks / "talk.mp3")
    assert (episode.language, episode.title) == ("en", "talk")
    assert names(session, episode.id) == {f"talk.{kind}" for kind in outputs(SAID)}
    assert {added.status for added in add(session, talks)} == {"unchanged"}
    assert [one.id for one in session.library.episodes()] == [episode.id]


@pytest.mark.parametrize("order", [("txt", "srt"), ("srt", "txt"), ("vtt", "json")])
def test_the_one_with_most_layers_is_the_text(
    session: Session, talks: Path, order: tuple[str, str]
) -> None:
    for kind in order:
        add(session, talks / f"talk.{kind}")
    (episode,) = session.library.episodes()
    assert episode.times == "exact"
    assert session.library.transcript(episode.id).time_at(0).exact
    assert episode.format != "whisper-text"


def test_equal_words_need_no_alignment(
    session: Session, talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(one: str, other: str) -> None:
        raise AssertionError("aligned")

    monkeypatch.setattr(twins, "align", refusing)
    add(session, talks)
    assert len(session.library.episodes()) == 1


def test_a_further_source_can_be_undone(session: Session, talks: Path) -> None:
    add(session, talks / "talk.txt")
    before = session.library.transcript(1)
    add(session, talks / "talk.vtt")
    assert session.library.transcript(1).cues
    assert session.library.undo() == "add a source of talk"
    assert session.library.transcript(1) == before
    assert names(session, 1) == {"talk.txt"}
    assert session.library.redo() == "add a source of talk"
    assert names(session, 1) == {"talk.txt", "talk.vtt"}


def test_other_words_or_another_name_are_another_episode(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    write(folder, SAID, "talk", "srt")
    write(folder, [words[::-1] for words in SAID], "talk", "txt")
    write(folder, SAID, "other", "txt")
    write(tmp_path / "elsewhere", SAID, "talk", "vtt")
    add(session, folder, tmp_path / "elsewhere")
    assert len(session.library.episodes()) == 4


def test_highlights_stay_when_a_better_text_comes(session: Session, talks: Path) -> None:
    (added,) = add(session, talks / "talk.txt")
    assert added.episode is not None
    assert added.transcript is not None
    span = session.span(added.transcript, quote="the ninth one rang")
    session.highlight(added.episode, added.transcript, span, note="nine?")
    session.library.assign_speaker(1, [0], "Oda")
    (better,) = add(session, talks / "talk.srt")
    assert (better.status, better.carried) == ("updated", 1)
    (kept,) = session.library.highlights()
    text = session.library.transcript(1)
    assert text.text[kept.start : kept.end] == "the ninth one rang"
    assert kept.time_exact
    assert "Oda" in [speaker.name for speaker in text.speakers]


def test_a_source_that_changes_changes_its_episode(session: Session, talks: Path) -> None:
    add(session, talks)
    write(talks, LATER)
    additions = add(session, talks)
    assert {added.status for added in additions} == {"updated"}
    (episode,) = session.library.episodes()
    text = session.library.transcript(episode.id)
    assert text.text.split() == " ".join(LATER).split()
    assert len(names(session, episode.id)) == 5


TYPED = "".join(f"{('ODA', 'PELL')[n % 2]}: {words}\n\n" for n, words in enumerate(SAID))


@pytest.fixture
def merged(session: Session, tmp_path: Path) -> tuple[Path, Path]:
    """A typed file, with names, and one that was heard, with times, merged into one episode."""
    typed, heard = tmp_path / "typed.txt", tmp_path / "heard.srt"
    typed.write_text(TYPED)
    heard.write_text(outputs([words.lower().rstrip(".") for words in SAID])["srt"])
    one, other = add(session, typed, heard)
    assert (one.status, other.status) == ("added", "added")
    assert any("the same talk as" in warning for warning in other.contents.warnings)
    session.merge(2, 1)
    return typed, heard


def test_what_was_merged_is_unchanged(session: Session, merged: tuple[Path, Path]) -> None:
    for path in merged:
        (again,) = add(session, path)
        assert again.episode is not None
        assert (again.status, again.episode.id) == ("unchanged", 1)
    assert [episode.id for episode in session.library.episodes()] == [1]
    assert names(session, 1) == {"typed.txt", "heard.srt"}
    # The same bytes elsewhere are known too.
    copy = merged[1].with_name("copy.srt")
    copy.write_bytes(merged[1].read_bytes())
    (again,) = add(session, copy)
    assert again.status == "unchanged"


def test_a_change_of_either_changes_the_merged_one(
    session: Session, merged: tuple[Path, Path]
) -> None:
    typed, heard = merged
    typed.write_text(TYPED + "ODA: And the book is still there.\n")
    (first,) = add(session, typed)
    assert (first.status, first.episode and first.episode.id) == ("updated", 1)
    text = session.library.transcript(1)
    assert "still there" in text.text
    assert (text.times, [one.name for one in text.speakers]) == ("exact", ["ODA", "PELL"])
    slower = outputs([words.lower().rstrip(".") for words in SAID])["srt"].replace(
        "00:00:", "00:01:"
    )
    heard.write_text(slower)
    (second,) = add(session, heard)
    assert second.episode is not None
    assert (second.status, second.episode.id) == ("updated", 1)
    text = session.library.transcript(1)
    assert "still there" in text.text
    assert text.time_at(0).seconds == 60.0
    assert second.episode.title == "typed"
    assert len(session.library.episodes()) == 1
    assert session.library.undo() == "update typed"
    assert session.library.transcript(1).time_at(0).seconds == 0.0


def test_undoing_a_merge_gives_both_back_their_sources(
    session: Session, merged: tuple[Path, Path]
) -> None:
    typed, heard = merged
    session.library.undo()
    assert [episode.id for episode in session.library.episodes()] == [1, 2]
    for id, path in ((1, typed), (2, heard)):
        (again,) = add(session, path)
        assert again.episode is not None
        assert (again.status, again.episode.id) == ("unchanged", id)
    heard.write_text(outputs([words.upper() for words in LATER])["srt"])
    (changed,) = add(session, heard)
    assert changed.episode is not None
    assert (changed.status, changed.episode.id) == ("updated", 2)
    assert session.library.transcript(1).times == "estimated"


def test_three_merged_one_after_the_other(session: Session, merged: tuple[Path, Path]) -> None:
    third = merged[0].with_name("third.txt")
    third.write_text("\n\n".join(SAID) + "\n")
    (added,) = add(session, third)
    assert added.episode is not None
    session.merge(added.episode.id, 1)
    assert len(names(session, 1)) == 3
    for path in (*merged, third):
        (again,) = add(session, path)
        assert again.status == "unchanged"
    text = session.library.transcript(1)
    assert (text.times, [one.name for one in text.speakers]) == ("exact", ["ODA", "PELL"])


def test_what_was_put_right_in_both_goes_into_the_merged_one(
    session: Session, tmp_path: Path
) -> None:
    typed, heard = tmp_path / "typed.txt", tmp_path / "heard.srt"
    typed.write_text(TYPED)
    heard.write_text(outputs([words.lower().rstrip(".") for words in SAID])["srt"])
    add(session, typed, heard)
    from reader import amending

    text = session.library.transcript(2)
    span = session.span(text, quote="ferry")
    amending.correct(session.library, 2, span, "steamer")
    session.library.rename_speaker("PELL", "Pell Marsh", [1])
    session.merge(2, 1)
    both = session.library.transcript(1)
    assert [one.name for one in both.speakers] == ["ODA", "Pell Marsh"]
    (correction,) = both.corrections
    assert both.text[correction.start : correction.end] == "ferry"
    assert correction.replacement == "steamer"


def test_a_merge_waits_for_nothing_in_a_transaction(
    session: Session, merged: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that has to be aligned for a new version was aligned before it is stored."""
    from reader import align

    session.library.assign_speaker(1, [1], "Bo")
    connection, inside = session.library._connection, []
    blocks = align.blocks

    def counted(one: list[str], other: list[str]) -> list[tuple[int, int, int]]:
        inside.append(connection.in_transaction)
        return blocks(one, other)

    monkeypatch.setattr(align, "blocks", counted)
    merged[0].write_text(TYPED + "ODA: And the book is still there.\n")
    (changed,) = add(session, merged[0])
    assert changed.status == "updated"
    assert inside
    assert not any(inside)
    inside.clear()
    other = merged[0].with_name("other.txt")
    other.write_text(TYPED.replace("ferry", "barge"))
    (new,) = add(session, other)
    assert any("the same talk as" in warning for warning in new.contents.warnings)
    assert inside
    assert not any(inside)
    inside.clear()
    assert new.episode is not None
    session.library.assign_speaker(new.episode.id, [0], "Cleo")
    align.align.cache_clear()
    session.merge(new.episode.id, 1)
    assert inside
    assert not any(inside)


def test_of_two_transcripts_read_at_once_the_later_one_says_so(
    session: Session, tmp_path: Path
) -> None:
    from reader import adding
    from reader.sources import sources

    typed, heard = tmp_path / "typed.txt", tmp_path / "heard.srt"
    typed.write_text(TYPED)
    heard.write_text(outputs([words.lower().rstrip(".") for words in SAID])["srt"])
    group = [adding.outcome(source) for source in sources([str(typed), str(heard)])]
    told = [
        [line for line in added.contents.warnings if "the same talk as" in line]
        for added in session._keep_all(group, None, None)
    ]
    assert told == [[], ["the same talk as “typed”: `reader merge 2 1`"]]

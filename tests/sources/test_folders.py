"""Folders, patterns, recordings with what lies beside them, and large numbers of files."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import adding
from reader.pool import Lost, Pool
from reader.session import Session
from reader.sources import find, sources

from .support import talk, vtt


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    folder.mkdir()
    return folder


def names(*given: str, recursive: bool = False) -> list[str]:
    return [source.name for source in sources(given, recursive=recursive)]


# -- what is found -----------------------------------------------------------------------------


def test_a_file_beside_a_recording_goes_by_its_name(folder: Path, session: Session) -> None:
    (folder / "12 - The Second Thought.MP3").write_bytes(b"\xff\xfb\x90\0")
    (folder / "12 - the second thought.en.vtt").write_text(vtt())
    (folder / "other.txt").write_text(talk())
    (folder / "notes.wav.txt").write_text(talk(2))
    (folder / "notes.wav").write_bytes(b"RIFF")
    found = find([str(folder)])
    assert found.media == 2
    assert [source.name for source in found.sources] == [
        "12 - The Second Thought.vtt",
        "notes.txt",
        "other.txt",
    ]
    first, notes, other = session.add_all(found)
    assert first.episode is not None
    assert notes.episode is not None
    assert other.episode is not None
    assert (first.episode.title, first.episode.number) == ("The Second Thought", 12)
    assert first.episode.media == str(folder / "12 - The Second Thought.MP3")
    assert notes.episode.media == str(folder / "notes.wav")
    assert other.episode.media is None


def test_one_file_alone_finds_its_recording_too(folder: Path) -> None:
    (folder / "Ep 01.opus").write_bytes(b"OggS")
    (folder / "Ep 01.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHello.\n")
    (source,) = sources([str(folder / "Ep 01.srt")])
    assert source.hints.media == str(folder / "Ep 01.opus")


def test_recordings_and_pictures_are_counted_but_not_read(folder: Path) -> None:
    for name in ("a.mp3", "b.M4A", "c.mkv", "cover.JPG", "d.txt", ".DS_Store"):
        (folder / name).write_bytes(b"x")
    found = find([str(folder)])
    assert ([source.name for source in found.sources], found.media) == (["d.txt"], 4)


def test_a_pattern_in_quotes(folder: Path) -> None:
    (folder / "more").mkdir()
    for name in ("b.txt", "a.txt", "c.srt", ".hidden.txt", "more/d.txt"):
        (folder / name).write_text("words")
    assert names(f"{folder}/*.txt") == ["a.txt", "b.txt"]
    assert names(f"{folder}/[ac].*") == ["a.txt", "c.srt"]
    assert names(f"{folder}/**/*.txt") == ["a.txt", "b.txt", "d.txt"]
    assert names(f"{folder}/mor?") == ["d.txt"]
    (failed,) = sources([f"{folder}/*.vtt"])
    with pytest.raises(Exception, match="no file answers to this pattern"):
        failed.read()


def test_a_name_that_only_looks_like_a_pattern(folder: Path) -> None:
    (folder / "talk [1].txt").write_text("words")
    (folder / "talk 1.txt").write_text("other words")
    assert names(str(folder / "talk [1].txt")) == ["talk [1].txt"]


def test_loops_of_links_end(folder: Path) -> None:
    (folder / "self").symlink_to("self")
    (folder / "up").symlink_to("..")
    (folder / "deep").mkdir()
    (folder / "deep" / "back").symlink_to(folder)
    (folder / "deep" / "a.txt").write_text("words")
    (folder / "gone.txt").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    assert names(str(folder), recursive=True) == ["a.txt"]


# -- many --------------------------------------------------------------------------------------


def write_many(folder: Path, count: int) -> None:
    for n in range(count):
        (folder / f"{n:03}.txt").write_text(talk(n))


def test_many_files_are_read_in_processes_and_come_in_order(
    folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MANY", 10)
    write_many(folder, 60)
    (folder / "030.txt").write_bytes(b"\0" * 500)
    (folder / "031.txt").write_bytes(b"")
    additions = list(session.add_all(find([str(folder)])))
    assert [Path(added.source).stem for added in additions] == [f"{n:03}" for n in range(60)]
    failed = [added for added in additions if added.status == "failed"]
    assert [Path(added.source).stem for added in failed] == ["030", "031"]
    assert all(added.error and added.error.count(str(folder)) == 1 for added in failed)
    assert len(session.library.episodes()) == 58
    again = list(session.add_all(find([str(folder)])))
    assert {added.status for added in again} == {"unchanged", "failed"}
    session.library.undo()
    assert len(session.library.episodes()) == 57


def test_in_processes_and_without_it_is_the_same(folder: Path) -> None:
    write_many(folder, 50)
    found = find([str(folder)])
    here = [outcome for group in adding.outcomes(found.sources, processes=1) for outcome in group]
    there = [outcome for group in adding.outcomes(found.sources, processes=2) for outcome in group]
    assert [outcome.prepared for outcome in here] == [outcome.prepared for outcome in there]


def add_and_raise(session: Session, path: Path, error: type[BaseException]) -> None:
    with session.library.together():
        session.add(next(sources([str(path)])))
        raise error


def test_what_fails_in_a_group_takes_nothing_else_with_it(
    folder: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A group is one transaction; within it each addition stands for itself."""
    write_many(folder, 4)
    with session.library.together():
        session.add(next(sources([str(folder / "000.txt")])))
        with pytest.raises(RuntimeError):
            add_and_raise(session, folder / "001.txt", RuntimeError)
        session.add(next(sources([str(folder / "002.txt")])))
    titles = [episode.source for episode in session.library.episodes()]
    assert titles == [str(folder / "000.txt"), str(folder / "002.txt")]


def test_a_group_that_is_interrupted_leaves_nothing(folder: Path, session: Session) -> None:
    write_many(folder, 2)
    with pytest.raises(KeyboardInterrupt):
        add_and_raise(session, folder / "000.txt", KeyboardInterrupt)
    assert session.library.episodes() == []
    assert session.library.changed_since(0)[1] == []


# -- processes ---------------------------------------------------------------------------------


def double(item: int) -> int:
    return 2 * item


def misbehave(item: int) -> int:
    if item == 3:
        os._exit(9)
    if item == 5:
        raise ValueError("five")
    if item == 7:
        os.kill(os.getpid(), 9)
    return item


def hang(item: int) -> int:
    while item == 1:
        pass
    return item


class Unsendable:
    def __reduce__(self) -> tuple[object, ...]:
        return (int, ("not a number",))


def unsendable(item: int) -> object:
    return Unsendable() if item == 2 else item


def flat(pool: Pool[int, object]) -> Iterator[object]:
    for group in pool:
        yield from group


def test_every_result_in_order() -> None:
    assert list(flat(Pool(double, range(500), 2))) == [2 * n for n in range(500)]
    assert list(flat(Pool(double, [], 2))) == []


def test_a_process_that_dies_loses_only_its_item() -> None:
    results = list(flat(Pool(misbehave, range(20), 2)))
    assert len(results) == 20
    for n, result in enumerate(results):
        if n in (3, 5, 7):
            assert isinstance(result, Lost)
        else:
            assert result == n
    assert "five" in str(results[5])


def test_a_process_that_hangs_is_ended() -> None:
    first, second, third = flat(Pool(hang, range(3), 2, seconds=1.0))
    assert (first, third) == (0, 2)
    assert "more than 1 s" in str(second)


def test_a_result_that_cannot_be_read_is_lost() -> None:
    results = list(flat(Pool(unsendable, range(5), 2)))
    assert isinstance(results[2], Lost)
    assert [r for r in results if not isinstance(r, Lost)] == [0, 1, 3, 4]


def test_where_no_process_can_start_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    assert list(flat(Pool(double, range(6), 2))) == [0, 2, 4, 6, 8, 10]


def test_processes_end_with_the_iteration() -> None:
    before = set(multiprocessing.active_children())
    iterator = iter(Pool(double, range(1000), 2))
    next(iterator)
    ours = set(multiprocessing.active_children()) - before
    assert len(ours) == 2
    iterator.close()  # type: ignore[attr-defined]
    assert not ours & set(multiprocessing.active_children())


def test_folders_that_are_not_looked_into_are_told(folder: Path) -> None:
    for name in ("one", "two", ".hidden"):
        (folder / name).mkdir()
        (folder / name / "talk.txt").write_text(talk())
    found = find([str(folder)])
    assert found.sources == []
    assert found.notes == [f"{folder}: 2 folders inside not looked into; --recursive does"]
    assert find([str(folder)], recursive=True).notes == []
    assert find([str(folder / "one")]).notes == []


def test_what_is_not_there_is_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (source,) = sources(["gull.txt"])
    error = adding.outcome(source).error
    assert error == f"{tmp_path / 'gull.txt'}: cannot be read: no such file or directory"


def test_a_recording_that_is_named_is_told_from_a_transcript(folder: Path) -> None:
    (folder / "talk.MP3").write_bytes(b"ID3\x03\x00")
    (source,) = sources([str(folder / "talk.MP3")])
    assert "this is a recording, not a transcript" in str(adding.outcome(source).error)


def test_a_pipe_is_read(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"Ann: The kettle sings.\nBob: It does.")
    os.close(writing)
    (source,) = sources([f"/dev/fd/{reading}"])
    assert b"kettle" in source.read()
    os.close(reading)

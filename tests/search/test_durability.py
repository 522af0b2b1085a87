"""Whatever happens to the index's files, the next answer is right."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import LibraryError
from reader.library import Library
from reader.search import Index
from reader.search.files import Damaged
from reader.search.segments import arrays
from reader.search.shelf import State

from .support import FakeShelf, everything, talk


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)


def swap_same_size(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def delete(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [truncate, empty, flip, swap_same_size, delete])
@pytest.mark.parametrize("first", ["search", "update"])
def test_a_damaged_file_means_a_new_index(
    index: Index, shelf: FakeShelf, harm: Callable[[Path], None], first: str
) -> None:
    expected = everything(index, "harbour")
    generation = json.loads(shelf.notes["index"])["generation"]
    harm(next((index.folder / str(generation)).iterdir()))
    index = Index(index.folder, shelf)
    if first == "update":
        index.update()
    assert everything(index, "harbour") == expected
    assert index.pending() == 0
    assert [p.name for p in index.folder.iterdir() if p.is_dir()] == [str(generation + 1)]


def test_a_deleted_folder_means_a_new_index(index: Index) -> None:
    for path in (index.folder / "1").iterdir():
        path.unlink()
    (index.folder / "1").rmdir()
    assert index.pending() == 3
    assert index.search("harbour").total == 0
    assert index.update() == 3
    assert index.search("harbour").total == 4


def test_a_folder_deleted_while_indexing_is_made_again(tmp_path: Path, shelf: FakeShelf) -> None:
    index = Index(tmp_path / "index", shelf)
    deleted: list[int] = []

    def progress(done: int, total: int) -> None:
        if not deleted:
            deleted.append(done)
            shutil.rmtree(index.folder)

    assert index.update(progress) == 3
    assert index.pending() == 0
    assert index.search("harbour").total == 4


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_changed_byte_is_ever_believed(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        numbers = np.arange(data.draw(st.integers(0, 40_000)), dtype=np.uint32)
        words = np.frombuffer(b"a few words", np.uint8)
        mark = arrays.write(path, {"numbers": numbers, "words": words})
        known = arrays.Arrays(path, mark)
        assert known["numbers"].all().tolist() == numbers.tolist()
        assert known["words"].all().tobytes() == b"a few words"
        content = bytearray(path.read_bytes())
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        path.write_bytes(content)
        with pytest.raises(Damaged):
            arrays.Arrays(path, mark).check_all()


def test_a_foreign_index_is_not_opened(tmp_path: Path, index: Index, shelf: FakeShelf) -> None:
    stranger = FakeShelf()
    stranger.put(1, talk((None, "planted")))
    other = Index(index.folder, stranger)
    assert other.search("harbour").total == 0
    other.update()
    assert other.search("harbour").total == 0
    assert other.search("planted").total == 1


@pytest.mark.parametrize(
    "note", ["", "{", "[]", "null", '{"format": 1}', '{"format": 0, "seq": 9}']
)
def test_a_state_that_makes_no_sense_means_a_new_index(
    index: Index, shelf: FakeShelf, note: str
) -> None:
    shelf.notes["index"] = note
    assert index.pending() == 3
    assert index.update() == 3
    assert index.search("harbour").total == 4


def test_the_folder_is_private(index: Index) -> None:
    for folder in (index.folder, index.folder / "1"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_only_what_has_changed_is_read_again(index: Index, shelf: FakeShelf) -> None:
    shelf.read.clear()
    shelf.rename(1, "Ada Moreau", "Ada Lovelace")
    assert index.pending() == 1
    assert index.update() == 1
    assert set(shelf.read) == {1}
    assert everything(index, "speaker:lovelace") == {(1, 1), (1, 3)}
    assert everything(index, "speaker:moreau") == {(2, 1)}
    shelf.remove(1)
    index.update()
    assert everything(index, "speaker:ada") == {(2, 1)}
    shelf.retitle(2, title="Silt", date="1999-01-01")
    index.update()
    assert everything(index, "episode:silt date:1999") == {(2, 1), (2, 2)}
    assert index.update() == 0


def test_hits_of_an_episode_gone_since_are_left_out(index: Index, shelf: FakeShelf) -> None:
    shelf.remove(1)
    assert {hit.episode for hit in index.search("harbour").hits} == {2, 3}
    assert not index.fresh()


def test_passages_that_a_new_text_no_longer_has_are_left_out(
    index: Index, shelf: FakeShelf
) -> None:
    shelf.put(1, talk(("Ada Moreau", "The harbour is closed.")))
    for query in ("harbour", "harbour sort:time", "/harbou?r/ OR tides"):
        hits = [hit for hit in index.search(query).hits if hit.episode == 1]
        assert all(hit.text and hit.matches for hit in hits)
    assert "The harbour is closed." not in [hit.text for hit in index.search("regatta").hits]


def test_progress_and_stopping(
    tmp_path: Path, shelf: FakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.search.update.FIRST", 1)
    monkeypatch.setattr("reader.search.update.MOST", 1)
    index = Index(tmp_path, shelf)
    told: list[tuple[int, int]] = []
    stopped = index.update(lambda done, of: told.append((done, of)), lambda: len(told) == 2)
    assert (stopped, told, index.pending()) == (2, [(1, 3), (2, 3)], 1)
    shelf.rename(1, "Ada Moreau", "Ada Lovelace")
    assert index.pending() == 2
    assert index.update() == 2
    assert everything(index, "speaker:lovelace") == {(1, 1), (1, 3)}
    assert everything(index, "speaker:ada") == {(1, 1), (1, 3), (2, 1)}
    assert index.rebuild() == 3


def test_what_fails_while_writing_leaves_the_index_as_it_was(
    index: Index, shelf: FakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.rename(1, "Ada Moreau", "Ada Lovelace")
    with monkeypatch.context() as patch:
        patch.setattr(shelf, "transcript", lambda id: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            index.update()
    assert everything(index, "speaker:moreau") == {(1, 1), (1, 3), (2, 1)}
    index.update()
    assert everything(index, "speaker:lovelace") == {(1, 1), (1, 3)}


def test_a_full_disk_is_one_clear_line(
    tmp_path: Path, shelf: FakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path))

    monkeypatch.setattr("reader.search.segments.arrays.sync", full)
    with pytest.raises(LibraryError, match="No space left on device"):
        Index(tmp_path / "index", shelf).update()


def test_one_writer_at_a_time(
    index: Index, shelf: FakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.search.update.PATIENCE", 0.0)
    shelf.rename(1, "Ada Moreau", "Ada Lovelace")
    other = Index(index.folder, shelf)
    with other._updater._writing() as mine:
        assert mine
        assert index.update() == 0
        assert index.search("harbour").total == 4
        with pytest.raises(LibraryError, match="just being written"):
            index.rebuild()
    assert index.update() == 1


def test_many_threads_search_while_one_writes(index: Index, shelf: FakeShelf) -> None:
    wrong: list[object] = []

    def search() -> None:
        for _ in range(15):
            total = index.search("gauges").total
            if total != 3:
                wrong.append(total)

    def write() -> None:
        for round in range(8):
            shelf.put(10 + round, talk(("Ada", f"mud {round}")))
            index.update()

    threads = [threading.Thread(target=task) for task in (search, search, search, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert index.search("mud").total == 8


CHILD = """
    import os, signal, sys
    from pathlib import Path
    import reader.search.update as module
    from reader.library import Library
    from reader.search import Index

    folder, last, point = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    module.FIRST = module.MOST = 130
    settle = module.Updater._settle

    def die():
        os.kill(os.getpid(), signal.SIGKILL)

    def settling(index, state):
        if point == "before the switch" and len(state.applied) >= last:
            die()
        settle(index, state)

    def progress(done, of):
        if point == "between episodes" and done == last:
            die()

    module.Updater._settle = settling
    Index(folder / "index", Library(folder)).update(progress)
"""


@pytest.mark.parametrize(
    ("last", "point", "waiting"),
    [
        (2, "between episodes", 18),
        (14, "between episodes", 6),
        (2, "before the switch", 20),
        (10, "before the switch", 12),
    ],
)
def test_a_killed_update_goes_on(tmp_path: Path, last: int, point: str, waiting: int) -> None:
    library = Library(tmp_path)
    for n in range(20):
        said = talk(("Ada", f"the tide number{n} " * 20), ("Chen", "the harbour"))
        library.add(f"{n}".encode(), said, source=f"{n}.txt", title=f"Tide {n}")
    child = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD), str(tmp_path), str(last), point],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert child.returncode == -signal.SIGKILL
    index = Index(tmp_path / "index", library)
    assert index.pending() == waiting
    assert index.search("tide").total == 20 - waiting
    assert index.update() == waiting
    assert index.search("tide").total == 20
    assert everything(index, "number7") == {(8, 1)}
    state = State.of(library)
    assert state.generation == 1
    assert {path.name for path in (tmp_path / "index" / "1").iterdir()} == {
        each.name for each in state.segments
    }


def test_with_the_real_library(tmp_path: Path) -> None:
    library = Library(tmp_path)
    index = Index(tmp_path / "index", library)
    one = library.add(b"1", talk(("Ada", "the tide")), source="1.txt", title="One").episode
    two = library.add(b"2", talk(("Ada", "the mud")), source="2.txt", title="Two").episode
    assert index.pending() == 2
    index.update()
    library.rename_speaker("Ada", "Grace")
    library.assign_speaker(two, [0], "Chen")
    assert index.pending() == 2
    index.update()
    assert everything(index, "speaker:grace") == {(one, 1)}
    assert everything(index, "speaker:chen") == {(two, 1)}
    library.remove(two)
    index.update()
    assert everything(index, "the") == {(one, 1)}
    library.undo()
    index.update()
    assert everything(index, "the") == {(one, 1), (two, 1)}
    assert index.search("the tid", typing=True).hits[0].title == "One"
    library.close()


def entries(library: Library) -> list[tuple[int, int]]:
    """The change log as it is on disk: (seq, episode)."""
    with closing(sqlite3.connect(library.file)) as connection:
        return connection.execute("SELECT seq, episode FROM change_log ORDER BY seq").fetchall()


def test_the_change_log_keeps_only_the_newest_of_each_episode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(tmp_path)
    index = Index(tmp_path / "index", library)
    for n in range(3):
        said = talk(("Ada", f"the tide {n}"), ("Chen", "mud"))
        library.add(f"{n}".encode(), said, source=f"{n}.txt", title=f"{n}")
    for n in range(20):
        library.rename_speaker("Ada" if n == 0 else f"Ada {n - 1}", f"Ada {n}")
    assert len(entries(library)) > 60
    newest = library.changed_since(0)[0]
    index.update()
    assert [episode for _, episode in entries(library)] == [1, 2, 3]
    assert library.changed_since(0) == (newest, [1, 2, 3])
    library.rename_speaker("Chen", "Li", [2])
    library.rename_speaker("Li", "Chen Li", [2])
    assert library.changed_since(newest)[1] == [2]
    assert index.update() == 1
    assert [episode for _, episode in entries(library)] == [1, 3, 2]
    assert everything(index, "speaker:li") == {(2, 2)}
    assert index.pending() == 0
    library.close()


def test_a_change_made_while_indexing_is_not_forgotten(tmp_path: Path) -> None:
    library = Library(tmp_path)
    index = Index(tmp_path / "index", library)
    for n in range(3):
        library.add(f"{n}".encode(), talk(("Ada", "mud")), source=f"{n}.txt", title=f"{n}")

    def progress(done: int, total: int) -> None:
        if done == total:
            library.rename_speaker("Ada", "Grace", [1])

    index.update(progress)
    assert index.pending() == 1
    index.update()
    assert everything(index, "speaker:grace") == {(1, 1)}
    library.close()


def test_what_is_slow_to_import_is_imported_only_when_needed() -> None:
    code = (
        "import sys, pathlib, reader.search as s\n"
        "i = s.Index(pathlib.Path('nowhere'), None)\n"
        "from reader.search.language import parse; parse('a \"b\"')\n"
        "assert not {'whoosh', 'numpy', 'rapidfuzz'} & set(sys.modules)\n"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


def dying(folder: Path, parent: int) -> Library:
    """The library, but for processes other than `parent`, which are killed."""
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return Library(folder)


@pytest.mark.parametrize("killed", [False, True])
def test_several_processes_write_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    for name, value in (("WORTH", 1), ("FIRST", 60), ("MOST", 200)):
        monkeypatch.setattr(f"reader.search.update.{name}", value)
    library = Library(tmp_path)
    for n in range(12):
        said = talk(("Ada", f"the tide number{n} " * 20), ("Chen", "the harbour"))
        library.add(f"{n}".encode(), said, source=f"{n}.txt", title=f"Tide {n}")
    opener = partial(dying, tmp_path, os.getpid()) if killed else partial(Library, tmp_path)
    index = Index(tmp_path / "index", library, opener)
    told: list[int] = []
    assert index.update(lambda done, of: told.append(done)) == 12
    assert (told[-1], told == sorted(told), len(told) > 3) == (12, True, True)
    queries = ("tide", "number7", '"the harbour"', "speaker:chen", "th*")
    found = [everything(index, query) for query in queries]
    assert all(found)
    alone = Index(tmp_path / "index", library)
    alone.rebuild()
    assert [everything(alone, query) for query in queries] == found
    library.close()


def test_segments_are_merged_and_few(index: Index, shelf: FakeShelf) -> None:
    for n in range(100):
        shelf.put(10 + n, talk(("Ada", f"mud {n} and tide"), ("Chen", "silt")))
        index.update()
    segments = State.of(shelf).segments
    assert len(segments) < 20
    assert {path.name for path in (index.folder / "1").iterdir()} == {s.name for s in segments}
    assert index.search("mud", limit=0).total == 100
    for n in range(0, 100, 2):
        shelf.remove(10 + n)
    index.update()
    assert index.search("mud", limit=0).total == 50
    assert everything(index, "77") == {(87, 1)}
    assert everything(index, "76") == set()


def test_an_episode_too_long_for_one_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.search.segments.build.MOST", 7)
    shelf = FakeShelf()
    shelf.put(1, talk(*(("Ada", f"the tide {n}") for n in range(20)), timed=True))
    shelf.put(2, talk(("Chen", "the mud")))
    index = Index(tmp_path / "index", shelf)
    assert index.update() == 2
    assert len(State.of(shelf).segments) == 3
    assert [hit.turn for hit in index.search("tide", sort="time", limit=30).hits] == [*range(1, 21)]
    assert everything(index, "19") == {(1, 20)}
    shelf.rename(1, "Ada", "Grace")
    index.update()
    assert index.search("speaker:grace").total == 20
    assert index.search("speaker:ada").total == 0

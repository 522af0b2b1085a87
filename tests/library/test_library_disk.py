"""The file: private, durable, migrated, and honest about damage."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader.annotate import mark
from reader.errors import LibraryError
from reader.library import Library, disk, schema
from reader.library.library import FILE
from reader.transcript import Span

from .support import TURNS, Add, transcript


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_pragmas_of_durability(library: Library) -> None:
    connection = disk.connect(library.file)
    values = [
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    ]
    connection.close()
    assert values == ["wal", 2, 1, 10_000]


def test_the_folder_and_files_are_only_the_owners(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        library = Library(tmp_path / "deep" / "library")
        library.add(b"x", transcript(TURNS), source="/x", title="X")
        assert mode(library.folder) == 0o700
        files = sorted(library.folder.iterdir())
        assert [mode(file) for file in files] == [0o600] * len(files)
        assert {file.name for file in files} >= {"library.sqlite3", "library.sqlite3-wal"}
        library.close()
    finally:
        os.umask(before)


def test_an_empty_file_is_migrated_and_a_second_opening_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "library.sqlite3").touch()
    Library(folder).close()
    connection = sqlite3.connect(folder / "library.sqlite3")
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(schema.MIGRATIONS)
    tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    Library(folder).close()
    again = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    assert again == tables
    connection.close()


def test_a_migration_that_fails_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library(tmp_path).close()
    broken = "CREATE TABLE extra (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
    with pytest.raises(LibraryError, match="cannot open the library"):
        Library(tmp_path)
    monkeypatch.undo()
    connection = sqlite3.connect(tmp_path / "library.sqlite3")
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(schema.MIGRATIONS)
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'extra'").fetchall()
    connection.close()


def test_a_newer_library_is_refused_untouched(library: Library) -> None:
    connection = sqlite3.connect(library.file)
    connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(LibraryError, match="install a newer reader"):
        Library(library.folder)


def test_a_file_that_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"This is a letter to my aunt. " * 100)
    with pytest.raises(LibraryError, match="cannot open the library") as error:
        Library(tmp_path)
    assert "\n" not in str(error.value)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LibraryError, match="cannot make the folder"):
        Library(tmp_path / "file" / "library")


WRITER = """
import sys
from pathlib import Path
from reader.annotate import mark
from reader.library import Library
from reader.transcript import Span
library = Library(Path(sys.argv[1]))
text = library.transcript(1)
version = library.episode(1).version
while True:
    made = mark(text, 1, version, Span(0, 10))
    library.save_highlight(made)
    sys.stdout.write(made.id + "\\n")
    sys.stdout.flush()
"""


def test_nothing_acknowledged_is_lost_to_a_kill(library: Library, add: Add) -> None:
    add()
    acknowledged: set[str] = set()
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(library.folder)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(15)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines(keepends=True)
        process.wait()
        process.stdout.close()
        acknowledged |= {line.strip() for line in lines if line.endswith("\n")}
        assert acknowledged <= {one.id for one in library.highlights(1)}
    assert len(acknowledged) >= 90
    assert library.problems() == []


COUNTED = """
import sys
from pathlib import Path
from reader.annotate import mark
from reader.library import Library
from reader.transcript import Span
library = Library(Path(sys.argv[1]))
text = library.transcript(1)
version = library.episode(1).version
for number in range(60):
    library.save_highlight(mark(text, 1, version, Span(0, 10), note=f"{sys.argv[2]} {number}"))
"""


def test_two_writers_at_once_both_keep_everything(library: Library, add: Add) -> None:
    add()
    processes = [
        subprocess.Popen([sys.executable, "-c", COUNTED, str(library.folder), name])
        for name in ("left", "right")
    ]
    assert [process.wait() for process in processes] == [0, 0]
    notes = {one.note for one in library.highlights(1)}
    assert notes == {f"{side} {number}" for side in ("left", "right") for number in range(60)}


def test_a_new_library_opened_by_several_at_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from reader.library import Library; "
    code += "Library(Path(sys.argv[1])).episodes()"
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "new")]) for _ in range(4)
    ]
    assert [process.wait() for process in processes] == [0] * 4


def test_threads_share_one_library(library: Library, add: Add) -> None:
    add()
    text, version = library.transcript(1), library.episode(1).version
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(20):
                library.save_highlight(mark(text, 1, version, Span(0, 5)))
            library.close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(library.highlights(1)) == 80


def test_a_library_that_another_holds_is_said_in_one_line(
    library: Library, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    holder = sqlite3.connect(library.file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(disk, "BUSY_SECONDS", 0.05)
    impatient = Library(library.folder)
    with pytest.raises(LibraryError, match="cannot be written: database is locked"):
        impatient.remove(1)
    holder.execute("ROLLBACK")
    holder.close()
    impatient.close()
    assert len(library.episodes()) == 1


def test_a_flipped_byte_in_a_note_is_found(library: Library, add: Add) -> None:
    add()
    marked = mark(library.transcript(1), 1, 1, Span(0, 10), note="The sea was calm that year.")
    library.save_highlight(marked)
    assert library.problems() == []
    library._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    library.close()
    data = library.file.read_bytes()
    at = data.index(b"The sea was calm that year.")
    library.file.write_bytes(data[:at] + b"U" + data[at + 1 :])
    problems = Library(library.folder).problems()
    assert [problem.what for problem in problems] == ["a highlight is not as it was written"]
    assert problems[0].where == marked.id


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("text", "replace(text, 'fog', 'dog')", "the text of an episode is not as it was kept"),
        ("text", "CAST(x'ff' || text AS TEXT)", "the text of an episode is not as it was kept"),
        ("layers", "replace(layers, 'ODA', 'ADA')", "the text of an episode is not as it was kept"),
        ("original", "x'00'", "the original of an episode is not as it was kept"),
        ("sha256", "'0'", "the original of an episode is not as it was kept"),
    ],
)
def test_damage_to_a_text_is_found(
    library: Library, add: Add, column: str, value: str, what: str
) -> None:
    add()
    assert library.problems() == []
    library._connection.execute(f"UPDATE version SET {column} = {value}")
    assert [problem.what for problem in library.problems()] == [what]


def test_an_older_library_gets_checksums_and_keeps_its_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = next(n for n, script in enumerate(schema.MIGRATIONS) if "stated" in script)
    newer = Library(tmp_path / "newer")
    newer.add(b"one", transcript(TURNS, title="Fog"), source="/fog", title="Fog")
    older = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    with monkeypatch.context() as then:
        then.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:before])
        older.row_factory = sqlite3.Row
        schema.migrate(older)
    older.execute("ATTACH ? AS newer", (str(newer.file),))
    for table in ("episode", "version"):
        columns = ", ".join(
            row["name"] for row in older.execute(f"PRAGMA main.table_info({table})")
        )
        older.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM newer.{table}")
    older.close()
    newer.close()
    library = Library(tmp_path)
    assert library.problems() == []
    library.add(b"two", transcript(TURNS[:2], title="Rope"), source="/fog", title="x")
    assert [(one.id, one.title) for one in library.episodes()] == [(1, "Fog")]
    assert library.sources(1) == ["/fog"]
    library._connection.execute("UPDATE version SET text = 'x' WHERE id = 1")
    assert len(library.problems()) == 1
    library.close()


def test_what_cannot_be_read_is_one_line(library: Library, add: Add) -> None:
    add()
    library._connection.execute("UPDATE version SET layers = '{', original = x'00'")
    for read in (lambda: library.transcript(1), lambda: library.original(1)):
        with pytest.raises(LibraryError, match="the library cannot be read") as error:
            read()
        assert "\n" not in str(error.value)
    library._connection.execute("DROP TABLE place")
    library._connection.execute("DROP TABLE feed")
    for broken in (library.episodes, lambda: library.find("fog"), library.feeds.all):
        with pytest.raises(LibraryError, match="no such table"):
            broken()


def test_a_text_that_is_gone_is_found(library: Library, add: Add) -> None:
    add()
    library._connection.execute("DELETE FROM version")
    assert [problem.what for problem in library.problems()] == ["an episode has no text"]


def test_a_library_that_may_not_be_written_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(connection: sqlite3.Connection) -> None:
        readonly = sqlite3.connect(f"file:{tmp_path / 'library.sqlite3'}?mode=ro", uri=True)
        readonly.execute("CREATE TABLE t (x)")

    monkeypatch.setattr(disk, "use_wal", refused)
    with pytest.raises(LibraryError, match="you may not write there") as error:
        Library(tmp_path)
    assert "--library DIR" in str(error.value)


def test_a_full_disk_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(disk, "use_wal", full)
    with pytest.raises(LibraryError, match="disk I/O error"):
        Library(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=0))
    with pytest.raises(LibraryError, match="the disk is full"):
        Library(tmp_path)

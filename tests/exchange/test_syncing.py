"""Several machines and a folder: all come to the same, and nothing is lost on the way."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import syncing
from reader.annotate import bookmark
from reader.annotate.meeting import CONFLICT
from reader.errors import ReaderError
from reader.formats.clean import clean
from reader.library import Bookmark, Highlight, Library, Review
from reader.syncing import Synced, place_awaited
from reader.syncing import lines as sync_lines

from .support import Made, add, highlight


def sync(library: Library, folder: Path) -> Synced:
    return syncing.sync(library, folder, clean)


def held(library: Library) -> list[tuple[object, ...]]:
    """What is marked in a library, but for what each library counts for itself."""
    marked = sorted(
        (each.id, each.quote, each.start, each.note, each.colour, each.tags, each.state)
        for each in library.highlights()
    )
    written = [(each.id, each.episode, each.text) for each in library.notes.all()]
    kept = sorted((each.id, each.offset, each.letter) for each in library.bookmarks.all())
    return [*marked, *written, *kept]


@contextmanager
def machines(count: int) -> Iterator[tuple[list[Library], Path]]:
    """Libraries that have the same texts, and an empty folder."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name) / "shared"
        libraries = [Library(Path(name) / str(number)) for number in range(count)]
        for each in libraries:
            stack.callback(each.close)
            add(each)
        yield libraries, folder


IDS = {"fog": 1, "rope": 2}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["mark", "edit", "edit", "delete", "write", "place", "undo", "sync", "sync"]
        ),
        st.integers(0, 2),
        st.integers(0, 5),
    ),
    max_size=14,
)


@settings(max_examples=25)
@given(steps=STEPS)
def test_three_machines_come_to_the_same_and_lose_no_note(
    steps: list[tuple[str, int, int]],
) -> None:
    with machines(3) as (libraries, folder):
        marked = highlight(libraries[0], Made("fog", 0.1, 0.3, note="first"), IDS)
        for each in libraries:
            sync(each, folder)
        alive = {marked.note}
        touched = False
        for number, (what, who, which) in enumerate(steps):
            library = libraries[who]
            present = library.highlights()
            if what == "sync":
                sync(library, folder)
            elif what == "undo":
                # The texts stay: without its episode a highlight waits.
                if str(library.undo()).startswith("add "):
                    library.redo()
                touched = True
            elif what == "mark":
                alive.add(f"note {number}")
                highlight(library, Made("rope", which / 8, 0.9, note=f"note {number}"), IDS)
            elif what == "write":
                library.notes.write(which % 2 + 1, f"of {number}" if which else "")
            elif what == "place":
                put(library, (2, 20, 30, 40, 50, 60)[which], letter="ab"[which % 2])
            elif present and what == "delete":
                chosen = present[which % len(present)]
                library.delete_highlight(chosen.id)
                alive.discard(chosen.note)
            elif present:
                chosen = present[which % len(present)]
                library.update_highlight(chosen.id, "edit", note=f"note {number}")
                alive = (alive - {chosen.note}) | {f"note {number}"}
        for each in (*libraries, *libraries, *libraries):
            sync(each, folder)
        one, *others = (held(each) for each in libraries)
        assert all(other == one for other in others)
        if not touched:
            assert alive <= {each.note for each in libraries[0].highlights()}
        files = {file.name: file.read_bytes() for file in folder.iterdir()}
        assert len(files) == 3
        for each in libraries:
            again = sync(each, folder)
            assert (again.added, again.updated, again.deleted, again.both) == (0, 0, 0, 0)
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == files


def test_a_deletion_travels_and_gives_way_to_a_change() -> None:
    with machines(2) as ((one, other), folder):
        kept = highlight(one, Made("fog", 0.1, 0.3, note="kept"), IDS)
        gone = highlight(one, Made("fog", 0.5, 0.7, note="gone"), IDS)
        sync(one, folder)
        assert sync(other, folder).added == 2
        one.delete_highlight(gone.id)
        one.delete_highlight(kept.id)
        other.update_highlight(kept.id, "edit", note="changed")
        sync(one, folder)
        met = sync(other, folder)
        assert (met.deleted, met.both) == (1, 0)
        assert sync(one, folder).added == 1
        assert [each.note for each in one.highlights()] == ["changed"]
        assert one.undo() == "sync with shared"
        assert one.highlights() == []


def test_what_is_undone_after_it_was_passed_on_is_undone_everywhere() -> None:
    with machines(2) as ((one, other), folder):
        marked = highlight(one, Made("fog", 0.1, 0.3, note="first"), IDS)
        one.update_highlight(marked.id, "edit", note="too much")
        sync(one, folder)
        sync(other, folder)
        assert sync(one, folder).updated == 0
        one.undo()
        sync(one, folder)
        assert sync(other, folder).updated == 1
        assert other.highlight(marked.id).note == "first"
        one.undo()
        sync(one, folder)
        assert sync(other, folder).deleted == 1
        one.redo()
        sync(one, folder)
        assert sync(other, folder).added == 1
        assert held(one) == held(other)


def test_both_sides_of_a_conflict_are_kept_on_both() -> None:
    with machines(2) as ((one, other), folder):
        marked = highlight(one, Made("fog", 0.1, 0.3, note="first"), IDS)
        for each in (one, other):
            sync(each, folder)
        one.update_highlight(marked.id, "edit", note="mine")
        other.update_highlight(marked.id, "edit", note="theirs", tags=("a",))
        sync(one, folder)
        met = sync(other, folder)
        assert (met.both, met.updated) == (1, 0)
        sync(one, folder)
        assert held(one) == held(other)
        assert {(each.note, each.tags) for each in one.highlights()} == {
            ("theirs", ("a",)),
            ("mine", (CONFLICT,)),
        }


@pytest.mark.parametrize("by", ["sync", "add"])
def test_highlights_wait_for_their_episode(tmp_path: Path, by: str) -> None:
    one, other = Library(tmp_path / "one"), Library(tmp_path / "other")
    folder = tmp_path / "shared"
    ids = add(one)
    marked = highlight(one, Made("fog", 0.1, 0.3, note="fog"), ids)
    lost = highlight(one, Made("rope", 0.1, 0.3, note="rope"), ids)
    sync(one, folder)
    add(other, ["rope"])
    met = sync(other, folder)
    assert (met.added, met.waiting) == (1, 1)
    (folder / f"{one.revisions.machine()}.jsonl").unlink()
    one.update_highlight(lost.id, "edit", note="later")
    assert sync(one, folder).waiting == 0
    add(other, ["fog"])
    assert (sync(other, folder).added if by == "sync" else place_awaited(other, clean)) == 1
    assert place_awaited(other, clean) == 0
    assert marked.quote in {each.quote for each in other.highlights()}
    assert sync(other, folder).waiting == 0
    assert sync(one, folder).added == 0


def only(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_damaged_lines_are_told_and_nothing_is_lost(tmp_path: Path) -> None:
    with machines(2) as ((one, other), folder):
        for start in (0.1, 0.4, 0.7):
            highlight(one, Made("fog", start, start + 0.2, note=f"at {start}"), IDS)
        sync(one, folder)
        file = only(folder)
        whole = file.read_bytes()
        lines = whole.splitlines()
        damaged = [lines[0], lines[1], lines[2].replace(b"at 0", b"at 9"), lines[3][:-20]]
        file.write_bytes(b"\n".join([*damaged, b"<<<<<<< HEAD", b"[]", b"\xff{", b"7"]))
        met = sync(other, folder)
        assert met.told == (f"{file.name}: 6 lines cannot be read and were passed over",)
        assert met.added == 1
        file.write_bytes(whole)
        assert sync(other, folder).added == 2
        file.write_bytes(b"")
        assert sync(other, folder).deleted == 0
        assert sync(one, folder).file == file
        assert file.read_bytes() == whole
        assert held(one) == held(other)


def test_what_others_write_is_not_trusted(tmp_path: Path) -> None:
    with machines(1) as ((one,), folder):
        highlight(one, Made("fog", 0.1, 0.3, note="a"), IDS)
        sync(one, folder)
        line = json.loads(only(folder).read_text().splitlines()[1])
        bad = [
            {**line, "id": "../../x"},
            {**line, "seen": {"m": -1}},
            {**line, "seen": {"$.x": 1}},
            {**line, "seen": None},
            {**line, "episode": 3},
            {**line, "highlight": {**line["highlight"], "modified": None}},
        ]
        good = {
            **line,
            "id": "00000000-0000-4000-8000-000000000001",
            "highlight": {**line["highlight"], "note": "\x1b]52;c;eA==\x07 \ud800"},
        }
        rows = [json.dumps({**each, "sum": sync_lines.digest(each)}) for each in (*bad, good)]
        (folder / "other.jsonl").write_text("\n".join(rows))
        newer = {"format": "reader-sync", "version": 2, "machine": "m"}
        (folder / "newer.jsonl").write_text(f"{json.dumps(newer)}\n{rows[-1]}")
        (folder / "folder.jsonl").mkdir()
        met = sync(one, folder)
        assert met.added == 1
        assert met.told == (
            "folder.jsonl: this is no file that can be read",
            "newer.jsonl: a newer reader wrote it: update this one",
            "other.jsonl: 6 lines cannot be read and were passed over",
        )
        assert not any("\x1b" in each.note or "\ud800" in each.note for each in one.highlights())


def test_an_older_copy_of_a_library_takes_a_name_of_its_own(tmp_path: Path) -> None:
    with machines(2) as ((one, other), folder):
        marked = highlight(one, Made("fog", 0.1, 0.3, note="first"), IDS)
        sync(one, folder)
        state = one.revisions.all(), one.revisions.machine()
        one.update_highlight(marked.id, "edit", note="second")
        one.update_highlight(marked.id, "edit", note="third")
        sync(one, folder)
        one.update_highlight(marked.id, "edit", note="old copy, changed")
        one.revisions.put({marked.id: {state[1]: 2}})
        met = sync(one, folder)
        assert met.file.stem == one.revisions.machine() != state[1]
        sync(other, folder)
        notes = {each.note for each in other.highlights()}
        assert notes == {"third", "old copy, changed"}
        assert held(one) == held(other)


def test_a_folder_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with machines(1) as ((one,), _):
        for folder in (tmp_path / "file", tmp_path / "not" / "there"):
            with pytest.raises(ReaderError, match="cannot be used"):
                sync(one, folder)


def test_the_trash_keeps_what_another_machine_deleted() -> None:
    with machines(2) as ((one, other), folder):
        marked = highlight(one, Made("fog", 0.1, 0.3, note="words"), IDS)
        for each in (one, other):
            sync(each, folder)
        one.delete_highlight(marked.id)
        sync(one, folder)
        sync(other, folder)
        (kept,) = other.revisions.highlights()
        assert isinstance(kept, Highlight)
        assert (kept.note, kept.deleted_at is None) == ("words", False)
        assert b"words" not in (folder / f"{one.revisions.machine()}.jsonl").read_bytes()


def put(library: Library, at: int, letter: str = "", name: str = "") -> Bookmark:
    """A bookmark in the talk on rope."""
    read, version = library.transcript(IDS["rope"]), library.episode(IDS["rope"]).version
    made = bookmark(read, IDS["rope"], version, at, letter=letter, name=name)
    library.bookmarks.save([made])
    return made


def places(library: Library) -> set[tuple[int, str, str]]:
    return {(each.offset, each.letter, each.name) for each in library.bookmarks.all()}


def text_of(library: Library, name: str) -> str:
    note = library.notes.of(IDS[name])
    return note.text if note else ""


def test_notes_on_episodes_travel_and_become_one() -> None:
    with machines(3) as ((one, other, third), folder):
        one.notes.write(IDS["fog"], "Of one.\n\nShared.")
        other.notes.write(IDS["fog"], "Of the other.\n\nShared.")
        third.notes.write(IDS["rope"], "Of the third.")
        for each in (one, other, third) * 3:
            sync(each, folder)
        texts = {text_of(each, "fog") for each in (one, other, third)}
        (text,) = texts
        assert sorted(text.split("\n\n")) == ["Of one.", "Of the other.", "Shared."]
        assert {text_of(each, "rope") for each in (one, other, third)} == {"Of the third."}
        files = {file.name: file.read_bytes() for file in folder.iterdir()}
        assert [sync(each, folder).notes for each in (one, other, third)] == [0, 0, 0]
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == files
        one.notes.write(IDS["fog"], "Written anew.")
        other.notes.write(IDS["rope"], "")
        for each in (one, other, third) * 2:
            sync(each, folder)
        for each in (one, other, third):
            assert (text_of(each, "fog"), text_of(each, "rope")) == ("Written anew.", "")
        one.undo()
        one.notes.write(IDS["fog"], "Mine.")
        other.notes.write(IDS["fog"], "Theirs.")
        for each in (one, other, third) * 2:
            sync(each, folder)
        assert {text_of(each, "fog") for each in (one, other, third)} == {"Theirs.\n\nMine."}
        assert third.undo() == "sync with shared"
        assert text_of(third, "fog") == "Written anew."


def test_bookmarks_travel_and_a_letter_stays_one_place() -> None:
    with machines(2) as ((one, other), folder):
        first = put(one, 0, "a")
        plain = put(one, 20, name="knot")
        sync(one, folder)
        assert sync(other, folder).bookmarks == 2
        assert places(other) == places(one) == {(0, "a", ""), (20, "", "knot")}
        one.bookmarks.remove(plain.id)
        put(one, 30, "a")
        put(other, 40, "b")
        put(one, 50, "b")
        put(other, 60)
        put(one, 60)
        for each in (one, other) * 2:
            sync(each, folder)
        assert places(one) == places(other)
        assert places(one) == {(30, "a", ""), (40, "", ""), (50, "b", ""), (60, "", "")}
        assert len(one.bookmarks.all()) == 4
        assert first.id not in {each.id for each in other.bookmarks.all()}
        assert sync(one, folder).bookmarks == sync(other, folder).bookmarks == 0


def test_reviews_travel_and_the_later_stays() -> None:
    with machines(2) as ((one, other), folder):
        marked = highlight(one, Made("fog", 0.1, 0.3, note="first"), IDS)
        one.reviews.keep(Review(marked.id, 1, "2026-02-01", "2026-02-22"))
        sync(one, folder)
        assert sync(other, folder).reviews == 1
        other.reviews.keep(Review(marked.id, 2, "2026-02-22", None))
        sync(other, folder)
        met = sync(one, folder)
        assert (met.reviews, met.updated, met.both) == (1, 0, 0)
        assert one.reviews.all() == other.reviews.all()
        assert one.reviews.all()[marked.id] == Review(marked.id, 2, "2026-02-22", None)
        assert sync(one, folder).reviews == 0


def test_all_of_it_waits_for_its_episode(tmp_path: Path) -> None:
    one, other = Library(tmp_path / "one"), Library(tmp_path / "other")
    folder, ids = tmp_path / "shared", add(one)
    marked = highlight(one, Made("rope", 0.1, 0.3), ids)
    one.reviews.keep(Review(marked.id, 1, "2026-02-01", "2026-02-22"))
    one.notes.write(ids["rope"], "On rope.")
    put(one, 20, "k")
    sync(one, folder)
    assert sync(other, folder).waiting == 3
    assert sync(other, folder).waiting == 3
    add(other, ["fog", "rope"])
    assert place_awaited(other, clean) == 1
    assert (text_of(other, "rope"), places(other)) == ("On rope.", {(20, "k", "")})
    assert other.reviews.all() == one.reviews.all()
    before = {file.name for file in folder.iterdir()}
    assert sync(other, folder).said == "nothing new (1 other machine)"
    assert {file.name for file in folder.iterdir()} == before


def test_others_write_while_it_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with machines(2) as ((one, other), folder):
        highlight(one, Made("fog", 0.1, 0.3, note="first"), IDS)
        sync(one, folder)
        writer = Library(other.folder)
        settled = syncing.Meeting.settled
        times = []

        def interrupted(meeting: syncing.Meeting) -> syncing.Brought:
            times.append(1)
            if len(times) == 1:
                writer.notes.write(IDS["fog"], "Meanwhile.")
            return settled(meeting)

        monkeypatch.setattr(syncing.Meeting, "settled", interrupted)
        assert sync(other, folder).added == 1
        assert len(times) == 2
        assert text_of(other, "fog") == "Meanwhile."
        assert b"Meanwhile." in (folder / f"{other.revisions.machine()}.jsonl").read_bytes()
        assert syncing.shared_folder(other) == folder
        writer.close()

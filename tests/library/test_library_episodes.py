"""Episodes: adding, finding, editing, removing, and the change log they leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.annotate import mark
from reader.errors import NotFound
from reader.library import Highlight, Library
from reader.transcript import Meta, Span, Transcript

from .support import TURNS, Add, transcript


def test_what_is_added_comes_back_whole(library: Library) -> None:
    given = transcript(TURNS, title="Fog", hosts=("Oda Lind",), number=3, date="2021-04")
    given = replace(given, warnings=("one", "two"))
    added = library.add(b"bytes \x00\xff", given, source="/talks/fog.txt", title="unused")
    assert added.status == "added"
    kept = library.transcript(added.episode)
    assert (kept.text, kept.turns, kept.paragraphs, kept.meta, kept.warnings) == (
        given.text,
        given.turns,
        given.paragraphs,
        given.meta,
        given.warnings,
    )
    assert library.original(added.episode) == b"bytes \x00\xff"
    episode = library.episode(added.episode)
    assert (episode.title, episode.number, episode.date) == ("Fog", 3, "2021-04")
    assert (episode.speakers, episode.turns) == (("ODA", "PELL"), 4)


def test_the_same_bytes_again_are_unchanged(library: Library, add: Add) -> None:
    first = add()
    again = library.add(
        repr(("/talks/fog.txt", TURNS)).encode(), transcript(TURNS), source="/other", title="x"
    )
    assert (again.status, again.episode) == ("unchanged", first.episode)
    assert len(library.episodes()) == 1


def test_the_same_bytes_read_as_another_format_are_a_new_version(library: Library) -> None:
    library.add(b"data", transcript(TURNS), source="/fog", title="Fog")
    other = replace(transcript([(None, "All of it as one.")]), format="prose")
    again = library.add(b"data", other, source="/fog", title="Fog")
    assert again.status == "updated"
    assert library.episode(again.episode).format == "prose"


def test_other_bytes_from_a_known_source_are_a_new_version(library: Library, add: Add) -> None:
    first = add()
    second = add(turns=[*TURNS, ("PELL", "And then it rained.")])
    assert (second.status, second.episode) == ("updated", first.episode)
    assert library.transcript(first.episode).text.endswith("And then it rained.")
    library.undo()
    assert library.transcript(first.episode).text.endswith("for years.")


def test_standard_input_is_never_the_same_source(library: Library, add: Add) -> None:
    add(source="", turns=TURNS)
    assert add(source="", turns=TURNS[:2]).status == "added"


def test_highlights_are_carried_in_the_same_change(library: Library, add: Add) -> None:
    episode = library.episode(add().episode)
    text = library.transcript(episode.id)
    marked = mark(text, episode.id, episode.version, Span(4, 14))
    library.save_highlight(marked)

    def carry(
        highlights: list[Highlight], old: Transcript, new: Transcript, version: int
    ) -> list[Highlight]:
        assert old.text == text.text
        return [
            replace(one, start=one.start + 7, end=one.end + 7, version=version)
            for one in highlights
        ]

    added = add(turns=[("ODA", "Well. " + TURNS[0][1]), *TURNS[1:]], carry=carry)
    assert [one.start for one in added.carried] == [11]
    assert [one.start for one in library.highlights(episode.id)] == [11]
    library.undo()
    assert library.highlights(episode.id) == [marked]
    assert library.episode(episode.id).version == episode.version


def test_a_failing_carry_keeps_the_old_version(library: Library, add: Add) -> None:
    episode = library.episode(add().episode)
    text = library.transcript(episode.id)
    library.save_highlight(mark(text, episode.id, episode.version, Span(4, 14)))

    def carry(*_: object) -> list[Highlight]:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        add(turns=TURNS[:2], carry=carry)
    assert library.episode(episode.id).version == episode.version
    assert len(library.highlights(episode.id)) == 1


def test_find_by_id_title_and_part(library: Library, add: Add) -> None:
    fog = add(title="Fog and paint").episode
    rope = add(source="/rope", turns=TURNS[:1], title="Rope").episode
    digits = add(source="/1999", turns=TURNS[:2], title="1999").episode
    assert library.find(str(rope)).id == rope
    assert library.find("  rope ").id == rope
    assert library.find("AND  paint").id == fog
    assert library.find("1999").id == digits


@pytest.mark.parametrize("name", ["", "nothing", "9" * 40, "٣٣٣٣٣٣"])
def test_find_says_that_nothing_answers(library: Library, add: Add, name: str) -> None:
    add()
    with pytest.raises(NotFound, match="no episode answers"):
        library.find(name)


def test_find_says_which_episodes_could_be_meant(library: Library, add: Add) -> None:
    ids = [add(source=f"/{n}", turns=TURNS[: n + 1], title=f"Talk {n}").episode for n in range(3)]
    with pytest.raises(NotFound, match="any of 3") as error:
        library.find("talk")
    assert all(str(id) in error.value.hint for id in ids)


def test_a_whole_title_goes_before_a_part(library: Library, add: Add) -> None:
    add(title="Fog again", source="/b", turns=TURNS[:1])
    fog = add(title="Fog").episode
    assert library.find("fog").id == fog


def test_edit_changes_what_is_stated_and_nothing_else(library: Library, add: Add) -> None:
    id = add().episode
    assert library.edit(id, Meta(show="Tides", number=4))
    assert not library.edit(id, Meta(show="Tides"))
    episode = library.episode(id)
    assert (episode.title, episode.show, episode.number) == ("Fog", "Tides", 4)
    library.undo()
    assert library.episode(id).show is None


def test_a_given_duration_spreads_the_estimated_times(library: Library, add: Add) -> None:
    id = add().episode
    library.edit(id, Meta(duration=600.0))
    assert library.episode(id).duration == 600.0
    kept = library.transcript(id)
    assert kept.time_at(len(kept.text)).seconds == pytest.approx(600.0)


def test_remove_and_undo_bring_back_the_notes(library: Library, add: Add) -> None:
    episode = library.episode(add().episode)
    marked = mark(library.transcript(episode.id), episode.id, episode.version, Span(0, 14))
    library.save_highlight(marked)
    library.keep_place(episode.id, 20)
    library.remove(episode.id)
    assert library.episodes() == []
    assert library.highlights() == []
    assert library.last_read() is None
    with pytest.raises(NotFound):
        library.episode(episode.id)
    library.undo()
    assert library.highlights() == [marked]
    assert library.episode(episode.id).place == 20


def test_the_change_log_names_what_changed(library: Library, add: Add) -> None:
    id, other = add().episode, add(source="/b", turns=TURNS[:1]).episode
    seq, changed = library.changed_since(0)
    assert set(changed) == {id, other}
    assert library.changed_since(seq) == (seq, [])
    for step in (
        lambda: library.rename_speaker("PELL", "Pell"),
        lambda: library.assign_speaker(id, [0], "Someone"),
        lambda: library.edit(id, Meta(show="Tides")),
        lambda: library.remove(id),
        library.undo,
    ):
        step()
        seq, changed = library.changed_since(seq)
        assert changed == [id]


def test_a_highlight_does_not_trouble_the_index(library: Library, add: Add) -> None:
    episode = library.episode(add().episode)
    seq, _ = library.changed_since(0)
    library.save_highlight(mark(library.transcript(1), 1, episode.version, Span(0, 3)))
    assert library.changed_since(seq) == (seq, [])


def test_places_and_the_state_of_the_index_are_kept(library: Library, add: Add) -> None:
    one, two = add().episode, add(source="/b", turns=TURNS[:1]).episode
    assert library.last_read() is None
    library.keep_place(two, 5)
    library.keep_place(one, 9)
    assert library.last_read() == one
    library.note_index_state({"generation": 3})
    library.note_index_state({"generation": 4, "seq": 7})
    assert library.index_state() == {"generation": "4", "seq": "7"}

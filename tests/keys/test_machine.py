"""Counts, and actions that take one more key."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import actions, keys
from reader.errors import KeymapError

PLAIN = '[page]\nturn-next = "]"\ntop = "g g"\nnote = "e"\n[everywhere]\nhelp = "5"\n[list]\n'
KEYS = [*"0123456789", "alt+3", "alt+0", "]", "g", "e", "escape", "'", "a", "enter", "x"]


def machine(folder: Path, counts: str, text: str = PLAIN) -> keys.Machine:
    (folder / "mine.toml").write_text(f'counts = "{counts}"\n{text}', encoding="utf-8")
    return keys.Machine(keys.load("mine", folder))


def fed(machine: keys.Machine, *pressed: str, place: str = "page") -> keys.Step:
    """The step to which the last of the keys led."""
    return [machine.feed(place, key) for key in pressed][-1]


def test_a_count_goes_before_a_key_or_a_sequence(tmp_path: Path) -> None:
    plain = machine(tmp_path, "digits")
    step = plain.feed("page", "3")
    assert (step.count, step.begun, step.used, step.action) == (3, True, True, None)
    assert fed(plain, "0", "]") == keys.Step("turn-next", ("]",), count=30)
    assert fed(plain, "]").count is None
    step = fed(plain, "1", "2", "g")
    assert (step.count, step.pending, step.follow) == (12, ("g",), {("g", "g"): "top"})
    assert fed(plain, "g") == keys.Step("top", ("g", "g"), count=12)


def test_a_count_begins_as_the_keymap_says(tmp_path: Path) -> None:
    alt = machine(tmp_path, "alt+digits")
    assert not alt.feed("page", "3").used
    assert fed(alt, "alt+3", "2", "alt+1", "]").count == 321
    none = machine(tmp_path, "none")
    assert not none.feed("page", "3").used
    assert not none.feed("page", "alt+3").used


def test_what_begins_no_count(tmp_path: Path) -> None:
    plain = machine(tmp_path, "digits")
    assert not plain.feed("page", "0").used
    assert plain.feed("page", "5").action == "help"
    assert not plain.feed("input", "3").used
    assert not plain.feed("note", "3").used
    assert fed(plain, "1", "5", "]").count == 15


def test_what_ends_a_count(tmp_path: Path) -> None:
    plain = machine(tmp_path, "digits")
    assert not fed(plain, "3", "escape").used
    assert fed(plain, "]").count is None
    assert not fed(plain, "3", "x").used
    assert fed(plain, "]").count is None
    assert fed(plain, "3", "g", "]") == keys.Step("turn-next", ("]",))
    assert fed(plain, *"99999999", "]").count == keys.MOST


def test_an_action_may_take_one_more_key(monkeypatch: pytest.MonkeyPatch) -> None:
    keymap = keys.load("vim")
    takes = actions.Action("cite", "page", "Cite", "Marking and quoting", "a letter")
    monkeypatch.setitem(actions.ACTIONS, "cite", takes)
    (before, *_) = keymap.keys_of("cite")
    for argument in ("c", "G", "3", "'", "enter"):
        vim = keys.Machine(keymap)
        step = fed(vim, "2", *before)
        assert (step.action, step.wants, step.pending, step.count) == (None, "cite", before, 2)
        assert step.used
        step = vim.feed("page", argument)
        assert step == keys.Step("cite", (*before, argument), count=2, argument=argument)
        assert vim.feed("page", "G").count is None
    vim = keys.Machine(keymap)
    assert not fed(vim, *before, "escape").used
    assert vim.feed("page", "G").action == "bottom"


def test_what_begins_counts_is_one_of_three(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "vim"\ncounts = "always"\n', encoding="utf-8")
    with pytest.raises(KeymapError, match="always") as error:
        keys.load("mine", tmp_path)
    assert error.value.where.endswith("mine.toml:2")
    assert error.value.hint == "it is one of digits, alt+digits, none"
    file.write_text('extends = "vim"\n', encoding="utf-8")
    assert keys.load("mine", tmp_path).counts == "digits"
    assert keys.load("default").counts == "alt+digits"


def test_a_key_taken_from_the_counts_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "vim"\n[page]\nnote = "3"\n', encoding="utf-8")
    told = keys.remarks(keys.load("mine", tmp_path))
    assert told == ["3: note (line 3) takes it from the counts: none begins with it on the page"]


@given(st.sampled_from(["vim", "less", "default"]), st.lists(st.sampled_from(KEYS), max_size=40))
def test_a_key_is_used_by_one_thing_and_nothing_stays_behind(name: str, pressed: list[str]) -> None:
    """What was begun says so; an action has the keys that ran it, the last of which was pressed."""
    machine = keys.Machine(keys.load(name))
    for key in pressed:
        step = machine.feed("page", key)
        assert not (step.begun and step.action)
        assert step.count is None or 1 <= step.count <= keys.MOST
        if step.action is not None:
            assert step.keys[-1] == key
            takes = actions.ACTIONS[step.action].takes
            bound = step.keys[:-1] if takes else step.keys
            assert machine.keymap.reach("page")[bound] == step.action
            assert (step.argument is not None) == bool(takes)
        if not step.begun:
            fresh = keys.Machine(machine.keymap)
            assert (machine._pending, machine._count, machine._wants) == (
                fresh._pending,
                fresh._count,
                fresh._wants,
            )


@given(st.integers(1, keys.MOST))
def test_every_count_is_what_was_typed(count: int) -> None:
    machine = keys.Machine(keys.load("vim"))
    assert fed(machine, *str(count), "j") == keys.Step("line-down", ("j",), count=count)

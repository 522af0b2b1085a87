"""Keymaps: the shipped ones are whole, the user's go over them, and what is wrong has a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import keys
from reader.actions import ACTIONS, CHAINS, MODES
from reader.errors import KeymapError

SHIPPED = keys.shipped()


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refused(folder: Path, text: str) -> KeymapError:
    write(folder, "mine", text)
    with pytest.raises(KeymapError) as error:
        keys.load("mine", folder)
    assert "\n" not in str(error.value)
    return error.value


# -- the registry and the shipped keymaps ------------------------------------------------------


def test_each_action_stands_in_a_mode_that_keys_can_reach() -> None:
    reached = {mode for chain in CHAINS.values() for mode in chain}
    assert reached == set(MODES)
    for action in ACTIONS.values():
        assert action.mode in MODES
        assert action.title
        assert action.group


def test_four_are_shipped() -> None:
    assert set(SHIPPED) == {"default", "vim", "emacs", "less"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_action_has_a_key_in_a_shipped_keymap(name: str) -> None:
    assert keys.check(keys.load(name)) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_action_can_be_reached_where_its_keys_go(name: str) -> None:
    """No nearer mode takes every key of an action away in the action's own place."""
    keymap = keys.load(name)
    for action in ACTIONS.values():
        places = [place for place, chain in CHAINS.items() if chain[0] == action.mode] or list(
            CHAINS
        )
        assert any(action.name in keymap.reach(place).values() for place in places), action.name


@pytest.mark.parametrize("name", SHIPPED)
def test_pressing_the_keys_of_an_action_runs_it(name: str) -> None:
    keymap = keys.load(name)
    for place in CHAINS:
        machine = keys.Machine(keymap)
        for sequence, action in keymap.reach(place).items():
            pressed = [*sequence, "a"] if ACTIONS[action].takes else sequence
            steps = [machine.feed(place, key) for key in pressed]
            assert [step.action for step in steps] == [None] * (len(steps) - 1) + [action]


# -- the user's own -----------------------------------------------------------------------------


def test_a_users_keymap_goes_over_the_one_it_extends(tmp_path: Path) -> None:
    write(tmp_path, "mine", 'extends = "default"\n[page]\nline-down = ["J", "down"]\ncite = []\n')
    mine, default = keys.load("mine", tmp_path), keys.load("default")
    assert mine.keys_of("line-down") == [("J",), ("down",)]
    assert mine.keys_of("cite") == []
    assert mine.keys_of("line-up") == default.keys_of("line-up")
    assert (keys.check(mine), mine.silent) == ([], {"cite"})


def test_a_new_key_takes_over_from_the_action_that_had_it(tmp_path: Path) -> None:
    write(tmp_path, "mine", 'extends = "default"\n[page]\nnote = "h"\n')
    mine = keys.load("mine", tmp_path)
    assert mine.bindings["page"][("h",)] == "note"
    assert ("h",) not in mine.keys_of("highlight")


def test_a_sequence_takes_over_from_the_key_that_began_it(tmp_path: Path) -> None:
    write(tmp_path, "mine", 'extends = "default"\n[page]\ntop = "g g"\n')
    mine = keys.load("mine", tmp_path)
    assert mine.keys_of("top") == [("g", "g")]
    assert ("g",) not in mine.bindings["page"]


def test_a_users_file_may_have_a_shipped_name_and_extend_it(tmp_path: Path) -> None:
    write(tmp_path, "vim", 'extends = "vim"\n[page]\nnote = "I"\n')
    mine = keys.load("vim", tmp_path)
    assert mine.keys_of("note") == [("I",)]
    assert mine.keys_of("top") == keys.load("vim").keys_of("top")


def test_a_keymap_of_its_own_needs_no_base(tmp_path: Path) -> None:
    write(tmp_path, "mine", '[everywhere]\nquit = "q"\n')
    assert len(keys.check(keys.load("mine", tmp_path))) == len(ACTIONS) - 1


# -- what its keys take and hide -----------------------------------------------------------------


def remarks(folder: Path, text: str) -> list[str]:
    write(folder, "mine", text)
    return keys.remarks(keys.load("mine", folder))


@pytest.mark.parametrize("name", SHIPPED)
def test_of_a_shipped_keymap_there_is_nothing_to_remark(name: str) -> None:
    assert keys.remarks(keys.load(name)) == []


def test_a_key_that_is_taken_is_told_with_what_is_left(tmp_path: Path) -> None:
    text = 'extends = "default"\n[page]\nnote = ["j", "h"]\ntop = "g g"\n'
    assert remarks(tmp_path, text) == [
        "j: note (line 3) takes it from line-down, which keeps ↓",
        "g g: top (line 4) takes g from go-to, which has no key now",
        "h: note (line 3) takes it from highlight, which has no key now",
    ]
    with pytest.raises(KeymapError, match="without a key: go-to, highlight") as error:
        keys.require_keys(keys.load("mine", tmp_path))
    assert "go-to = []" in error.value.hint


def test_an_action_that_gets_another_key_loses_none(tmp_path: Path) -> None:
    text = 'extends = "default"\n[page]\nnote = "h"\nhighlight = "e"\n'
    assert remarks(tmp_path, text) == []


def test_a_key_that_hides_a_farther_modes_is_told(tmp_path: Path) -> None:
    text = 'extends = "default"\n[everywhere]\nadd = "j"\n[page]\ntop = "/"\n'
    assert sorted(remarks(tmp_path, text)) == [
        "/: top (line 5) hides search on the page",
        "j: line-down hides add (line 3) on the page",
        "j: list-down hides add (line 3) in a list",
    ]
    assert keys.check(keys.load("mine", tmp_path)) == ["add"]


def test_an_action_may_be_left_without_keys_on_purpose(tmp_path: Path) -> None:
    write(tmp_path, "base", 'extends = "default"\n[page]\ncopy = []\nnote = []\n')
    assert remarks(tmp_path, 'extends = "base"\n[page]\nnote = "e"\n') == []
    mine = keys.load("mine", tmp_path)
    assert mine.silent == {"copy"}
    keys.require_keys(mine)


@pytest.mark.parametrize(
    ("key", "instead"),
    [
        ("ctrl+i", "tab"),
        ("ctrl+m", "enter"),
        ("ctrl+h", "backspace"),
        ("ctrl+[", "escape"),
        ("ctrl+I", "tab"),
        ("ctrl+D", "ctrl+d"),
        ("ctrl+shift+d", "ctrl+d"),
        ("shift+g", "G"),
        ("shift+G", "G"),
        ("shift+1", "the character that it types"),
    ],
)
def test_a_key_that_terminals_cannot_tell_says_what_to_write(
    tmp_path: Path, key: str, instead: str
) -> None:
    error = refused(tmp_path, f'[page]\ncite = "c"\nnote = "{key}"\n')
    assert error.where.endswith(":3")
    assert error.hint == f"write {instead}"


@pytest.mark.parametrize("key", ["ctrl+d", "ctrl+]", "alt+d", "shift+tab", "ctrl+shift+up", "G"])
def test_a_key_that_terminals_tell_is_taken(tmp_path: Path, key: str) -> None:
    write(tmp_path, "mine", f'[page]\nnote = "{key}"\n')
    assert keys.load("mine", tmp_path).keys_of("note") == [(key,)]


# -- what is wrong -----------------------------------------------------------------------------


def test_an_unknown_action_is_named_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, '[page]\nline-down = "j"\n\nline-dwon = "k"\n')
    assert error.where.endswith("mine.toml:4")
    assert "line-dwon" in error.what
    assert "line-down" in error.hint


def test_an_action_in_another_mode_says_where_it_belongs(tmp_path: Path) -> None:
    error = refused(tmp_path, '# keys\n[list]\ncite = "c"\n')
    assert error.where.endswith(":3")
    assert "[page]" in error.hint


def test_an_unknown_mode_has_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, '\n\n[pgae]\ncite = "c"\n')
    assert error.where.endswith(":3")
    assert "page" in error.hint


def test_an_unknown_setting_has_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, 'extends = "vim"\nquit = "q"\n')
    assert error.where.endswith(":2")


@pytest.mark.parametrize("key", ["ctlr+d", "jj", "ctrl+", "ctrl+ctrl+d", "f13", "Enter", "\x1b"])
def test_an_unknown_key_has_its_line(tmp_path: Path, key: str) -> None:
    written = key.replace("\x1b", "\\u001b")
    error = refused(tmp_path, f'[page]\ncite = "c"\nnote = "{written}"\n')
    assert error.where.endswith(":3")
    assert "unknown key" in error.what


@pytest.mark.parametrize("value", ["3", "true", '[""]', '""', "[1]", "{ a = 1 }"])
def test_keys_of_another_kind_have_their_line(tmp_path: Path, value: str) -> None:
    error = refused(tmp_path, f"[page]\n\ncite = {value}\n")
    assert error.where.endswith(":3")


def test_a_conflict_names_both_lines(tmp_path: Path) -> None:
    error = refused(tmp_path, '[page]\nline-down = "j"\nnote = "e"\ncite = ["c", "j"]\n')
    assert error.where.endswith(":4")
    assert "line-down, line 2" in error.what


def test_a_key_that_begins_a_sequence_conflicts_with_it(tmp_path: Path) -> None:
    error = refused(tmp_path, '[page]\ntop = "g g"\ngo-to = "g"\n')
    assert error.where.endswith(":3")
    assert "top, line 2" in error.what


def test_the_same_key_in_two_modes_is_no_conflict(tmp_path: Path) -> None:
    write(tmp_path, "mine", '[page]\nnote = "e"\n[list]\nedit-item = "e"\n')
    assert keys.load("mine", tmp_path).keys_of("edit-item") == [("e",)]


def test_what_is_not_toml_has_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "[page]\ncite = \n")
    assert error.where.endswith("mine.toml:2")
    assert "not valid TOML" in error.what


def test_a_text_without_its_quotes_is_shown_in_them(tmp_path: Path) -> None:
    assert refused(tmp_path, "extends = vim\n").hint == 'a text stands in quotes: extends = "vim"'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('# mine\npage.ctie = "c"\n', 2),
        ('pgae.cite = "c"\n', 1),
        ('[page]\nnote = "e"\nlist.cite = "c"\n', 3),
        ('\n[page.list]\ncite = "c"\n', 2),
        ('extends = "vim"\n\n[[page]]\ncite = "c"\n', 3),
    ],
)
def test_dotted_keys_and_lists_of_tables_have_their_line(
    tmp_path: Path, text: str, line: int
) -> None:
    assert refused(tmp_path, text).where.endswith(f"mine.toml:{line}")


def test_a_keymap_that_is_not_there_lists_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(KeymapError, match="no keymap “nix”") as error:
        keys.load("nix", tmp_path)
    assert error.value.hint == "there are default, emacs, less, vim"
    write(tmp_path, "mine", "")
    with pytest.raises(KeymapError) as error:
        keys.load("nix", tmp_path)
    assert error.value.hint == "there are default, emacs, less, mine, vim"


@pytest.mark.parametrize("name", ["../default", "/etc/passwd", "a/b", "..", ""])
def test_a_keymaps_name_is_no_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "inner").mkdir()
    write(tmp_path, "default", "")
    with pytest.raises(KeymapError, match="no keymap"):
        keys.load(name, tmp_path / "inner")


def test_keymaps_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "one", 'extends = "two"\n')
    write(tmp_path, "two", '# back again\nextends = "one"\n')
    with pytest.raises(KeymapError, match="extends itself") as error:
        keys.load("one", tmp_path)
    assert error.value.where.endswith("two.toml:2")


def test_a_keymap_that_extends_itself_alone_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "own", 'extends = "own"\n')
    with pytest.raises(KeymapError, match="extends itself"):
        keys.load("own", tmp_path)


def test_shipped_names_that_extend_each_other_end_with_the_shipped(tmp_path: Path) -> None:
    write(tmp_path, "default", 'extends = "vim"\n')
    write(tmp_path, "vim", 'extends = "default"\n')
    assert keys.load("default", tmp_path).bindings == keys.load("default").bindings


def test_what_is_extended_is_a_name(tmp_path: Path) -> None:
    assert "must name a keymap" in refused(tmp_path, "extends = 3\n").what


def test_a_long_chain_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "k0", '[page]\ncite = "c"\n')
    for number in range(1, 8):
        write(tmp_path, f"k{number}", f'extends = "k{number - 1}"\n')
    assert keys.load("k7", tmp_path).keys_of("cite") == [("c",)]


# -- the machine -------------------------------------------------------------------------------


@pytest.fixture
def machine(tmp_path: Path) -> keys.Machine:
    write(
        tmp_path,
        "mine",
        '[everywhere]\nquit = "Z Z"\nhelp = "?"\n[page]\ntop = "g g"\nbottom = "G"\n'
        'line-down = "j"\n'
        '[list]\nlist-down = "j"\n[input]\ninput-done = "enter"\n',
    )
    return keys.Machine(keys.load("mine", tmp_path))


def test_a_sequence_shows_what_may_follow(machine: keys.Machine) -> None:
    step = machine.feed("page", "g")
    assert (step.action, step.pending, step.used) == (None, ("g",), True)
    assert step.follow == {("g", "g"): "top"}
    assert machine.feed("page", "g").action == "top"


def test_an_unknown_key_ends_a_sequence_and_counts_by_itself(machine: keys.Machine) -> None:
    machine.feed("page", "g")
    assert machine.feed("page", "j").action == "line-down"
    machine.feed("page", "g")
    assert not machine.feed("page", "w").used
    assert machine.feed("page", "g").pending == ("g",)


def test_escape_only_ends_a_sequence(machine: keys.Machine) -> None:
    machine.feed("page", "g")
    assert not machine.feed("page", "escape").used
    assert machine.feed("page", "G").action == "bottom"


def test_forget_drops_what_was_begun(machine: keys.Machine) -> None:
    machine.feed("page", "g")
    machine.forget()
    assert machine.feed("page", "g").pending == ("g",)


def test_each_place_has_its_own_keys(machine: keys.Machine) -> None:
    assert machine.feed("list", "j").action == "list-down"
    assert machine.feed("select", "j").action == "line-down"
    assert machine.feed("list", "?").action == "help"
    assert not machine.feed("input", "?").used
    assert machine.feed("input", "enter").action == "input-done"


def test_a_nearer_mode_shadows_a_sequence_that_begins_alike(tmp_path: Path) -> None:
    write(tmp_path, "mine", '[everywhere]\nquit = "Z Z"\n[page]\nnote = "Z"\n')
    machine = keys.Machine(keys.load("mine", tmp_path))
    assert machine.feed("page", "Z").action == "note"
    assert machine.feed("list", "Z").pending == ("Z",)


@given(st.lists(st.sampled_from(["g", "G", "j", "Z", "?", "escape", "enter", "x"]), max_size=30))
def test_no_keys_bring_the_machine_out_of_step(pressed: list[str]) -> None:
    machine = keys.Machine(keys.load("vim"))
    for key in pressed:
        step = machine.feed("page", key)
        assert step.used == (step.action is not None or step.begun)
        assert all(full[: len(step.pending)] == step.pending for full in step.follow)
    machine.forget()
    assert machine.feed("page", "G").action == "bottom"


# -- names of keys -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("j", "j", "j"),
        ("upper_g", "G", "G"),
        ("G", "G", "G"),
        ("slash", "/", "/"),
        ("space", " ", "space"),
        ("ctrl+d", "\x04", "ctrl+d"),
        ("ctrl+backslash", "\x1c", "ctrl+\\"),
        ("ctrl+right_square_bracket", "\x1d", "ctrl+]"),
        ("escape", "\x1b", "escape"),
        ("up", None, "up"),
        ("é", "é", "é"),
        ("pound_sign", "£", "alt+3"),
    ],
)
def test_a_key_is_named_as_keymaps_write_it(key: str, character: str | None, name: str) -> None:
    assert keys.key_name(key, character) == name


def test_keys_as_people_read_them() -> None:
    assert keys.show(("g", "g")) == "g g"
    assert keys.show(("ctrl+d",)) == "Ctrl+D"
    assert [keys.show((key,)) for key in ("up", "escape", "enter", "f1")] == [
        "↑",
        "Esc",
        "Enter",
        "F1",
    ]


def test_a_key_with_alt_is_not_the_character_alone() -> None:
    assert keys.key_name("alt+s", "s") == "alt+s"
    assert keys.key_name("alt+S", "S") == "alt+S"
    assert keys.key_name("upper_s", "S") == "S"
    assert keys.key_name("plus", "+") == "+"
    assert keys.key_name("ctrl+s", "\x13") == "ctrl+s"

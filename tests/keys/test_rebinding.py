"""Other keys for an action: what they would take, and the file that is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import keys
from reader.actions import ACTIONS
from reader.errors import KeymapError
from reader.keys import rebinding
from reader.settings.config import Paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "library", tmp_path)


def written(paths: Paths, text: str, name: str = "mine") -> keys.Keymap:
    paths.keymaps.mkdir(exist_ok=True)
    (paths.keymaps / f"{name}.toml").write_bytes(text.encode("utf-8"))
    return keys.load(name, paths.keymaps)


def text_of(paths: Paths, name: str = "mine") -> str:
    return (paths.keymaps / f"{name}.toml").read_bytes().decode("utf-8")


def told(keymap: keys.Keymap, action: str, *sequence: str) -> list[str]:
    return [str(conflict) for conflict in rebinding.conflicts(keymap, action, sequence)]


def test_what_a_key_would_take_is_known_before() -> None:
    default = keys.load("default")
    assert told(default, "note", "c") == ["c is “Cite”, which would have no key"]
    assert told(default, "note", "j") == ["j is “A line down”, which keeps ↓"]
    assert told(default, "note", "e") == []
    assert told(default, "note", "q", "q") == [
        "q is also “Quit” everywhere, which it hides here",
    ]
    assert "d stays “Delete the highlight” on the page" in told(default, "add", "d")


def test_a_shipped_keymap_gets_a_file_over_it(paths: Paths) -> None:
    made = rebinding.bind(paths.keymaps, keys.load("default"), "note", [("c",), ("g", "n")])
    assert made.name == "mine"
    assert made.keys_of("note") == [("c",), ("g", "n")]
    assert made.silent >= {"cite", "go-to"}
    keys.require_keys(made)
    assert text_of(paths).startswith('# Keys of my own, over those of “default”.\nextends = "def')
    assert rebinding.source(made, "note")[0] == "mine"
    assert rebinding.source(made, "quit")[0] == "default"


def test_a_file_over_another_keymap_is_left_alone(paths: Paths) -> None:
    before = 'extends = "vim"\n'
    written(paths, before)
    made = rebinding.bind(paths.keymaps, keys.load("default"), "note", [("c",)])
    assert made.name == "mine-default"
    assert text_of(paths) == before
    again = rebinding.bind(paths.keymaps, keys.load("default"), "tag", [("T",)])
    assert again.name == "mine-default"
    assert again.keys_of("note") == [("c",)]


def test_the_rest_of_the_file_stays(paths: Paths) -> None:
    before = (
        '# mine\r\nextends = "default"\r\n\r\n[page] # here\r\n'
        'note = [ # why\r\n  "N", "e",\r\n]\r\n'
        "cite = 'C' # loud\r\n\r\n[list]\r\nchoose = \"enter\"\r\n"
    )
    mine = written(paths, before)
    mine = rebinding.bind(paths.keymaps, mine, "note", [("n",)])
    text = before.replace('[ # why\r\n  "N", "e",\r\n]', '"n"')
    assert text_of(paths) == text
    mine = rebinding.bind(paths.keymaps, mine, "tag", [("C",)])
    assert text_of(paths) == text.replace("'C' # loud\r\n", '[] # loud\r\ntag = "C"\r\n')
    mine = rebinding.reset(paths.keymaps, rebinding.reset(paths.keymaps, mine, "tag"), "cite")
    assert text_of(paths) == text.replace("cite = 'C' # loud\r\n", "")
    assert mine.keys_of("cite") == keys.load("default").keys_of("cite")
    assert not rebinding.changed(paths.keymaps, mine, "cite")


def test_an_action_is_left_without_keys(paths: Paths) -> None:
    mine = rebinding.bind(paths.keymaps, keys.load("vim"), "quit", [])
    assert mine.keys_of("quit") == []
    assert mine.silent == {"quit"}


def test_what_cannot_be_changed_stays_as_it_is(paths: Paths) -> None:
    before = 'extends = "default"\npage.note = "N"\n'
    mine = written(paths, before)
    with pytest.raises(KeymapError, match="not valid TOML"):
        rebinding.bind(paths.keymaps, mine, "note", [("n",)])
    assert text_of(paths) == before
    with pytest.raises(KeymapError, match="terminals send"):
        rebinding.bind(paths.keymaps, keys.load("vim"), "note", [("ctrl+i",)])
    assert [file.name for file in paths.keymaps.iterdir()] == ["mine.toml"]
    assert text_of(paths) == before


CHANGES = st.lists(
    st.tuples(
        st.sampled_from([name for name, each in ACTIONS.items() if each.mode == "page"]),
        st.lists(st.sampled_from("abcdefGHIJ/;%"), min_size=1, max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=6,
)


@given(CHANGES)
def test_whatever_was_bound_holds_and_no_two_mean_one_thing(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, tuple[str, ...]]]
) -> None:
    folder = tmp_path_factory.mktemp("k")
    paths, keymap = Paths(folder, folder), keys.load("default")
    for action, sequence in changes:
        keymap = rebinding.bind(paths.keymaps, keymap, action, [sequence])
        assert keymap.keys_of(action) == [sequence]
    keys.require_keys(keys.load("mine", paths.keymaps))
    for action, _ in changes:
        keymap = rebinding.reset(paths.keymaps, keymap, action)
    assert all(not rebinding.changed(paths.keymaps, keymap, action) for action, _ in changes)

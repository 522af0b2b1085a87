"""Every action has a handler where its keys go, and in each keymap every key runs its action."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import pytest
from textual.widgets import Input, TextArea

from reader.actions import ACTIONS, CHAINS
from reader.keys import shipped
from reader.session import Session
from reader.tui.app import ReaderApp
from reader.tui.screens.dialogs.note import NoteEditor

from .support import KNOTS, Room, opened

Go = Callable[[Room], Awaitable[None]]


async def to_page(room: Room) -> None:
    room.page.focus()
    room.page.let_go()


async def to_selection(room: Room) -> None:
    room.page.focus()
    room.page.do_select_sentence()


async def to_episodes(room: Room) -> None:
    room.app.reading.episodes_pane.focus()


async def to_speakers(room: Room) -> None:
    room.app.reading.speakers_pane.focus()


async def to_notes(room: Room) -> None:
    room.app.reading.notes_pane.focus()


async def to_labels(room: Room) -> None:
    room.page.focus()
    await room.pilot.pause()
    await room.app.perform("jump")


async def to_timeline(room: Room) -> None:
    room.app.reading.leaf.timeline.display = True
    await room.pilot.pause()
    room.app.reading.leaf.timeline.focus()


async def to_search(room: Room) -> None:
    await room.app.perform("search")


async def to_results(room: Room) -> None:
    room.app.last_query = "knot"
    await room.app.perform("search")
    await room.settled()
    await room.press("tab")


async def to_find(room: Room) -> None:
    await room.app.perform("find")


async def to_prompt(room: Room) -> None:
    await room.app.perform("go-to")


async def to_cite(room: Room) -> None:
    await room.app.perform("cite")


async def to_trash(room: Room) -> None:
    await room.app.perform("trash")


async def to_concordance(room: Room) -> None:
    room.app.last_query = "the"
    await room.app.perform("concordance")
    await room.settled()


async def to_trends(room: Room) -> None:
    room.app.last_query = "the"
    await room.app.perform("trends")
    await room.settled()


async def to_note(room: Room) -> None:
    room.app.push_screen(NoteEditor("a quote", "a note", str))


async def to_keys(room: Room) -> None:
    await room.app.perform("keys")


async def to_settings(room: Room) -> None:
    await room.app.perform("settings")


async def to_notebook(room: Room) -> None:
    await room.app.perform("notebook")
    await room.settled()


async def to_review(room: Room) -> None:
    await room.app.perform("review")
    await room.settled()


PLACES: dict[str, list[Go]] = {
    "page": [to_page],
    "select": [to_selection],
    "jump": [to_labels],
    "timeline": [to_timeline],
    "list": [to_episodes, to_speakers, to_notes],
    "results": [to_results],
    "notebook": [to_notebook],
    "review": [to_review],
    "settings": [to_keys, to_settings],
    "input": [to_search, to_find, to_prompt],
    "note": [to_note],
}
"""How to come to each place where keys go; a place has several kinds."""

DIALOGS = ("results", "notebook", "review", "settings")
"""Places that are screens of their own: of what can be done everywhere they can do little."""

ONLY = {
    "value-next": [to_settings],
    "value-previous": [to_settings],
    "add-key": [to_keys],
    "switch-keymap": [to_keys],
    "filter-list": [to_keys],
    "filter-speaker": [to_speakers],
    "change-role": [to_speakers],
    "edit-item": [to_notes],
    "delete-item": [to_notes, to_episodes],
    "group-next": [to_episodes],
    "copy-reference": [to_cite],
    "copy-in-text": [to_cite],
    "quote-clean": [to_cite],
    "confirm-item": [to_notes],
    "pick-item": [to_trash],
    "by-next": [to_concordance, to_trends, to_episodes],
    "by-previous": [to_concordance, to_trends, to_episodes],
    "copy-table": [to_concordance, to_trends],
    "save-table": [to_concordance, to_trends],
    "input-narrow": [to_search],
    "input-widen": [to_search],
    "input-sort": [to_search],
    "input-follow": [to_search],
    "input-save": [to_search],
    "input-help": [to_search],
    "input-concordance": [to_search],
    "input-trends": [to_search],
    "input-list-down": [to_search, to_find],
    "input-list-up": [to_search, to_find],
}
"""Actions that belong to some kinds of their place alone."""


def ways(action: str) -> list[Go]:
    """The places, each a way to come there, where `action` must be possible."""
    if action in ONLY:
        return ONLY[action]
    mode = ACTIONS[action].mode
    if mode in DIALOGS:
        return PLACES[mode]
    places = [place for place, chain in CHAINS.items() if mode in chain and place not in DIALOGS]
    return [go for place in places for go in PLACES[place]]


async def at(room: Room, go: Go) -> None:
    """Go to a place from wherever the last one was."""
    while room.app.screen is not room.app.reading:
        room.app.pop_screen()
        await room.pilot.pause()
    await go(room)
    await room.pilot.pause()


def test_every_place_is_walked_to() -> None:
    assert set(PLACES) == set(CHAINS)


def spy(app: ReaderApp, ran: list[str]) -> Callable[[str], Callable[..., None] | None]:
    """Of each action that can be done, what only notes in `ran` that it was called."""
    real = app._method

    def method(action: str) -> Callable[..., None] | None:
        return None if real(action) is None else lambda: ran.append(action)

    return method


@pytest.mark.parametrize("keymap", shipped())
async def test_every_action_is_called_by_its_keys_where_it_belongs(
    session: Session, keymap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each action in each place that must know it; its keys are pressed in one of them, and those
    that its own mode has are the ones that are pressed."""
    visits: dict[Go, list[str]] = {}
    for action in ACTIONS:
        for go in ways(action):
            visits.setdefault(go, []).append(action)
    object.__setattr__(session.settings, "keymap", keymap)
    pressed: set[str] = set()
    async with opened(session, KNOTS) as room:
        for go, actions in visits.items():
            await at(room, go)
            missing = [name for name in actions if room.app._method(name) is None]
            assert not missing, (go.__name__, missing)
            bound = room.app.keymap_.reach(room.app.key_place)
            meant = [(keys, a) for keys, a in bound.items() if a in actions and a not in pressed]
            ran: list[str] = []
            with monkeypatch.context() as patch:
                patch.setattr(room.app, "_method", spy(room.app, ran))
                await room.pilot.press(*(key for keys, _ in meant for key in whole(bound, keys)))
            assert ran == [action for _, action in meant], go.__name__
            pressed |= set(ran)
    assert pressed == set(ACTIONS)


def whole(bound: Mapping[tuple[str, ...], str], keys: tuple[str, ...]) -> tuple[str, ...]:
    """`keys`, and one more where their action takes one."""
    return (*keys, "a") if ACTIONS[bound[keys]].takes else keys


@pytest.mark.parametrize("keymap", shipped())
async def test_a_key_that_ends_no_sequence_is_taken_for_itself(
    session: Session, keymap: str
) -> None:
    object.__setattr__(session.settings, "keymap", keymap)
    async with opened(session, KNOTS) as room:
        sequences = [keys for keys in room.app.keymap_.reach("page") if len(keys) > 1]
        for first in dict.fromkeys(keys[0] for keys in sequences):
            room.page.do_top()
            await room.press(first)
            assert "…" in str(room.app.reading.status.render())
            await room.press("down")
            assert room.page.caret > 0
            assert "…" not in str(room.app.reading.status.render())
            await room.press(first, "escape")
            assert "…" not in str(room.app.reading.status.render())


async def test_what_is_typed_goes_into_the_line(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        await room.press("f")
        await room.type("q jk/?G")
        box = room.app.focused
        assert isinstance(box, Input)
        assert box.value == "q jk/?G"
        await room.press("escape")
        await room.go("Then begin")
        await room.press("e")
        await room.type("q: it j\nends")
        area = room.app.focused
        assert isinstance(area, TextArea)
        assert area.text == "q: it j\nends"


async def test_the_palette_runs_an_action_of_the_page_from_a_pane(session: Session) -> None:
    async with opened(session, KNOTS) as room:
        room.app.reading.times_pane.focus()
        await room.press(":")
        await room.type("to the end")
        await room.pilot.pause(0.5)
        await room.press("enter")
        await room.pilot.pause(0.3)
        assert not room.told
        assert room.page.caret > len(room.transcript.text) - 20


async def test_help_says_what_can_be_done_where_the_focus_is(session: Session) -> None:
    async with opened(session, KNOTS, size=(120, 170)) as room:
        possible = room.app.possible()
        assert {"cite", "quit"} <= {action.name for action in possible}
        await room.press("?")
        for action in possible:
            first = room.app.keys_for(action.name)
            assert any(action.title[:40] in line and first in line for line in room.lines), action
        assert "Host, guest or neither" not in room.screen
        await room.press("?")
        assert room.app.screen is room.app.reading
        room.app.reading.speakers_pane.focus()
        await room.press("?")
        assert "Who speaks in this episode" in room.screen
        assert "Host, guest or neither" in room.screen
        assert "Cite" not in room.screen
        await room.press("escape", "/", "f1")
        assert "How to ask" in room.screen

"""The settings: each with its value, changed here, and seen at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import AwaitMount
from textual.widgets import Label, OptionList

from reader import settings
from reader.errors import ReaderError
from reader.settings import config
from reader.settings.config import MAY, Settings
from reader.tui.screens.dialogs import Choice, Dialog, Prompt
from reader.tui.text import cut, visible
from reader.tui.widgets.grouped import Grouped
from reader.tui.widgets.rows import Piece

if TYPE_CHECKING:
    from reader.tui.preferences import Preferences

_NAME, _VALUE = 12, 20
_STEP = 2
"""How far a number goes with one key."""


class Values(Grouped[str]):
    """Settings under the titles of their groups, each with its value and what it is for."""

    def entry(self, item: str, width: int) -> Sequence[Piece]:
        chosen = cast("Preferences", self.app).session.settings
        value = settings.written(getattr(chosen, item))
        changed = getattr(chosen, item) != getattr(Settings(), item)
        shown = cut(visible(value) or "—", _VALUE)
        return [
            (f" {item:<{_NAME}} ", ""),
            (f"{shown.text}{' ' * (_VALUE - shown.cells)}  ", "found" if changed else "accent"),
            (MAY[item].about, "dim"),
        ]


class Chosen(Dialog[None]):
    """Lists the settings. What is changed here is in the file at once, and on the screen."""

    about = "What you choose here is in your settings file at once."

    place = "settings"

    @property
    def _app(self) -> Preferences:
        return cast("Preferences", self.app)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog board settings"):
            yield Values(id="values")
            yield Label(id="detail", classes="dialog-hint")
            yield Label(id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        board = self.query_one(".board")
        board.border_title = "Settings"
        board.border_subtitle = Content(visible(str(self._app.session.paths.settings)))
        groups: dict[str, list[str]] = {}
        for each in fields(Settings):
            groups.setdefault(MAY[each.name].group, []).append(each.name)
        self.query_one(Values).fill_groups(groups)
        self.query_one(Values).focus()
        self._describe()

    def on_grouped_moved(self) -> None:
        self._describe()

    def _describe(self) -> None:
        """Say what the setting under the cursor may be, and where it is written."""
        name, paths = self.query_one(Values).at_cursor, self._app.session.paths
        arrows = [self.room.keys_for(each) for each in ("value-previous", "value-next")]
        others = self.hint(("reset", "as it was"), ("focus-page", "closes"))
        hint = f"{self.hint(('choose', 'chooses'))} · {' '.join(arrows)} before, next · {others}"
        self.query_one("#hint", Label).remove_class("error").update(Content(hint))
        said = f"{MAY[name].about}\n{settings.in_words(paths, name)}" if name else ""
        self.query_one("#detail", Label).update(Content(visible(said, lines=True)))
        self.query_one(Values).refresh()

    # -- changing ----------------------------------------------------------------------------

    def _set(self, name: str, written: str) -> None:
        """Keep a value. What cannot be is told below."""
        try:
            self._app.choose(name, written)
        except ReaderError as error:
            self._describe()
            self.refuse(error)
        else:
            self._describe()

    def on_grouped_picked(self) -> AwaitMount | None:
        """Choose among what the setting may be, or write it."""
        name = self.query_one(Values).at_cursor
        if name is None:
            return None
        value = settings.written(getattr(self._app.session.settings, name))
        among = settings.choices(self._app.session.paths, name)
        if not among:
            return self._write(name, value)
        options = [(each, Content(visible(each))) for each in among]
        seen = self._preview if name == "theme" else None

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._set(name, answer)
            elif seen is not None:
                seen(value)

        return self.app.push_screen(Trying(name, options, value, seen), answered)

    def _write(self, name: str, value: str) -> AwaitMount:
        may = settings.in_words(self._app.session.paths, name)
        hint = f"{MAY[name].about} It may be {may}."
        prompt = Prompt(
            name, value=value, hint=hint, accept=lambda line: self._app.choose(name, line)
        )
        return self.app.push_screen(prompt, lambda _: self._describe())

    def _preview(self, theme: str) -> None:
        """Show a theme without keeping it."""
        try:
            self._app.take_theme(theme)
        except ReaderError as error:
            self.room.tell(str(error), severity="warning")

    def do_value_next(self) -> None:
        self._step(1)

    def do_value_previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        """Go to the next value, round and round; a number a little up or down."""
        name = self.query_one(Values).at_cursor
        if name is None:
            return
        value, may = getattr(self._app.session.settings, name), MAY[name]
        among = settings.choices(self._app.session.paths, name)
        if may.high:
            self._set(name, str(max(may.low, min(may.high, int(value) + by * _STEP))))
        elif among:
            written = settings.written(value)
            at = among.index(written) if written in among else -by
            self._set(name, among[(at + by) % len(among)])
        else:
            self.on_grouped_picked()

    def do_reset(self) -> None:
        """Take the setting's line out of the file."""
        name = self.query_one(Values).at_cursor
        if name is not None:
            try:
                config.forget(self._app.session.paths, name)
                self._app.reread_settings()
            except ReaderError as error:
                self.refuse(error)
            else:
                self._describe()


class Trying(Choice):
    """A choice whose options are tried out as the cursor goes over them."""

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[str, Content]],
        at: str,
        seen: Callable[[str], None] | None,
    ) -> None:
        super().__init__(title, options, at=at)
        self._seen = seen

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if self._seen is not None and event.option.id is not None:
            self._seen(event.option.id)

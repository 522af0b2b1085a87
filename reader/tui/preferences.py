"""What the user has chosen, taken up at the start and whenever it changes, without a restart."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.theme import BUILTIN_THEMES, Theme

from reader import keys, settings
from reader.errors import ReaderError
from reader.keys import Keymap
from reader.session import Session
from reader.settings import themes
from reader.settings.config import Settings, is_calm
from reader.tui import text
from reader.tui.page.page import Page

if TYPE_CHECKING:
    from reader.tui.screens.reading.screen import Reading


class Preferences(App[None]):
    """An application that follows the settings. What is wrong with them is told, never fatal."""

    session: Session
    reading: Reading
    keymap_: Keymap
    machine: keys.Machine

    def begin_with_settings(self) -> None:
        """Take up what must be known before the first picture: keys, times, motion."""
        chosen = self.session.settings
        self.mistakes: list[ReaderError] = []
        self.take_keymap(self._keymap_named(chosen.keymap))
        text.write_times(chosen.times)
        if is_calm(chosen.motion, os.environ):
            self.animation_level = "none"

    def tell_mistakes(self) -> None:
        """Say what is wrong in the settings, once the first page is shown."""
        wrong = [*settings.read(self.session.paths)[1], *self.mistakes]
        if wrong:
            more = f" · {len(wrong) - 1} more, which `reader doctor` lists" if wrong[1:] else ""
            self.notify(f"{wrong[0]}{more}", severity="warning", timeout=12, markup=False)

    def _keymap_named(self, name: str) -> Keymap:
        try:
            return keys.load(name, self.session.paths.keymaps)
        except ReaderError as error:
            self.mistakes.append(error)
            return keys.load("default")

    def take_keymap(self, keymap: Keymap) -> None:
        """Follow the keys of `keymap` from now on."""
        self.keymap_ = keymap
        self.machine = keys.Machine(keymap)

    def take_theme(self, name: str) -> None:
        """Show the theme `name`, the user's own before one that is shipped.

        Raises `ConfigError` for a file of the user's that is no theme.
        """
        folder = self.session.paths.themes
        if (folder / f"{name}.toml").is_file():
            self.register_theme(made_theme(themes.load(name, folder)))
            if self.theme == name:
                self.refresh_css(animate=False)
        if name in self.available_themes:
            self.theme = name

    def begin_with_theme(self) -> None:
        """Show the theme of the settings; where it is broken, the one that is there."""
        try:
            self.take_theme(self.session.settings.theme)
        except ReaderError as error:
            self.mistakes.append(error)

    def choose(self, name: str, written: str) -> None:
        """Keep what was `written` as the setting `name`, and go by it.

        Raises `ReaderError`, and keeps nothing, where it cannot be.
        """
        if name == "keymap":
            keys.load(written, self.session.paths.keymaps)
        elif name == "theme" and written in themes.own(self.session.paths.themes):
            themes.load(written, self.session.paths.themes)
        value = settings.save(self.session.paths, name, written)
        changed: Any = {name: value}
        self.take_settings(replace(self.session.settings, **changed))

    def reread_settings(self) -> None:
        """Go by what the file says now, as far as it is right."""
        self.take_settings(settings.read(self.session.paths)[0])

    def adopt_keymap(self, keymap: Keymap) -> None:
        """Follow `keymap`, which was just written, and remember that in the settings."""
        if keymap.name != self.session.settings.keymap:
            settings.save(self.session.paths, "keymap", keymap.name)
            self.session.settings = replace(self.session.settings, keymap=keymap.name)
        self.take_keymap(keymap)

    def take_settings(self, chosen: Settings) -> None:
        """Go by `chosen` from now on. Raises `ReaderError` for a keymap or theme that is broken."""
        before, self.session.settings = self.session.settings, chosen
        if chosen.keymap != before.keymap:
            self.take_keymap(keys.load(chosen.keymap, self.session.paths.keymaps))
        if chosen.theme != self.theme:
            self.take_theme(chosen.theme)
        text.write_times(chosen.times)
        calm = is_calm(chosen.motion, os.environ)
        self.animation_level = "none" if calm else "full"
        for page in self.reading.query(Page):
            page.dress(chosen)
            if chosen.times != before.times:
                page.replace(page.source)
        if chosen.times != before.times:
            self.reading.refresh_panes()


def made_theme(theme: themes.Theme) -> Theme:
    """The theme of the user's as Textual takes it."""
    base = BUILTIN_THEMES[theme.extends]
    dark = base.dark if theme.dark is None else theme.dark
    colours: Any = theme.colours
    return replace(base, name=theme.name, dark=dark, **colours)

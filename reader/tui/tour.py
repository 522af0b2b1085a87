"""The tour: steps that wait until the user has done what they tell of. No widget."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader.tui.text import with_keys

FILE = "tour"
"""The file beside the library that says how far the tour has come."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is told, with the names of actions in braces for their keys; it is done when one of the
    actions that it `waits` for is done. One of `back` goes back to the step before.

    A step `within` what the step before opens is not begun with.
    """

    title: str
    says: str
    waits: tuple[str, ...]
    back: tuple[str, ...] = ()
    within: bool = False


STEPS = (
    Step(
        "Read",
        "{page-down} goes a page down, {line-down} and {line-up} a line, {top} to the beginning. "
        "Go down a page now.",
        ("page-down", "half-down", "line-down", "bottom"),
    ),
    Step(
        "From turn to turn",
        "{turn-next} goes to the next turn, {speaker-next} to the next of the same speaker. "
        "Try one.",
        ("turn-next", "speaker-next", "other-next", "sentence-next"),
    ),
    Step("Search", "{search} searches everything that is here. Press it.", ("search",)),
    Step(
        "Ask",
        "Type some words, such as two that you have just read. {input-list-down} goes through "
        "what is found; {input-done} opens the place.",
        ("input-done", "choose"),
        ("input-cancel", "focus-page"),
        within=True,
    ),
    Step(
        "Highlight",
        "{highlight} marks the sentence that you are in, {select} begins to select words. "
        "Mark this one.",
        ("highlight",),
    ),
    Step(
        "Note",
        "{note} writes a note on it, in Markdown. Write one; {note-save} saves it.",
        ("note-save",),
    ),
    Step("Cite", "{cite} quotes it with its source. Press it.", ("cite",)),
    Step(
        "In the style you need",
        "{list-down} goes through the styles, {choose} copies the citation, {focus-page} closes.",
        ("focus-page", "quit"),
        within=True,
    ),
    Step(
        "The panes",
        "{next-pane} goes to the panes around the page: episodes, speakers, times, notes. "
        "{focus-page} comes back. Go to one.",
        ("next-pane", "previous-pane", "toggle-episodes", "toggle-speakers", "toggle-notes"),
    ),
    Step(
        "Take back",
        "{undo} takes back the last change, as often as you like, tomorrow too. Take one back.",
        ("undo",),
    ),
    Step(
        "Ask for help",
        "{help} says what can be done where you are, {palette} finds every action by its name. "
        "Press one of them.",
        ("help", "palette", "input-help"),
    ),
    Step(
        "That is all",
        "{add} adds transcripts of your own, {keys} changes keys, {settings} the settings, and "
        "{tour} shows this again. {focus-page} closes it.",
        (),
    ),
)


class Tour:
    """How far the user has come through `STEPS`; kept in a file of the library's `folder`."""

    def __init__(self, folder: Path, at: int = 0) -> None:
        self._file = folder / FILE
        self.at = at

    @classmethod
    def was_begun(cls, folder: Path) -> bool:
        """Whether it was ever begun in this library."""
        return (folder / FILE).exists()

    @classmethod
    def begun(cls, folder: Path) -> Tour:
        """The tour where it was left; from its beginning when it is over."""
        at = 0
        with suppress(OSError, ValueError):
            at = int((folder / FILE).read_text(encoding="ascii"))
        at = at if 0 < at < len(STEPS) - 1 else 0
        tour = cls(folder, at - 1 if STEPS[at].within else at)
        tour._keep()
        return tour

    @property
    def step(self) -> Step:
        """What is told now."""
        return STEPS[self.at]

    @property
    def over(self) -> bool:
        """Whether all has been done."""
        return not self.step.waits

    def saw(self, action: str) -> None:
        """The user has done `action`: go on or back if the step says so."""
        if action in self.step.waits:
            self.at += 1
            self._keep()
        elif action in self.step.back:
            self.at -= 1
            self._keep()

    def told(self, keys_for: Callable[[str], str]) -> list[tuple[str, bool]]:
        """What the step says, in pieces, and of each whether it is a key."""
        return with_keys(self.step.says, keys_for)

    def _keep(self) -> None:
        """Remember how far it has come. The tour goes on where that cannot be written."""
        with suppress(OSError):
            self._file.write_text(str(self.at), encoding="ascii")

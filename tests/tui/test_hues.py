"""The hue of a speaker in lists is the one that the page gives, where two names would share it."""

from __future__ import annotations

from pathlib import Path

from reader.session import Session
from reader.tui.colours import HUES, palette, speaker_hues, variables
from reader.tui.hues import Hues

from .support import add

NAMES = ["JOSIP", "TAMSIN", "INES"]
"""Two of these have one hue by their names alone."""


def test_a_speaker_has_one_hue_everywhere(session: Session, folder: Path) -> None:
    episode = add(
        session,
        folder / "files",
        "many",
        "\n".join(f"{n}: Hello there, all of you." for n in NAMES),
    )
    hues, page = Hues(session.library), speaker_hues(NAMES)
    assert [hues.style(episode, name) for name in NAMES] == [f"speaker-{page[n]}" for n in NAMES]
    assert any(speaker_hues([name])[name] != page[name] for name in NAMES), "no names collide"
    assert hues.style(episode, None) == ""
    assert hues.style(-1, "Nobody here") in {f"speaker-{hue}" for hue in range(HUES)}
    session.library.rename_speaker(NAMES[0], "Zed", [episode])
    hues.forget()
    renamed = speaker_hues(["Zed", *NAMES[1:]])
    assert hues.style(episode, NAMES[1]) == f"speaker-{renamed[NAMES[1]]}"


def test_a_row_and_a_mark_are_legible_on_sixteen_colours() -> None:
    theme = {"foreground": "ansi_default", "background": "ansi_default"}
    styles = palette(variables(theme))
    row = styles["accent"] + styles["cursor"]
    assert row.reverse
    assert row.color is not None
    assert row.color.is_default
    for name, style in styles.items():
        if name.startswith(("mark-", "over-")):
            assert style.color is not None, name
            assert style.color.name == "black"

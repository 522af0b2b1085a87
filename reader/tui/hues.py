"""The hues of speakers away from their page: in lists the same as there."""

from __future__ import annotations

from reader.errors import ReaderError
from reader.library import Library
from reader.tui.colours import speaker_hues


class Hues:
    """The hue of each speaker of each episode of a library, found out when first asked for."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[int, dict[str, int]] = {}

    def style(self, episode: int, name: str | None) -> str:
        """The name of the style of the speaker `name` of `episode`; none for who is not named."""
        if not name:
            return ""
        if episode not in self._known:
            try:
                speakers = self._library.speakers(episode)
            except ReaderError:
                speakers = ()
            self._known[episode] = speaker_hues([speaker.name for speaker in speakers])
        hue = self._known[episode].get(name)
        return f"speaker-{speaker_hues([name])[name] if hue is None else hue}"

    def forget(self) -> None:
        """The names may be others now."""
        self._known.clear()

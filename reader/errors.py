"""What can go wrong, said in one line: what failed, where, and what to do."""

from __future__ import annotations


class ReaderError(Exception):
    """Something the user can act on.

    `what` says what failed, `where` names the file, episode or place, and `hint` what to do next.
    Its text is always one line.
    """

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(what)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        line = f"{head} ({self.hint})" if self.hint else head
        return " ".join(line.split())


class FormatError(ReaderError):
    """Bytes that cannot be read as a transcript."""


class LibraryError(ReaderError):
    """The library on disk cannot be opened, read or written."""


class NotFound(ReaderError):
    """No episode, highlight, turn or quote answers to what was asked for."""


class QueryError(ReaderError):
    """A search that cannot be understood. `position` is the offset in the query."""

    def __init__(self, what: str, *, position: int = 0, hint: str = "") -> None:
        super().__init__(what, hint=hint)
        self.position = position


class KeymapError(ReaderError):
    """A keymap file with an unknown name, an unknown key or a conflict."""


class ConfigError(ReaderError):
    """A settings file that cannot be understood."""

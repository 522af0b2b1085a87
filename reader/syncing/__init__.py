"""What the user marked and wrote, kept the same on several machines by a folder that they share.

Each machine writes one file of its own, so that no two write one, and reads those of the others
(`lines`). What each knows is brought together by counted changes (`meeting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.library import Library
from reader.syncing import lines
from reader.syncing.lines import SUFFIX, Clean, File
from reader.syncing.meeting import Brought, Meeting

__all__ = ["Synced", "place_awaited", "shared_folder", "sync"]

_FOLDER = "sync-folder"
"""Under this name the library remembers the folder."""

_TRIES = 3
"""So often what others write meanwhile is let pass before they are held up."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a meeting with the other machines' files changed in the library.

    Of highlights, `both` were changed on two sides and are kept twice. `notes` on episodes,
    `bookmarks` and `reviews` are how many of them changed; what is `waiting` is of episodes that
    are not there yet. `told` says in a line each what could not be read. `file` is what was
    written.
    """

    file: Path
    added: int = 0
    updated: int = 0
    deleted: int = 0
    both: int = 0
    notes: int = 0
    bookmarks: int = 0
    reviews: int = 0
    waiting: int = 0
    machines: int = 0
    told: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """All that in one line."""
        highlights = {
            "added": self.added,
            "updated": self.updated,
            "deleted": self.deleted,
            "changed on both sides and kept twice, one with the tag “conflict”": self.both,
        }
        marked = ", ".join(f"{count} {what}" for what, count in highlights.items() if count)
        others = {
            "episode note": self.notes,
            "bookmark": self.bookmarks,
            "review": self.reviews,
        }
        parts = [f"highlights: {marked}"] if marked else []
        parts += [_counted(count, what) for what, count in others.items() if count]
        parts += [f"{self.waiting} waiting for their episode"] if self.waiting else []
        return f"{'; '.join(parts) or 'nothing new'} ({_counted(self.machines, 'other machine')})"


def sync(library: Library, folder: Path, clean: Clean) -> Synced:
    """Bring what is marked together with what the files in `folder` tell of, as one change that can
    be undone, and write what is known now into the file of this machine.

    The texts of others are made harmless by `clean`. Others may write meanwhile, but for the moment
    in which all of it is put down. Raises `ReaderError` when the folder cannot be used; what cannot
    be read of a file is told and passed over.
    """
    lines.make(folder)
    files = [File.read(path, clean) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    own = folder / f"{library.revisions.machine()}{SUFFIX}"
    ahead = [line for file in files if file.path == own for line in file.lines]
    if not _outrun(library, ahead):
        ahead = []
    mine = folder / f"{library.revisions.machine()}{SUFFIX}"
    brought = _bring(library, files, ahead, clean, f"sync with {folder.name}")
    with library.snapshot():
        lines.write(mine, library)
    library.state.put(_FOLDER, str(folder.absolute()))
    others = sum(file.path != mine for file in files)
    told = tuple(file.told for file in files if file.told)
    return Synced(mine, **brought.counts, machines=others, told=told)


def shared_folder(library: Library) -> Path | None:
    """The folder that `library` was brought together with last."""
    folder = library.state.get(_FOLDER)
    return Path(folder) if isinstance(folder, str) else None


def place_awaited(library: Library, clean: Clean) -> int:
    """Give what waited for its episode its place, where it is there by now.

    Returns how many highlights have one.
    """
    with library.together():
        brought = Meeting(library, clean).settled()
        brought.keep(library, "highlights that waited")
    return brought.counts["added"]


def _outrun(library: Library, lines: Sequence[lines.Line]) -> bool:
    """Whether this machine's own file knows more of it than it does itself.

    Then the library is an older copy. It takes a new id, under which what differs from the file
    counts as changed here, so that neither side is lost.
    """
    machine, known = library.revisions.machine(), library.revisions.all()
    ahead = any(
        line.seen.get(machine, 0) > known.get(line.id, {}).get(machine, 0) for line in lines
    )
    if ahead:
        library.revisions.renew()
    return ahead


def _bring(
    library: Library,
    files: Sequence[File],
    ahead: Sequence[lines.Line],
    clean: Clean,
    label: str,
) -> Brought:
    """Bring together what is known with what `files` tell, and keep that, as a change `label`.

    It is worked out beside what others do, and anew where they have written meanwhile.
    """

    def met() -> Brought:
        meeting = Meeting(library, clean)
        meeting.differ(ahead)
        for file in files:
            for line in file.lines:
                meeting.meet(line)
        return meeting.settled()

    for _ in range(_TRIES):
        with library.snapshot():
            version, brought = library.data_version(), met()
        with library.together():
            if library.data_version() == version:
                brought.keep(library, label)
                return brought
    with library.together():
        brought = met()
        brought.keep(library, label)
    return brought


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"

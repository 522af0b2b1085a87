"""What a name means that somebody typed: an id, a title, or a part of one."""

from __future__ import annotations

from collections.abc import Iterable

from reader.errors import NotFound


def meant(name: str, titles: Iterable[tuple[int, str]], kind: str, hint: str) -> int:
    """The id among `titles` (ids with their titles) that `name` means: that id, that title, or an
    unambiguous part of it; case and white space do not matter.

    Raises `NotFound`, in which the things are called `kind`, when none or more than one answers.
    """
    wanted = " ".join(name.split())
    key = wanted.casefold()
    listed = [(id, " ".join(title.casefold().split())) for id, title in titles]
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else None
    matches = [id for id, _ in listed if id == number]
    matches = matches or [id for id, title in listed if title == key]
    matches = matches or [id for id, title in listed if key and key in title]
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise NotFound(f"no {kind} answers to “{wanted}”", hint=hint)
    ids = ", ".join(str(match) for match in matches[:8])
    raise NotFound(f"“{wanted}” could be any of {len(matches)} {kind}s", hint=f"give an id: {ids}")

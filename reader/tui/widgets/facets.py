"""What an answer can be narrowed to, each with the key that does it, and what it is narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual.content import Content
from textual.widgets import Static

from reader.tui.asking import Facet
from reader.tui.text import cut, visible

_LONGEST = 24


class Facets(Static):
    """Facets with their counts: a line for each kind where there is room, else one line of all."""

    def show(
        self, facets: Sequence[tuple[Facet, int]], keys: Sequence[str], width: int, *, roomy: bool
    ) -> None:
        """Show `facets`; the key for each is that of the same place in `keys`."""
        lines = [Content("")] if roomy else []
        numbered = list(zip(facets, keys, strict=False))
        if roomy:
            for kind, group in groupby(numbered, key=lambda each: each[0][0][0]):
                head = Content.styled(f"{kind:>8}", "$reader-dim")
                lines.append(_line(head, list(group), width))
        elif numbered:
            lines.append(_line(Content(""), numbered, width))
        self.display = bool(numbered)
        self.update(Content("\n").join(lines))


def _line(head: Content, facets: Sequence[tuple[tuple[Facet, int], str]], width: int) -> Content:
    """The facets on one line, as many as it holds."""
    for ((_, value), count), key in facets:
        one = Content.assemble(
            (f"  {key} ", "bold $text-accent"),
            cut(visible(value), _LONGEST).text,
            (f" {count:,}", "$reader-dim"),
        )
        if head.cell_length + one.cell_length > width:
            break
        head += one
    return head


def chips(within: Sequence[Facet], key: str) -> Content:
    """What an answer is narrowed to, one label for each, and the key that widens it again."""
    labels = [
        Content.assemble(
            (f" {cut(visible(value), _LONGEST).text} ", "$text bold on $primary 60%"), " "
        )
        for _, value in within
    ]
    if labels:
        labels.append(Content.styled(f"{key} widens · ", "$reader-dim"))
    return Content("").join(labels)

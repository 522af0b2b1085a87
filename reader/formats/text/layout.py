"""Whether the line breaks of a plain text mean anything, and its paragraphs accordingly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

WRAP = 100
"""A text whose lines are mostly longer than this, in characters, is not hard-wrapped."""

_ENDED = re.compile(r"[.!?…。！？:][\"'”’»)\]」』]{0,4}$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out.

    `wrapped`: a line break is only the end of a line. `spaced`: blank lines separate paragraphs;
    they do not where most blocks stop in the middle of a sentence, as captions do.
    """

    wrapped: bool
    spaced: bool

    @classmethod
    def of(cls, text: str) -> Layout:
        """The layout of `text`."""
        lengths = sorted(len(line) for line in text.split("\n") if line.strip())
        blocks = [" ".join(block) for block in _blocks(text)]
        ended = sum(1 for block in blocks if _ENDED.search(block[-8:]))
        return cls(
            wrapped=not lengths or lengths[len(lengths) // 2] <= WRAP,
            spaced=ended >= 0.6 * len(blocks),
        )

    def paragraphs(self, text: str) -> Iterator[str]:
        """The paragraphs of `text`, a part of the text so laid out."""
        if self.wrapped and not self.spaced:
            yield text
            return
        for block in _blocks(text):
            if self.wrapped:
                yield " ".join(block)
            else:
                yield from block


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of `text` between blank lines."""
    block: list[str] = []
    for line in text.split("\n"):
        if line := line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block

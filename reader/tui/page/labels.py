"""Labels for the places on a screen, of one letter or two. Pure."""

from __future__ import annotations

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""What labels are made of, the letters under the resting fingers first."""


def labels(count: int) -> list[str]:
    """`count` labels, the shorter ones first, none of which begins another.

    At most as many as there are of two letters.
    """
    base = len(LETTERS)
    begun = min(base, max(0, -(-(count - base) // (base - 1))))
    alone = [*LETTERS[: base - begun]]
    pairs = [first + second for first in LETTERS[base - begun :] for second in LETTERS]
    return [*alone, *pairs][:count]

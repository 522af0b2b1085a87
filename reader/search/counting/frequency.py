"""How frequencies are told and compared."""

from __future__ import annotations

import numpy as np

from reader.search.segments.arrays import Array

PER = 10_000
"""Rates are for so many words."""


def log_likelihood(
    here: Array, rest: Array, words_here: Array | int, words_rest: Array | int
) -> Array:
    """How surprising it is that a word is said `here` so often and in the `rest` so often, of so
    many words: G2 of each.

    T. Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational
    Linguistics 19, 1993, in the form of P. Rayson and R. Garside, "Comparing corpora using
    frequency profiling", 2000. 3.84 and more is said to be significant at the level of 5 %, 10.83
    at that of 0.1 %.
    """
    every = np.maximum(words_here + words_rest, 1)
    total = 0.0 * here
    for said, of in ((here, words_here), (rest, words_rest)):
        expected = np.maximum((here + rest) * (of / every), 1e-12)
        total = total + said * np.log(np.maximum(said, 1e-12) / expected)
    result: Array = np.maximum(2 * total, 0.0)
    return result

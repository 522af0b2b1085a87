"""How alike two words sound and how alike they are spelled. Pure functions over folded words.

Three measures, from coarse to fine. A *skeleton* is the consonants of a word by class, made for a
whole vocabulary at once: what is far by its skeleton is not looked at further. *Spoken* compares
the codes of Double Metaphone (Lawrence Philips, "The double metaphone search algorithm", C/C++
Users Journal, June 2000). *Spelled* compares letters as Editex does (Zobel and Dart, "Phonetic
string matching: lessons from information retrieval", SIGIR 1996): letters that share a sound are
half as far apart as others.

They know the Latin alphabet and the sounds English gives to it. In a skeleton a digit stands as
`0`, and a letter of another script as one of the classes, whichever its bytes make it; a word
without a Latin letter has no code and is compared by its letters alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from doublemetaphone import doublemetaphone
from numpy.typing import NDArray

_DIGRAPHS = (
    (b"ph", b"f"),
    (b"ck", b"k"),
    (b"cia", b"j"),
    (b"cie", b"j"),
    (b"cio", b"j"),
    (b"ce", b"s"),
    (b"ci", b"s"),
    (b"cy", b"s"),
    (b"x", b"ks"),
    (b"sch", b"j"),
    (b"ch", b"j"),
    (b"sh", b"j"),
    (b"cz", b"j"),
)
_ALPHABET = "fjklnprst"
_SOUNDED = {
    **dict(zip(b"bcdfgjklmnpqrstvz", b"pktfkjklnnpkrstfs", strict=True)),
    **dict.fromkeys(b"0123456789", ord("0")),
    **{byte: ord(_ALPHABET[byte % len(_ALPHABET)]) for byte in range(0x80, 0xC0)},
    ord("\n"): ord("\n"),
}
_CLASSES = bytes(_SOUNDED.get(byte, ord(" ")) for byte in range(256))
_NUMBERS = np.zeros(256, np.uint8)
_NUMBERS[list(f"{_ALPHABET}0".encode())] = range(1, len(_ALPHABET) + 2)
_DOUBLED = [sound.encode() for sound in _ALPHABET]

_LETTER_GROUPS = "aeiouy bp bv ckq gk csz dt fpv gj jy lr mn sxz vw".split()
_CODE_GROUPS = (
    ("SXJ", 0.35),
    ("MN", 0.4),
    ("0TF", 0.5),
    ("0S", 0.5),
    ("FP", 0.5),
    ("AJ", 0.5),
    ("AF", 0.5),
    ("KX", 0.6),
    ("JK", 0.6),
    ("LR", 0.6),
    ("TX", 0.6),
    ("JT", 0.6),
    ("KT", 0.8),
    ("MP", 0.8),
)
_LETTERS_APART = {(a, b): 0.5 for group in _LETTER_GROUPS for a in group for b in group if a != b}
_CODES_APART = {(a, b): far for group, far in _CODE_GROUPS for a in group for b in group if a != b}
_CODE_DROPPED = {"H": 0.3, "A": 0.4, "T": 0.7, "R": 0.7, "N": 0.8, "L": 0.8, "F": 0.8}


def skeletons(words: Sequence[str]) -> bytes:
    """The skeletons of all words, each before a line feed: `zaremba` and `saramba` → `srnp`.

    The words are translated as one string of bytes, so that 200,000 of them take hundredths of a
    second. No word may hold a line feed.
    """
    joined = "".join(f"{word}\n" for word in words).encode("utf-8", "replace")
    for letters, sound in _DIGRAPHS:
        joined = joined.replace(letters, sound)
    joined = joined.translate(_CLASSES)
    for sound in _DOUBLED:
        joined = joined.replace(sound + sound, sound)
    return joined.replace(b" ", b"")


def skeleton(word: str) -> str:
    """The skeleton of one word."""
    return skeletons([word])[:-1].decode("ascii")


def packed(skeletons: bytes) -> NDArray[np.uint64]:
    """Every skeleton as one number, four bits to a class, of which the first sixteen count."""
    classes = np.frombuffer(skeletons, np.uint8)
    ends = np.flatnonzero(classes == ord("\n"))
    starts = np.concatenate(([0], ends + 1))[:-1]
    digits = _NUMBERS[classes]
    numbers = np.zeros(len(ends), np.uint64)
    for at in range(16):
        longer = np.flatnonzero(ends - starts > at)
        numbers[longer] |= digits[starts[longer] + at].astype(np.uint64) << np.uint64(4 * at)
    return numbers


def edited(skeleton: str, edits: int) -> set[str]:
    """The skeleton, and all that come of it by up to so many edits of one class each.

    Only the first ten classes are edited, so that a word without end makes no more than others.
    """
    found = {skeleton}
    for _ in range(edits):
        found |= set().union(*map(_once_edited, found))
    return found


def _once_edited(skeleton: str) -> set[str]:
    cuts = [(skeleton[:at], skeleton[at:]) for at in range(min(len(skeleton), 10) + 1)]
    fewer = {left + right[1:] for left, right in cuts}
    other = {left + sound + right[1:] for left, right in cuts if right for sound in _ALPHABET}
    return fewer | other | {left + sound + right for left, right in cuts for sound in _ALPHABET}


@lru_cache(maxsize=1 << 12)
def codes(word: str) -> frozenset[str]:
    """The Double Metaphone codes of a word: one or two, or none where there is no Latin letter."""
    latin = word.encode("ascii", "ignore").decode("ascii")
    return frozenset(doublemetaphone(latin)) - {""}


def spelled_apart(word: str, other: str) -> float:
    """How far apart two words are spelled: 0 when equal, 1 when no letter is shared.

    An edit distance in which letters of one sound (`c` and `k`), a silent `h` or `w`, and a letter
    written twice cost half, over the length of the longer word.
    """
    row = [0.0]
    for b in other:
        row.append(row[-1] + (0.5 if b in "hw" else 1.0))
    before = ""
    for a in word:
        drop = 0.5 if a in "hw" or a == before else 1.0
        above, row = row, [row[0] + drop]
        previous = ""
        for at, b in enumerate(other):
            add = 0.5 if b in "hw" or b == previous else 1.0
            swap = 0.0 if a == b else _LETTERS_APART.get((a, b), 1.0)
            row.append(min(above[at] + swap, above[at + 1] + drop, row[at] + add))
            previous = b
        before = a
    return row[-1] / max(len(word), len(other), 1)


def spoken_apart(word: str, other: str) -> float:
    """How far apart two words sound: 0 when any of their codes are equal, 1 when all differ.

    Without a code on one side, as in other scripts, it is how far apart they are spelled.
    """
    pairs = [(one, two) for one in codes(word) for two in codes(other)]
    if not pairs:
        return spelled_apart(word, other)
    return min(_codes_apart(one, two) / max(len(one), len(two), 2) for one, two in pairs)


@lru_cache(maxsize=1 << 14)
def _codes_apart(code: str, other: str) -> float:
    """The edit distance of two codes, in which near sounds cost less than others."""
    row = [0.0]
    for b in other:
        row.append(row[-1] + _CODE_DROPPED.get(b, 1.0))
    for a in code:
        drop = _CODE_DROPPED.get(a, 1.0)
        above, row = row, [row[0] + drop]
        for at, b in enumerate(other):
            swap = 0.0 if a == b else _CODES_APART.get((a, b), 1.0)
            row.append(
                min(above[at] + swap, above[at + 1] + drop, row[at] + _CODE_DROPPED.get(b, 1.0))
            )
    return row[-1]

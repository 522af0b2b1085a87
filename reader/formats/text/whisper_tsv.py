"""Tables of Whisper: `start`, `end` and `text` with times in milliseconds, parted by tabs; and
sentences numbered from 0 or 1, `number<TAB>sentence`, whose times are kept elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.formats.captions.flowing import Said, flow
from reader.formats.json.data import seconds, speaker
from reader.formats.page import Format, Page
from reader.transcript import Transcript

_NUMBERED = re.compile(r"([0-9]{1,7})\t(?=\S)")
_HEAD = 100_000
_CERTAIN = 3
"""So many numbered sentences are no accident."""


def _columns(page: Page) -> list[str]:
    """The names of the columns, from the first line."""
    return [
        cell.strip().lower() for cell in page.plain.lstrip()[:200].partition("\n")[0].split("\t")
    ]


def _score(page: Page) -> float:
    """Certain by the names of its columns."""
    names = _columns(page)
    return 1.0 if names[:2] == ["start", "end"] and "text" in names[2:4] else 0.0


def _parse(page: Page) -> Transcript:
    names = _columns(page)
    who = names.index("speaker") if "speaker" in names else len(names)
    text = names.index("text") if "text" in names else 2
    cues: list[Said] = []
    for line in page.plain.strip().split("\n")[1:]:
        cells = line.split("\t", max(text, len(names) - 1))
        if len(cells) > text:
            label = speaker(cells[who]) if who < len(cells) else None
            cues.append(Said(_time(cells[0]), _time(cells[1]), label, cells[text]))
    return flow(cues)


def _time(cell: str) -> float | None:
    """Whole milliseconds; with a point in them, seconds."""
    return seconds(cell, 1.0 if "." in cell else 0.001)


def _numbered_score(page: Page) -> float:
    """By whether every line has a number, and each number is one more than the last."""
    numbers = list(_numbers(page.text[:_HEAD]))
    counts = all(number == numbers[0] + index for index, number in enumerate(numbers))
    if len(numbers) < _CERTAIN or not counts or numbers[0] not in (0, 1):
        return 0.0
    return 0.9


def _numbers(text: str) -> Iterator[int]:
    """The number of each line that is not blank; -1 for a line without one."""
    cut = text.rpartition("\n")[0] if len(text) == _HEAD else ""
    for line in (cut or text).split("\n"):
        if line.strip():
            match = _NUMBERED.match(line)
            yield int(match.group(1)) if match else -1


def _numbered(page: Page) -> Transcript:
    lines = page.plain.split("\n")
    return flow(Said(None, None, None, _NUMBERED.sub("", line, count=1)) for line in lines)


FORMATS = (
    Format(
        name="whisper-tsv",
        title="Whisper's table (TSV)",
        example="start\tend\ttext\n0\t4000\tIs the lamp lit?",
        score=_score,
        parse=_parse,
    ),
    Format(
        name="numbered-tsv",
        title="Numbered sentences (TSV)",
        example="0\tIs the lamp lit?\n1\tIt is.\n2\tGood.",
        score=_numbered_score,
        parse=_numbered,
    ),
)

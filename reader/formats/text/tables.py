"""Tables with a row for each utterance: CSV and its kin, whatever parts the cells.

The header names the columns; the delimiter is the one under which it names them best, for the
extension lies. Cells are in quotes as RFC 4180 has them, except where tabs part them and no cell
is in quotes as a whole. What stands in the column of words is kept as it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from reader.errors import FormatError
from reader.formats.asides import find_asides
from reader.formats.build import SHORTEST
from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.page import Format, Page
from reader.formats.text.heads import clock_seconds
from reader.formats.text.labels import somebody
from reader.formats.text.script import only_begun
from reader.transcript import Transcript

_COLUMNS = {
    "text": """text words transcript content utterance sentence speech body caption dialogue
        dialog line_text spoken transcription subtitle message""",
    "speaker": "speaker spkr who speaker_name name participant talker person role",
    "start": """start starttime start_time sttime begin time timestamp timecode time_start in
        start_seconds start(s) start_s ts from start_ms startms""",
    "end": "end endtime end_time entime stop time_end out end_seconds end(s) end_s endts to end_ms",
}
_NAMES = {name: kind for kind, names in _COLUMNS.items() for name in names.split()}
_DELIMITERS = ",\t;|"
_LONGEST_CELL = 8_000_000

_COLONS = re.compile(r"[\[(]?((?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,9})?)[\])]?$")
_UNITS = re.compile(
    r"(?=[0-9])(?:([0-9]{1,3})\s?h(?:ours?)?\s{0,3})?(?:([0-9]{1,4})\s?m(?:in\w{0,4})?\s{0,3})?"
    r"(?:([0-9]{1,6}(?:\.[0-9]{1,9})?)\s?s?(?:ec\w{0,4})?)?$",
    re.IGNORECASE,
)


class _Table(NamedTuple):
    """How a table is laid out: its delimiter, and the index of each kind of column."""

    delimiter: str
    columns: dict[str, int]
    milliseconds: bool


def _score(page: Page) -> float:
    """Sure where the first line names a column of words and another one."""
    return 0.98 if _layout(page) and "\n" in page.plain.strip() else 0.0


def _parse(page: Page) -> Transcript:
    table = _layout(page)
    if table is None:
        raise FormatError("the first line names no column of words", hint="such as text, speaker")
    said = list(_said(table, _rows(page.plain.strip(), table.delimiter)))
    alike = [one for before, one in pairwise(said) if before[2] == one[2]]
    if sum(len(one.text.split()) for one in alike) >= SHORTEST * len(alike):
        said = [one._replace(paragraph=True) for one in said]
    transcript = flow(ended_by_the_next(only_begun(said)))
    return replace(transcript, asides=find_asides(transcript.text))


def _layout(page: Page) -> _Table | None:
    header = page.text.lstrip()[:2000].partition("\n")[0]
    best: dict[str, int] = {}
    found = ","
    for delimiter in _DELIMITERS:
        columns = _columns(next(_rows(header, delimiter), []))
        if "text" in columns and len(columns) > max(1, len(best)):
            best, found = columns, delimiter
    if not best:
        return None
    start = best.get("start")
    names = [name.strip().lower() for name in next(_rows(header, found))]
    return _Table(found, best, start is not None and names[start].endswith(("_ms", "startms")))


def _columns(names: Iterable[str]) -> dict[str, int]:
    """The index of the first column of each kind among `names`."""
    columns: dict[str, int] = {}
    for index, name in enumerate(names):
        kind = _NAMES.get(name.strip().strip('"').lower().replace(" ", "_"))
        if kind and kind not in columns:
            columns[kind] = index
    return columns


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of `text`. Raises `FormatError` when a cell never ends."""
    quoted = delimiter != "\t" or bool(re.search(r'(?m)(?:^|\t)"[^"\t\n]{0,2000}"(?:\t|$)', text))
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(
        text.splitlines(keepends=True),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    try:
        yield from rows
    except csv.Error as error:
        raise FormatError(f"line {rows.line_num} of the table cannot be read: {error}") from error


def _said(table: _Table, rows: Iterable[Sequence[str]]) -> Iterator[Said]:
    for index, row in enumerate(rows):
        if index and len(row) > table.columns["text"]:
            label = _cell(table, row, "speaker").strip().rstrip(":").rstrip()
            times = (_time(_cell(table, row, kind)) for kind in ("start", "end"))
            start, end = (t / 1000 if t and table.milliseconds else t for t in times)
            yield Said(start, end, somebody(label) if label else None, _cell(table, row, "text"))


def _cell(table: _Table, row: Sequence[str], kind: str) -> str:
    index = table.columns.get(kind, len(row))
    return row[index] if index < len(row) else ""


def _time(cell: str) -> float | None:
    """A time as tables have it: `0:12`, `[00:12]`, `12.5`, `1M 20S`; None where there is none."""
    cell = cell.strip()
    if match := _COLONS.match(cell):
        return clock_seconds(match.group(1))
    match = _UNITS.match(cell)
    if not match:
        return None
    hours, minutes, seconds = match.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


FORMAT = Format(
    name="table",
    title="A table (CSV, TSV) with a row for each utterance",
    example='time,speaker,text\n0:00,Ada,"Is the lamp lit?"\n0:04,Ben,It is.',
    score=_score,
    parse=_parse,
)

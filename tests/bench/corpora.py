"""What becomes of real files: a table by format of words, speakers, times and metadata.

    python -m tests.bench.corpora [FOLDER]

FOLDER holds one folder for each format, `../shared/corpora` unless it is given. The words that go
in are counted by a crude reading of each file that knows nothing of the parsers: tags, codes and
times cut away, letters left. What of them is in no layer (text, speakers, headings, metadata) is
lost; what is in the text and not among them is extra. Those words are listed below the table.
"""

from __future__ import annotations

import html
import io
import json
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.errors import FormatError
from reader.formats import parse
from reader.formats.page import decode
from reader.transcript import Transcript

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpora"
SHOWN = 12
"""So many of the words that differ are listed for each format."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NAMES = "title show number season date url media hosts guests duration language description"

# -- crude readings ------------------------------------------------------------------------------


def tagless(text: str) -> str:
    """Markup without its head, scripts, comments and tags."""
    text = re.sub(r"(?is)<!--.*?-->|<(script|style|head)\b.*?</\1>|<[?!][^>]*>", " ", text)
    breaks = r"(?i)</?(?:p|br|div|li|td|tr|h\d|u|turn|speech|text|span)\b[^<>]*>"
    text = re.sub(breaks, " ", text)
    return html.unescape(html.unescape(re.sub(r"<[^<>]*>", "", text)))


def captions(text: str) -> str:
    """The lines that are no numbers, times, notes or repetitions, nor cues given twice."""
    text = re.sub(r"(?ms)^(?:NOTE|STYLE|REGION)\b.*?(?:^\s*$|\Z)", "", text)
    text = "\n\n".join(dict.fromkeys(block.strip() for block in re.split(r"\n[ \t]*\n", text)))
    kept: list[str] = []
    for line in text.split("\n"):
        header = re.match(r"\ufeff?WEBVTT|Kind:|Language:|X-TIMESTAMP", line)
        bare = re.sub(r"<v(?:\.[^\s<>]*)?\s+([^<>]*)>", r"\1 ", line)
        bare = re.sub(r"<[^<>]*>|\{[^{}]*\}", "", bare).strip()
        if header or "-->" in line or bare.isdecimal() or (kept and bare == kept[-1]):
            continue
        if bare:
            kept.append(bare)
    return html.unescape("\n".join(kept))


def keyed(*keys: str) -> Callable[[str], str]:
    """The strings under these keys of a JSON document, at any depth."""

    def read(text: str) -> str:
        found: list[str] = []
        _walk(json.loads(text), keys, found)
        return html.unescape(" ".join(found))

    return read


def _walk(value: Any, keys: tuple[str, ...], found: list[str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in keys and isinstance(inner, str):
                found.append(inner)
            elif key in keys and isinstance(inner, list) and all(isinstance(i, str) for i in inner):
                found.extend(inner)
            else:
                _walk(inner, keys, found)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner, keys, found)


def service(text: str) -> str:
    """What a speech service heard: its whole text, which the parts repeat, or else the parts."""
    for key in ("transcript", "punct", "text"):
        found: list[str] = []
        _walk(json.loads(text), (key,), found)
        whole = max(found, key=len, default="")
        if found:
            return whole if len(whole) * 5 > sum(map(len, found)) else " ".join(found)
    return ""


def whole_text(text: str) -> str:
    """The text that a recogniser gives as a whole; where there is none, that of the parts."""
    document = json.loads(text)
    told = document.get("text") if isinstance(document, dict) else None
    return told if isinstance(told, str) else keyed("text", "word")(text)


def ass(text: str) -> str:
    lines = re.findall(r"(?m)^Dialogue:(?:[^,\n]*,){9}(.*)$", text)
    return re.sub(r"\{[^{}]*\}|\\[Nnh]", " ", "\n".join(lines))


def scc(text: str) -> str:
    pairs = re.findall(r"\b([0-9a-f]{2})([0-9a-f]{2})\b", re.sub(r"(?m)^\S+\t", "", text))
    codes = ((int(one, 16) & 127, int(two, 16) & 127) for one, two in pairs)
    return "".join(f"{chr(a)}{chr(b)}" if a >= 32 else " " for a, b in codes).replace("\0", "")


def chat(text: str) -> str:
    lines = re.findall(r"(?m)^\*\w+:(.*(?:\n\t.*)*)", text)
    plain = re.sub(
        r"\x15[^\x15]*\x15|\[[^\]]*\]|&[=\w:*~+-]+|@\w[\w:$]*|[()<>:]", "", "\n".join(lines)
    )
    return plain.replace("_", " ")


def textgrid(text: str) -> str:
    return " ".join(re.findall(r'text = "((?:[^"]|"")*)"', text))


def first_column(text: str) -> str:
    rows = (line.split("|") for line in text.split("\n")[1:])
    return " ".join(row[0] for row in rows)


def switchboard(text: str) -> str:
    return " ".join(line.split("|")[1] for line in text.split("\n") if line.count("|") > 1)


def plain(text: str) -> str:
    return html.unescape(text)


READINGS: dict[str, Callable[[str], str]] = {
    "ass": ass,
    "json-crec": keyed("text"),
    "json-oyez": keyed("text"),
    "json-podcasting20": keyed("body"),
    "json-podlove": keyed("text"),
    "json-qmsum": keyed("content"),
    "json-stt-vendors": service,
    "json-youtube": keyed("text", "utf8"),
    "json-": whole_text,
    "ling-chat": chat,
    "ling-textgrid": textgrid,
    "nlp-rev": first_column,
    "txt-switchboard": switchboard,
    "srt": captions,
    "vtt": captions,
    "xml": tagless,
    "html": tagless,
    "ling": tagless,
}
"""By the beginning of a folder's name; text is read as it is."""


def crude(path: Path) -> str:
    """The words of a file as far as no knowledge of its format is needed."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = archive.read("word/document.xml").decode()
        return tagless(body.replace("</w:p>", " ").replace("<w:tab/>", " "))
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    text = decode(data)[0].replace("\r\n", "\n").replace("\r", "\n")
    if path.suffix == ".scc":
        return scc(text)
    if path.suffix == ".sami":
        return tagless(text)
    folder = path.parent.name
    known = (read for beginning, read in READINGS.items() if folder.startswith(beginning))
    return next(known, plain)(text)


# -- the comparison ------------------------------------------------------------------------------


def tokens(text: str) -> Counter[str]:
    """How often each word stands in `text`, whatever its case."""
    return Counter(_WORD.findall(text.lower().replace("’", "'")))


@dataclass
class Row:
    """What became of the files of one format."""

    files: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    words_in: int = 0
    words_out: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    speakers: int = 0
    turns: int = 0
    exact: int = 0
    timed: int = 0
    facts: Counter[str] = field(default_factory=Counter)

    def add(self, path: Path) -> None:
        """Read the file at `path` and count."""
        self.files += 1
        try:
            transcript = parse(path.read_bytes(), path.name)
        except FormatError as error:
            self.refused.append(error.what)
            return
        there, said = tokens(crude(path)), tokens(transcript.text)
        self.formats[transcript.format] += 1
        self.words_in += there.total()
        self.words_out += said.total()
        self.lost += without_names(there - said - beside(transcript), transcript)
        self.extra += said - there
        self.speakers += len(transcript.speakers)
        self.turns += len(transcript.turns)
        self.timed += bool(transcript.cues)
        if transcript.cues:
            self.exact += sum(transcript.time_at(turn.start).exact for turn in transcript.turns)
        meta = transcript.meta
        self.facts.update(name for name in _NAMES.split() if getattr(meta, name) not in (None, ()))

    def cells(self) -> Iterator[str]:
        """The cells of the table."""
        yield ", ".join(
            f"{name} {n}" if self.files > 1 else name for name, n in self.formats.items()
        )
        yield str(self.files)
        reasons = Counter(self.refused)
        yield "; ".join(f"{n} {reason}" for reason, n in reasons.items()) or "–"
        yield from (f"{n:,}" for n in (self.words_in, self.words_out))
        yield from (f"{counted.total():,}" for counted in (self.lost, self.extra))
        yield f"{self.speakers} in {self.turns:,} turns"
        read = self.files - len(self.refused)
        share = f"{self.exact / self.turns:.0%} of turns" if self.timed else ""
        none = f"{read - self.timed} estimated" if read > self.timed else ""
        yield ", ".join(filter(None, (f"{self.timed} exact ({share})" if self.timed else "", none)))
        yield ", ".join(f"{name} {n}" for name, n in self.facts.items())


def beside(transcript: Transcript) -> Counter[str]:
    """The words that the layers beside the text hold."""
    meta = transcript.meta
    told = [meta.front, *(str(getattr(meta, name)) for name in _NAMES.split())]
    return tokens("\n".join([*told, *(heading.title for heading in transcript.headings)]))


def without_names(lost: Counter[str], transcript: Transcript) -> Counter[str]:
    """`lost` without the words of speakers' names, which stand at each turn."""
    names = tokens(" ".join(speaker.name for speaker in transcript.speakers))
    return Counter({word: count for word, count in lost.items() if word not in names})


def main(arguments: list[str]) -> int:
    """Print the table, and below it the words that are lost or extra."""
    folder = Path(arguments[0]) if arguments else FOLDER
    print(
        "| corpus | read as | files | refused | words in | words out | lost | extra | speakers",
        end="",
    )
    print(" | times | metadata |\n|---|---|--:|---|--:|--:|--:|--:|---|---|---|")
    differing: list[str] = []
    for kind in sorted(path for path in folder.iterdir() if path.is_dir()):
        row = Row()
        for path in sorted(path for path in kind.rglob("*") if path.is_file()):
            row.add(path)
        print(f"| {kind.name} | {' | '.join(row.cells())} |", flush=True)
        for what, words in (("lost", row.lost), ("extra", row.extra)):
            if words:
                some = ", ".join(f"{word} {count}" for word, count in words.most_common(SHOWN))
                differing.append(f"- {kind.name}, {what} {words.total():,}: {some}")
    print("\n" + "\n".join(differing))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

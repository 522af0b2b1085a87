"""CHAT transcripts (`.cha`) of TalkBank and CHILDES: `*CHI:<tab>…`, with headers and codes.

Main lines are read, `%` tiers (morphology, comments) are not. Codes of the transcriber are taken
out of the words: overlaps, retracings, replacements (`gonna [: going to]` stays `gonna`), pauses,
lengthening, tones. What was heard beside speech (`&=laughs`, `[=! sighs]`) is an aside. A bullet
at the end of an utterance, or within it, holds milliseconds (https://talkbank.org/0info/manuals/CHAT.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reader.formats.asides import bracketed
from reader.formats.captions.flowing import Said, flow
from reader.formats.dates import iso_date
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import BREAK, Meta, Transcript

_BULLET = re.compile(
    '[\u2415\u2022](?:%(?:snd|mov|pic):)?(?:"[^"\n]{0,200}"_?)?([0-9]{1,10})_([0-9]{1,10})-?[\u2415\u2022]'
)
"""The page shows the control character 0x15 around the times as its picture, U+2415."""

_SPEAKER = re.compile(r"\*([\w-]{1,12}):\s?")
_HEADER = re.compile(r"@([\w ]{1,40}):?\s{0,9}(.*)", re.DOTALL)
_HEARD = re.compile(r"\[=! ?([^\[\]]{1,200})\]|&=([\w:]{1,80})")
_OTHER = re.compile(r"&\*\w{1,7}[:=](\S{1,80})")
_BRACKETS = re.compile(r"\[[^\[\]]{0,300}\]")
_PAUSE = re.compile(r"\((?:\.{1,3}|[0-9]{0,3}:?[0-9]{0,5}\.[0-9]{0,3})\)")
_TERMINATORS = (
    (re.compile(r"\+\.\.\?"), "…?"),
    (re.compile(r"\+(?:\.\.\.|…)"), "…"),
    (re.compile(r"\+(?://|/|!)\?"), "?"),
    (re.compile(r"\+(?:\"/?|//|/)?\."), "."),
    (re.compile(r"(?<!\S)\+[\"^,+<≈≋/]{0,3}(?=\s|$)"), ""),
    (re.compile(r"(?<!\S)\+[\"^,+<≈≋](?=\S)"), ""),
)
_SIGNS = re.compile("[\u2190-\u241f\u25a0-\u2bff°⁇§⁎∙ˈˌ‡„⁑⁂⁓⁻↫ⓕ<>]|(?<=\\w)\\^(?=\\w)|\u2029")
_LENGTHENED = re.compile(r"(?<=\w):+|(?<!\S):+(?=\w)")
_SUFFIX = re.compile(r"(?<=\w)@[\w:$&+]{1,30}")
_FRAGMENT = re.compile(r"(?<!\S)&[-~+]?(?=\w)")
_OMITTED = re.compile(r"(?<!\S)0(?:[^\W\d]\S{0,60}|(?=[.!?\s]|$))")
_INSIDE = re.compile(r"(?<=\w)\(([\w'’]{1,20})\)|(?<!\S)\(([\w'’]{1,20})\)(?=\w)")
_STOP = re.compile(r"\s{1,9}([.,!?;…]{1,3})(?=\s|$)")
_NOBODY = ("Unidentified", "Unknown")
_MACHINE = ("font", "color words", "id", "options", "window", "pid", "loc", "media", "languages")
"""Headers for programs, not for readers."""


def _score(page: Page) -> float:
    """Certain by `@Begin` at the head and a main line."""
    head = page.text[:20_000]
    if not re.match(r"\s*@(?:UTF8|Begin|Font|PID|Loc|New)", head):
        return 0.0
    return 1.0 if "@Begin" in head and re.search(r"(?m)^\*[\w-]{1,12}:", head) else 0.0


@dataclass
class _Reader:
    """Gathers what the lines of a file say."""

    said: list[Said] = field(default_factory=list)
    asides: set[str] = field(default_factory=set)
    names: dict[str, str | None] = field(default_factory=dict)
    titles: tuple[tuple[str, int], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    front: list[str] = field(default_factory=list)

    def header(self, line: str) -> None:
        """Read a header: who takes part, what is recorded, or a heading where it is a gem."""
        match = _HEADER.match(line)
        if not match:
            return
        key, value = match.group(1).strip().lower(), " ".join(match.group(2).split())
        if key == "participants":
            self.names = dict(_participants(value))
        elif key in ("g", "bg", "new episode") and (value or key == "new episode"):
            self.titles = ((value or "New Episode", 1),)
        elif value and not self.said:
            self.headers.setdefault(key, value)
            if key in _MACHINE:
                return
            self.front.append(f"{match.group(1)}: {value}")

    def utterance(self, line: str) -> None:
        """Read a main line, whose bullets each end the words before them."""
        match = _SPEAKER.match(line)
        if not match:
            return
        speaker = self.names.get(match.group(1), match.group(1))
        *pieces, rest = _BULLET.split(line[match.end() :])
        for words, start, end in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
            self._add(Said(int(start) / 1000, int(end) / 1000, speaker, words))
        self._add(Said(None, None, speaker, rest))

    def _add(self, said: Said) -> None:
        text = self._plain(said.text)
        if any(map(str.isalnum, text)):
            opens = said.speaker is None and not (self.said and self.said[-1].speaker is None)
            self.said.append(said._replace(text=text, turn=opens, titles=self.titles))
            self.titles = ()

    def _plain(self, text: str) -> str:
        text = _HEARD.sub(lambda match: self._heard(match.group(1) or match.group(2)), text)
        text = _OTHER.sub(lambda match: self._heard(match.group(1)), text)
        text = _BRACKETS.sub(lambda m: m.group() if m.group() in self.asides else " ", text)
        return plain_words(text)

    def _heard(self, what: str) -> str:
        aside = bracketed(re.sub("[:_=]", " ", what))
        self.asides.add(aside)
        return f" {aside} "


def plain_words(text: str) -> str:
    """The words of a main `text` without the codes of the transcriber, brackets excepted."""
    text = _PAUSE.sub(" ", text)
    for sign, words in _TERMINATORS:
        text = sign.sub(words, text)
    text = _FRAGMENT.sub("", _OMITTED.sub("", _SIGNS.sub("", text)))
    text = _SUFFIX.sub("", _LENGTHENED.sub("", text))
    text = _INSIDE.sub(lambda match: match.group(1) or match.group(2), text)
    return _STOP.sub(r"\1", text.replace("_", " "))


def _participants(value: str) -> Iterator[tuple[str, str | None]]:
    """Codes of participants and their names, else their roles; None for nobody known."""
    for entry in value.split(","):
        words = entry.split()
        if words:
            name = " ".join(words[1:2] if len(words) > 2 else words[-1:]).replace("_", " ")
            nobody = name in _NOBODY or not name
            yield words[0], None if nobody else somebody(name)


def _lines(text: str) -> Iterator[str]:
    """The lines of `text`, each with those that continue it."""
    held: list[str] = []
    for line in text.split("\n"):
        if line.startswith(("\t", " ")):
            held.append(line)
        elif line:
            if held:
                yield "\n".join(held)
            held = [line]
    if held:
        yield "\n".join(held)


def _parse(page: Page) -> Transcript:
    reader = _Reader()
    for line in _lines(page.text):
        if line.startswith("@"):
            reader.header(line)
        elif line.startswith("*"):
            reader.utterance(line)
    return flow(reader.said, _meta(reader), asides=reader.asides)


def _meta(reader: _Reader) -> Meta:
    headers = reader.headers
    date = headers.get("date", "").replace("-", " ")
    return Meta(
        title=headers.get("title"),
        date=iso_date(date),
        media=headers.get("media", "").partition(",")[0] or None,
        language=headers.get("languages", "").partition(",")[0] or None,
        description=headers.get("situation") or headers.get("activities"),
        front=BREAK.join(reader.front),
    )


FORMAT = Format(
    name="chat",
    title="CHAT (.cha) of TalkBank and CHILDES",
    example="@Begin\n@Participants:\tADA Ada Adult\n*ADA:\tis it (.) lit ? \x150_1500\x15\n@End",
    score=_score,
    parse=_parse,
)

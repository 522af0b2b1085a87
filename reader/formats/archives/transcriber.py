"""Transcriber's `.trs`: turns with speakers, cut by `<Sync>` times (trans.sourceforge.net).

A turn of several speakers is parted by `<Who>`. An `<Event>` or `<Comment>` is an aside; the topic
of a `<Section>` is a heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reader.formats.archives.xmltree import local, named, parse_text, root_name
from reader.formats.asides import bracketed
from reader.formats.captions.flowing import Said, flow
from reader.formats.clean import clean
from reader.formats.dates import iso_date
from reader.formats.json.data import number
from reader.formats.page import Format, Page
from reader.formats.text.labels import somebody
from reader.transcript import Meta, Transcript

_HEARD = ("noise", "comment", "")
"""Events of these types are sounds; others say how what stands there is spoken."""


def _score(page: Page) -> float:
    """Certain by its root and the times of its turns."""
    head = page.text[:20_000]
    return 1.0 if root_name(head) == "Trans" and "<" in head else 0.0


@dataclass
class _Reader:
    """Gathers what is said, section by section and turn by turn."""

    names: dict[str, str]
    topics: dict[str, str]
    said: list[Said] = field(default_factory=list)
    asides: set[str] = field(default_factory=set)

    def read(self, root: Any) -> None:
        """Read the turns of `root`, in order, the topics of their sections as headings."""
        titles: tuple[tuple[str, int], ...] = ()
        for element in root.iter():
            if local(element) == "Section":
                topic = self.topics.get(element.get("topic", ""), "")
                titles = ((topic, 1),) if topic else ()
            elif local(element) == "Turn":
                before = len(self.said)
                self._turn(element)
                if titles and len(self.said) > before:
                    self.said[before] = self.said[before]._replace(titles=titles)
                    titles = ()

    def _turn(self, turn: Any) -> None:
        speakers = [self.names.get(key) for key in (turn.get("speaker") or "").split()]
        marks = [number(sync.get("time")) for sync in turn if local(sync) == "Sync"]
        ends = iter([*marks[1:], number(turn.get("endTime"))])
        time, end = number(turn.get("startTime")), number(turn.get("endTime"))
        speaker = speakers[0] if speakers else None
        opens = True
        words: list[str] = []
        for child, text in _parts(turn):
            name = local(child) if child is not None else ""
            if name in ("Sync", "Who"):
                opens = not self._add(time, end, speaker, words, opens) and opens
                words = []
            if name == "Sync":
                time, end = number(child.get("time")), next(ends, None)
            elif name == "Who":
                speaker, opens = _nth(speakers, child.get("nb")), True
            elif name in ("Event", "Comment"):
                words.append(f" {self._aside(child)} ")
            words.append(text)
        self._add(time, end, speaker, words, opens)

    def _add(
        self,
        time: float | None,
        end: float | None,
        speaker: str | None,
        words: Sequence[str],
        opens: bool,
    ) -> bool:
        """Add `words`, if there are any; whether there are."""
        text = clean("".join(words))
        if text.strip():
            self.said.append(Said(time, end, speaker, text, turn=opens and speaker is None))
        return bool(text.strip())

    def _aside(self, event: Any) -> str:
        if event.get("type", "") not in _HEARD or event.get("extent") == "end":
            return ""
        aside = bracketed(clean(event.get("desc") or ""))
        self.asides.add(aside)
        return aside


def _parts(turn: Any) -> Iterator[tuple[Any, str]]:
    """The children of `turn`, each with the text after it; first None, with the text before."""
    yield None, turn.text or ""
    for child in turn:
        yield child, child.tail or ""


def _nth(speakers: Sequence[str | None], index: str | None) -> str | None:
    place = int(number(index) or 1) - 1
    return speakers[place] if 0 <= place < len(speakers) else None


def _parse(page: Page) -> Transcript:
    root, warnings = parse_text(page.text)
    names = ((each.get("id"), each.get("name") or "") for each in named(root, "Speaker"))
    topics = {each.get("id", ""): clean(each.get("desc") or "") for each in named(root, "Topic")}
    known = {key: who for key, name in names if key and (who := somebody(clean(name).strip()))}
    reader = _Reader(known, topics)
    reader.read(root)
    transcript = flow(reader.said, _meta(root), asides=reader.asides)
    return replace(transcript, warnings=warnings)


def _meta(root: Any) -> Meta:
    episode = next(named(root, "Episode"), None)
    found = {} if episode is None else episode.attrib
    language = next((v for key, v in root.attrib.items() if key.rpartition("}")[2] == "lang"), "")
    return Meta(
        show=clean(found.get("program", "")) or None,
        date=iso_date(found.get("air_date", "")),
        media=clean(root.get("audio_filename", "")) or None,
        language=clean(language) or None,
    )


FORMAT = Format(
    name="transcriber",
    title="Transcriber (.trs)",
    example='<Trans><Speakers><Speaker id="a" name="Ada"/></Speakers><Episode><Section>'
    '<Turn speaker="a" startTime="0" endTime="2"><Sync time="0"/>Is it lit?</Turn>'
    "</Section></Episode></Trans>",
    score=_score,
    parse=_parse,
)

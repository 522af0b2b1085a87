"""TTML captions and its profiles (DFXP, SMPTE-TT, EBU-TT-D, IMSC), and Apple Podcasts' own.

Times are clocks, clocks with frames, or offsets (`12.5s`, `90f`, `4000t`), on the clock of what
they stand in (https://www.w3.org/TR/ttml2/, sections 10 and 12). Apple's stand on the clock of
the whole, put every word in a span of its own, and set no blank between these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from reader.formats.archives.xmltree import attribute, local, named, parse_text, root_name
from reader.formats.captions.cueblocks import unrolled
from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.clean import clean
from reader.formats.page import Format, Page
from reader.transcript import Meta, Transcript

_CLOCK = re.compile(
    r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{1,2}(?:[.,][0-9]{1,9})?)(?::([0-9.]{1,6}))?$"
)
_OFFSET = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)(h|ms|m|s|f|t)?$")
_APPLE = "podcasts.apple.com/transcript-ttml-internal"
_UNSPACED = ("ja", "zh", "th")
_SILENT = ("metadata", "set", "desc", "title", "rt", "rp")


@dataclass(frozen=True)
class _Clock:
    """How the times of a document are to be read; `absolute`: from its beginning, not nested."""

    frames: float = 30.0
    ticks: float = 1.0
    absolute: bool = False

    @classmethod
    def of(cls, root: Any) -> _Clock:
        frames = _number(attribute(root, "frameRate"), 30.0)
        above, _, below = (
            (attribute(root, "frameRateMultiplier") or "1 1").replace(":", " ").partition(" ")
        )
        rate = frames * _number(above, 1.0) / _number(below, 1.0)
        stated = attribute(root, "frameRate") is not None
        ticks = _number(attribute(root, "tickRate"), rate if stated else 1.0)
        return cls(rate, ticks, any(_APPLE in uri for uri in root.nsmap.values()))

    def seconds(self, text: str | None) -> float | None:
        """A time expression in seconds, or None."""
        text = (text or "").strip()
        if match := _CLOCK.match(text):
            hours, minutes, seconds, frames = match.groups()
            whole = int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
            return round(whole + _number(frames, 0.0) / self.frames, 6)
        if match := _OFFSET.match(text):
            units = {"h": 3600.0, "m": 60.0, "ms": 0.001, "f": 1 / self.frames, "t": 1 / self.ticks}
            return round(float(match.group(1)) * units.get(match.group(2) or "s", 1.0), 6)
        return None


def _number(text: str | None, default: float) -> float:
    try:
        return float(text or "") or default
    except ValueError:
        return default


def _score(page: Page) -> float:
    """Certain by the root element `tt`."""
    return 1.0 if root_name(page.text) == "tt" else 0.0


def _parse(page: Page) -> Transcript:
    root, warnings = parse_text(page.text)
    clock = _Clock.of(root)
    agents = dict(_agents(root))
    body = next(named(root, "body"), root)
    said = [
        cue for p, start, end in _timed(body, clock) for cue in _cues(p, start, end, clock, agents)
    ]
    roles = Meta()
    if not any(cue.speaker for cue in said):
        said, roles = voiced(unrolled(said))
    meta = replace(_meta(root, body, clock), hosts=roles.hosts, guests=roles.guests)
    return replace(flow(said, meta), warnings=warnings)


def _timed(body: Any, clock: _Clock) -> Iterator[tuple[Any, float | None, float | None]]:
    """The paragraphs of `body`, with their times on the clock of the whole."""
    stack: list[tuple[Any, float]] = [(body, 0.0)]
    while stack:
        element, base = stack.pop()
        start, end = _times(element, base, clock)
        if local(element) == "p":
            yield element, start, end
            continue
        inner = base if clock.absolute or start is None else start
        stack.extend((child, inner) for child in reversed(element))


def _times(element: Any, base: float, clock: _Clock) -> tuple[float | None, float | None]:
    start, end = (clock.seconds(element.get(name)) for name in ("begin", "end"))
    length = clock.seconds(element.get("dur"))
    start = None if start is None else round(base + start, 6)
    end = None if end is None else round(base + end, 6)
    if end is None and length is not None:
        end = round((base if start is None else start) + length, 6)
    return start, end


def _cues(
    p: Any, start: float | None, end: float | None, clock: _Clock, agents: dict[str, str]
) -> Iterator[Said]:
    """What a paragraph says: one cue, or one for each sentence or timed part in it."""
    speaker = _speaker(p, agents)
    if clock.absolute and len(p):
        for sentence in p:
            words = [span for span in sentence.iter() if attribute(span, "unit") == "word"]
            gap = "" if (attribute(sentence, "lang") or "")[:2] in _UNSPACED else " "
            text = gap.join(map(_text, words or [sentence]))
            times = _times(sentence, 0.0, clock)
            yield Said(times[0], times[1], _speaker(sentence, agents) or speaker, text)
        return
    spans = [span for span in p if span.get("begin") and local(span) == "span"]
    bare = (p.text or "") + "".join(child.tail or "" for child in p)
    if not spans or bare.strip() or len(spans) < sum(1 for child in p if local(child) == "span"):
        yield Said(start, end, speaker, _text(p))
        return
    for span in spans:
        first, last = _times(span, start or 0.0, clock)
        yield Said(first, last, _speaker(span, agents) or speaker, _text(span))


def _text(element: Any) -> str:
    """The words in `element`, with `\\n` where it breaks the line."""
    pieces: list[str] = []
    waiting: list[tuple[Any, bool]] = [(element, True)]
    while waiting:
        node, opens = waiting.pop()
        if not opens:
            pieces.append(_folded(node.tail))
            continue
        if local(node) == "br":
            pieces.append("\n")
        elif local(node) and local(node) not in _SILENT:
            pieces.append(_folded(node.text))
            for child in reversed(node):
                waiting.extend([(child, False), (child, True)])
    return clean("".join(pieces)).strip()


def _folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _agents(root: Any) -> Iterator[tuple[str, str]]:
    """The agents a head declares, by their id."""
    for agent in named(root, "agent"):
        name = next((_text(each) for each in named(agent, "name")), "")
        if name and (key := attribute(agent, "id")):
            yield key, name


def _speaker(element: Any, agents: dict[str, str]) -> str | None:
    names = [agents.get(key, key) for key in (attribute(element, "agent") or "").split()]
    return clean(" and ".join(names)).strip() or None


def _meta(root: Any, body: Any, clock: _Clock) -> Meta:
    head = next(named(root, "head"), None)
    titles, descs = (
        [] if head is None else [t for each in named(head, name) if (t := _words(each))]
        for name in ("title", "desc")
    )
    return Meta(
        title=titles[0] if titles else None,
        description=descs[0] if descs else None,
        language=attribute(root, "lang") or None,
        duration=clock.seconds(body.get("dur")),
    )


def _words(element: Any) -> str:
    return " ".join(clean("".join(element.itertext())).split())


FORMAT = Format(
    name="ttml",
    title="TTML captions (DFXP, IMSC, Apple Podcasts)",
    example='<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    '<p begin="1s" end="2.5s">Is the lamp lit?</p></div></body></tt>',
    score=_score,
    parse=_parse,
)

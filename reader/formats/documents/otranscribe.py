"""oTranscribe's files (`.otr`): JSON whose `text` is HTML with timestamps among the words.

A timestamp is `<span class="timestamp" data-timestamp="5.25">0:05</span>`; what follows is said
from then to the next one. Who speaks is typed at the beginning of a line, as `Name:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.clean import clean, decode_entities
from reader.formats.json.data import get, line, seconds
from reader.formats.json.kinds import kind
from reader.formats.text.labels import Labels
from reader.transcript import Meta, Transcript

_TAG = re.compile(r"(<[/a-zA-Z!][^<>]{0,2000}>)")
_STAMP = re.compile(r"<span\b[^<>]{0,2000}?data-timestamp=[\"']?([0-9.]{1,20})")
_BREAK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote)\b")


class _Piece(NamedTuple):
    """Words since the timestamp `time`; `opens` if they open a line."""

    time: float | None
    text: str
    opens: bool


def _known(document: Any) -> bool:
    return isinstance(document, dict) and "text" in document and "media-time" in document


def _read(document: Any) -> Transcript:
    told = get(document, "text")
    pieces = list(_pieces(clean(told) if isinstance(told, str) else ""))
    labels = Labels(piece.text for piece in pieces if piece.opens)
    cues: list[Said] = []
    who: str | None = None
    for piece in pieces:
        labelled = labels.split(piece.text) if piece.opens else None
        if labelled:
            who = labelled.speaker
        text = labelled.text if labelled else piece.text
        turn = labelled is not None and who is None
        cues.append(Said(piece.time, None, who, text, turn, paragraph=piece.opens))
    media = line(get(document, "media"))
    return flow(ended_by_the_next(cues), Meta(media=media))


def _pieces(html: str) -> Iterator[_Piece]:
    """The words of `html` between its timestamps and the ends of its lines."""
    time: float | None = None
    opens, stamped = True, False
    said: list[str] = []
    for token in [*_TAG.split(html), "<br>"]:
        stamp = _STAMP.match(token)
        if not _TAG.match(token):
            said += [] if stamped else [decode_entities(token)]
        elif stamp or _BREAK.match(token):
            if text := " ".join("".join(said).split()):
                yield _Piece(time, text, opens)
                opens = False
            said = []
            time = seconds(stamp.group(1)) if stamp else time
            opens = opens or not stamp
        stamped = bool(stamp) or (stamped and token != "</span>")


FORMAT = kind(
    name="otranscribe",
    title="oTranscribe (.otr)",
    example='{"text": "<p><span class=\\"timestamp\\" data-timestamp=\\"1.5\\">0:01</span> '
    'Lit?</p>", "media": "lamp.mp3", "media-time": 4.2}',
    known=_known,
    read=_read,
)

"""What transcript editors and kits keep: Kaldi and Vosk, autoEdit, Digital Paper Edit, Sonix,
Trint, draft.js and Slate.

Speakers stand beside the words, beside the paragraphs, or in spans of time of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reader.formats.captions.flowing import Said, ended_by_the_next, flow
from reader.formats.json.data import get, line, rows, seconds, speaker, strings, words
from reader.formats.json.kinds import Turns, cued, in_text, joined, kind
from reader.transcript import Meta, Transcript

MILLI = 0.001


def _said(word: dict[str, Any], whose: str | None) -> Said:
    """A word, whichever of the usual keys it has; punctuated where it is there both ways."""
    keys = ("punct", "punctuated_word", "text", "word", "value", "t")
    texts = (words(word.get(key)) for key in keys)
    start, end = (
        next((word[key] for key in names if word.get(key) is not None), None)
        for names in (("start", "startTime", "start_time"), ("end", "endTime", "end_time"))
    )
    who = speaker(word.get("speaker")) or whose
    return Said(seconds(start), seconds(end), who, next(filter(None, texts), ""))


# -- Kaldi -----------------------------------------------------------------------------------


def _kaldi_known(document: Any) -> bool:
    inner = get(document, "retval") or document
    bbc = any("punct" in word for word in rows(get(inner, "words"))[:5])
    return bbc or bool(_vosk_parts(document))


def _vosk_parts(document: Any) -> list[dict[str, Any]]:
    parts = rows(document if isinstance(document, list) else [document])
    said = any("word" in word and "start" in word for p in parts for word in rows(p.get("result")))
    return parts if said else []


def _kaldi(document: Any) -> Transcript:
    if parts := _vosk_parts(document):
        cues: list[Said] = []
        for part in parts:
            spoken = [_said(word, None) for word in rows(part.get("result"))]
            cues += in_text(words(part.get("text")), spoken)
        return flow(cues)
    inner = get(document, "retval") or document
    voices = Turns(
        (seconds(span.get("start")), speaker(get(span, "speaker", "@id") or span.get("speaker")))
        for span in rows(get(inner, "segmentation", "segments"))
    )
    spoken = [_said(word, None) for word in rows(get(inner, "words"))]
    spoken = [word._replace(speaker=voices.at(word.start)) for word in spoken]
    return flow(in_text(words(get(inner, "punct")), spoken))


# -- autoEdit and Digital Paper Edit ---------------------------------------------------------


def _autoedit_known(document: Any) -> bool:
    return any("paragraph" in part for part in rows(get(document, "text")))


def _autoedit(document: Any) -> Transcript:
    cues: list[Said] = []
    for part in rows(get(document, "text")):
        lines = rows(part.get("paragraph"))
        spoken = [_said(word, None) for each in lines for word in rows(each.get("line"))]
        cues += _paragraph(joined(spoken), speaker(part.get("speaker")))
    return flow(cues, Meta(title=line(get(document, "title"))))


def _paragraph(spoken: list[Said], whose: str | None = None) -> Iterator[Said]:
    """`spoken` as a paragraph of its own, of `whose` where a word does not say otherwise."""
    for index, word in enumerate(spoken):
        yield word._replace(speaker=word.speaker or whose, paragraph=index == 0)


def _paper_known(document: Any) -> bool:
    inner = get(document, "transcript") or document
    listed = rows(get(inner, "words")) and isinstance(get(inner, "paragraphs"), list)
    return bool(listed) and "text" in get(inner, "words", 0)


def _paper(document: Any) -> Transcript:
    inner = get(document, "transcript") or document
    parts = rows(get(inner, "paragraphs"))
    starts = [(seconds(part.get("start")), part) for part in parts]
    voices = Turns((start, speaker(part.get("speaker"))) for start, part in starts)
    cues: list[Said] = []
    last: int | None = None
    for word in joined([_said(word, None) for word in rows(get(inner, "words"))]):
        index = last if word.start is None and last is not None else voices.index(word.start)
        cues.append(
            word._replace(speaker=word.speaker or voices.named(index), paragraph=index != last)
        )
        last = index
    return flow(cues, Meta(title=line(get(document, "title"))))


# -- Sonix and Trint -------------------------------------------------------------------------


def _sonix_known(document: Any) -> bool:
    parts = rows(get(document, "transcript"))
    return any("start_time" in part and "text" in part for part in parts)


def _sonix(document: Any) -> Transcript:
    cues: list[Said] = []
    for part in rows(get(document, "transcript")):
        whole = _said(part, None)
        spoken = [_said(word, whole.speaker) for word in rows(part.get("words"))]
        cues += _paragraph(cued(whole.text, spoken or [whole._replace(text="")]))
    return flow(cues, Meta(title=line(get(document, "name")), language=_language(document)))


def _language(document: Any) -> str | None:
    return line(get(document, "language"))


def _trint_known(document: Any) -> bool:
    listed = rows(get(document, "words"))
    return bool(listed) and "value" in listed[0] and "time" in listed[0]


def _trint(document: Any) -> Transcript:
    cues: list[Said] = []
    last: Any = None
    for word in rows(get(document, "words")):
        start, length = seconds(word.get("time"), MILLI), seconds(word.get("duration"), MILLI)
        end = None if start is None or length is None else round(start + length, 6)
        cues.append(
            Said(
                start,
                end,
                speaker(word.get("speaker")),
                words(word.get("value")),
                paragraph=word.get("paragraphId") != last,
            )
        )
        last = word.get("paragraphId")
    return flow(joined(cues), Meta(title=line(get(document, "title"))))


# -- draft.js and Slate ----------------------------------------------------------------------


def _blocks(document: Any) -> list[dict[str, Any]]:
    """The blocks of a draft.js document, or the children of a Slate one."""
    blocks = rows(get(document, "blocks"))
    if blocks and any("text" in block and "data" in block for block in blocks):
        return blocks
    parts = rows(document)
    return parts if any(rows(part.get("children")) for part in parts) else []


def _draft(document: Any) -> Transcript:
    cues: list[Said] = []
    for block in _blocks(document):
        data = block if "children" in block else block.get("data")
        inner = get(block, "children", 0) if "children" in block else data
        text = words(get(block, "text") or get(inner, "text"))
        whose = next(strings(get(data, "speaker")), None)
        whole = Said(seconds(get(data, "start")), None, speaker(whose), "")
        spoken = [_said(word, whole.speaker) for word in rows(get(inner, "words"))]
        cues += _paragraph(cued(text, spoken or [whole]))
    return flow(ended_by_the_next(cues), Meta(title=line(get(document, "title"))))


FORMATS = (
    kind(
        name="kaldi",
        title="JSON of Kaldi or Vosk",
        example='{"retval": {"punct": "Lit?", "words": [{"start": 0.1, "end": 0.4, "word": "lit", '
        '"punct": "Lit?"}], "segmentation": {"segments": []}}}',
        known=_kaldi_known,
        read=_kaldi,
    ),
    kind(
        name="autoedit",
        title="JSON of autoEdit",
        example='{"text": [{"paragraph": [{"line": [{"text": "Lit?", "startTime": 0.1, '
        '"endTime": 0.4}]}]}]}',
        known=_autoedit_known,
        read=_autoedit,
    ),
    kind(
        name="paper-edit",
        title="JSON of Digital Paper Edit",
        example='{"words": [{"start": 0.1, "end": 0.4, "text": "Lit?"}], "paragraphs": '
        '[{"start": 0.1, "end": 0.4, "speaker": "Ada"}]}',
        known=_paper_known,
        read=_paper,
    ),
    kind(
        name="sonix",
        title="JSON of Sonix",
        example='{"name": "Lamps", "transcript": [{"speaker": "Ada", "start_time": 0.1, '
        '"end_time": 0.4, "text": "Lit?"}]}',
        known=_sonix_known,
        read=_sonix,
    ),
    kind(
        name="trint",
        title="JSON of Trint",
        example='{"title": "Lamps", "words": [{"time": 100, "duration": 300, "value": "Lit?", '
        '"paragraphId": "p0", "speaker": "Ada"}]}',
        known=_trint_known,
        read=_trint,
    ),
    kind(
        name="draftjs",
        title="JSON of a draft.js or Slate editor",
        example='{"blocks": [{"text": "Lit?", "data": {"speaker": "Ada", "words": '
        '[{"start": 0.1, "end": 0.4, "word": "Lit?"}]}}], "entityMap": {}}',
        known=_blocks,
        read=_draft,
    ),
)

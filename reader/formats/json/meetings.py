"""JSON of courts, parliaments and research: Oyez, the Congressional Record, QMSum."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from reader.formats.build import Builder
from reader.formats.captions.flowing import Said, flow
from reader.formats.dates import iso_date
from reader.formats.json.data import (
    get,
    line,
    number,
    rows,
    seconds,
    speaker,
    words,
)
from reader.formats.json.kinds import kind
from reader.transcript import Meta, Transcript

_DATED = re.compile(r"[A-Z][a-z]{2,8} [0-9]{1,2}, [0-9]{4}")

# -- Oyez ------------------------------------------------------------------------------------


def _oyez_known(document: Any) -> bool:
    sections = rows(get(document, "transcript", "sections")) or rows(get(document, "sections"))
    return any(isinstance(section.get("turns"), list) for section in sections)


def _oyez(document: Any) -> Transcript:
    inner = get(document, "transcript") or document
    cues: list[Said] = []
    for section in rows(get(inner, "sections")):
        for turn in rows(section.get("turns")):
            cues += [
                Said(
                    seconds(block.get("start")),
                    seconds(block.get("stop")),
                    speaker(turn.get("speaker")),
                    words(block.get("text")),
                    turn=index == 0 and not turn.get("speaker"),
                    paragraph=True,
                )
                for index, block in enumerate(rows(turn.get("text_blocks")))
            ]
    return flow(cues, _oyez_meta(document, inner))


def _oyez_meta(document: Any, inner: Any) -> Meta:
    title, case = line(get(document, "title")), line(get(inner, "title"))
    date = _DATED.search((title or case or "")[:300])
    media = rows(get(document, "media_file"))
    listed = sorted(media, key=lambda file: file.get("mime") != "audio/mpeg")
    return Meta(
        title=title or case,
        show=case if title and case != title else None,
        date=iso_date(date.group()) if date else None,
        duration=number(get(inner, "duration")),
        media=line(get(listed, 0, "href")),
    )


# -- the Congressional Record ----------------------------------------------------------------

_PAGE = re.compile(r"\[\[Page [^\[\]]{1,20}\]\]|\{time\} {1,3}[0-9]{4}")
_INDENTED = re.compile(r"( *)(.*)")


def _congress_known(document: Any) -> bool:
    content = rows(get(document, "content"))
    return bool(content) and "kind" in content[0] and "text" in content[0]


def _congress(document: Any) -> Transcript:
    builder = Builder()
    for part in rows(get(document, "content")):
        text = _PAGE.sub(" ", words(part.get("text")))
        if part.get("kind") == "linebreak" or not any(map(str.isalnum, text)):
            continue
        who = speaker(part.get("speaker"))
        builder.turn(who)
        paragraphs = list(_indented(text))
        if part.get("kind") == "title":
            builder.heading(paragraphs[0][:200])
        for index, paragraph in enumerate(paragraphs):
            if who and index == 0 and paragraph.startswith(f"{who}."):
                paragraph = paragraph[len(who) + 1 :]
            builder.paragraph(paragraph)
    return builder.build(_congress_meta(document))


def _indented(text: str) -> Iterator[str]:
    """The paragraphs of `text`, which begin after a blank line or with an indent."""
    lines = [match.groups() for each in text.split("\n") if (match := _INDENTED.match(each))]
    margin = min((len(indent) for indent, rest in lines if rest), default=0)
    block: list[str] = []
    for indent, rest in lines:
        if block and (not rest or len(indent) > margin):
            yield " ".join(block)
            block = []
        if rest:
            block.append(rest)
    if block:
        yield " ".join(block)


def _congress_meta(document: Any) -> Meta:
    header = get(document, "header")
    date = " ".join(line(get(header, key)) or "" for key in ("month", "day", "year"))
    volume, issue, pages = (line(get(header, key)) for key in ("vol", "num", "pages"))
    chamber = line(get(header, "chamber"))
    told = (("vol. ", volume), ("no. ", issue), ("", chamber), ("pp. ", pages))
    return Meta(
        title=line(get(document, "title")) or line(get(document, "doc_title")),
        show="Congressional Record" if header else None,
        date=iso_date(date),
        description=", ".join(name + value for name, value in told if value) or None,
    )


# -- QMSum -----------------------------------------------------------------------------------


def _qmsum_known(document: Any) -> bool:
    return any("content" in turn for turn in rows(get(document, "meeting_transcripts")))


def _qmsum(document: Any) -> Transcript:
    topics: defaultdict[int, list[str]] = defaultdict(list)
    for topic in rows(get(document, "topic_list")):
        first = number(get(topic, "relevant_text_span", 0, 0))
        if first is not None and (title := line(topic.get("topic"))):
            topics[int(first)].append(title)
    builder = Builder()
    last: object = builder
    for index, turn in enumerate(rows(get(document, "meeting_transcripts"))):
        who = speaker(turn.get("speaker"))
        for title in topics[index]:
            builder.heading(title)
        if who != last:
            builder.turn(who)
        last = who
        builder.say(words(turn.get("content")))
    return builder.build(Meta(title=line(get(document, "title"))))


FORMATS = (
    kind(
        name="oyez",
        title="JSON of Oyez, oral arguments",
        example='{"transcript": {"sections": [{"turns": [{"speaker": {"name": "Ada Marsh"}, '
        '"text_blocks": [{"start": 0, "stop": 2.5, "text": "Is the lamp lit?"}]}]}]}}',
        known=_oyez_known,
        read=_oyez,
    ),
    kind(
        name="congress-json",
        title="JSON of the Congressional Record",
        example='{"header": {"chamber": "Senate"}, "content": [{"kind": "speech", "speaker": '
        '"Ms. MARSH", "text": "  Ms. MARSH. Is the lamp lit?"}]}',
        known=_congress_known,
        read=_congress,
    ),
    kind(
        name="qmsum",
        title="JSON of QMSum, meetings",
        example='{"meeting_transcripts": [{"speaker": "PhD A", "content": "Is it lit ?"}]}',
        known=_qmsum_known,
        read=_qmsum,
    ),
)

"""The words of a quotation: exact, with corrections in brackets and skips as an ellipsis."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.cite.fillers import fillers, hidden, language_of
from reader.cite.names import resolve
from reader.cite.wording import spaced
from reader.errors import ReaderError
from reader.segment import stripped
from reader.transcript import Span, Transcript

_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Said:
    """What one voice says within a quote: its paragraphs. `speaker` is None if nobody is named."""

    speaker: str | None
    paragraphs: tuple[str, ...]


def chosen(transcript: Transcript, spans: Sequence[Span]) -> list[Span]:
    """`spans` in the order of the text, without the white space around them; what meets is one.

    Raises `ReaderError` when one lies outside the text, or there are no words in them.
    """
    text = transcript.text
    kept: list[Span] = []
    for span in sorted(spans):
        if not 0 <= span.start <= span.end <= len(text):
            where = spaced(transcript.meta.title)
            raise ReaderError("the words to cite lie outside the text", where=where)
        held = stripped(text, span.start, span.end)
        if held is None:
            continue
        if kept and not text[kept[-1].end : held.start].strip():
            before = kept.pop()
            held = Span(before.start, max(before.end, held.end))
        kept.append(held)
    if not kept:
        raise ReaderError("there are no words to cite", hint="select some first")
    return kept


def ellipsis(words: str) -> str:
    """What stands for words left out: in brackets where the source has such dots itself."""
    return "[…]" if "…" in words or "..." in words else "…"


def exact(transcript: Transcript, spans: Sequence[Span]) -> str:
    """The source's own words at `spans`, with an ellipsis for what is skipped."""
    parts = [transcript.text[span.start : span.end] for span in spans]
    return f" {ellipsis(''.join(parts))} ".join(parts)


def voices(transcript: Transcript, spans: Sequence[Span], *, clean: bool = False) -> list[Said]:
    """Who says what at `spans`; turns of one named speaker in a row are one.

    A correction of misheard words stands in brackets in their place. With `clean`, fillers and
    doubled words are left out.
    """
    dots = ellipsis("".join(transcript.text[span.start : span.end] for span in spans))
    said: list[Said] = []
    for number, span in enumerate(spans):
        for index, one in enumerate(_voices(transcript, span, clean)):
            first, *others = one.paragraphs
            if number and not index:
                if said and _one_turn(transcript, spans, number):
                    before = said.pop()
                    first = f"{before.paragraphs[-1]} {dots} {first}"
                    one = Said(before.speaker, (*before.paragraphs[:-1], first, *others))
                else:
                    one = Said(one.speaker, (f"{dots} {first}", *others))
            said += _joined(said.pop(), one) if said else [one]
    return said


def _joined(before: Said, one: Said) -> list[Said]:
    """The two as one where the same named speaker goes on."""
    if one.speaker is None or one.speaker != before.speaker:
        return [before, one]
    return [Said(one.speaker, before.paragraphs + one.paragraphs)]


def _one_turn(transcript: Transcript, spans: Sequence[Span], number: int) -> bool:
    """Whether the span of this number begins in the turn in which the one before it ends."""
    ends, begins = spans[number - 1].end - 1, spans[number].start
    return transcript.turn_index(ends) == transcript.turn_index(begins)


def _voices(transcript: Transcript, span: Span, clean: bool) -> Iterator[Said]:
    people = (*transcript.meta.hosts, *transcript.meta.guests)
    left_out = fillers(language_of(transcript)) if clean else None
    pending: Said | None = None
    for speaker, part in _parts(transcript, span):
        words = _corrected(transcript, part)
        lines = [spaced(piece) for piece in _BREAK.split(words)]
        paragraphs = tuple(
            kept for line in lines if line and (kept := unfilled(line, left_out) if clean else line)
        )
        if not paragraphs:
            continue
        said = Said(resolve(speaker, people), paragraphs)
        joined = _joined(pending, said) if pending else [said]
        yield from joined[:-1]
        pending = joined[-1]
    if pending is not None:
        yield pending


def _parts(transcript: Transcript, span: Span) -> Iterator[tuple[str | None, Span]]:
    if not transcript.turns:
        yield None, span
        return
    for turn in transcript.turns[transcript.turn_index(span.start) :]:
        if turn.start >= span.end:
            return
        if turn.overlaps(span):
            yield turn.speaker, Span(max(turn.start, span.start), min(turn.end, span.end))


def _corrected(transcript: Transcript, part: Span) -> str:
    """The text at `part`, each correction that lies within it in brackets for what it corrects."""
    pieces, at = [], part.start
    for fix in transcript.corrections:
        if at <= fix.start and fix.end <= part.end:
            pieces += [transcript.text[at : fix.start], f"[{fix.replacement}]"]
            at = fix.end
    return "".join([*pieces, transcript.text[at : part.end]])


def unfilled(text: str, left_out: re.Pattern[str] | None = None) -> str:
    """`text` without what is `left_out` (by default the fillers of English: “uh”, a “you know”
    between commas), and without doubled words.

    It begins with a capital where it did before; text of nothing else stays as it is.
    """
    kept, at = "", 0
    for span in hidden(text, 0, len(text), left_out or fillers("en")):
        kept += text[at : span.start]
        at = span.end
    kept += text[at:]
    if at == 0:
        return text
    return kept[:1].upper() + kept[1:] if text[:1].isupper() else kept


def without_fillers(text: str, left_out: re.Pattern[str] | None = None) -> str:
    """`text` as `unfilled` gives it, as a sentence: it begins with a capital."""
    kept = unfilled(text, left_out)
    return kept if kept == text else kept[:1].upper() + kept[1:]

"""Words in a transcript that are not speech: `[Music]`, `(laughter)`, `♪ la la ♪`.

What is bracketed is an aside if it tells of a sound, or of what could not be heard; an editor's
`[sic]` or `[the lamp]` is not. Brackets that hold all of a cue are an aside whatever they say.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from reader.transcript import Aside, Span

_BRACKETED = re.compile(
    r"\[[^\[\]\n]{1,100}\]|\([^()\n]{1,100}\)|\{[^{}\n]{1,60}\}|♪[^♪\n]{0,300}♪|♪+"
)
_SOUND = re.compile(
    r"\b(?:applau|laugh|chuckl|giggl|music|singing|sings?\b|humm|crosstalk|"
    r"cross[- ]talk|inaudible|unintelligible|indiscernible|indistinct|silence|pause|cough|sigh|"
    r"gasp|sniff|exhal|inhal|breath|clap|cheer|boo(?:s|ing)?\b|nois|beep|bleep|static\b|chatter|"
    r"overlap|foreign\b|tick|click|thud|knock|bell|ring(?:s|ing)\b|throat|groan|grunt|sob|cries\b|"
    r"crying|scream|shout|yell|whistl|whisper|snort|yawn|bark|vocalsound|disfmarker|gap\b|blank|"
    r"no (?:speech|audio|sound)|audio|sound|microphone|phone|video play|commercial|audience|"
    r"speaks? |speaking|off[- ]mic|redacted)",
    re.IGNORECASE,
)
_FEW = 7
"""What is bracketed and tells of a sound has at most so many words."""

_STOPS = re.compile(r"\(\.{1,9}\)")


def find_asides(
    text: str, cues: Iterable[Span] = (), known: Container[str] = ()
) -> tuple[Aside, ...]:
    """The asides of `text`, in its order.

    `cues` are spans that may be asides as a whole; `known`, brackets and all, are asides by what
    the source says of them.
    """
    whole = {(cue.start, cue.end) for cue in cues}
    return tuple(
        Aside(*match.span())
        for match in _BRACKETED.finditer(text)
        if match.group()[0] == "♪"
        or match.span() in whole
        or match.group() in known
        or _STOPS.fullmatch(match.group())
        or (len(match.group().split()) <= _FEW and _SOUND.search(match.group()))
    )


def bracketed(text: str) -> str:
    """`text` in square brackets, as `find_asides` knows it; "" if there is nothing in it."""
    inner = " ".join(re.sub(r"[\[\]]", " ", text).split())
    return f"[{inner}]" if inner else ""


def is_aside(text: str) -> bool:
    """Whether `text` is nothing but one aside in brackets."""
    return bool(_BRACKETED.fullmatch(text.strip()))

"""What a saved web page says of its episode: title, number, date, show, hosts and guests.

The rules look at how such pages are worded, never at one site:

- title and number: the line `Episode 12: …`, `#12 – …` or `12. …`; else a Markdown heading
- date: a line that is a date and nothing else, but for a word such as `Published`
- show: the capitalised words after `Welcome to …` or `You're listening to …` in the opening
  words, up to `with`, a comma or a stop; else a line that ends in `Podcast`, `Show` or `Radio`
- hosts: a line `with …` or `Hosted by …` that is names and nothing else; else the names after
  `Welcome to … with`; else `I'm your host, …`
- guests: the names in the title after `with` or `featuring`, if in brackets or if a label of the
  page answers to them; else who is talked with in the notes and opening words, by a label too

A name in a longer description (`Nobel Laureate Ada Byron`) begins where a speaker's label does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.formats.dates import iso_date
from reader.formats.text.header import KEYS, field_of
from reader.transcript import Meta

_NUMBERED = re.compile(
    r"(?:#{1,3} )?(?:(?:episode|ep\.?|no\.?|#)\s{0,2}#?|(?=[0-9]{1,4}[.:]\s))([0-9]{1,5})"
    r"\s{0,3}[-:.|–—]\s{0,3}(\S.{0,300})",
    re.IGNORECASE,
)
_HEADING = re.compile(r"# (\S.{0,300})")
_DATED = re.compile(r"(?:published|released?|aired|recorded|posted|date)\b(?: on| date)?:?\s", re.I)
_HOSTED = re.compile(r"(?:hosted by|presented by|with|your hosts?,?)\s(.{3,100})", re.IGNORECASE)
_WELCOME = re.compile(
    r"(?:welcome(?: back)? to|you[’']re listening to|you are listening to)\s"
    r"(?:(?:another|this|a new|the latest)?\s?episode\s(?:[0-9]{1,5}\s)?of\s)?"
    r"(?-i:the\s)?(.{3,200})",
    re.IGNORECASE,
)
_HOST = re.compile(r"I[’']m your host,?\s(.{3,60})")
_FEATURING = re.compile(r"\b(?:with|featuring|feat\.|ft\.)\s", re.IGNORECASE)
_TALKS = re.compile(
    r"\b(?:speaks?|talks?|chats?|sits? down|conversation|interview|joined)\s"
    r"(?:with|to|by)\s(.{3,100})"
)
_AND = re.compile(r",\s|\s&\s|\sand\s|\s\|\s")
_LISTED = ("podcast", "show", "radio")
_LINKING = frozenset("a an and at by de for from in of on or the to &".split())
_OPENING = 1500


def read_about(front: Sequence[str], opening: str, labels: Iterable[str]) -> Meta:
    """What the `front` lines of a page and its `opening` words say of the episode.

    `labels` are the names or parts of names that the page gives its speakers.
    """
    names = frozenset(word for label in labels for word in label.lower().split())
    opening = opening[:_OPENING]
    meta = _keyed(front)
    number, title = _title(front)
    show, with_hosts = _show(front, opening)
    hosts = _hosts(front, names) or with_hosts or _own_name(opening)
    guests = _guests(title or meta.title or "", [*front, opening], names)
    dated = (iso_date(_DATED.sub("", line[:60], count=1)) for line in front)
    found = Meta(
        title=title,
        number=number,
        date=next((date for date in dated if date), None),
        show=show,
        hosts=hosts,
    )
    meta = meta.over(found)
    return replace(meta, guests=meta.guests or tuple(g for g in guests if g not in meta.hosts))


def marks_of_a_page(front: Sequence[str]) -> int:
    """How many lines of `front` are a numbered title, a date or the names of the hosts."""
    numbered = any(_NUMBERED.fullmatch(line) for line in front)
    dated = any(iso_date(_DATED.sub("", line[:60], count=1)) for line in front)
    return numbered + dated + bool(_hosts(front, frozenset()))


def _keyed(front: Sequence[str]) -> Meta:
    """What header lines (`Guest: …`) among `front` say; the first of each counts."""
    meta = Meta()
    for line in front:
        key = line[:30].partition(":")[0].strip().lower()
        if ":" in line[:30] and key in KEYS:
            meta = meta.over(field_of(key, line.partition(":")[2].strip()))
    return meta


def _title(front: Sequence[str]) -> tuple[int | None, str | None]:
    for line in front:
        if match := _NUMBERED.fullmatch(line):
            return int(match.group(1)), match.group(2).strip()
    headings = (match for line in front if (match := _HEADING.fullmatch(line)))
    return None, next((match.group(1) for match in headings), None)


def _show(front: Sequence[str], opening: str) -> tuple[str | None, tuple[str, ...]]:
    """The name of the show, and the hosts named right after it."""
    for match in _WELCOME.finditer(opening):
        show = _capitalised(match.group(1))
        if show:
            rest = match.group(1)[len(show) :].lstrip()
            hosts = (_person(rest[5:], frozenset()),) if rest.startswith("with ") else ()
            return show, tuple(host for host in hosts if host)
    listed = (" ".join(line.split()) for line in front if len(line) <= 60)
    return next((li for li in listed if li.lower().endswith(_LISTED) and " " in li), None), ()


def _hosts(front: Sequence[str], names: frozenset[str]) -> tuple[str, ...]:
    for line in front:
        match = _HOSTED.fullmatch(line)
        if match:
            parts = _AND.split(match.group(1))
            people = [_person(part, names) for part in parts]
            if all(p == part.strip() for p, part in zip(people, parts, strict=True)):
                return tuple(p for p in people if p)
    return ()


def _own_name(opening: str) -> tuple[str, ...]:
    match = _HOST.search(opening)
    host = _person(match.group(1), frozenset()) if match else None
    return (host,) if host else ()


def _guests(title: str, texts: Iterable[str], names: frozenset[str]) -> tuple[str, ...]:
    phrase = _FEATURING.split(title)[-1] if _FEATURING.search(title) else ""
    bracketed = phrase.endswith((")", "]"))
    people = [_person(part, names) for part in _AND.split(phrase.rstrip(")]")) if part]
    found = [p for p in people if p and (bracketed or _answers(p, names))]
    if not found:
        talks = (match.group(1) for text in texts for match in _TALKS.finditer(text))
        people = [_person(part, names) for talk in talks for part in _AND.split(talk)]
        found = [p for p in people if p and _answers(p, names)]
    return tuple(dict.fromkeys(found))


def _answers(person: str, names: frozenset[str]) -> bool:
    return not names.isdisjoint(person.lower().split())


def _person(phrase: str, names: frozenset[str]) -> str | None:
    """The name in `phrase`: from a word of `names` on, else its last two or three capitals."""
    words = _capitalised(phrase, linking=False).split() or _trailing(phrase)
    for index, word in enumerate(words):
        if word.lower() in names and len(words) - index > 1:
            return " ".join(words[index : index + 4])
    if len(words) < 2:
        return None
    return " ".join(words if len(words) <= 3 else words[-2:])


def _trailing(phrase: str) -> list[str]:
    words = phrase.split()
    start = len(words)
    while start and words[start - 1][0].isupper():
        start -= 1
    return words[start:]


def _capitalised(phrase: str, linking: bool = True) -> str:
    """The capitalised words that open `phrase`, up to a stop, with small words between them."""
    kept = 0
    words = phrase.split()
    for index, word in enumerate(words):
        if word[0].isupper() or word[0].isdigit():
            kept = index + 1
        elif not (linking and word in _LINKING and kept):
            break
        if word[-1] in ",.!?:;—" and len(word.rstrip(".")) > 1:
            break
    return " ".join(words[:kept]).rstrip(",.!?:;—")

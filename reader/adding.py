"""From a source to a transcript that is ready to be stored, one at a time or many at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby, pairwise

from reader.errors import FormatError, ReaderError
from reader.library import Prepared, prepare
from reader.sources import Chapter, Source, Unchanged
from reader.transcript import Heading, Meta, Transcript

_HASHLIKE = re.compile(r"[\W\d_]*(?:[0-9a-f]{6,}[\W\d_]*)*", re.IGNORECASE)
_TITLE_WORDS = 9
_TITLE_LENGTH = 80
"""A title made of a transcript's first words has at most so many words and characters."""

_OPENING = 1000
"""The first words are looked for in so many characters."""

MANY = 40
"""So many files are read in several processes. To start those takes a second or less."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read from `source`: a transcript, or that the text of `episode` is what it was, or
    an `error` in one line.
    """

    source: Source
    prepared: Prepared | None = None
    episode: int | None = None
    error: str | None = None


def outcome(source: Source, format: str | None = None) -> Outcome:
    """Read `source` as `format` or as what it looks like.

    Where it cannot be read, the next form of it is tried. Never raises for a bad source.
    """
    first: Outcome | None = None
    following: Source | None = source
    while following is not None:
        tried = _outcome(following, format)
        if tried.error is None:
            return tried
        first = first or tried
        following = following.otherwise
    assert first is not None
    return first


def outcomes(
    sources: Sequence[Source],
    format: str | None = None,
    processes: int | None = None,
) -> Iterator[list[Outcome]]:
    """The outcomes of `sources` in their order, in groups of what is ready at a time.

    Many files are read in as many `processes` as there are cores, or as are given; what must be
    fetched is fetched ahead. No outcome is held back for another that is not ready.
    """
    for kind, group in groupby(sources, key=lambda source: source.kind):
        batch = list(group)
        if kind == "file" and len(batch) >= MANY and processes != 1:
            yield from _in_processes(batch, format, processes)
            continue
        if kind == "remote":
            from reader.sources.crew import ahead

            yield from ([outcome(source, format)] for source in ahead(batch))
        else:
            yield from ([outcome(source, format)] for source in batch)


def _in_processes(
    sources: list[Source], format: str | None, processes: int | None
) -> Iterator[list[Outcome]]:
    from reader.pool import Pool, cores

    work = partial(_read, format=format)
    place = 0
    for results in Pool(work, sources, processes or cores()):
        ready = []
        for result in results:
            source = sources[place]
            place += 1
            if isinstance(result, Prepared):
                ready.append(Outcome(source, result))
            else:
                ready.append(_failure(source, str(result)))
        yield ready


def _read(source: Source, *, format: str | None) -> Prepared | str:
    """The transcript in a file, or why there is none."""
    read = outcome(source, format)
    return read.prepared or read.error or ""


def _outcome(source: Source, format: str | None) -> Outcome:
    try:
        return Outcome(source, _prepared(source, format or source.format))
    except Unchanged as same:
        return Outcome(source, episode=same.episode)
    except FormatError as error:
        where, hint = error.where or source.location, "; ".join(source.warnings) or error.hint
        return _failure(source, str(FormatError(error.what, where=where, hint=hint)))
    except ReaderError as error:
        return _failure(source, str(error))
    except ValueError as error:
        return _failure(source, f"{source.location}: cannot be read as a transcript: {error}")
    except Exception as error:
        if os.environ.get("READER_DEBUG"):
            raise
        what = f"cannot be read: {type(error).__name__}: {error}"
        return _failure(source, f"{source.location}: {what}")


def _failure(source: Source, line: str) -> Outcome:
    from reader.formats.clean import clean

    named = line if source.location in line else f"{source.location}: {line}"
    return Outcome(source, error=" ".join(clean(named).split()))


def _prepared(source: Source, format: str | None) -> Prepared:
    from reader import formats
    from reader.formats.clean import clean
    from reader.formats.file_names import tongue_of
    from reader.formats.text.header import meta_of_folder

    name = telling(_titled(source))
    data = source.read()
    transcript = formats.parse(data, name, format)
    said = _clean(source.facts).over(transcript.meta).over(_clean(source.hints))
    said = said.over(Meta(language=tongue_of(clean(os.path.basename(source.location)))))
    if source.kind == "file":
        said = said.over(meta_of_folder(source.location, name))
    transcript = replace(
        transcript,
        meta=said,
        warnings=(*transcript.warnings, *(clean(warning) for warning in source.warnings)),
        headings=transcript.headings or headings(transcript, source.chapters()),
    )
    return prepare(data, transcript, default_title(name, transcript))


def _titled(source: Source) -> str:
    """The name of `source` without what only says that it is a transcript: it makes a title.

    What tells a file from another of its folder stays (`Rope.en.srt` beside `Rope.de.srt`). A file
    called `transcript.txt` goes by its folder.
    """
    from reader.formats.clean import clean
    from reader.formats.file_names import plain_name, says_nothing
    from reader.formats.text.header import telling_folder

    name = clean(source.name)
    plain = plain_name(name)
    if source.kind != "file":
        return plain
    folder = os.path.dirname(source.location)
    if says_nothing(name) and telling_folder(os.path.basename(folder)):
        return clean(os.path.basename(folder)) + os.path.splitext(plain)[1]
    try:
        alike = _stems(folder, os.stat(folder).st_mtime_ns)
    except OSError:
        return plain
    return plain if len(alike.get(os.path.splitext(plain)[0], ())) < 2 else name


@lru_cache(maxsize=64)
def _stems(folder: str, changed: int) -> dict[str, set[str]]:
    """The names without suffix of the files in `folder`, by the title that they would make.

    `changed` is when the folder did, so that it is looked through again. Recordings do not count.
    """
    from reader.formats.file_names import plain_name
    from reader.sources.local import RECORDINGS

    stems: dict[str, set[str]] = {}
    for name in os.listdir(folder):
        stem, suffix = os.path.splitext(name)
        if suffix.lower() not in RECORDINGS:
            stems.setdefault(os.path.splitext(plain_name(name))[0], set()).add(stem)
    return stems


def _clean(meta: Meta) -> Meta:
    """`meta` with nothing in it that can act on a terminal."""
    from reader.formats.clean import clean

    def cleaned(value: object) -> object:
        if isinstance(value, str):
            return " ".join(clean(value).split())
        return tuple(map(cleaned, value)) if isinstance(value, tuple) else value

    return Meta(**{name: cleaned(getattr(meta, name)) for name in Meta.__slots__})  # type: ignore[arg-type]


def headings(transcript: Transcript, chapters: Sequence[Chapter]) -> tuple[Heading, ...]:
    """`chapters` as headings of the paragraphs that are spoken when they begin.

    A transcript without times of its own gets none: the place would be a guess.
    """
    from reader.formats.clean import clean

    if not transcript.cues or not transcript.paragraphs:
        return ()
    titles: dict[int, str] = {}
    for seconds, title in chapters:
        if seconds > transcript.length:
            continue
        index = transcript.paragraph_index(transcript.offset_at(seconds))
        start = transcript.paragraphs[index].start
        end = transcript.paragraphs[index].end
        later = transcript.paragraphs[index + 1].start if end < len(transcript.text) else start
        early = seconds - transcript.time_at(start).seconds
        if later > start and transcript.time_at(later).seconds - seconds < early:
            start = later
        title = clean(title)
        titles[start] = f"{titles[start]} · {title}" if start in titles else title
    starts = sorted(titles)
    return tuple(
        Heading(start, end, 1, titles[start])
        for start, end in pairwise([*starts, len(transcript.text)])
    )


def telling(name: str) -> str:
    """The file's `name`, or nothing where it is only digits or a digest and tells no title."""
    return "" if _HASHLIKE.fullmatch(_stem(name)) else name


def default_title(name: str, transcript: Transcript) -> str:
    """A title for a transcript that has none: its file's `name`, or its first words without one.

    Of the words, nine at most, and no more than about 80 characters.
    """
    from reader.formats.clean import one_line

    stem = _stem(telling(name))
    if stem:
        return " ".join(stem.replace("_", " ").split())
    words = transcript.text[:_OPENING].split(maxsplit=_TITLE_WORDS)
    opening = one_line(" ".join(words[:_TITLE_WORDS]).rstrip(".,;:"), _TITLE_LENGTH)
    return f"{opening}…" if len(words) > _TITLE_WORDS and opening[-1:] != "…" else opening


def _stem(name: str) -> str:
    return name.rsplit(".", 1)[0] if "." in name[1:] else name

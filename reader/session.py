"""One open library and its index: what the command line and the interface both do with them."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes, unquote

from reader.clock import clock
from reader.errors import LibraryError, NotFound, ReaderError
from reader.library import Added, Contents, Episode, Feed, Highlight, Library
from reader.settings import config
from reader.settings.colouring import colour_names
from reader.transcript import Meta, Span, Transcript

if TYPE_CHECKING:
    from reader import adding
    from reader.cite import Citation
    from reader.clipboard import Copied
    from reader.search import Index
    from reader.sources import Found, Source
    from reader.sources.network import Network

_TURNS = re.compile(r"\s*([0-9]{1,9})(?:-([0-9]{1,9}))?\s*")


_MOST_LOST = 5
"""So many amendments that have no place in a new text are told one by one."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of one source: `status` is `added`, `updated`, `unchanged` or `failed`.

    A failed one has an `error` and no `episode`. One that is `beside` another has the same words,
    and became a further source of its episode. `carried`, `moved` and `orphaned` count the
    highlights of an updated one; `doubtful` are those that moved or lost their place.
    """

    source: str
    status: str
    episode: Episode | None = None
    load: Callable[[], Transcript] | None = None
    contents: Contents = field(default_factory=Contents)
    error: str | None = None
    beside: bool = False
    carried: int = 0
    moved: int = 0
    orphaned: int = 0
    doubtful: tuple[Highlight, ...] = ()

    @property
    def transcript(self) -> Transcript | None:
        """The transcript as the library has it, read when it is asked for."""
        return self.load() if self.load else None


class Session:
    """An open library. Safe to share between threads."""

    def __init__(self, paths: config.Paths, settings: config.Settings | None = None) -> None:
        """Open the library in `paths`. Raises `LibraryError` and `ConfigError`."""
        self.paths = paths
        self.settings = settings or config.load(paths)
        self.library = Library(paths.library)
        self._index: Index | None = None

    @property
    def index(self) -> Index:
        """The search index. Making it costs nothing until it is asked."""
        if self._index is None:
            from reader.search import Index

            opener = partial(Library, self.paths.library)
            self._index = Index(self.paths.index, self.library, opener)
        self._index.call_colours(colour_names(self.settings))
        return self._index

    # -- adding ------------------------------------------------------------------------------

    def add(
        self, source: Source, *, format: str | None = None, meta: Meta | None = None
    ) -> Addition:
        """Add what `source` holds; `meta` goes before what the source says of itself.

        Without `format`, what is there already stays in the format in which it was read. Never
        raises for a bad source, nor when the disk refuses: the result then says `failed` and why,
        and nothing is kept.
        """
        from reader import adding

        (source,) = self._as_asked([source])
        (addition,) = self._keep_all([adding.outcome(source, format)], format, meta)
        self._place_awaited()
        return addition

    def add_all(
        self, found: Found, *, format: str | None = None, meta: Meta | None = None
    ) -> Iterator[Addition]:
        """Add all that was `found`, as `add` does, in the same order; each is on disk by then.

        What goes on meanwhile goes on in other processes or threads, as far as it is iterated.
        """
        from reader import adding

        feeds = self.library.feeds
        try:
            for feed in found.feeds:
                feeds.follow(feed.url, feed.title, feed.body(), feed.etag, feed.modified)
        except LibraryError as error:
            yield from (_failed(adding.Outcome(source), error) for source in found.sources)
            return
        for group in adding.outcomes(self._as_asked(found.sources), format):
            yield from self._keep_all(group, format, meta)
        self._place_awaited()
        # A feed whose pass is not noted as over is gone through once more.
        with suppress(LibraryError):
            for feed in found.feeds:
                feeds.finish(feed.url)

    def _place_awaited(self) -> None:
        """Give highlights that came before their episode their place, where it is there now."""
        with suppress(ReaderError):
            if self.library.revisions.awaited():
                from reader.formats.clean import clean
                from reader.syncing import place_awaited

                place_awaited(self.library, clean)

    def _as_asked(self, sources: Iterable[Source]) -> list[Source]:
        """The `sources`, each to be read in the format that the user once chose for it, if any."""
        try:
            asked = self.library.asked_formats()
        except LibraryError:
            asked = {}
        formats = ((source, asked.get(identity(source.location))) for source in sources)
        return [replace(source, format=name) if name else source for source, name in formats]

    def _keep_all(
        self, outcomes: Sequence[adding.Outcome], format: str | None, meta: Meta | None
    ) -> list[Addition]:
        """Keep all of `outcomes`; what is known by other bytes each by itself."""
        stated = meta or Meta()
        kept: list[Addition] = []
        for renews, group in groupby(outcomes, key=self._renews):
            for some in ([each] for each in group) if renews else [list(group)]:
                kept += self._keep_together(some, format, stated)
        new = [addition.episode.id if addition.episode else 0 for addition in kept]
        return [self._compared(addition, new[n + 1 :]) for n, addition in enumerate(kept)]

    def _renews(self, outcome: adding.Outcome) -> bool:
        """Whether `outcome` is a new version of a text; the work for that is then prepared."""
        if outcome.prepared is None:
            return False
        try:
            source = outcome.source
            where = identity(source.location)
            return self.library.foresee(outcome.prepared, source=where, episode=source.episode)
        except LibraryError:
            return True

    def _keep_together(
        self, outcomes: list[adding.Outcome], format: str | None, meta: Meta
    ) -> list[Addition]:
        """Keep `outcomes` as one change on disk. Where the library refuses, each is kept by itself,
        and only those that it refuses again have failed.
        """
        try:
            with self.library.together():
                return [self._keep(each, format, meta) for each in outcomes]
        except LibraryError as error:
            if len(outcomes) == 1:
                return [_failed(outcomes[0], error)]
        return [added for each in outcomes for added in self._keep_together([each], format, meta)]

    def _keep(self, outcome: adding.Outcome, format: str | None, meta: Meta) -> Addition:
        if outcome.error is not None:
            return _failed(outcome)
        try:
            return self._kept(outcome, format, meta)
        except LibraryError:
            raise
        except ReaderError as error:
            return _failed(outcome, error)

    def _kept(self, outcome: adding.Outcome, format: str | None, meta: Meta) -> Addition:
        from reader import annotate
        from reader.formats.clean import clean

        source = outcome.source
        if outcome.prepared is None:
            id = outcome.episode or 0
            added = Added("updated" if self.library.edit(id, meta) else "unchanged", id)
        else:
            added = self.library.store(
                outcome.prepared,
                source=identity(source.location),
                carry=annotate.carry,
                episode=source.episode,
                meta=meta,
                reread=format is not None,
                asked=format or "",
            )
        source.kept(added.episode)
        states = [highlight.state for highlight in added.carried]
        contents = self.library.contents(added.episode)
        return Addition(
            clean(source.location),
            added.status,
            self.library.episode(added.episode),
            partial(self.library.transcript, added.episode),
            replace(contents, warnings=(*_remarks(added), *contents.warnings)),
            beside=bool(added.beside),
            carried=states.count("anchored"),
            moved=states.count("moved"),
            orphaned=states.count("orphan"),
            doubtful=tuple(each for each in added.carried if each.state != "anchored"),
        )

    def _compared(self, addition: Addition, later: Collection[int]) -> Addition:
        """`addition`, with a line where there is another transcript of its talk, but for those that
        came `later`.
        """
        if addition.status != "added" or addition.episode is None:
            return addition
        try:
            twin = self.twin(addition.episode.id, later)
        except ReaderError:
            return addition
        if twin is None:
            return addition
        line = f"the same talk as “{twin.title}”: `reader merge {addition.episode.id} {twin.id}`"
        warnings = (line, *addition.contents.warnings)
        return replace(addition, contents=replace(addition.contents, warnings=warnings))

    def twin(self, id: int, without: Collection[int] = ()) -> Episode | None:
        """Another episode, none of `without`, that is a transcript of the same talk."""
        from reader.align import align
        from reader.twins import LEAST_SHARED, SAME_TALK

        others = [other for other in self.library.alike(id, LEAST_SHARED) if other not in without]
        for other in others[:3]:
            texts = (self.library.transcript(each).text for each in (id, other))
            if align(*texts).equal >= SAME_TALK:
                return self.library.episode(other)
        return None

    def merge(self, id: int, into: int) -> Added:
        """Make two episodes of one talk one: the better text, with the names and times of both.

        Raises `NotFound`, and `ReaderError` when their words are not the same.
        """
        from reader import annotate
        from reader.align import align
        from reader.twins import SAME_TALK

        if id == into:
            raise ReaderError("that is one episode already")
        equal = align(self.library.transcript(id).text, self.library.transcript(into).text).equal
        if equal < SAME_TALK:
            raise ReaderError(
                f"only {equal:.0%} of their words are the same", hint="these are two talks"
            )
        return self.library.merge(id, into, annotate.carry)

    @contextmanager
    def find(
        self,
        names: Iterable[str],
        *,
        recursive: bool = False,
        fresh: bool = False,
        allow_private: bool = False,
    ) -> Iterator[Found]:
        """What `names` mean: files, folders, patterns, addresses of transcripts and feeds, `-`.

        `fresh` fetches also what has not changed since it was last fetched; `allow_private` lets
        addresses through that are not of the public internet. To be added within the context.
        """
        from reader.sources import find

        with ExitStack() as stack:

            def opened(addresses: Sequence[str]) -> list[Found]:
                network = stack.enter_context(self._network(allow_private, fresh=fresh))
                return network.open(addresses)

            yield find(names, recursive=recursive, addresses=opened)

    @contextmanager
    def news(self, feeds: Iterable[Feed], *, allow_private: bool = False) -> Iterator[Found]:
        """What is in `feeds` now, but for episodes that the user removed; as `find` gives it."""
        from reader.sources import gather

        with self._network(allow_private, removed=False) as network:
            yield gather(network.open([feed.url for feed in feeds]))

    @contextmanager
    def _network(
        self, allow_private: bool, *, fresh: bool = False, removed: bool = True
    ) -> Iterator[Network]:
        from reader.sources.client import Client, Policy
        from reader.sources.network import Network

        client = Client(Policy(allow_private=allow_private))
        try:
            yield Network(client, self.library.feeds, fresh=fresh, removed=removed)
        finally:
            client.close()

    # -- places ------------------------------------------------------------------------------

    def span(
        self,
        transcript: Transcript,
        *,
        quote: str | None = None,
        turn: int | None = None,
        begin: float | None = None,
        end: float | None = None,
    ) -> Span:
        """The span that a quote, a turn (from 1) or times in seconds mean.

        With `begin` alone, the paragraph spoken then. A quote that occurs several times is the one
        in `turn`, or the one nearest to `begin`. Raises `NotFound` when nothing is there.
        """
        if quote is not None:
            return self._quote(transcript, quote, turn, begin)
        if turn is not None:
            if not 1 <= turn <= len(transcript.turns):
                raise NotFound(f"there is no turn {turn}", hint=f"it has {len(transcript.turns)}")
            chosen = transcript.turns[turn - 1]
            return Span(chosen.start, chosen.end)
        if begin is None:
            raise ReaderError("no place is given", hint="give a quote, a turn or a time")
        if begin > transcript.length:
            raise NotFound(
                "the episode is over by then", hint=f"it lasts {clock(transcript.length)}"
            )
        start = transcript.offset_at(begin)
        if end is None:
            paragraph = transcript.paragraphs[transcript.paragraph_index(start)]
            return Span(paragraph.start, paragraph.end)
        return whole_words(transcript.text, Span(start, max(start, transcript.offset_at(end))))

    def _quote(
        self, transcript: Transcript, quote: str, turn: int | None, begin: float | None
    ) -> Span:
        from reader import annotate

        within = Span(0, len(transcript.text)) if turn is None else self.span(transcript, turn=turn)
        near = None if begin is None else transcript.offset_at(begin)
        found = annotate.find_quote(
            transcript.text[within.start : within.end], quote, near=near and near - within.start
        )
        if found is None:
            where = "the text" if turn is None else f"turn {turn}"
            raise NotFound(f"the quote is not in {where}", hint="`reader search` finds the words")
        return Span(within.start + found.start, within.start + found.end)

    def turns(self, episode: Episode, chosen: str) -> list[int]:
        """The indices (from 0) of the turns that `chosen` lists: `3`, `3-7`, `1,3,5-8` or `all`.

        Raises `NotFound` for a list that is none, and for turns that are not there.
        """
        if chosen == "all":
            return list(range(episode.turns))
        indices: list[int] = []
        for part in chosen.split(","):
            match = _TURNS.fullmatch(part)
            if match is None:
                raise NotFound(f"“{chosen}” lists no turns", hint="such as 3, 3-7, 1,3,5-8 or all")
            first, last = int(match[1]), int(match[2] or match[1])
            if not 1 <= first <= last <= episode.turns:
                raise NotFound(
                    f"there are no turns {part.strip()}",
                    where=episode.title,
                    hint=f"it has {episode.turns}",
                )
            indices += range(first - 1, last)
        return indices

    # -- marking and quoting -----------------------------------------------------------------

    def highlight(
        self,
        episode: Episode,
        transcript: Transcript,
        span: Span,
        *,
        colour: str | None = None,
        note: str = "",
        tags: Iterable[str] = (),
        into: Sequence[Highlight] = (),
    ) -> Highlight:
        """Mark `span`; the highlight is on disk when this returns. Raises `ReaderError`.

        It becomes one with those that it goes `into`.
        """
        from reader import annotate
        from reader.notebook import tending

        highlight = annotate.mark(
            transcript,
            episode.id,
            episode.version,
            span,
            colour=colour or self.settings.colour,
            note=note,
            tags=tuple(tags),
        )
        if into:
            return tending.merge(self.library, transcript, [*into, highlight], colour)
        self.library.save_highlight(highlight)
        return highlight

    def cite(
        self,
        transcript: Transcript,
        spans: Span | Sequence[Span],
        style: str | None = None,
        *,
        clean: bool = False,
    ) -> Citation:
        """The citation, as of today, of one span or several in `style` or that of the settings.

        With `clean` the fillers of speech are left out, and the quote says so.
        """
        from reader import cite

        template, today = self.settings.template, date.today().isoformat()
        wishes = cite.Wishes(clean=clean, accessed=today, template=template)
        return cite.cite(transcript, spans, style=style or self.settings.citation, wishes=wishes)

    def copy(self, text: str, emit: Callable[[str], None] | None = None) -> Copied:
        """Put `text` on the clipboard; `emit` writes to the terminal where there is one."""
        from reader import clipboard

        return clipboard.copy(text, keep=self.paths.last_copy, emit=emit)


def _remarks(added: Added) -> list[str]:
    """What is to be said of an addition beside what was doubtful in reading it."""
    remarks = []
    if added.beside:
        name = posixpath.basename(unquote(added.beside))
        remarks.append(f"the same words as {name}: one more source of its episode, {added.episode}")
    if added.lost:
        more = f"; and {len(added.lost) - _MOST_LOST} more" if len(added.lost) > _MOST_LOST else ""
        listed = "; ".join(added.lost[:_MOST_LOST])
        remarks.append(f"not found in the new text, kept with the old one: {listed}{more}")
    return remarks


def _failed(outcome: adding.Outcome, error: ReaderError | None = None) -> Addition:
    from reader.formats.clean import clean

    location = clean(outcome.source.location)
    return Addition(location, "failed", error=outcome.error or f"{location}: {error}")


def identity(location: str) -> str:
    """What a library knows the source at `location` by: nothing for standard input.

    It can be shown and kept as it is. A path with bytes that are no text, or with characters that
    act on a terminal, is a `file` address (RFC 8089), so that no two paths are ever one.
    """
    from reader.formats.clean import clean

    if location == "-":
        return ""
    if location.isprintable() and clean(location) == location:
        return location
    return f"file://{quote_from_bytes(os.fsencode(location))}"


def whole_words(text: str, span: Span) -> Span:
    """`span`, widened so that it cuts no word."""
    start, end = span.start, max(span.end, min(span.start + 1, len(text)))
    while start > 0 and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return Span(start, end)

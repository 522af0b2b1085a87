"""What addresses mean: transcripts, podcast feeds with many of them, lists of feeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import unquote, urlsplit

from reader.errors import FormatError, ReaderError
from reader.sources import feed, markup
from reader.sources.client import Answer, Client, FetchError, Validators, normal, too_large
from reader.sources.crew import Crew
from reader.sources.source import Chapter, Found, Source, Subscription, Unchanged, gather
from reader.sources.spool import Spool, spooled
from reader.transcript import Meta

_MOST_CHAPTERS = 1024 * 1024
"""The largest list of chapters, in bytes."""

_NEVER = "~"
"""Later than every moment, in the order of text."""


class Followed(Protocol):
    """A feed that is followed; a pass through it that is not over began at `since`."""

    @property
    def since(self) -> str | None: ...
    @property
    def etag(self) -> str: ...
    @property
    def modified(self) -> str: ...


class Known(Protocol):
    """What was fetched before; `gone` says that the user removed the episode."""

    @property
    def url(self) -> str: ...
    @property
    def episode(self) -> int: ...
    @property
    def item(self) -> str: ...
    @property
    def etag(self) -> str: ...
    @property
    def modified(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def gone(self) -> bool: ...


class Ledger(Protocol):
    """Where it is kept which feeds are followed and what was fetched when."""

    def get(self, url: str) -> Followed | None: ...
    def body(self, url: str) -> bytes: ...
    def fetched(self, url: str) -> Known | None: ...
    def fetched_from(self, feed: str) -> Sequence[Known]: ...
    def note(
        self,
        url: str,
        episode: int,
        *,
        feed: str,
        item: str,
        etag: str,
        modified: str,
        sha256: str,
    ) -> None: ...


class Network:
    """Opens addresses through a client, for what a ledger does not know yet.

    With `fresh` everything is fetched, also what has not changed. With `removed` episodes that
    the user removed are fetched again.
    """

    def __init__(
        self, client: Client, ledger: Ledger, *, fresh: bool = False, removed: bool = True
    ) -> None:
        self._client, self._ledger = client, ledger
        self._fresh, self._removed = fresh, removed

    def open(self, addresses: Sequence[str]) -> list[Found]:
        """What each address means. What cannot be had is a source that says why when it is read."""
        return self._open(addresses, lists=True)

    def _open(self, addresses: Sequence[str], *, lists: bool) -> list[Found]:
        asked = [(address, self._validators(address)) for address in addresses]
        with Crew() as crew:
            fetching = [
                (address, crew.start(lambda a=address, v=known: self._client.get(a, v)))  # type: ignore[misc]
                for address, known in asked
            ]
            found = []
            for address, answer in fetching:
                try:
                    found.append(self._understand(address, answer.result(), lists))
                except ReaderError as error:
                    found.append(Found([_failed(address, error)]))
        return found

    def _validators(self, address: str) -> Validators | None:
        """What is known of the state of `address`, if it may be answered that it is the same."""
        if self._fresh:
            return None
        try:
            url = normal(address)
        except FetchError:
            return None
        followed = self._ledger.get(url)
        if followed is not None:
            return Validators(followed.etag, followed.modified)
        known = self._ledger.fetched(url)
        return None if known is None or known.gone else Validators(known.etag, known.modified)

    def _understand(self, address: str, answer: Answer, lists: bool) -> Found:
        url = normal(address)
        followed = self._ledger.get(url)
        known = self._ledger.fetched(url)
        if answer.body is None and followed is None:
            return Found([_same(url, known.episode if known else 0)])
        body = answer.body or spooled(self._ledger.body(url))
        kind = markup.kind(body.read(markup.HEAD))
        if followed is not None and kind != "feed":
            raise FormatError("this is no longer a feed", where=url)
        if kind == "feed":
            return self._feed(url, answer, body)
        if kind == "opml":
            if not lists:
                raise FormatError("this is a list within a list of feeds", where=url)
            listed = [at for at, _ in markup.feeds_of_opml(body.read())]
            if not listed:
                raise FormatError("the list names no feed", where=url)
            return gather(self._open(listed, lists=False))
        if body.size > self._client.policy.most_text:
            raise too_large(url, self._client.policy.most_text)
        return Found([self._page(url, answer, body, known)])

    # -- a page or a file --------------------------------------------------------------------

    def _page(self, url: str, answer: Answer, body: Spool, known: Known | None) -> Source:
        digest = body.sha256
        if known is not None and not known.gone and known.sha256 == digest and not self._fresh:
            return _same(url, known.episode)
        offered = markup.feed_of_page(body.read(64 * markup.HEAD), answer.url)
        warnings = (f"this page offers a feed: {offered}",) if offered else ()

        def kept(episode: int) -> None:
            said = answer.validators
            self._ledger.note(
                url,
                episode,
                feed="",
                item="",
                etag=said.etag,
                modified=said.modified,
                sha256=digest,
            )

        return Source(
            url,
            name_of(answer.url),
            body.read,
            hints=Meta(url=url),
            warnings=warnings,
            episode=known.episode if known and not known.gone else None,
            kept=kept,
        )

    # -- feeds -------------------------------------------------------------------------------

    def _feed(self, url: str, answer: Answer, body: Spool) -> Found:
        read = feed.read(body.read(), answer.url)
        carrying = [item for item in read.items if item.transcripts]
        count = len(read.items)
        followed = self._ledger.get(url)
        if not carrying and followed is None:
            raise FormatError(
                f"none of its {count} episodes carries a transcript",
                where=url,
                hint="a feed says so with podcast:transcript",
            )
        title = read.title or url
        said = answer.validators
        known = {one.item: one for one in self._ledger.fetched_from(url)}
        found = Found(feeds=[Subscription(url, title, body.read, said.etag, said.modified)])
        found.notes.append(f"{title}: {len(carrying)} of {count} episodes carry a transcript")
        if not read.sound:
            found.notes.append(f"{title}: the feed is broken XML, and is read as far as it goes")
        for item in carrying:
            before = known.get(item.guid)
            if before is not None and before.gone:
                if not self._removed:
                    continue
                before = None
            found.sources.append(self._item(url, item, before, followed))
        return found

    def _item(
        self, url: str, item: feed.Item, before: Known | None, followed: Followed | None
    ) -> Source:
        """The source of an item: each of its transcripts stands in for the one before it."""
        since = followed.since if followed else None
        offered = {offer.url for offer in item.transcripts}
        if before is not None and before.at >= (since or _NEVER) and before.url in offered:
            return _same(before.url, before.episode)
        source: Source | None = None
        for offer in reversed(item.transcripts):
            remote = _Remote(self._client, self._ledger, offer, url, item, before, self._fresh)
            source = Source(
                offer.url,
                "",
                remote.read,
                fetch=remote.fetch,
                kind="remote",
                facts=item.facts,
                episode=before.episode if before else None,
                otherwise=source,
                chapters=remote.chapters,
                kept=remote.kept,
            )
        assert source is not None
        return source


class _Remote:
    """One transcript of a feed's item: fetched when it is read, and noted when it is kept."""

    def __init__(
        self,
        client: Client,
        ledger: Ledger,
        offer: feed.Offer,
        feed_url: str,
        item: feed.Item,
        before: Known | None,
        fresh: bool,
    ) -> None:
        self._client, self._ledger = client, ledger
        self._offer, self._feed, self._item = offer, feed_url, item
        same = before is not None and before.url == offer.url
        self._known = before if same and not fresh else None
        self._validators = Validators()
        self._digest = ""
        self._body: Spool | None = None
        self._chapters = item.chapters

    def fetch(self) -> None:
        """Have the transcript and its chapters come."""
        url, known = self._offer.url, self._known
        asked = Validators(known.etag, known.modified) if known else None
        answer = self._client.get(url, asked, most=self._client.policy.most_text)
        self._validators, self._body = answer.validators, answer.body
        if answer.body is not None:
            self._digest = answer.body.sha256
        if known and (answer.body is None or self._digest == known.sha256):
            self._digest = known.sha256
            raise Unchanged(known.episode)
        if self._item.chapters_at and not self._chapters:
            try:
                listed = self._client.get(self._item.chapters_at, most=_MOST_CHAPTERS).data
                self._chapters = markup.chapters_of_json(listed or b"")
            except FetchError:
                self._chapters = ()

    def read(self) -> bytes:
        """The transcript, fetched now if it was not yet."""
        if self._body is None:
            self.fetch()
        data = self._body.read() if self._body else b""
        self._body = None
        url = self._offer.url
        if self._offer.kind in ("json", "vtt", "srt") and markup.kind(data) == "html":
            raise FetchError("a web page is there, not a transcript", where=url)
        return data

    def chapters(self) -> tuple[Chapter, ...]:
        return self._chapters

    def kept(self, episode: int) -> None:
        said = self._validators
        self._ledger.note(
            self._offer.url,
            episode,
            feed=self._feed,
            item=self._item.guid,
            etag=said.etag,
            modified=said.modified,
            sha256=self._digest,
        )


def name_of(url: str) -> str:
    """A file's name for `url`: the end of its path, with spaces where words are hyphenated."""
    name = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    return name if " " in name else name.replace("-", " ").replace("+", " ")


def _same(url: str, episode: int) -> Source:
    """A source that holds what it held when it became `episode`."""

    def read() -> bytes:
        raise Unchanged(episode)

    return Source(url, "", read)


def _failed(address: str, error: ReaderError) -> Source:
    def read() -> bytes:
        raise error

    try:
        return Source(normal(address), "", read)
    except FetchError:
        return Source(address, "", read)

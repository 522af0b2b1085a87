"""A web server and a session that may speak to it, quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from reader.session import Addition, Session
from reader.settings import config
from reader.sources import client

from .support import Web, serve


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server on this machine."""
    web = Web()
    server = serve(web)
    yield web
    server.shutdown()
    server.server_close()


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """An empty library whose fetches have little patience."""
    quick = partial(client.Policy, pause=0.01, idle=2.0, seconds=5.0)
    monkeypatch.setattr(client, "Policy", quick)
    session = Session(config.Paths(tmp_path / "library", tmp_path / "config"))
    yield session
    session.library.close()


Add = Callable[..., list[Addition]]


@pytest.fixture
def add(session: Session) -> Add:
    """Adds what names mean, private addresses too."""

    def add(*names: str, allow_private: bool = True, **options: bool) -> list[Addition]:
        with session.find(names, allow_private=allow_private, **options) as found:
            return list(session.add_all(found))

    return add


@pytest.fixture
def update(session: Session) -> Add:
    """Brings what is new in the feeds that are followed."""

    def update() -> list[Addition]:
        feeds = session.library.feeds.all()
        with session.news(feeds, allow_private=True) as found:
            return list(session.add_all(found))

    return update

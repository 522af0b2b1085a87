from __future__ import annotations

from pathlib import Path

import pytest

from reader.search import Index

from .support import FakeShelf, talk


@pytest.fixture
def shelf() -> FakeShelf:
    shelf = FakeShelf()
    shelf.put(
        1,
        talk(
            ("Ada Moreau", "We measured the tides, and the tide gauges never lied to us."),
            ("Björn Åkesson", "To be or not to be a harbour town: that's what I don't know."),
            ("Ada Moreau", "The café by the harbour organizes the organization of the regatta."),
            (None, "[applause] Thank you both."),
            timed=True,
        ),
        title="Tides and harbours",
        show="Salt Water",
        number=128,
        date="2022-10-27",
    )
    shelf.put(
        2,
        talk(
            ("Ada Moreau", "A harbour needs dredging. Gauges do not."),
            ("Chen Li", "Dredging costs more than gauges, and tides pay no taxes."),
        ),
        title="The price of mud",
        show="Salt Water",
        date="2023",
    )
    shelf.put(
        3, talk(("Chen Li", "学習とは何か、それは harbour ではない。")), title="Notes", date=None
    )
    return shelf


@pytest.fixture
def index(tmp_path: Path, shelf: FakeShelf) -> Index:
    index = Index(tmp_path / "index", shelf)
    assert index.update() == 3
    return index

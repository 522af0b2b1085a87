"""What the folders of a file tell of its episode."""

from __future__ import annotations

from pathlib import Path

from reader.session import Session
from reader.settings import config
from reader.sources import find


def test_the_folder_of_numbered_files_is_their_show(tmp_path: Path) -> None:
    season = tmp_path / "The Long View" / "Season 2"
    season.mkdir(parents=True)
    (season / "05 - Rope.txt").write_text("Ada: Is it lit?\nBen: It is.\nAda: Good.\nBen: So.\n")
    (season / "06 - Salt.txt").write_text("---\nshow: Harbour\n---\nAda: Salt.\n\nBen: So it is.\n")
    session = Session(config.Paths(tmp_path / "library", tmp_path / "config"))
    try:
        added = list(session.add_all(find([str(season)])))
        shows = [(one.episode.show, one.episode.season, one.episode.number) for one in added]
        assert shows == [("The Long View", 2, 5), ("Harbour", 2, 6)]
    finally:
        session.library.close()

"""What is played is a file or an address, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.media import recording


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A transcript with a recording beside it."""
    for name in ("talk.en.srt", "talk.mp3", "--script=x.mp3", "far/other file.ogg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    return tmp_path / "talk.en.srt"


def test_where_a_recording_is(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, source = talk.parent, str(talk)
    assert recording(None, source) == str(folder / "talk.mp3")
    assert recording("talk.mp3", source) == str(folder / "talk.mp3")
    assert recording("far/other file.ogg", source) == str(folder / "far" / "other file.ogg")
    assert recording((folder / "far/other file.ogg").as_uri(), "") == str(
        folder / "far" / "other file.ogg"
    )
    monkeypatch.setenv("HOME", str(folder))
    assert recording("~/talk.mp3", "https://example.org/x") == str(folder / "talk.mp3")
    for address in ("https://example.org/a.mp3?x=1#t", "HTTP://example.org/a"):
        assert recording(address, source) == address


def test_a_name_is_never_an_option(talk: Path) -> None:
    assert recording("--script=x.mp3", str(talk)).startswith("/")


@pytest.mark.parametrize(
    "media",
    [
        "av://lavfi:anullsrc",
        "edl://x",
        "memory://#EXTM3U",
        "smb://host/x",
        "https://",
        "http://exa mple.org/\n--script=x",
        "missing.mp3",
        "file:///missing.mp3",
        ".",
    ],
)
def test_what_is_not_played(talk: Path, media: str) -> None:
    with pytest.raises(ReaderError) as error:
        recording(media, str(talk))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("source", ["", "https://example.org/talk.srt", "/nowhere/talk.srt"])
def test_without_a_recording_it_is_told_how_to_say_where_it_is(source: str) -> None:
    with pytest.raises(ReaderError, match="--media PATH"):
        recording(None, source)

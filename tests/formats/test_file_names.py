"""What a file's name says of its talk, and what it only says of itself."""

import pytest

from reader.formats import parse
from reader.formats.file_names import plain_name, says_nothing, tongue_of


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Tides_transcript.txt", "Tides.txt"),
        ("Tides_transcript_corrected.txt", "Tides.txt"),
        ("Tides-subtitles.srt", "Tides.srt"),
        ("Tides.en.vtt", "Tides.vtt"),
        ("Tides.zh-TW.srt", "Tides.srt"),
        ("Tides.wav.srt", "Tides.srt"),
        ("Tides_transcript.en.vtt", "Tides.vtt"),
        ("Tides - Transcript.pdf", "Tides.pdf"),
        ("Tides (Transcript).docx", "Tides.docx"),
        ("how_to_read_a_transcript.txt", "how_to_read_a_transcript.txt"),
        ("transcript.txt", "transcript.txt"),
        ("Part 2.txt", "Part 2.txt"),
        ("S02E05 Tides.vtt", "S02E05 Tides.vtt"),
        ("Dr.No.txt", "Dr.No.txt"),
        ("_.txt", "_.txt"),
        ("", ""),
    ],
)
def test_endings_that_only_say_what_a_file_is(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_the_language_in_a_name() -> None:
    names = ["Tides.de.srt", "Tides.pt-BR.srt", "Tides.txt", ".en", "Tides_en_route.txt"]
    assert [tongue_of(name) for name in names] == ["de", "pt", None, None, None]


def test_names_that_say_nothing_of_a_talk() -> None:
    assert all(map(says_nothing, ["transcript.txt", "captions.en.vtt", "the_transcript.md"]))
    assert not any(map(says_nothing, ["Tides.txt", "transcript of the tides.txt", ""]))


def test_underscores_are_spaces_beside_spaces_too() -> None:
    said = b"Is it lit? It is."
    assert parse(said, "S02E05_The_Lamp of_Oar.txt").meta.title == "The Lamp of Oar"
    assert parse(said, "12_-_The_Lamp.txt").meta.title == "The Lamp"

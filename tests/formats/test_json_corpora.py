"""Real documents of every kind of JSON and its kin, where they are at hand."""

from pathlib import Path

import pytest

from reader.errors import FormatError
from reader.formats import parse

from .support import assert_sound

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"

REAL = [
    ("json-crec", "crec__", "congress-json", 1637, 2, 0, [1], 654.8),
    ("json-oyez", "scotus__", "oyez", 733, 5, 34, [3, 2], 478.714),
    ("json-podcasting20", "podns__", "podcast-json", 5, 2, 5, [1, 1], 3.0),
    ("json-podlove", "podlove__", "podlove-json", 6605, 129, 149, [64, 63], 3658.6),
    ("json-qmsum", "qmsum__", "qmsum", 13457, 744, 0, [142, 47, 135, 22, 242, 94, 62], 5382.8),
    ("json-stt-vendors", "bbcrte__amazon", "aws-transcribe", 1791, 22, 1791, [], 705.995),
    ("json-stt-vendors", "bbcrte__bbcKaldi", "kaldi", 1712, 10, 1712, [5, 5], 704.34),
    ("json-stt-vendors", "bbcrte__digital", "paper-edit", 1454, 10, 1454, [5, 5], 701.37),
    ("json-stt-vendors", "bbcrte__gcpStt", "google-speech", 1767, 22, 1767, [], 706.0),
    ("json-stt-vendors", "bbcrte__ibmTed", "ibm-watson", 1780, 1, 1780, [1], 705.94),
    ("json-stt-vendors", "dgcaptions__assembly", "assemblyai", 60, 1, 60, [1], 25.14),
    ("json-stt-vendors", "dgcaptions__dg_", "deepgram", 226, 10, 226, [2, 5, 3], 169.802),
    ("json-whisper", "roaming__", "whisper-json", 9136, 107, 521, [], 3324.58),
    ("json-whisper", "whisper_ts__", "whisper-json", 558, 6, 554, [], 177.38),
    ("json-whisperx", "strato__", "whisper-json", 10271, 94, 10271, [34, 14, 1, 11, 33], 4273.594),
    ("json-youtube", "tortoise__", "youtube-snippets", 1824, 20, 265, [], 587.04),
    ("tsv-whisper", "sps__", "numbered-tsv", 1804, 19, 0, [], 721.6),
    ("xml-podlove", "ptc__", "podlove-xml", 4574, 155, 3311, [], 1766.55),
    ("xml-youtube-srv1", "ytapi__", "youtube-srv1", 20, 1, 3, [], 8.939),
]
"""Folder, file, format, words, turns, cues, turns of each speaker, length in seconds."""

REFUSED = [
    ("json-whisperx", "sps__", "no words of a transcript"),
    ("json-youtube", "ythub__", "broken JSON"),
]
"""Times and speakers without words; and a dictionary of words with remarks in it."""


def corpus(folder: str, name: str) -> tuple[bytes, str]:
    found = sorted((CORPORA / folder).glob(f"{name}*"))
    if not found:
        pytest.skip("the shared files are not beside this checkout")
    return found[0].read_bytes(), found[0].name


@pytest.mark.parametrize(
    ("folder", "name", "format", "words", "turns", "cues", "speakers", "length"), REAL
)
def test_a_real_document(folder, name, format, words, turns, cues, speakers, length) -> None:
    transcript = parse(*corpus(folder, name))
    assert_sound(transcript)
    assert (transcript.format, transcript.warnings) == (format, ())
    assert (transcript.words, len(transcript.turns), len(transcript.cues)) == (words, turns, cues)
    assert [speaker.turns for speaker in transcript.speakers] == speakers
    assert transcript.times == ("exact" if cues else "estimated")
    assert transcript.length == pytest.approx(length)


@pytest.mark.parametrize(("folder", "name", "reason"), REFUSED)
def test_what_is_no_transcript_is_refused(folder: str, name: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        parse(*corpus(folder, name))

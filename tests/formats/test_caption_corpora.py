"""Real captions, where they are at hand: what each file is, holds, and who speaks in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.errors import FormatError
from reader.formats import parse

from .support import assert_sound

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"

# folder and the beginning of the file's name; format; words, cues, turns; the speakers, or how many
FILES = [
    ("srt-broken/ptc__AI", "srt", 6565, 583, 67, []),
    ("srt-broken/pysrt__no-indexes", "srt", 111, 7, 1, []),
    ("srt-chevrons/unendless", "srt", 14243, 919, 16, []),
    ("srt-dash/lex333", "srt", 38376, 5502, 1133, []),
    ("srt-encodings/pysrt__bom-utf-16-le", "srt", 111, 7, 1, []),
    ("srt-encodings/pysrt__windows-1252", "srt", 7658, 1460, 257, []),
    ("srt-encodings/subtitleedit", "srt", 3548, 595, 59, []),
    ("srt-languages/sy__uk", "srt", 4478, 483, 52, []),
    ("srt-languages/unendless", "srt", 12991, 713, 2, []),
    ("srt-plain/ptc", "srt", 2857, 298, 31, []),
    ("srt-plain/pysrt", "srt", 7658, 1460, 257, []),
    ("srt-speaker-prefix/ptc", "srt", 6467, 724, 49, ["Michael", "Chelsea"]),
    ("srt-speaker-prefix/virtualcoffee", "srt", 8632, 1101, 54, ["Bekah", "Dan", "Nick"]),
    ("srt-word-cues/strato", "srt", 1844, 1844, 22, []),
    ("vtt-plain/ptc", "vtt", 5370, 576, 70, ["Michael", "Nikolay"]),
    ("vtt-plain/talkpython", "vtt", 13020, 1109, 146, []),
    ("vtt-youtube-rolling/wwdc", "vtt", 6607, 970, 67, []),
    ("vtt-chevrons/wwdc__101", "vtt", 18617, 2737, 127, 21),
    ("vtt-chevrons/wwdc__220", "vtt", 9161, 1152, 5, []),
    ("vtt-voice/podns", "vtt", 66, 7, 2, ["Sarah", "Gillian"]),
    ("vtt-voice/noscribe", "vtt", 2223, 99, 95, ["S01", "S02", "S00"]),
    ("vtt-zoom/forkcast", "vtt", 2592, 221, 99, 14),
    ("ass/strato", "ass", 1844, 1844, 1, ["Speaker00"]),
    ("caption-other/pycaption__example.sami", "sami", 11582, 1848, 101, 26),
    ("caption-other/pycaption__example.scc", "scc", 23, 4, 3, ["TODOS", "MAMI"]),
    ("xml-ttml-dfxp/pycaption", "ttml", 11578, 1848, 101, 26),
    ("xml-apple-ttml/apple", "ttml", 10, 3, 2, ["SPEAKER_1", "SPEAKER_2"]),
    ("txt-downsub-dash/lex333", "dashes", 38376, 0, 1133, []),
]

LENGTHS = {
    "srt-broken/ptc__AI": 2365.0,
    "srt-dash/lex333": 12518.403,
    "vtt-youtube-rolling/wwdc": 2884.3,
    "vtt-chevrons/wwdc__101": 8214.266,
    "vtt-chevrons/wwdc__220": 3071.23,
    "vtt-zoom/forkcast": 2091.289,
    "ass/strato": 844.46,
    "caption-other/pycaption__example.sami": 6534.661,
    "xml-ttml-dfxp/pycaption": 6537.731,
    "xml-apple-ttml/apple": 4148.949,
}


def found(beginning: str) -> Path:
    folder, _, name = beginning.partition("/")
    paths = [p for p in sorted(CORPORA.glob(f"{folder}/*")) if p.name.startswith(name)]
    if not paths:
        pytest.skip("the shared corpora are not beside this checkout")
    return paths[0]


@pytest.mark.parametrize(
    ("beginning", "family", "words", "cues", "turns", "speakers"),
    FILES,
    ids=[each[0] for each in FILES],
)
def test_real_file(beginning, family, words, cues, turns, speakers) -> None:
    path = found(beginning)
    transcript = parse(path.read_bytes(), "misleading.doc")
    assert_sound(transcript)
    assert transcript.format == family
    assert (transcript.words, len(transcript.cues), len(transcript.turns)) == (words, cues, turns)
    names = [speaker.name for speaker in transcript.speakers]
    assert names == speakers or len(names) == speakers
    assert transcript.times == ("exact" if cues else "estimated")
    assert bool(transcript.warnings) == ("windows" in path.name)
    if beginning in LENGTHS:
        assert transcript.length == pytest.approx(LENGTHS[beginning])


def conformance() -> Iterator[Path]:
    yield from sorted(CORPORA.glob("vtt-conformance/*"))


def test_conformance_files_are_captions_whatever_is_wrong_with_them() -> None:
    paths = list(conformance())
    if not paths:
        pytest.skip("the shared corpora are not beside this checkout")
    silent = 0
    for path in paths:
        try:
            transcript = parse(path.read_bytes(), path.name)
        except FormatError as error:
            silent += "no words" in error.what
        else:
            assert transcript.format == "vtt"
            assert_sound(transcript)
    assert silent == 7

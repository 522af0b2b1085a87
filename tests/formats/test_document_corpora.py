"""Real documents, where they are at hand: what each file is, holds, and who speaks in it."""

from pathlib import Path

import pytest

from reader.formats import parse

from .support import assert_sound

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"

# folder and the beginning of the file's name; format; words, cues, turns; speakers, or how many
FILES = [
    ("html-podcast/podns", "podcast-html", 2492, 10, 10, ["Travis", "Sarah", "Gilon"]),
    ("html-podcast/ptc", "podcast-html", 1271, 131, None, []),
    ("html-hyperaudio/", "hyperaudio", 448, 448, None, []),
    ("html-table/", "html", 4066, 30, None, []),
    ("html-word97/", "html", 11037, 0, 169, ["MSM", "Thompson"]),
    ("html-congress/", "congress", 7373, 0, 2, 2),
    ("docx/", "docx", 910, 26, 25, ["CARUSO", "SUBJECT", "LEE"]),
    ("pdf/scihist_pdf__glusker", "pdf", 2354, 18, 14, ["SCHNEIDER", "GLUSKER", "BOYTIM"]),
    ("pdf/scihist_pdf__prelog", "pdf", 2962, 0, 80, ["KOEPPEL", "PRELOG"]),
    ("xml-akomantoso/", "akomantoso", 20688, 0, 43, 18),
    ("xml-hansard/twfy__ministerial", "hansard", 1117, 0, 3, 3),
    ("xml-hansard/twfy__westminster", "hansard", 37290, 15, 125, 27),
    ("xml-ohms/scihist__chappelear", "ohms", 1340, 13, 5, ["SCHNEIDER", "CHAPPELEAR"]),
    ("xml-ohms/scihist__hanford", "ohms", 17483, 142, 97, ["BOHNING", "HANFORD"]),
    ("xml-tei/", "tei", 13862, 192, 191, ["Anna Segre", "Shlomo Venezia", "Gloria Pavoncello"]),
    ("ling-chat/nzilbb__clan", "chat", 2231, 201, 7, ["Nony mouse", "Investigator"]),
    ("ling-chat/nzilbb__griffin", "chat", 207, 31, 18, ["Nick Griffin", "Dimbleby", "Applause"]),
    ("ling-elan/", "elan", 902, 147, 13, ["participant", "interviewer"]),
    ("ling-textgrid/nzilbb", "textgrid", 920, 139, 21, ["participant", "interviewer"]),
    ("ling-textgrid/praatio", "textgrid", 4, 4, 1, []),
    ("ling-transcriber/", "transcriber", 919, 140, 21, ["mop03-2b", "Interviewer"]),
]

# title, date, guests, hosts, length in seconds, headings
SAYS = {
    "html-word97/": ("KEN THOMPSON 9-6-89", None, 0, 0, None, 0),
    "html-congress/": ("OUR NATIONAL ENERGY POLICY", "2005-07-20", 0, 0, None, 1),
    "pdf/scihist_pdf__glusker": (
        "Interview with Jenny Pickworth Glusker",
        "2022-11-01",
        1,
        2,
        312.0,
        1,
    ),
    "pdf/scihist_pdf__prelog": ("Interview with Vladimir Prelog", "1984-01-17", 1, 1, None, 1),
    "xml-hansard/twfy__westminster": (
        "Westminster Hall, 2009-10-27",
        "2009-10-27",
        0,
        0,
        15300.0,
        6,
    ),
    "xml-ohms/scihist__hanford": (
        "Oral history interview with William E. Hanford",
        None,
        1,
        0,
        8460.0,
        9,
    ),
    "ling-textgrid/nzilbb": (None, None, 0, 0, 306.92, 0),
    "ling-transcriber/": (None, None, 0, 0, 306.92, 9),
}


def real(start: str):
    folder, _, name = start.partition("/")
    found = sorted((CORPORA / folder).glob(f"{name}*"))
    if not found:
        pytest.skip("the shared corpora are not beside this checkout")
    transcript = parse(found[0].read_bytes())
    assert_sound(transcript)
    return transcript


@pytest.mark.parametrize(
    ("start", "family", "words", "cues", "turns", "speakers"), FILES, ids=[row[0] for row in FILES]
)
def test_what_a_real_document_becomes(start, family, words, cues, turns, speakers) -> None:
    transcript = real(start)
    assert transcript.format == family
    assert transcript.warnings == ()
    assert (len(transcript.text.split()), len(transcript.cues)) == (words, cues)
    assert turns is None or len(transcript.turns) == turns
    names = [speaker.name for speaker in transcript.speakers]
    assert speakers in (names, len(names))


@pytest.mark.parametrize("start", SAYS)
def test_what_a_real_document_says_of_itself(start: str) -> None:
    transcript = real(start)
    title, date, guests, hosts, length, headings = SAYS[start]
    meta = transcript.meta
    assert (meta.title, meta.date) == (title, date)
    assert (len(meta.guests), len(meta.hosts)) == (guests, hosts)
    assert length is None or transcript.length == length
    assert len(transcript.headings) == headings

"""Documents that were damaged, or made to do harm, are read or refused in one line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .paper import docx, paragraph, pdf, table
from .support import FIXTURES
from .test_hostile import read

DOCUMENTS = FIXTURES / "documents"
SOURCES = {path.name: path.read_bytes() for path in sorted(DOCUMENTS.iterdir())}
SOURCES["docx"] = docx(paragraph("Ada: so") + table(("0:01", "so"), ("0:02", "so")) + "<w:p/>")
SOURCES["pdf"] = pdf(["Ada: Is it lit?", "Ben: It is."], ["<7 Tc [(a) 600 (bc)] TJ"], title="x")
OWN = """pdf docx rtf podcast-html hyperaudio noscribe congress html hansard hansard-au akomantoso
    tei ohms transcriber elan textgrid chat salt""".split()
PIECES = [
    *b'< > & &# ]]> <![CDATA[ <u </u> <p> <td> [ ] ( ) " 1e9 -1 : nan'.split(),
    *b"\\ \\' { } \\u \\bin stream endobj 99999999999 @ *".split(),
    *(b"\t", b"\n", b"\x15", b"\x00", b"\xff"),
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(SOURCES)), st.data())
def test_a_mutated_document(name: str, data) -> None:
    source = bytearray(SOURCES[name])
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(source)))
        length = data.draw(st.integers(0, 60))
        source[at : at + length] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=4))
    read(bytes(source))


@pytest.mark.parametrize("family", OWN)
@pytest.mark.parametrize("name", sorted(SOURCES))
def test_every_document_as_every_family(name: str, family: str) -> None:
    read(SOURCES[name], family)


@pytest.mark.parametrize(
    "data",
    [
        b"<cite>a</cite><time>1</time><p>a</p>" * 4_000,
        b'<span data-m="1">' * 250 + b"a" * 1_000,
        b'<a name="ts_1_2_S0">' * 6_000,
        b'<html><body><a name="ts_1_2_S0">' + b"//S1: a" * 18_000,
        b"<html><body>" + b"<table><tr><td>a</td></tr></table>" * 5_000,
        b"<html><body>" + b"<table><tr><td>" * 80 + b"a " * 40_000,
        b"<html>" + b"<!--" * 31_000,
        b"[Congressional Record Volume 1, Number 1 (x)]\n" + b"  Mr. A" * 18_000,
        b"[Congressional Record Volume 1, Number 1 (x)]\n" + b"  The AAAA BBBB" * 9_000,
        b"@Begin\n@Participants:\tA Ada Adult\n*A:\t" + b"&=" * 60_000,
        b"@Begin\n*A:\t" + b"\x15" * 60_000,
        b"@Begin\n*A:\t" + b"a_b(c)d:" * 15_000,
        b"@Begin\n*A:\t" + b"[=! " * 30_000,
        b"$ Ada, Ben\nA " + b"{a" * 60_000,
        b"$ Ada, Ben\nA " + b"a/b|c" * 25_000,
        b'"ooTextFile" "TextGrid"' + b' "IntervalTier" "a" 0 1 9999' * 4_000,
        b'"ooTextFile" "TextGrid"' + b'"' * 120_000,
        b"<TEI><u>" + b"<w>a</w>" * 15_000,
        b'<ROOT xmlns="nunncenter/ohms"><record><sync>1:'
        + b"|1(1)" * 20_000
        + b"</sync><transcript>so so</transcript></record></ROOT>",
        b"<Trans>" + b"<Section>" * 200 + b"<Turn><Sync time='1'/>a</Turn>" * 3_000,
        b"<publicwhip><speech>" + b"<table><tr><td>" * 60 + b"a" * 60_000,
        b"<hansard><speech><talk.start>" + b"<talker>" * 200 + b"<name>a</name>" * 5_000,
        b"<akomaNtoso>" + b"<debateSection>" * 200 + b"<p>a</p>" * 10_000,
        b"<!DOCTYPE x [" * 10_000,
        b"<?xml " * 20_000,
        b"{\\rtf1 " + b"\\u1?" * 30_000,
        b"{\\rtf1 \\bin999999999 a \\u99999999999 \\uc-5 \\f99999999999 \\'zz",
        b"%PDF-1.4\n" + b"1 0 obj\n" * 10_000,
        b"%PDF-1.4\n" + b"<<" * 60_000,
        b"%PDF-1.4\n" + b"[" * 60_000 + b"\nstartxref\n9\n%%EOF",
    ],
    ids=lambda data: repr(data[:24]),
)
def test_large_and_monotonous(data: bytes) -> None:
    read(data)

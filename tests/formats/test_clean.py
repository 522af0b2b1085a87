import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import FormatError
from reader.formats import parse
from reader.formats.clean import MARKS, clean, decode_entities, one_line
from reader.formats.page import Page, decode

FORBIDDEN = {"Cc", "Cs"}
BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_nothing_that_acts_on_a_terminal_passes(text: str) -> None:
    cleaned = clean(text)
    for character in cleaned:
        assert character in "\n\t" or unicodedata.category(character) not in FORBIDDEN
        assert character not in BIDI
        assert not 0xE0000 <= ord(character) <= 0xE007F
    assert clean(cleaned) == cleaned


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=200))
def test_letters_digits_and_punctuation_stay(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("a\x9b31mb\x7f\x00", "a\ufffd31mb␡␀"),
        ("one\r\ntwo\rthree\u2028four\x0cfive\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("abc\u202edef\u2066", "abc\ufffddef\ufffd"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("tag\U000e0041\U000e007f \ufeffmark\u200e", "tag mark"),
        ("z" + "\u0301" * 50 + "a", "z" + "\u0301" * MARKS + "a"),
        ("z" + "\u0301\u200d" * 50 + "a", None),
        ("नमस्ते दुनिया", "नमस्ते दुनिया"),
    ],
)
def test_each_threat(dirty: str, cleaned: str | None) -> None:
    if cleaned is None:
        assert clean(dirty).count("\u0301") == MARKS
    else:
        assert clean(dirty) == cleaned


@pytest.mark.parametrize(
    ("encoded", "decoded"),
    [
        ("Tom &amp; Vera&#39;s &#x2014; &eacute;", "Tom & Vera's — é"),
        ("AT&T ?a=1&copy=2 & so on", "AT&T ?a=1&copy=2 & so on"),
        ("&#x202e;&#xd800;&#" + "9" * 5000 + ";", "\ufffd\ufffd&#" + "9" * 5000 + ";"),
    ],
)
def test_entities(encoded: str, decoded: str) -> None:
    assert decode_entities(encoded) == decoded


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "Žofie — naïve “café”" if encoding != "cp1252" else "naïve “café” — £5"
    page = Page(text.encode(encoding))
    assert page.text == text
    assert bool(page.warnings) == (encoding == "cp1252")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:01,000 --> 00:00:02,000\nIs the lamp lit?\n",
        "Маяк горит, и море спокойно.\n",
        "1\n00:00:01,000 --> 00:00:02,000\n灯亮着吗？\n",
        "The sea \U0001f30a is calm – so far.",
    ],
)
def test_wide_encodings_without_a_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text, ())


def test_zeros_in_one_byte_a_letter_are_no_wide_encoding() -> None:
    text = "Is the lamp lit?\0It is, and so is the harbour, and so is the pier."
    assert decode(text.encode())[0] == text
    with pytest.raises(FormatError, match="not text"):
        decode(b"\0" * 4000)


def test_a_stray_byte_does_not_spoil_the_rest() -> None:
    text, warnings = decode("Žofie".encode() + b" it\x92s")
    assert text == "Žofie it’s"
    assert "1 bytes" in warnings[0]


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        b"%PDF-1.7 some words in it",
        b"PK\x03\x04 words",
        b"\x00\x01\x02\x03" * 100,
    ],
)
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        decode(data)


@given(st.text("ab ,\n\t灯", max_size=60), st.integers(2, 30))
def test_one_line_is_no_longer_than_wanted_and_cut_at_a_word(text: str, most: int) -> None:
    line = one_line(text, most)
    folded = " ".join(text.split())
    assert len(line) <= most
    assert line == " ".join(line.split())
    if line != folded:
        assert line.endswith("…")
        assert folded.startswith(line[:-1])
        whole = {len(" ".join(folded.split()[:n])) for n in range(most)}
        kept = folded[: len(line) - 1]
        assert " " not in kept or any(folded[len(kept) : n].strip(" ,") == "" for n in whole)


def test_one_line_cuts_where_there_is_no_word() -> None:
    assert one_line("lamp " * 40, 20) == "lamp lamp lamp lamp…"
    assert one_line("灯" * 400, 20) == "灯" * 19 + "…"
    assert one_line("a lamp,\n a boat", 20) == "a lamp, a boat"


def test_marks_that_meet_where_a_code_is_taken_out_are_few_still() -> None:
    marks = "\u0301" * 6
    transcript = parse(f"@Begin\n*ADA:\tso a{marks}<>{marks} it is .\n@End\n".encode())
    assert transcript.text == clean(transcript.text)
    assert transcript.text.count("\u0301") == MARKS

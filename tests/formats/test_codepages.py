import pytest

from reader.formats import Page
from reader.formats.codepages import code_page, title

SENTENCES = {
    "cp1251": "Маяк горит всю ночь. Хорошо, что он горит. ",
    "koi8-r": "Маяк горит всю ночь. Хорошо, что он горит. ",
    "cp1253": "Ο φάρος καίει όλη νύχτα. Καλημέρα σας. ",
    "cp1252": "Élève où été à l’été là-bas naïve señor ",
}


@pytest.mark.parametrize(("page", "sentence"), SENTENCES.items())
def test_capitals_tell_the_code_page(page: str, sentence: str) -> None:
    read = Page((sentence * 3).encode(page))
    assert read.text == sentence * 3
    assert title(page) in read.warnings[0]


def test_an_alphabet_without_capitals_is_not_guessed() -> None:
    assert code_page(("המגדלור דולק כל הלילה שלום לכולם " * 3).encode("cp1255")) == "cp1252"


def test_a_stray_byte_in_utf_8_leaves_the_rest_as_it_is() -> None:
    read = Page("Žofie naïve — ".encode() + b"caf\xe9")
    assert read.text == "Žofie naïve — café"
    assert "1 bytes" in read.warnings[0]

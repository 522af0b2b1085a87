"""What fills a pause, and what is a word in the language that is spoken."""

import pytest

from reader.cite.fillers import fillers, told


@pytest.mark.parametrize(
    ("language", "said", "clean"),
    [
        ("en", "It is, um, lit, you know, at dusk, uh.", "It is lit, at dusk."),
        ("en-GB", "A 35 mm lens, erm, I think.", "A 35 mm lens I think."),
        ("de", "Wenn er, ähm, um acht kommt, äh.", "Wenn er um acht kommt."),
        ("fr", "La lampe, euh, est là, tu sais, ce soir.", "La lampe est là, ce soir."),
        ("es", "La marea, eh, sube, o sea, mucho.", "La marea sube, mucho."),
        ("pt-BR", "Era um barco, hum, pequeno.", "Era um barco pequeno."),
        ("it", "La barca, ehm, torna.", "La barca torna."),
        ("ru", "Лодка, эм, вернулась.", "Лодка вернулась."),
        ("ja", "Er um uhm.", "Er um."),
        (None, "er kommt um acht, hmm, oder.", "er kommt um acht oder."),
    ],
)
def test_by_language(language: str | None, said: str, clean: str) -> None:
    assert fillers(language).sub("", said) == clean


def test_the_language_of_a_text() -> None:
    assert told("The lamp is lit and the boats are in, and that is all of it.") == "en"
    assert told("Er sagt, dass die Lampe brennt und das Boot nicht da ist.") == "de"
    assert told("Je ne sais pas, le bateau est parti et les lampes sont là.") == "fr"
    assert told("xyzzy plugh") is None
    assert told("") is None

"""What the tests of formats share: fixtures, and what must hold of every transcript."""

from pathlib import Path

from reader.transcript import Transcript

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.txt").read_bytes()


def said(transcript: Transcript) -> list[str]:
    """The text of each turn."""
    return [transcript.text[turn.start : turn.end] for turn in transcript.turns]


def sizes(transcript: Transcript) -> list[int]:
    """The number of words of each paragraph."""
    return [len(transcript.text[p.start : p.end].split()) for p in transcript.paragraphs]


def assert_sound(transcript: Transcript) -> None:
    """Layers cover the words, nest, and touch words at both ends."""
    text = transcript.text
    for layer in (transcript.turns, transcript.paragraphs):
        covered = "".join(text[span.start : span.end] for span in layer)
        assert "".join(covered.split()) == "".join(text.split())
        for span in layer:
            assert span.start < span.end
            assert not text[span.start].isspace()
            assert not text[span.end - 1].isspace()
    for paragraph in transcript.paragraphs:
        turn = transcript.turn_at(paragraph.start)
        assert turn.start <= paragraph.start
        assert paragraph.end <= turn.end
        inside = text[paragraph.start : paragraph.end]
        assert inside == " ".join(inside.split())
    for cue in transcript.cues:
        assert cue.start < cue.end
        assert not text[cue.start].isspace()
        assert not text[cue.end - 1].isspace()

from hypothesis import given
from hypothesis import strategies as st

from reader.formats.build import LONGEST, SHORTEST, Builder, split

from .support import assert_sound, sizes

WORDS = st.sampled_from("rope salt, sea Dr. why no été a 10 o'clock -- harbour".split())
SENTENCES = st.lists(
    st.builds(
        lambda words, stop: " ".join(words) + stop,
        st.lists(WORDS, min_size=1, max_size=30),
        st.sampled_from([".", "?", "!", "…", "", ".”"]),
    ),
    min_size=1,
    max_size=20,
)
LONG = SENTENCES.map(lambda sentences: sentences * 9)


@given(LONG)
def test_words_in_are_words_out(sentences: list[str]) -> None:
    text = " ".join(sentences)
    builder = Builder()
    builder.say(text)
    transcript = builder.build()
    assert transcript.text.split() == text.split()
    assert_sound(transcript)
    assert max(sizes(transcript)) <= LONGEST
    assert len(transcript.turns) == len(transcript.paragraphs)


@given(st.integers(1, 40), st.integers(200, 900))
def test_sentences_of_ordinary_length_make_paragraphs_of_40_to_150(length: int, total: int) -> None:
    words = [f"w{n}." if n % length == 0 else f"w{n}" for n in range(1, total)]
    text = " ".join(words)
    pieces = [text[span.start : span.end].split() for span in split(text)]
    assert all(SHORTEST <= len(piece) <= LONGEST for piece in pieces)
    assert all(piece[-1].endswith(".") for piece in pieces[:-1])


def test_words_without_any_stop_are_cut_evenly() -> None:
    text = " ".join(f"w{n}" for n in range(1000))
    counts = [len(text[span.start : span.end].split()) for span in split(text)]
    assert sum(counts) == 1000
    assert max(counts) - min(counts) <= 1


def test_a_script_without_spaces_is_cut_at_its_own_stops() -> None:
    text = "灯台は夜に光る。島の人は誰も見ない。" * 200
    pieces = [text[span.start : span.end] for span in split(text)]
    assert len(pieces) > 1
    assert "".join(pieces) == text
    assert all(piece.endswith("。") for piece in pieces)


def test_a_paragraph_ends_at_a_pause() -> None:
    builder = Builder()
    time = 0.0
    for number in range(42):
        builder.cue(f"This is sentence number {number} of the talk.", time, time + 2)
        time += 2 + (3 if number % 7 == 6 else 0)
    transcript = builder.build()
    starts = [transcript.text[p.start : p.end].split()[4] for p in transcript.paragraphs]
    assert starts == ["0", "7", "14", "21", "28", "35"]
    assert_sound(transcript)


@given(
    st.lists(
        st.tuples(st.sampled_from([None, "Ada", "Ben"]), st.lists(SENTENCES, max_size=3)),
        max_size=8,
    )
)
def test_paragraphs_never_cross_turns(turns: list[tuple[str | None, list[list[str]]]]) -> None:
    builder = Builder()
    builder.turn()
    for speaker, paragraphs in turns:
        builder.turn(speaker)
        for paragraph in paragraphs:
            builder.paragraph(" ".join(paragraph))
    transcript = builder.build()
    spoken = [(speaker, paragraphs) for speaker, paragraphs in turns if paragraphs]
    assert [turn.speaker for turn in transcript.turns] == [speaker for speaker, _ in spoken]
    for turn, (_, paragraphs) in zip(transcript.turns, spoken, strict=True):
        words = " ".join(" ".join(paragraph) for paragraph in paragraphs).split()
        assert transcript.text[turn.start : turn.end].split() == words
    assert_sound(transcript)


@given(st.lists(st.lists(WORDS, max_size=12), max_size=80), st.integers(0, 5))
def test_cues_hold_their_words(cues: list[list[str]], gap: int) -> None:
    builder = Builder()
    for number, words in enumerate(cues):
        builder.cue("  ".join(words), number * (2 + gap), number * (2 + gap) + 2)
    transcript = builder.build()
    spoken = [(number, words) for number, words in enumerate(cues) if words]
    assert len(transcript.cues) == len(spoken)
    for cue, (number, words) in zip(transcript.cues, spoken, strict=True):
        assert transcript.text[cue.start : cue.end].split() == words
        assert cue.time == number * (2 + gap)
    assert_sound(transcript)


def test_a_name_is_one_line_that_can_be_shown() -> None:
    builder = Builder()
    for name in ("Ada\n Rook", "Ben " * 4000, None):
        builder.turn(name)
        builder.say("So.")
    names = [turn.speaker for turn in builder.build().turns]
    assert names[0] == "Ada Rook"
    assert names[1] is not None
    assert 190 < len(names[1]) <= 200
    assert names[2] is None

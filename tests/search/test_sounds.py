"""What sounds like a word is found, in order, and nothing in a vocabulary can upset it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from reader.search.sound.phonetics import (
    codes,
    edited,
    packed,
    skeleton,
    skeletons,
    spelled_apart,
    spoken_apart,
)
from reader.search.sound.sounds import LIKELY, PLAUSIBLE, Heard, Sounds, best

ORDINARY = (
    "the and of that this with market river morning window garden table paper winter summer "
    "people because together another between quick brown kitchen station letter music number "
    "question answer talk listen record small large discover whatever system story"
).split()

SKELETONS = st.text(alphabet="fjklnprst0", max_size=8)
LATIN = st.text(alphabet="abcdeghikmnoprstuvwxz", min_size=1, max_size=9)
ANYTHING = st.text(max_size=12).map(lambda text: text.replace("\n", ""))


def sounds(*rare: str, known: tuple[str, ...] = ()) -> Sounds:
    """A vocabulary of ordinary words, each often, and the words of the test, each once."""
    words = [*ORDINARY, *rare]
    return Sounds(words, [300] * len(ORDINARY) + [1] * len(rare), known)


def found(heard: list[Heard]) -> list[str]:
    return [" ".join(one.words) for one in heard]


@pytest.mark.parametrize(
    ("meant", "misheard"),
    [
        ("quillifax", "kwilifacks"),
        ("zelborough", "selburrow"),
        ("pryszcyk", "prishick"),
        ("wolkonsky", "volkonski"),
        ("thornquist", "tornkvist"),
        ("phaedrelle", "fidrel"),
        ("schaumber", "shawmber"),
        ("kestrelgpx", "kestralgbx"),
    ],
)
def test_a_misheard_name_is_found_first(meant: str, misheard: str) -> None:
    assert found(sounds(misheard, "larkspur", "meridian").like(meant))[:1] == [misheard]
    assert found(sounds(meant, "larkspur", "meridian").like(misheard))[:1] == [meant]


def test_ordinary_words_are_not_likely_mistakes() -> None:
    for name in ("quillifax", "zelborough", "thornquist", "discoverre", "marquet"):
        often = {"discoverre": "discover", "marquet": "market"}
        likely = [one for one in sounds().like(name) if one.score >= LIKELY]
        assert set(found(likely)) <= {often.get(name)}


def test_what_is_often_written_is_less_likely_a_mistake() -> None:
    scores = [
        Sounds(["brakstow", "other"], [count, 5000]).like("brixtow")[0].score
        for count in (1, 30, 1000)
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_a_known_name_is_what_was_meant_and_not_a_mistake() -> None:
    plain = sounds("hartwin", "harwin").like("hartwin")[0]
    both = sounds("hartwin", "harwin", known=("hartwin", "harwin")).like("hartwin")[0]
    assert (plain.words, both.words) == (("harwin",), ("harwin",))
    assert both.score < plain.score


def test_a_known_name_may_be_meant_by_what_is_written_nowhere() -> None:
    plain = sounds("hartwin").like("hardwen")
    assert found(plain)[0] == "hartwin"
    assert sounds("hartwin", known=("hartwin",)).like("hardwen") == plain
    written = sounds("hartwin", "hardwen", known=("hartwin",)).like("hardwen")
    assert written[0].score < plain[0].score


def test_a_word_heard_as_two() -> None:
    vocabulary = sounds("kestrel", "castrol", "box", "bocks")
    parts = vocabulary.halves("kestrelbox")
    pairs = {(a, b) for part in parts for a in part.firsts for b in part.seconds}
    assert {("kestrel", "box"), ("castrol", "bocks")} <= pairs
    heard = vocabulary.pairs("kestrelbox", [("castrol", "bocks"), ("kestrel", "box")])
    assert found(heard) == ["kestrel box", "castrol bocks"]
    assert heard[0].score == 1.0


def test_a_name_and_surname_parted_elsewhere() -> None:
    vocabulary = sounds("sabin", "adolla")
    parts = vocabulary.halves("satya" + "nadolla")
    assert any("sabin" in part.firsts and "adolla" in part.seconds for part in parts)


def test_a_pair_with_the_word_itself_is_no_mistake_for_it() -> None:
    vocabulary = sounds("brixtow", "brix", "tow")
    neighbours = [("brixtow", "the"), ("brix", "tow")]
    assert found(vocabulary.pairs("brixtow", neighbours)) == ["brix tow"]


def test_a_pair_is_as_common_as_its_commoner_word() -> None:
    vocabulary = Sounds(["brix", "stow", "tow"], [1, 1, 90_000])
    rare, common = (
        vocabulary.pairs("brixtoe", [pair])[0] for pair in (("brix", "stow"), ("brix", "tow"))
    )
    assert spelled_apart("brixtoe", "brixstow") > spelled_apart("brixtoe", "brixtow")
    assert rare.score > 1 - 2 * (1 - common.score)
    alone = Sounds(["brix", "tow"], [1, 1]).pairs("brixtoe", [("brix", "tow")])[0]
    assert alone.score > common.score


def test_two_words_heard_as_one() -> None:
    assert found(sounds("brixtohail").like("brixtow" + "hale"))[0] == "brixtohail"


def test_numbers_and_nothing_sound_like_nothing() -> None:
    vocabulary = sounds("1984", "1985", "ab")
    for word in ("", "1984", "—", "x" * 65):
        assert vocabulary.like(word) == []
        assert vocabulary.halves(word) == []


def test_other_scripts_are_compared_by_their_letters() -> None:
    vocabulary = sounds("марьяна", "дорога", "мария", "東京")
    assert found(vocabulary.like("марьянна"))[0] == "марьяна"
    assert "東京" not in found(vocabulary.like("марьянна", 2))
    assert codes("марьяна") == frozenset()


def test_an_empty_vocabulary() -> None:
    empty = Sounds([], [])
    assert empty.like("brixtow") == []
    assert empty.halves("brixtow") == []
    assert empty.pairs("brixtow", []) == []
    assert empty.count("brixtow") == 0


@pytest.mark.parametrize(
    ("word", "worth"),
    [
        ("brixtow", True),
        ("unheardof", True),
        ("hartwin", True),
        ("market", False),
        ("tow", False),
        ("gpt4", False),
        ("東京都民", False),
        ("", False),
    ],
)
def test_which_words_are_worth_asking_about(word: str, worth: bool) -> None:
    words = ["brixtow", "hartwin", "market", "tow"]
    vocabulary = Sounds(words, [2, 900, 900, 1], known=["hartwin"])
    assert vocabulary.worth_asking(word) is worth


def test_only_what_is_likely_is_offered() -> None:
    vocabulary = sounds("thornquist", "tornkvist", "thorny")
    assert found(vocabulary.also_heard_as("thornquist")) == ["tornkvist"]
    assert vocabulary.also_heard_as("market") == []
    assert vocabulary.also_heard_as("abracadabra") == []


def test_nothing_below_what_is_asked_for_is_given() -> None:
    vocabulary = sounds("thornquist", "tornkvist", "thorny", "tarnish", "throng")
    everything = vocabulary.like("thornquist", least=0)
    assert everything[-1].score < PLAUSIBLE < everything[0].score
    assert vocabulary.like("thornquist") == [one for one in everything if one.score >= PLAUSIBLE]
    assert vocabulary.pairs("thornquist", [("the", "market")]) == []
    assert len(vocabulary.pairs("thornquist", [("the", "market")], least=0)) == 1


def test_the_best_come_first() -> None:
    heard = [Heard(("b",), 0.5), Heard(("c",), 0.9), Heard(("a",), 0.5)]
    assert found(best(heard, 3)) == ["c", "a", "b"]
    assert found(best(heard, 1)) == ["c"]


@given(st.sets(ANYTHING, max_size=30), ANYTHING, st.integers(0, 25))
def test_any_vocabulary_and_any_word(words: set[str], word: str, limit: int) -> None:
    listed = sorted(words)
    vocabulary = Sounds(listed, list(range(1, len(listed) + 1)))
    heard = vocabulary.like(word, limit, least=0)
    assert len(heard) <= limit
    assert heard == best(heard, limit)
    assert all(0 <= one.score <= 1 and one.words[0] in words for one in heard)
    assert (word,) not in [one.words for one in heard]
    for part in vocabulary.halves(word):
        assert words.issuperset(part.firsts + part.seconds)
    assert [vocabulary.count(one) for one in listed] == list(range(1, len(listed) + 1))


@given(st.sets(LATIN, max_size=40), LATIN)
def test_all_words_near_by_their_skeletons_are_looked_at(words: set[str], word: str) -> None:
    listed = sorted(words - {word})
    bones = skeleton(word)
    edits = min(len(bones), 1 if len(bones) < 4 else 2)
    near = {one for one in listed if Levenshtein.distance(skeleton(one), bones) <= edits}
    heard = Sounds(listed, [1] * len(listed)).like(word, len(listed), least=0)
    assert {one.words[0] for one in heard} == near


@given(SKELETONS, SKELETONS)
def test_edited_skeletons_are_those_within_one_edit(one: str, other: str) -> None:
    near = edited(one, 1)
    assert all(Levenshtein.distance(one, each) <= 1 for each in near)
    inserted = "0" in other and other.count("0") > one.count("0")
    if not inserted:
        assert (other in near) == (Levenshtein.distance(one, other) <= 1)
    assert edited(one, 0) == {one}


@given(st.lists(ANYTHING, max_size=12))
def test_a_vocabulary_is_translated_as_its_words_are(words: list[str]) -> None:
    joined = skeletons(words)
    assert joined.decode("ascii").split("\n")[:-1] == [skeleton(word) for word in words]
    assert packed(joined).tolist() == [int(packed(skeletons([word]))[0]) for word in words]


@given(SKELETONS, SKELETONS)
def test_packed_skeletons_are_equal_when_they_are(one: str, other: str) -> None:
    numbers = packed(f"{one}\n{other}\n".encode())
    assert (numbers[0] == numbers[1]) == (one == other)


@given(ANYTHING, ANYTHING)
def test_distances_are_between_nothing_and_one(one: str, other: str) -> None:
    for apart in (spelled_apart, spoken_apart):
        assert apart(one, one) == 0
        assert 0 <= apart(one, other) <= 1


def test_letters_of_one_sound_are_nearer() -> None:
    assert spelled_apart("kat", "cat") < spelled_apart("bat", "cat")
    assert spelled_apart("hanna", "hana") < spelled_apart("hanta", "hana")
    assert spoken_apart("zaren", "saren") == 0
    assert spoken_apart("chad", "chat") == 0
    assert spoken_apart("mabel", "nabel") < spoken_apart("mabel", "rabel")


def test_a_word_that_too_much_sounds_like_is_still_answered() -> None:
    many = [f"{first}{second}{third}" for first in "aeiou" for second in "aeiouy" for third in "hw"]
    vocabulary = Sounds([*many, "brixtow"], [1] * (len(many) + 1))
    assert len(vocabulary._sounding("", 0, 20)) == 20
    assert len(vocabulary._sounding("prkst", 1, 20)) == 1
    assert vocabulary._sounding("p", 1, 20) == []
    assert vocabulary.count(many[-1]) == 1

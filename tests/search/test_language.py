"""The query language: what is understood, what is refused, and with which words."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.search import Index
from reader.search.dates import Days, days
from reader.search.language import LONGEST_QUERY, parse, read
from reader.search.query import And, Not, Or, Run, Slot, Where

from .support import FakeShelf, Mark, everything, talk


def word(text: str, kind: str = "stem") -> Run:
    return Run((Slot(text, kind),))


def test_the_tree_of_a_query() -> None:
    assert parse("Tide -mud (gauge OR café)") == And(
        (word("tide"), Not(word("mud")), Or((word("gauge"), word("cafe"))))
    )
    assert parse("a AND b OR c") == Or((And((word("a"), word("b"))), word("c")))
    assert parse('speaker:"Ada Moreau" NOT NOT x') == And(
        (Where("speaker", (Slot("ada", "exact"), Slot("moreau", "exact"))), word("x"))
    )
    assert parse("and or not") == And((word("and"), word("or"), word("not")))


def test_parts_of_one_word_stand_together() -> None:
    assert parse("GPT-3") == Run((Slot("gpt", "stem"), Slot("3", "stem")))
    assert parse("“don’t”") == Run((Slot("don", "exact"), Slot("t", "exact")))
    assert parse("don’t") == parse("don't")


def test_only_the_last_word_is_half_typed() -> None:
    assert parse("tide gau", typing=True) == And((word("tide"), word("gau", "typed")))
    assert parse("tide ", typing=True) == word("tide")
    assert parse('"not to b', typing=True) == Run(
        (Slot("not", "exact"), Slot("to", "exact"), Slot("b", "prefix"))
    )


@pytest.mark.parametrize("query", ["tide AND", "tide OR", "(tide", '"tide', "tide NOT", "tide -"])
def test_what_is_half_typed_is_understood(query: str) -> None:
    assert {slot.word for slot in getattr(parse(query, typing=True), "slots", ())} == {"tide"}


@pytest.mark.parametrize(
    ("query", "says", "position"),
    [
        ("", "empty", 0),
        ("  ", "empty", 0),
        ("()", "empty", 0),
        ("?!", "empty", 0),
        ('tide "mud', "quotation mark is never closed", 5),
        ("tide (mud", "bracket is never closed", 5),
        ("tide mud)", "closing bracket", 8),
        ("tide AND", "AND needs something on both sides", 5),
        ("OR tide", "OR needs something on both sides", 0),
        ("a AND OR b", "needs something on both sides", 2),
        ("(AND a)", "needs something on both sides", 1),
        ("a NOT", "NOT needs something to leave out", 2),
        ("NOT tide", "only what to leave out", 0),
        ("-tide -mud", "only what to leave out", 0),
        ("tide foo:bar", "no field “foo”", 5),
        ("speaker:", "nothing follows", 0),
        ("date:soon", "is no date", 5),
        ("date:2022-13", "is no date", 5),
        ("year:2022-10", "is no year", 5),
        ("*", "a * stands only at the end", 0),
        ("ti*de", "a * stands only at the end", 0),
        ("tide " + "(" * 2000 + "a" + ")" * 2000, "too deep", 45),
        ("a" * 100_000, "100,000 characters", 10_000),
        ("a " * 4_000, "too many words", 0),
    ],
)
def test_what_is_refused(query: str, says: str, position: int) -> None:
    with pytest.raises(QueryError) as refusal:
        parse(query)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert refusal.value.position == position


def test_an_unknown_field_names_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"speaker:, episode:, show:, date:, year:") as found:
        parse("spaeker:ada")
    assert "did you mean speaker:?" in str(found.value)
    with pytest.raises(QueryError) as found:
        parse("zqx:ada")
    assert "did you mean" not in str(found.value)


@given(st.text(alphabet=st.sampled_from("ab\"'()*-: ANDORNT:date2022.[]\n\u0301’"), max_size=60))
@example("[a TO z]")
@example("- " * 3000)
@example("NOT " * 2000)
@example('"\n')
def test_anything_is_understood_or_refused(query: str) -> None:
    for typing in (False, True):
        try:
            assert parse(query, typing=typing)
        except QueryError:
            continue


@given(st.text(max_size=40))
def test_a_refusal_points_into_the_query(query: str) -> None:
    with suppress(QueryError):
        assert parse(query)
        return
    with pytest.raises(QueryError) as refusal:
        parse(query)
    assert refusal.value.position <= len(query)


def test_days() -> None:
    assert days("2022-10") == Days("2022-10-01", "2022-10-31")
    assert days("2022..2024") == Days("2022-01-01", "2024-12-31")
    assert days("..2024-05") == Days("0000-01-01", "2024-05-31")
    assert days("2022..") == Days("2022-01-01", "9999-12-31")
    assert [days(text) for text in ("", "..", "22", "2022-1", "2022-00", "2022...2023")] == [
        None
    ] * 6


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tides", {(1, 1), (2, 2)}),
        ("HARBOURS", {(1, 2), (1, 3), (2, 1), (3, 1)}),
        ("cafe", {(1, 3)}),
        ("CAFÉ", {(1, 3)}),
        ('"to be or not"', {(1, 2)}),
        ('"or to"', set()),
        ('"don\'t"', {(1, 2)}),
        ("“don’t”", {(1, 2)}),
        ('"tide"', {(1, 1)}),
        ("organiz*", {(1, 3)}),
        ("gauge -mud", {(1, 1), (2, 1), (2, 2)}),
        ("gauges NOT dredging", {(1, 1)}),
        ("(tides OR café) speaker:ada", {(1, 1), (1, 3)}),
        ("harbour -speaker:ada", {(1, 2), (3, 1)}),
        ('speaker:"Björn Åkesson"', {(1, 2)}),
        ("speaker:akesson", {(1, 2)}),
        ("speaker:(bjorn OR chen) tides", {(2, 2)}),
        ("speaker:bjo*", {(1, 2)}),
        ('speaker:"Moreau Ada"', set()),
        ("gauges episode:2", {(2, 1), (2, 2)}),
        ("gauges episode:mud", {(2, 1), (2, 2)}),
        ("episode:notes", {(3, 1)}),
        ('gauges show:"salt water"', {(1, 1), (2, 1), (2, 2)}),
        ("harbour date:2022", {(1, 2), (1, 3)}),
        ("harbour date:2022-10", {(1, 2), (1, 3)}),
        ("harbour date:2022-10-27", {(1, 2), (1, 3)}),
        ("harbour date:2022-11", set()),
        ("harbour date:2023-01", set()),
        ("harbour date:2022..2024", {(1, 2), (1, 3), (2, 1)}),
        ("harbour year:2023", {(2, 1)}),
        ("学習", {(3, 1)}),
        ("習学", set()),
        ("applause", {(1, 4)}),
    ],
)
def test_what_is_found(index: Index, query: str, expected: set[tuple[int, int]]) -> None:
    assert everything(index, query) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_word_of_korean_is_found_with_what_is_added_to_it(
    tmp_path: Path, form: Literal["NFC", "NFD"]
) -> None:
    shelf = FakeShelf()
    shelf.put(1, talk((None, normalize(form, "오늘 서울에서 만나요.")), (None, "부산으로 가요.")))
    index = Index(tmp_path / "index", shelf)
    index.update()
    assert everything(index, "서울") == {(1, 1)}
    assert everything(index, "요") == {(1, 1), (1, 2)}
    assert everything(index, "서우", typing=True) == {(1, 1)}
    assert everything(index, "울서") == set()


def test_words_as_they_are_typed(index: Index) -> None:
    assert everything(index, "org", typing=True) == {(1, 3)}
    assert everything(index, "organizing", typing=True) == {(1, 3)}
    assert everything(index, "gauges speaker:ch", typing=True) == {(2, 2)}
    assert everything(index, '"not to b', typing=True) == {(1, 2)}


@pytest.fixture
def library(tmp_path: Path) -> tuple[Index, FakeShelf]:
    shelf = FakeShelf()
    shelf.put(
        1,
        talk(
            ("Ida", "Who paid for the lighthouse, and did GPT-4 see the bill?"),
            ("Tom", "The council paid. The re-election came after."),
            ("Tom", "Later the lighthouse stood dark; nobody would say paid."),
            ("Ida", "So Satskever wrote the report on chad gpt?"),
            (None, "An e-mail says GPT4 did, and the email says gpt 4."),
            timed=True,
        ),
        title="The lighthouse of Sutskever",
    )
    shelf.put(2, talk((None, "lighthouse"), (None, "dark")), title="Notes")
    shelf.marked = [
        Mark(1, 5, 9, "green", ("safety/alignment", "money"), "Who *pays*?"),
        Mark(2, 0, 4, "yellow"),
    ]
    index = Index(tmp_path / "index", shelf)
    index.update()
    return index, shelf


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("=pay", set()),
        ("elections", {(1, 2)}),
        ("=elections", set()),
        ("=paid dark", {(1, 3)}),
        ('"bill lighthouse"~7', {(1, 1)}),
        ('"bill lighthouse"~6', set()),
        ('"lighthouse dark"~2', {(1, 3)}),
        ('"dark lighthouse stood"~2', {(1, 3)}),
        ('"the the"~9', {(1, 1), (1, 2)}),
        ("by:tom paid", {(1, 2), (1, 3)}),
        ("paid in:..0:09", {(1, 1)}),
        ("paid in:0:10..0:20", {(1, 2), (1, 3)}),
        ("paid in:20..", {(1, 3)}),
        ("paid in:0:15..0:16", {(1, 2)}),
        ("has:highlight", {(1, 1), (2, 1)}),
        ("has:notes", {(1, 1)}),
        ("-has:note dark", {(1, 3), (2, 2)}),
        ("tag:safety", {(1, 1)}),
        ("tag:alignment", {(1, 1)}),
        ("tag:align", set()),
        ("tag:align*", {(1, 1)}),
        ("note:pay", {(1, 1)}),
        ("marked:2026-01", {(1, 1), (2, 1)}),
        ("marked:2025", set()),
        ("is:moved", set()),
        ("colour:green OR color:yellow", {(1, 1), (2, 1)}),
        ("question:lighthouse answer:council", {(1, 2)}),
        ("question:lighthouse answer:dark", {(2, 2)}),
        ("question:council answer:paid", set()),
        ("answer:council", {(1, 2)}),
        ("question:(council) answer:gpt", set()),
        ("turn:(lighthouse dark)", {(1, 3)}),
        ("turn:(lighthouse -dark)", {(1, 1), (2, 1)}),
        ("/GPT.?4/", {(1, 1), (1, 5)}),
        ("/(?i)gpt.?4/ -speaker:ida", {(1, 5)}),
        ("gpt4", {(1, 1), (1, 5)}),
        ("GPT-4", {(1, 1), (1, 5)}),
        ("gpt 4", {(1, 1), (1, 5)}),
        ("email", {(1, 5)}),
        ("e-mail", {(1, 5)}),
        ("reelection", {(1, 2)}),
        ("~sutskever", {(1, 4)}),
        ("~ChatGPT", {(1, 4)}),
        ('~"chat gpt"', {(1, 4)}),
        ("~sutskever -report", set()),
    ],
)
def test_what_else_is_found(
    library: tuple[Index, FakeShelf], query: str, expected: set[tuple[int, int]]
) -> None:
    assert everything(library[0], query) == expected


def test_what_is_marked(library: tuple[Index, FakeShelf]) -> None:
    def marked(query: str) -> list[str]:
        hits = library[0].search(query).hits
        return [hit.text[a - hit.start : b - hit.start] for hit in hits for a, b in hit.matches]

    assert sorted(marked("gpt 4")) == ["4", "4", "GPT", "GPT4", "gpt"]
    assert sorted(marked("gpt4")) == ["GPT-4", "GPT4", "gpt 4"]
    assert marked("~chatgpt") == ["chad gpt"]
    assert marked("/lig.t/ dark") == ["light", "dark"]
    assert marked("question:lighthouse answer:council") == ["council"]


def test_a_number_and_a_name_are_found_however_they_are_parted(tmp_path: Path) -> None:
    shelf = FakeShelf()
    lines = ["3,500 people", "3500 people", "1,234,567 in all", "O'Brien said", "OBrien said"]
    shelf.put(1, talk(*((None, line) for line in lines)))
    index = Index(tmp_path / "index", shelf)
    index.update()
    for query in ("3500", "3,500"):
        assert everything(index, query) == {(1, 1), (1, 2)}
    assert everything(index, "1234567") == {(1, 3)}
    for query in ("obrien", "O'Brien", "o’brien"):
        assert everything(index, query) == {(1, 4), (1, 5)}
    (hit,) = index.search("1234567").hits
    ((start, end),) = hit.matches
    assert hit.text[start - hit.start : end - hit.start] == "1,234,567"


def test_of_words_near_to_one_another_only_those_that_are_near_are_marked(
    tmp_path: Path,
) -> None:
    said = "salt, then the tide and the salt; but in the end there was no tide at all"
    shelf = FakeShelf()
    shelf.put(1, talk((None, said)))
    index = Index(tmp_path / "index", shelf)
    index.update()
    (hit,) = index.search('"tide salt"~3').hits
    starts = [said.index("salt"), said.index("tide"), said.index("salt", 5)]
    assert hit.matches == tuple((start, start + 4) for start in starts)


def test_a_pattern_to_be_left_out_is_looked_for_in_what_is_left(
    library: tuple[Index, FakeShelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    index, shelf = library
    read: list[int] = []
    text = shelf.text
    monkeypatch.setattr(shelf, "text", lambda id: (read.append(id), text(id))[1])
    assert everything(index, "bill -/dark/") == {(1, 1)}
    assert read == [1]


def test_no_word_is_offered_that_makes_the_search_too_long(index: Index) -> None:
    assert index.search("harbor").suggestion == "harbour"
    assert index.search("harbor".ljust(LONGEST_QUERY)).suggestion is None


def test_the_order_a_query_asks_for(library: tuple[Index, FakeShelf]) -> None:
    assert read("dark sort:time").sort == "time"
    assert read("dark").sort is None
    assert [h.turn for h in library[0].search("paid sort:time").hits] == [1, 2, 3]


def test_a_name_that_may_be_misheard_is_offered(library: tuple[Index, FakeShelf]) -> None:
    assert library[0].search("sutskever", hear=True).also == ("satskever",)
    assert library[0].search("lighthouse", hear=True).also == ()
    assert library[0].search("sutskever").also == ()


@pytest.mark.parametrize(
    ("query", "says", "position"),
    [
        ("paid in:soon", "“soon” is no span", 8),
        ("has:hat", "“hat” is no mark", 4),
        ("paid sort:length", "“length” is no order", 10),
        ('"a b"~0', "within 0", 0),
        ("=pa*", "does not go with =", 0),
        ("/[/", "the pattern is wrong", 0),
        ("paid in:0:20..0:10", "“0:20..0:10” is no span", 8),
        ("date:2024..2022", "“2024..2022” is no date", 5),
        ('"a b"~10000', "within 10000", 0),
        ("paid speaker: tom", "nothing follows speaker:", 5),
        ("(paid By:)", "nothing follows By:", 1 + 5),
    ],
)
def test_what_else_is_refused(
    library: tuple[Index, FakeShelf], query: str, says: str, position: int
) -> None:
    with pytest.raises(QueryError) as refusal:
        library[0].search(query)
    assert says in str(refusal.value)
    assert refusal.value.position == position

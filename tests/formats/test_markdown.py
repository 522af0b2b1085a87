"""Markdown: what is markup, what is speech, and what the front matter says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import FormatError
from reader.formats import parse
from reader.formats.text.front_matter import FrontMatter
from reader.formats.text.markup import is_markdown, read_lines, unmarked

from .support import said
from .test_text import begun, parsed, read, speakers


def headings(transcript) -> list[tuple[int, str, str]]:
    """Level, title and first word of each heading."""
    return [(h.level, h.title, transcript.text[h.start :].split()[0]) for h in transcript.headings]


def test_names_in_bold() -> None:
    transcript = read("turns.md")
    assert transcript.warnings == ()
    assert speakers(transcript) == [
        "Ada Byrne",
        "Ben Holt",
        None,
        "Ada Byrne",
        "Old Tom",
        "Ben Holt",
    ]
    assert said(transcript) == [
        "So we have Ben Holt here, who has kept the lamp since 1998.",
        "Thank you. It's kind of the last one, isn't it? [laughs]\n\n"
        "I wrote climb_stairs on the door, and *nobody* asked why.",
        "Bright. Bright!",
        "OK, now to the glass.",
        "Two * three panes.",
        "Six, then.",
    ]
    assert begun(transcript) == [41, 3723.5]
    assert headings(transcript) == [(2, "The glass", "Two")]
    assert [transcript.text[a.start : a.end] for a in transcript.asides] == ["[laughs]"]


def test_initials_are_read_by_the_table_of_those_present() -> None:
    transcript = read("minutes.md")
    assert transcript.format == "markdown"
    whom = [None, "Ben Holt", "Ada Byrne", "Cora Dale & Ben Holt", None]
    assert speakers(transcript) == whom
    assert said(transcript) == [
        "Presenter: Ben Holt (BH)\n\nplan\n\ndrawings",
        "So I apologise: the third step still creaks.",
        "I say we paint it.\n\nNote: nobody objected.",
        "We do.",
        "Paint it.\n\nstep = 3 # paint it",
    ]
    assert headings(transcript) == [(2, "The stairs", "Presenter:"), (3, "Conclusion", "Paint")]
    assert (transcript.meta.title, transcript.meta.date) == (
        "4th Meeting of the Harbour",
        "2025-11-19",
    )
    assert "Cora Dale" in transcript.meta.front


def test_front_matter_with_a_mark_of_order_and_crlf() -> None:
    transcript = read("front.md")
    meta = transcript.meta
    assert (meta.title, meta.number, meta.date) == ("The Lamp", 12, "2023-04-20")
    assert meta.guests == ("Ada Byrne", "Ben Holt")
    assert meta.url == "https://lamp.example/12"
    assert meta.description == "First line. Second line."
    assert speakers(transcript) == ["Ada", "Ben", "Ada"]
    assert said(transcript) == ["Is it lit? Is it?", "Yo.", "Good."]
    assert begun(transcript) == [20, 23, 21]
    assert headings(transcript) == [(2, "Glass", "Good.")]


def test_front_matter_that_is_no_yaml_and_bullets_with_times() -> None:
    transcript = read("bullets.md")
    meta = transcript.meta
    assert (meta.title, meta.show, meta.date) == (
        "The Lamp | Harbour News",
        "Harbour News",
        "2025-02-04",
    )
    assert meta.url == "https://video.example/watch?v=lamp"
    assert (meta.duration, meta.description) == (31.0, "Two lamps: one lit, one not")
    assert transcript.speakers == ()
    assert transcript.text == "The lamp went out last night. Nobody saw it. It is lit again."
    assert [(cue.time, cue.time_end) for cue in transcript.cues] == [(0, 8), (8, 19), (19, 31)]


def test_chapters_with_times() -> None:
    transcript = read("chapters.md")
    assert headings(transcript) == [(3, "Oil", "The"), (3, "Glass", "The")]
    assert [transcript.text[p.start : p.end] for p in transcript.paragraphs] == [
        "The oil came twice a year. It came by boat.",
        "The glass came once, and it came in straw.",
    ]
    assert begun(transcript) == [0, 46]
    assert transcript.cues[-1].time_end == 100
    assert (transcript.meta.title, transcript.meta.date) == ("Lamps: a short course", "2014-02-04")
    assert "[00:46] Glass" in transcript.meta.front


def test_chapters_of_the_front_matter_stand_at_their_times() -> None:
    chapters = "[{start_time: 0.0, title: Oil}, {start_time: 9, title: Glass}]"
    front = f"---\ntitle: x\nchapters_json: {chapters}\n---\n"
    transcript = parsed(front + "[00:00] one\n[00:08] two\n[00:11] three")
    assert headings(transcript) == [(1, "Oil", "one"), (1, "Glass", "three")]


def test_headings_at_the_top_that_say_what_it_is() -> None:
    transcript = parsed(
        "# The Lamp\n# https://video.example/1\n# video_id: 1\n\n[00:05] one\n[00:09] two"
    )
    assert (transcript.meta.title, transcript.meta.url) == ("The Lamp", "https://video.example/1")
    assert transcript.text == "one two"


def test_prose_in_markdown_keeps_its_paragraphs() -> None:
    transcript = parsed(
        "---\ntitle: x\n---\n\nOne *long* day.\nIt rained.\n\nThen [sun](http://s.example).\n"
    )
    assert [transcript.text[p.start : p.end] for p in transcript.paragraphs] == [
        "One long day. It rained.",
        "Then sun.",
    ]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        (r"\[laughs\] and \*so\*", "[laughs] and *so*"),
        ('a [link](https://x.example/a_(b) "t") here', "a link here"),
        ("![picture](x.png) after", " after"),
        ("**bold**, *it*, ***both***, __b__ and _i_", "bold, it, both, b and i"),
        ("snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4"),
        ("`a*b*c` and ``d``", "a*b*c and d"),
        ("<https://x.example> a<br>b <b>c</b>", "https://x.example a b  c "),
        ("<laugh> 1 < 2 > 1", "<laugh> 1 < 2 > 1"),
        ("[no link] and [neither] (at all)", "[no link] and [neither] (at all)"),
    ],
)
def test_inline_markup(marked: str, plain: str) -> None:
    assert unmarked(marked).split() == plain.split()


def test_lines() -> None:
    source = [
        "## A *b* ##",
        "---",
        "> said",
        ">> not",
        "- one",
        "| a | b |",
        "|---|---|",
        "",
        "**A:** x",
    ]
    lines = list(read_lines(source))
    assert [line.text for line in lines] == ["A b", "said", ">> not", "one", "a | b", "", "A: x"]
    assert (lines[0].level, lines[3].item, lines[4].kind, lines[6].label) == (2, True, "cells", "A")


def test_code_is_kept_as_it_is() -> None:
    lines = list(read_lines(["```js", "a *b* _c_", "# no heading", "```", "*d*"]))
    assert [line.text for line in lines] == ["a *b* _c_", "# no heading", "d"]


def test_a_star_is_not_markdown() -> None:
    assert not is_markdown("It cost 2 * 3.\n- so\n- so\n*laughs* at it\n")


@pytest.mark.parametrize(
    "block",
    [
        "a: " + "[" * 5000,
        "a: &a [x]\nb: [*a, *a, *a]",
        "a: " + "{a: " * 3000,
        "a: !!python/object/apply:os.system ['true']",
        "a: b\n" * 5000,
        "title: 'open\nb: c",
        "? [x]\n: y\ntitle: z",
    ],
    ids=lambda block: block[:12],
)
def test_hostile_front_matter_does_no_harm(block: str) -> None:
    front = FrontMatter(f"---\n{block}\n---\nso we went")
    assert front.found is (": " in block[:60] or block.startswith("a:"))
    assert front.meta() is not None
    assert parse(f"---\n{block}\n---\nso we went".encode()).text.split()[-3:] == [
        "so",
        "we",
        "went",
    ]


def test_a_rule_is_not_front_matter() -> None:
    transcript = parsed("---\nso we went\n---\nand came back.")
    assert "so we went" in transcript.text
    assert not FrontMatter("---\ntitle: x\nno end").found


def test_front_matter_alone_is_no_transcript() -> None:
    with pytest.raises(FormatError, match="no words"):
        parse(b"---\ntitle: The Lamp\n---\n")


WORD = st.sampled_from(
    "rope salt, sea. why? no! 10 o'clock -- harbour it… snake_case 2*3 <so> &".split()
)
SPEECH = st.lists(WORD, min_size=1, max_size=25).map(lambda words: ["so", *words, "it."])
MARKS = st.sampled_from(["{}", "*{}*", "**{}**", "_{}_", "[{}](https://x.example/a_(b))"])


@given(
    st.lists(st.tuples(st.sampled_from(["Ada B", "Ben"]), SPEECH, MARKS), min_size=2, max_size=10)
)
def test_what_is_written_in_markdown_comes_back(turns) -> None:
    lines = [
        f"**{name}:** so {mark.format('rope')} {' '.join(words)}" for name, words, mark in turns
    ]
    transcript = parsed("# The Lamp\n\n" + "\n\n".join(lines))
    assert transcript.text.split() == [
        word for _, words, _ in turns for word in ["so", "rope", *words]
    ]
    assert speakers(transcript) == [name for name, _, _ in turns]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_plain_words_are_never_lost(text: str) -> None:
    kept = "".join(c for c in unmarked(text) if c.isalnum())
    letters = "".join(c for c in text if c.isalnum())
    assert kept == letters or any(mark in text for mark in "[<(")

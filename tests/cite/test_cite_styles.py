"""Every style, letter for letter: all facts, and each of them missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.cite import STYLES, Citation, cite
from reader.errors import ReaderError
from reader.transcript import Cue, Meta, Span, Transcript, Turn

Episode = Callable[..., Transcript]
Words = Callable[[str, str], Span]

TITLE = "Tides: how ‘slow’ water thinks"
ENTRY = """\
@misc{quill2023tides,
  author       = {Quill, Ada},
  title        = {{Tides: how “slow” water thinks}},
  howpublished = {\\url{https://tides.example/42}},
  year         = {2023},
  month        = mar,
  day          = {25},
  note         = {Small Hours, no. 42. Audio podcast episode}
}"""

FULL = {
    "plain": (
        "“The moon pulls. ‘Slow’ water answers.”\n"
        f"— Bo Lindqvist, “{TITLE},” Small Hours, episode 42, 25 March 2023, 1:02:03\n"
        "https://tides.example/42",
        "(Bo Lindqvist, 1:02:03)",
    ),
    "markdown": (
        "> The moon pulls. “Slow” water answers.\n"
        ">\n"
        f"> — Bo Lindqvist, [“{TITLE}”](https://tides.example/42), *Small Hours*, episode 42, "
        "25 March 2023, 1:02:03",
        "([Bo Lindqvist, 1:02:03](https://tides.example/42))",
    ),
    "apa": (
        "Quill, A. (Host). (2023, March 25). Tides: how “slow” water thinks (No. 42) "
        "[Audio podcast episode]. In Small Hours. https://tides.example/42",
        "(Quill, 2023, 1:02:03)",
    ),
    "chicago-note": (
        f"Ada Quill, host, Small Hours, episode 42, “{TITLE},” March 25, 2023, at 01:02:03, "
        "Audio podcast episode, https://tides.example/42.",
        "Quill, “Tides,” at 01:02:03.",
    ),
    "mla": (
        f"Lindqvist, Bo. “{TITLE}.” Small Hours, hosted by Ada Quill, episode 42, 25 Mar. 2023, "
        "https://tides.example/42.",
        "(Lindqvist 01:02:03)",
    ),
    "bibtex": (ENTRY, "\\cite[1:02:03]{quill2023tides}"),
}


def forms(citation: Citation) -> tuple[str, str]:
    return citation.citation, citation.in_text


@pytest.mark.parametrize("style", FULL)
def test_everything_known(episode: Episode, words: Words, style: str) -> None:
    made = cite(episode(), words("The moon", "answers."), style=style)
    assert forms(made) == FULL[style]
    assert made.style == style
    assert made.quote == "The moon pulls. “Slow” water answers."
    assert made.locator == "1:02:03"
    assert made.url == "https://tides.example/42"


@pytest.mark.parametrize(
    ("style", "citation", "in_text"),
    [
        (
            "plain",
            "“The moon pulls. ‘Slow’ water answers.”\n"
            f"— BO, “{TITLE},” Small Hours, episode 42, 25 March 2023, 1:02:03\n"
            "https://tides.example/42",
            "(BO, 1:02:03)",
        ),
        (
            "markdown",
            "> The moon pulls. “Slow” water answers.\n>\n"
            f"> — BO, [“{TITLE}”](https://tides.example/42), *Small Hours*, episode 42, "
            "25 March 2023, 1:02:03",
            "([BO, 1:02:03](https://tides.example/42))",
        ),
        (
            "apa",
            "Tides: how “slow” water thinks (No. 42). (2023, March 25). [Audio podcast episode]. "
            "In Small Hours. https://tides.example/42",
            "(“Tides,” 2023, 1:02:03)",
        ),
        (
            "chicago-note",
            f"Small Hours, episode 42, “{TITLE},” March 25, 2023, at 01:02:03, "
            "Audio podcast episode, https://tides.example/42.",
            "“Tides,” at 01:02:03.",
        ),
        (
            "mla",
            f"“{TITLE}.” Small Hours, episode 42, 25 Mar. 2023, https://tides.example/42.",
            "(“Tides” 01:02:03)",
        ),
        (
            "bibtex",
            ENTRY.replace("quill2023tides", "smallhours2023tides").replace(
                "author       = {Quill, Ada}", "key          = {Tides: how “slow” water thinks}"
            ),
            "\\cite[1:02:03]{smallhours2023tides}",
        ),
    ],
)
def test_nobody_credited(
    episode: Episode, words: Words, style: str, citation: str, in_text: str
) -> None:
    made = cite(episode(hosts=(), guests=()), words("The moon", "answers."), style=style)
    assert forms(made) == (citation, in_text)


@pytest.mark.parametrize(
    ("style", "with_date", "without", "in_text"),
    [
        ("plain", " 25 March 2023,", "", "(Bo Lindqvist, 1:02:03)"),
        ("markdown", " 25 March 2023,", "", "([Bo Lindqvist, 1:02:03](https://tides.example/42))"),
        ("apa", "(2023, March 25)", "(n.d.)", "(Quill, n.d., 1:02:03)"),
        ("chicago-note", "March 25, 2023", "n.d.", "Quill, “Tides,” at 01:02:03."),
        ("mla", " 25 Mar. 2023,", "", "(Lindqvist 01:02:03)"),
    ],
)
def test_no_date(
    episode: Episode, words: Words, style: str, with_date: str, without: str, in_text: str
) -> None:
    made = cite(episode(date=None), words("The moon", "answers."), style=style)
    assert forms(made) == (FULL[style][0].replace(with_date, without), in_text)


def test_no_date_in_bibtex(episode: Episode, words: Words) -> None:
    made = cite(episode(date=None), words("The moon", "answers."), style="bibtex")
    assert forms(made) == (
        "@misc{quillndtides,\n"
        "  author       = {Quill, Ada},\n"
        "  title        = {{Tides: how “slow” water thinks}},\n"
        "  howpublished = {\\url{https://tides.example/42}},\n"
        "  note         = {Small Hours, no. 42. Audio podcast episode}\n"
        "}",
        "\\cite[1:02:03]{quillndtides}",
    )


@pytest.mark.parametrize(
    ("style", "citation", "in_text"),
    [
        (
            "plain",
            "“The moon pulls. ‘Slow’ water answers.”\n"
            "— Bo Lindqvist, Small Hours, episode 42, 25 March 2023, 1:02:03",
            "(Bo Lindqvist, 1:02:03)",
        ),
        (
            "markdown",
            "> The moon pulls. “Slow” water answers.\n>\n"
            "> — Bo Lindqvist, *Small Hours*, episode 42, 25 March 2023, 1:02:03",
            "(Bo Lindqvist, 1:02:03)",
        ),
        (
            "apa",
            "Quill, A. (Host). (2023, March 25). (No. 42) [Audio podcast episode]. In Small Hours.",
            "(Quill, 2023, 1:02:03)",
        ),
        (
            "chicago-note",
            "Ada Quill, host, Small Hours, episode 42, March 25, 2023, at 01:02:03, "
            "Audio podcast episode.",
            "Quill, Small Hours, at 01:02:03.",
        ),
        (
            "mla",
            "Lindqvist, Bo. Audio podcast episode. Small Hours, hosted by Ada Quill, episode 42, "
            "25 Mar. 2023.",
            "(Lindqvist 01:02:03)",
        ),
        (
            "bibtex",
            "@misc{quill2023,\n"
            "  author       = {Quill, Ada},\n"
            "  year         = {2023},\n"
            "  month        = mar,\n"
            "  day          = {25},\n"
            "  note         = {Small Hours, no. 42. Audio podcast episode}\n"
            "}",
            "\\cite[1:02:03]{quill2023}",
        ),
    ],
)
def test_no_title_and_no_address(
    episode: Episode, words: Words, style: str, citation: str, in_text: str
) -> None:
    made = cite(episode(title=None, url=None), words("The moon", "answers."), style=style)
    assert forms(made) == (citation, in_text)
    assert made.url is None


@pytest.mark.parametrize(
    ("style", "citation", "in_text", "locator"),
    [
        (
            "plain",
            "“So it's 5 * 3_a?”\n"
            f"— Ada Quill, “{TITLE},” Small Hours, episode 42, 25 March 2023, ≈ 0:02\n"
            "https://tides.example/42",
            "(Ada Quill, ≈ 0:02)",
            "≈ 0:02",
        ),
        (
            "markdown",
            "> So it's 5 \\* 3\\_a?\n>\n"
            f"> — Ada Quill, [“{TITLE}”](https://tides.example/42), *Small Hours*, episode 42, "
            "25 March 2023, ≈ 0:02",
            "([Ada Quill, ≈ 0:02](https://tides.example/42))",
            "≈ 0:02",
        ),
        ("apa", FULL["apa"][0], "(Quill, 2023, para. 2)", "para. 2"),
        (
            "chicago-note",
            FULL["chicago-note"][0].replace("at 01:02:03", "para. 2"),
            "Quill, “Tides,” para. 2.",
            "para. 2",
        ),
        ("mla", FULL["mla"][0], "(Lindqvist, par. 2)", "para. 2"),
        ("bibtex", ENTRY, "\\cite[para.~2]{quill2023tides}", "para. 2"),
    ],
)
def test_estimated_times(
    episode: Episode, words: Words, style: str, citation: str, in_text: str, locator: str
) -> None:
    made = cite(episode(timed=False), words("So it's", "3_a?"), style=style)
    assert (*forms(made), made.locator) == (citation, in_text, locator)


def test_a_quote_across_turns_is_a_dialogue(episode: Episode, words: Words) -> None:
    across = words("“Slow”", "3_a?")
    assert forms(cite(episode(), across)) == (
        "Bo Lindqvist: “Slow” water answers.\n"
        "Ada Quill: So it's 5 * 3_a?\n"
        f"— “{TITLE},” Small Hours, episode 42, 25 March 2023, 1:02:06\n"
        "https://tides.example/42",
        "(“Tides,” 1:02:06)",
    )
    assert forms(cite(episode(), across, style="markdown")) == (
        "> **Bo Lindqvist:** “Slow” water answers.\n>\n"
        "> **Ada Quill:** So it's 5 \\* 3\\_a?\n>\n"
        f"> — [“{TITLE}”](https://tides.example/42), *Small Hours*, episode 42, 25 March 2023, "
        "1:02:06",
        "([“Tides,” 1:02:06](https://tides.example/42))",
    )
    assert cite(episode(), across, style="apa").in_text == "(Quill, 2023, 1:02:06)"
    assert cite(episode(), across).quote == "“Slow” water answers.\n\nSo it's 5 * 3_a?"


def test_nobody_is_invented_where_nobody_is_named(episode: Episode, words: Words) -> None:
    unnamed = episode(labels=(None, None, None), hosts=(), guests=())
    alone = cite(unnamed, words("Yes", "Yes."))
    assert alone.citation.startswith(f"“Yes.”\n— “{TITLE},” Small Hours")
    across = cite(unnamed, words("So it's", "Yes."))
    assert across.citation.startswith("– So it's 5 * 3_a?\n– Yes.\n— “Tides")
    marked = cite(unnamed, words("So it's", "Yes."), style="markdown")
    assert marked.citation.startswith("> – So it's 5 \\* 3\\_a?\n>\n> – Yes.\n>\n> — [“Tides")


def test_paragraphs_of_one_speaker_each_open_with_a_mark(episode: Episode, words: Words) -> None:
    monologue = episode(labels=("BO", "BO", "BO"))
    made = cite(monologue, words("“Slow”", "Yes."))
    assert made.citation.startswith(
        "“‘Slow’ water answers.\n\n“So it's 5 * 3_a?\n\n“Yes.”\n— Bo Lindqvist, "
    )


@pytest.mark.parametrize(
    ("style", "citation", "in_text"),
    [
        ("plain", "“Yes.”\n— ≈ 0:04", "(≈ 0:04)"),
        ("markdown", "> Yes.\n>\n> — ≈ 0:04", "(≈ 0:04)"),
        ("apa", "[Transcript]. (n.d.).", "([Transcript], n.d., para. 3)"),
        ("chicago-note", "n.d., para. 3, Transcript.", "para. 3."),
        ("mla", "Transcript.", "(Transcript, par. 3)"),
        ("bibtex", "@misc{transcriptnd,\n  note         = {Transcript}\n}", None),
    ],
)
def test_nothing_known(
    episode: Episode, words: Words, style: str, citation: str, in_text: str | None
) -> None:
    bare = replace(episode(timed=False, labels=()), meta=Meta())
    made = cite(bare, words("Yes", "Yes."), style=style)
    assert made.citation == citation
    assert in_text is None or made.in_text == in_text


def test_the_printed_forms_of_a_processor_for_one_known_shape() -> None:
    meta = Meta(
        title="Bo Lindqvist: Tides",
        show="Ada Quill Podcast",
        number=367,
        date="2023-03-25",
        url="https://quill.example/bo",
        hosts=("Ada Quill",),
        guests=("Bo Lindqvist",),
    )
    spoken = Transcript("Well.", (Turn(0, 5),), (Span(0, 5),), (Cue(0, 5, 3723, 3724),), meta=meta)
    assert cite(spoken, Span(0, 5), style="apa").citation == (
        "Quill, A. (Host). (2023, March 25). Bo Lindqvist: Tides (No. 367) "
        "[Audio podcast episode]. In Ada Quill Podcast. https://quill.example/bo"
    )
    assert cite(spoken, Span(0, 5), style="chicago-note").citation == (
        "Ada Quill, host, Ada Quill Podcast, episode 367, “Bo Lindqvist: Tides,” March 25, 2023, "
        "at 01:02:03, Audio podcast episode, https://quill.example/bo."
    )
    assert cite(spoken, Span(0, 5), style="mla").citation == (
        "Lindqvist, Bo. “Bo Lindqvist: Tides.” Ada Quill Podcast, hosted by Ada Quill, "
        "episode 367, 25 Mar. 2023, https://quill.example/bo."
    )


@pytest.mark.parametrize(
    ("hosts", "apa", "in_text", "note"),
    [
        (
            ("Ada Roe", "Bo Lund"),
            "Roe, A., & Lund, B. (Hosts).",
            "Roe & Lund",
            "Ada Roe and Bo Lund",
        ),
        (
            ("Ada Roe", "Bo Lund", "Cy Dee"),
            "Roe, A., Lund, B., & Dee, C. (Hosts).",
            "Roe et al.",
            "Ada Roe et al.",
        ),
    ],
)
def test_several_hosts(
    episode: Episode, words: Words, hosts: tuple[str, ...], apa: str, in_text: str, note: str
) -> None:
    spoken, span = episode(hosts=hosts), words("Yes", "Yes.")
    assert cite(spoken, span, style="apa").citation.startswith(f"{apa} (2023, March 25).")
    assert cite(spoken, span, style="apa").in_text == f"({in_text}, 2023, 1:02:13)"
    assert cite(spoken, span, style="chicago-note").citation.startswith(f"{note}, hosts, Small")
    assert cite(spoken, span, style="bibtex").citation.count(" and ") == len(hosts) - 1


def test_several_guests_in_mla(episode: Episode, words: Words) -> None:
    span = words("Yes", "Yes.")
    two = cite(episode(guests=("Ada Roe", "Bo Lund")), span, style="mla")
    assert two.citation.startswith("Roe, Ada, and Bo Lund. “Tides")
    assert two.in_text == "(Roe and Lund 01:02:13)"
    three = cite(episode(guests=("Ada Roe", "Bo Lund", "Cy Dee")), span, style="mla")
    assert three.citation.startswith("Roe, Ada, et al. “Tides")
    assert three.in_text == "(Roe et al. 01:02:13)"


@pytest.mark.parametrize("title", ["Who drinks?", "Really!"])
def test_a_title_that_ends_in_a_mark_takes_no_second_stop(
    episode: Episode, words: Words, title: str
) -> None:
    made = cite(episode(title=title), words("Yes", "Yes."), style="mla")
    assert f"“{title}” Small Hours" in made.citation


def test_an_unknown_style_names_the_known_ones(episode: Episode, words: Words) -> None:
    with pytest.raises(ReaderError) as caught:
        cite(episode(), words("Yes", "Yes."), style="vancouver")
    assert "vancouver" in str(caught.value)
    assert ", ".join(STYLES) in str(caught.value)


@pytest.mark.parametrize("span", [Span(0, 9_999), Span(-3, 4), Span(4, 2)])
def test_a_span_outside_the_text_is_refused(episode: Episode, span: Span) -> None:
    with pytest.raises(ReaderError, match="outside the text"):
        cite(episode(), span)


def test_a_span_without_words_is_refused(episode: Episode, words: Words) -> None:
    end = words("The moon", "answers.").end
    with pytest.raises(ReaderError, match="no words to cite"):
        cite(episode(), Span(end, end + 2))


def test_white_space_around_the_span_is_not_quoted(episode: Episode, words: Words) -> None:
    second = words("So it's", "3_a?")
    wide = Span(second.start - 2, second.end + 2)
    assert cite(episode(), wide) == cite(episode(), second)

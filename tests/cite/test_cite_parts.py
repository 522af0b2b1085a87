"""Names, dates, links and escapes, the parts every style is made from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.cite import STYLES, cite
from reader.cite.bibtex import latex
from reader.cite.links import deep_link, safe_url
from reader.cite.names import parse_name, resolve
from reader.cite.wording import inner, markdown, parse_date, short_title
from reader.errors import ReaderError
from reader.transcript import Cue, Meta, Moment, Span, Transcript, Turn

Episode = Callable[..., Transcript]
Words = Callable[[str, str], Span]

AT, UNTIL = Moment(3723.4, True), Moment(3760.2, True)


@pytest.mark.parametrize(
    ("text", "initialled", "inverted", "full"),
    [
        ("Ada Quill", "Quill, A.", "Quill, Ada", "Ada Quill"),
        ("Quill, Ada", "Quill, A.", "Quill, Ada", "Ada Quill"),
        ("Dr. Ada M. Quill, PhD", "Quill, A. M.", "Quill, Ada M.", "Ada M. Quill"),
        ("Jean-Luc Morel", "Morel, J.-L.", "Morel, Jean-Luc", "Jean-Luc Morel"),
        ("J.R. Morel", "Morel, J. R.", "Morel, J.R.", "J.R. Morel"),
        ("Pia van der Berg", "van der Berg, P.", "van der Berg, Pia", "Pia van der Berg"),
        ("Juan Roca y Sanz", "Roca y Sanz, J.", "Roca y Sanz, Juan", "Juan Roca y Sanz"),
        ("Tom Ray Hill Jr.", "Hill, T. R., Jr.", "Hill, Tom Ray, Jr.", "Tom Ray Hill Jr."),
        ("Cher", "Cher", "Cher", "Cher"),
        ("The Night Desk", "The Night Desk", "The Night Desk", "The Night Desk"),
        ("Hale and Sons", "Hale and Sons", "Hale and Sons", "Hale and Sons"),
        ("Žofie Nová", "Nová, Ž.", "Nová, Žofie", "Žofie Nová"),
    ],
)
def test_names(text: str, initialled: str, inverted: str, full: str) -> None:
    name = parse_name(text)
    assert (name.initialled, name.inverted, name.full) == (initialled, inverted, full)


@given(st.text(max_size=40))
def test_any_text_is_some_name(text: str) -> None:
    assert set(parse_name(text).full) <= set(text) | {" "}
    assert resolve(text, [text]) is None or text.strip()


@pytest.mark.parametrize(
    ("label", "people", "name"),
    [
        ("BO", ("Ada Quill", "Bo Lindqvist"), "Bo Lindqvist"),
        ("Lindqvist", ("Ada Quill", "Bo Lindqvist"), "Bo Lindqvist"),
        ("DR. LINDQVIST", ("Ada Quill", "Bo Lindqvist"), "Bo Lindqvist"),
        ("bo lindqvist:", ("Ada Quill", "Bo Lindqvist"), "Bo Lindqvist"),
        ("BO", ("Bo Quill", "Bo Lindqvist"), "BO"),
        ("BO", ("Bo Lindqvist", "Bo Lindqvist"), "Bo Lindqvist"),
        ("B", ("Bo Lindqvist",), "B"),
        ("JOSH", ("Ada Quill",), "JOSH"),
        ("JOSH", (), "JOSH"),
        (None, ("Ada Quill",), None),
        ("  ", ("Ada Quill",), None),
    ],
)
def test_a_label_becomes_a_name_only_when_one_person_answers(
    label: str | None, people: tuple[str, ...], name: str | None
) -> None:
    assert resolve(label, people) == name


@pytest.mark.parametrize(
    ("text", "apa", "chicago", "mla", "plain"),
    [
        ("2023-03-25", "2023, March 25", "March 25, 2023", "25 Mar. 2023", "25 March 2023"),
        ("2023-05-01T09:00Z", "2023, May 1", "May 1, 2023", "1 May 2023", "1 May 2023"),
        ("2023-09", "2023, September", "September 2023", "Sept. 2023", "September 2023"),
        ("2023", "2023", "2023", "2023", "2023"),
        ("2023-02-30", "2023, February", "February 2023", "Feb. 2023", "February 2023"),
        ("2023-13-01", "2023", "2023", "2023", "2023"),
    ],
)
def test_dates(text: str, apa: str, chicago: str, mla: str, plain: str) -> None:
    date = parse_date(text)
    assert date is not None
    forms = (date.year_first, date.month_first, date.abbreviated, date.day_first)
    assert forms == (apa, chicago, mla, plain)


@pytest.mark.parametrize("text", [None, "", "last spring", "0000-01-01", "25 March 2023"])
def test_what_is_not_a_date_is_none(text: str | None) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Tides: how water thinks", "Tides"),
        ("What, if anything, do tides want? (with Bo)", "What, if anything, do tides want?"),
        ("Tides – part two", "Tides"),
        ("Tides | Small Hours", "Tides"),
        ("Re-reading 9:41", "Re-reading 9:41"),
        ("One two three four five six seven eight nine", "One two three four five"),
        (": (", ": ("),
    ],
)
def test_short_titles(title: str, short: str) -> None:
    assert short_title(title) == short


def test_marks_within_marks_become_single() -> None:
    assert inner('He said "go" and left.') == "He said ‘go’ and left."
    assert inner("“Go,” she said; it’s late.") == "‘Go,’ she said; it’s late."
    assert inner('"Go" ("now")') == "‘Go’ (‘now’)"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://youtu.be/abc", "https://youtu.be/abc?t=3723"),
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&t=3723"),
        (
            "https://m.youtube.com/watch?v=abc&t=10s&list=x#t=4",
            "https://m.youtube.com/watch?v=abc&list=x&t=3723",
        ),
        ("https://www.youtube.com/@channel", "https://www.youtube.com/@channel"),
        ("https://notyoutube.com/watch?v=a", "https://notyoutube.com/watch?v=a"),
        ("https://tides.example/a.MP3?x=1", "https://tides.example/a.MP3?x=1#t=3723,3761"),
        ("https://tides.example/42", "https://tides.example/42"),
    ],
)
def test_links_to_the_words(url: str, link: str) -> None:
    assert deep_link(Meta(url=url), AT, UNTIL) == link
    assert deep_link(Meta(url=url), Moment(3723.4, False), UNTIL) == url


def test_the_recording_is_preferred_for_a_link_to_the_words() -> None:
    both = Meta(url="https://tides.example/42", media="https://cdn.example/42.mp3")
    assert deep_link(both, AT, UNTIL) == "https://cdn.example/42.mp3#t=3723,3761"
    assert deep_link(both, AT, AT) == "https://cdn.example/42.mp3#t=3723,3724"
    assert deep_link(both, Moment(1, False), UNTIL) == "https://tides.example/42"
    local = Meta(url="https://tides.example/42", media="tapes/42.mp3")
    assert deep_link(local, AT, UNTIL) == "https://tides.example/42"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://tides.example/a",
        "//tides.example/a",
        "https://",
        "https://[::1",
        "https://tides.example:port/",
        "https://tides.example/a b",
        "https://tides.example/\x1b]52;c;x\x07",
        "tides.example/42",
        "",
    ],
)
def test_only_web_addresses_become_links(episode: Episode, words: Words, url: str) -> None:
    assert safe_url(url) is None
    for style in STYLES:
        made = cite(episode(url=url), words("Yes", "Yes."), style=style)
        assert made.url is None
        assert url not in made.citation or not url


def test_an_address_cannot_break_out_of_its_brackets() -> None:
    assert safe_url("https://t.example/a>}b") == "https://t.example/a%3E%7Db"


@given(st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), max_size=60))
def test_markdown_reads_back_as_the_words(text: str) -> None:
    line = " ".join(text.split())
    tokens = MarkdownIt().parse(f"> {markdown(line)}")
    inline = [token for token in tokens if token.type == "inline"]
    shown = "".join(child.content for token in inline for child in token.children or ())
    kinds = {child.type for token in inline for child in token.children or ()}
    assert shown == line
    assert kinds <= {"text", "text_special"}


def test_a_whole_markdown_citation_keeps_hostile_words_as_words() -> None:
    text = "[x](javascript:a) <b>*hi*</b> `c` &amp; # no"
    spoken = Transcript(
        text,
        (Turn(0, len(text), "*A*"),),
        (Span(0, len(text)),),
        (Cue(0, len(text), 1, 2),),
        meta=Meta(title="A [b](c) *d*", show="_S_", url="https://t.example/a_(b)"),
    )
    made = cite(spoken, Span(0, len(text)), style="markdown").citation
    html = MarkdownIt("commonmark", {"html": True}).render(made)
    assert "<p>[x](javascript:a) &lt;b&gt;*hi*&lt;/b&gt; `c` &amp;amp; # no</p>" in html
    assert '<a href="https://t.example/a_%28b%29">“A [b](c) *d*”</a>' in html
    assert "<em>_S_</em>" in html
    assert html.count("<a ") == 1


@given(st.text(st.characters(exclude_categories=("C",)), max_size=60))
def test_latex_leaves_no_special_character_bare(text: str) -> None:
    escaped = latex(text)
    assert escaped.count("{") == escaped.count("}")
    rest = escaped.replace("{}", "")
    for char in "&%$#_":
        assert rest.count(char) == rest.count(f"\\{char}")
    assert not set("~^<>|{}").intersection(rest)


def test_latex_escapes_each_special_character() -> None:
    assert latex(r"50% & {a}_#1 $2 ~^ \x") == (
        r"50\% \& \textbraceleft{}a\textbraceright{}\_\#1 \$2 "
        r"\textasciitilde{}\textasciicircum{} \textbackslash{}x"
    )


@pytest.mark.parametrize(
    ("meta", "key"),
    [
        ({"title": "The Tides"}, "quill2023tides"),
        ({"title": "A “Slow” tide"}, "quill2023slow"),
        ({"hosts": ("Žofie Nová",)}, "nova2023tides"),
        ({"hosts": (), "guests": (), "show": None}, "2023tides"),
        ({"title": None, "date": None}, "quillnd"),
    ],
)
def test_cite_keys(episode: Episode, words: Words, meta: dict[str, object], key: str) -> None:
    made = cite(episode(**meta), words("Yes", "Yes."), style="bibtex")
    assert made.citation.startswith(f"@misc{{{key},\n")


def test_cite_keys_of_titles_in_other_scripts_differ(episode: Episode, words: Words) -> None:
    keys = {
        cite(episode(title=title), words("Yes", "Yes."), style="bibtex").in_text
        for title in ("潮汐", "月亮", "潮汐")
    }
    assert len(keys) == 2


def test_groups_keep_their_braces_in_bibtex(episode: Episode, words: Words) -> None:
    made = cite(episode(hosts=("Hale & Sons", "Pia Roe")), words("Yes", "Yes."), style="bibtex")
    assert "author       = {{Hale \\& Sons} and Roe, Pia}" in made.citation


SCRAP = st.none() | st.text(max_size=20)
PEOPLE = st.lists(st.text(max_size=12), max_size=3).map(tuple)


@given(
    st.builds(
        Meta,
        title=SCRAP,
        show=SCRAP,
        number=st.none() | st.integers(0, 999),
        date=SCRAP,
        url=SCRAP,
        media=SCRAP,
        hosts=PEOPLE,
        guests=PEOPLE,
    ),
    st.sampled_from(STYLES),
    st.booleans(),
)
def test_whatever_the_source_says_a_citation_comes_out_whole(
    meta: Meta, style: str, timed: bool
) -> None:
    text = "Well, yes."
    cues = (Cue(0, len(text), 5, 6),) if timed else ()
    span = Span(0, len(text))
    spoken = Transcript(text, (Turn(0, len(text), "X"),), (span,), cues, meta=meta)
    made = cite(spoken, span, style=style)
    assert made.quote == text
    said = "".join(part or "" for part in (meta.title, meta.show, *meta.hosts, *meta.guests))
    if not set(said) & set("N(,“[{"):
        assert "None" not in made.citation
        assert not any(hole in made.citation for hole in ("()", "“”", "[]", ", ,", ",,"))


def test_errors_are_one_line() -> None:
    with pytest.raises(ReaderError) as caught:
        cite(Transcript("a", meta=Meta(title="two\nlines")), Span(0, 9))
    assert "\n" not in str(caught.value)

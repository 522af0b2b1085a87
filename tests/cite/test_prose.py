"""HTML, Org and the user's own template: what they escape, and what they leave out."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cite import Wishes, cite
from reader.cite.template import FIELDS
from reader.errors import ReaderError
from reader.transcript import Meta, Span, Transcript, Turn

from .works import transcript

WORDS = "The tide keeps its own ledger."
TITLE = "Slow Water: A Ledger of Tides"


def test_html_is_a_figure_with_links() -> None:
    made = cite(transcript("podcast"), Span(0, 30), style="html")
    assert made.citation == (
        "<figure>\n"
        '  <blockquote cite="https://tides.example/42">\n'
        "    <p>The tide keeps its own ledger.</p>\n"
        "  </blockquote>\n"
        '  <figcaption>— Bo Lindqvist, <a href="https://tides.example/42">“Slow Water: A Ledger of '
        "Tides”</a>, <cite>Small Hours</cite>, episode 42, 25 March 2023, 1:02:03</figcaption>\n"
        "</figure>"
    )


def test_org_is_a_quote_block_with_links() -> None:
    made = cite(transcript("podcast"), Span(0, 53), style="org")
    assert made.citation == (
        "#+begin_quote\n"
        "*Bo Lindqvist:* The tide keeps its own ledger.\n\n"
        "*Ada Quill:* And nobody audits it.\n"
        "#+end_quote\n"
        "— [[https://tides.example/42][“Slow Water: A Ledger of Tides”]], /Small Hours/, "
        "episode 42, 25 March 2023, 1:02:03"
    )


class Tags(HTMLParser):
    """Collects the tags of a page and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_no_words_become_marks_of_html_or_org(words: str) -> None:
    if not words.strip():
        return
    spoken = Transcript(words, (Turn(0, len(words)),), meta=Meta(title=words, show=words))
    page = Tags()
    page.feed(cite(spoken, Span(0, len(words)), style="html").citation)
    page.close()
    assert page.tags <= {"figure", "blockquote", "p", "figcaption", "cite"}
    assert "".join(words.split()) in "".join(page.words.split())
    lines = cite(spoken, Span(0, len(words)), style="org").citation.splitlines()
    assert not any(line.startswith(("*", "#")) for line in lines[1:-2])


@pytest.mark.parametrize(
    ("template", "name", "line"),
    [
        ("{quote} ({speaker}, {time})", "podcast", f"{WORDS} (Bo Lindqvist, 1:02:03)"),
        (
            "{title} [{show} {number}, {date}] {year}",
            "podcast, no date",
            f"{TITLE} [Small Hours 42]",
        ),
        ("{title} ({season}; {number}, {hosts})", "podcast, nobody named", f"{TITLE} (42)"),
        ("{{{speaker}}}", "podcast", "{Bo Lindqvist}"),
        (r"{title}\n{locator}", "podcast, no times", f"{TITLE}\npara. 1"),
        ("({season})", "podcast", ""),
    ],
)
def test_a_template_of_the_users(template: str, name: str, line: str) -> None:
    made = cite(transcript(name), Span(0, 30), style="template", wishes=Wishes(template=template))
    assert made.citation == line


@pytest.mark.parametrize("template", ["{who}", "{quote", "quote}", "{quote.__class__}", "{0}"])
def test_a_template_that_is_wrong_is_one_clear_line(template: str) -> None:
    with pytest.raises(ReaderError, match="the template cannot have") as caught:
        cite(transcript("podcast"), Span(0, 9), style="template", wishes=Wishes(template=template))
    assert "speaker" in str(caught.value)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_one(field: str) -> None:
    wishes = Wishes(template=f"{{{field}}}")
    assert (
        "{" not in cite(transcript("podcast"), Span(0, 9), style="template", wishes=wishes).pasted
    )

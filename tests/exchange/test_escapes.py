"""A text stays a text wherever it is put."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import lxml.html
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.annotate.exporters import escapes
from reader.formats.clean import clean

CHARACTERS = list("ab 1.)-+=*_`~[]()<>#|\\$^%{}!&:;'\"\n/@,\té潮\u2028\x85")
TRAPS = (
    "    |\n\n|---|===|&lt;|&#33;|</b>|<br>|[[shell:x]]|](javascript:x)|key:: v|{{embed}}|=1+1|%%|"
    "#+end_quote|<2023-01-01>|src_sh{x}|elisp:(x)"
).split("|")
NASTY = st.lists(st.sampled_from(CHARACTERS + TRAPS), max_size=20).map(
    lambda parts: clean("".join(parts))
)

INERT = {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read_markdown(source: str) -> str:
    """The text of `source` as CommonMark shows it, in which there may be nothing but text."""
    shown = []
    for token in PARSER.parse(source):
        assert token.type in INERT, (token.type, source)
        for child in token.children or []:
            assert child.type in ("text", "softbreak", "hardbreak", "text_special"), child.type
            shown.append(child.content if child.content else "\n")
        shown.append("\n")
    return "".join(shown)


@given(NASTY)
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    quoted = "\n".join(f"> {line}" for line in escapes.markdown(text).split("\n"))
    assert read_markdown(quoted).split() == text.split()


@given(NASTY)
def test_html_shows_the_text_in_an_element_and_in_an_attribute(text: str) -> None:
    safe = escapes.html(text)
    element = lxml.html.fragment_fromstring(f'<p title="{safe}">{safe}</p>')
    assert element.text_content() == text
    assert element.get("title") == text
    assert not len(element)


@given(NASTY)
def test_org_reads_the_text_and_has_no_markup(text: str) -> None:
    safe = escapes.org(text)
    assert safe.replace("\u200b", "") == text
    for line in safe.split("\n"):
        assert not re.match(r"[ \t]*(?:[*#:|]|[-+][ \t])", line)
    for markup in ("[[", "{{{", "<<", "<2", "src_", "elisp:(", "\\a", "@@"):
        assert markup not in safe


@given(st.text())
def test_yaml_reads_the_text_back(text: str) -> None:
    text = clean(text)
    assert yaml.safe_load(f"title: {escapes.yaml(text)}\nnext: 1") == {"title": text, "next": 1}


@pytest.mark.parametrize(
    "text", ["a: b", "# no", "- x", "yes", "1", '"', "\u2028x", "x\x85", "---"]
)
def test_yaml_is_one_line(text: str) -> None:
    assert len(escapes.yaml(text).splitlines()) == 1
    assert yaml.safe_load(escapes.yaml(text)) == text


@given(NASTY | st.from_regex(r"'{0,3}\s?[=+@\-].?", fullmatch=True))
def test_a_cell_is_no_formula_and_comes_back(text: str) -> None:
    safe = escapes.guarded(text)
    assert not safe.lstrip().startswith(("=", "+", "-", "@"))
    assert escapes.unguarded(safe) == text


def test_a_cell_that_is_harmless_stays_as_it_is() -> None:
    assert escapes.guarded("'tis a = b") == "'tis a = b"


@given(st.text())
def test_a_file_name_leads_nowhere_else(title: str) -> None:
    name = escapes.file_name(title, ".md")
    assert name.endswith(".md")
    assert len(name.encode()) <= 255
    assert PurePosixPath(name).name == name == PureWindowsPath(name).name
    assert not name.startswith(".")
    assert name.split(".")[0].casefold() not in ("con", "nul", "prn", "aux", "com1")
    assert name.removesuffix(".md").strip(". ")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc passwd.md"),
        ("CON", "_CON.md"),
        ("nul.txt", "_nul.txt.md"),
        ("..", "_.md"),
        ("a\x00b\nc", "a b c.md"),
        ("C:\\x|y?", "C x y.md"),
        ("[[x]] #y ^z", "x y z.md"),
    ],
)
def test_names_that_are_traps(title: str, name: str) -> None:
    assert escapes.file_name(title, ".md") == name


def test_a_tag_has_no_spaces_and_no_dots() -> None:
    assert escapes.tag("a b.c/d-é") == "a-b-c/d-é"
    assert escapes.tag("…") == "tag"

"""Templates: what they may say, and how a mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.annotate.exporters import FORMATS, find, names, pages
from reader.annotate.exporters.template import Template
from reader.errors import ReaderError

from .support import Made, add, exported, highlight, library

FIELDS = {
    "title": "A *b*",
    "none": None,
    "empty": "",
    "tags": [{"tag": "x"}, {"tag": "y z"}],
    "names": ("Oda", "Pell"),
    "note": "one\n\ntwo",
}


def rendered(text: str, name: str = "t.md") -> str:
    return "".join(Template(name, text).render(FIELDS))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{title}}", r"A \*b\*"),
        ("{{title|raw}}", "A *b*"),
        ("{{ title | raw }}", "A *b*"),
        ("{{title|yaml}}", '"A *b*"'),
        ("{{note|quote}}", "> one\n>\n> two"),
        ("- {{note|indent}}", "- one\n  \n  two"),
        ("{{note|line}}", "one two"),
        ("{{none}}{{empty}}.", "."),
        ("{{#tags}}#{{tag|tag}} {{/tags}}", "#x #y-z "),
        ("{{#names}}{{.}};{{/names}}", "Oda;Pell;"),
        ("{{#none}}a{{/none}}{{^none}}b{{/none}}{{^tags}}c{{/tags}}", "b"),
        ("{{#title}}yes{{/title}}", "yes"),
        ("a\n{{#title}}\nb\n{{/title}}\nc\n", "a\nb\nc\n"),
        ("a\r\n  {{! words }}  \r\nb", "a\nb"),
        ("{ {title} }", "{ {title} }"),
    ],
)
def test_a_template_says(template: str, text: str) -> None:
    assert rendered(template) == text


def test_a_field_is_made_harmless_for_the_kind_of_file() -> None:
    assert rendered("{{title}} <", "t.html") == "A *b* <"
    assert "".join(Template("t.html", "{{x}}").render({"x": '<&"'})) == "&lt;&amp;&quot;"
    assert "".join(Template("t.txt", "{{x}}").render({"x": "*<"})) == "*<"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a\n{{nothing}}", "t.md:2: there is no field “nothing” here"),
        ("{{#tags}}\n\n{{x}}{{/tags}}", "t.md:3: there is no field “x” here"),
        ("\n{{#tags}}", "t.md:2: {{#tags}} is not closed"),
        ("{{/tags}}", "t.md:1: {{/tags}} closes nothing"),
        ("{{#tags}}{{/names}}", "t.md:1: {{/names}} closes nothing"),
        ("{{title|loud}}", "t.md:1: there is no filter “loud”"),
        ("{{tags}}", "t.md:1: “tags” is a list"),
        ("{{#title}}" * 30 + "{{/title}}" * 30, "t.md:1: sections lie too deep"),
    ],
)
def test_a_mistake_is_told_with_its_line(template: str, said: str) -> None:
    with pytest.raises(ReaderError) as error:
        rendered(template)
    assert str(error.value).startswith(said)


def test_a_file_of_another_kind_is_no_template() -> None:
    with pytest.raises(ReaderError, match=r"x\.doc: this is no kind of template"):
        Template("x.doc", "")


def test_the_users_templates_are_formats_and_go_before_readers(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("{{count}}:{{#episodes}}{{title}}{{/episodes}}")
    (tmp_path / "markdown.md").write_text("{{count}} of mine")
    (tmp_path / "json.md").write_text("not this")
    (tmp_path / "note.doc").write_text("no template")
    assert {"mine", "markdown", "json"} <= set(names(tmp_path))
    assert "note" not in names(tmp_path)
    assert find("json", tmp_path) is FORMATS["json"]
    with library() as shelf:
        highlight(shelf, Made("rope", 0.0, 0.2), add(shelf))
        assert exported(shelf, "mine", tmp_path) == b"1:Rope"
        assert exported(shelf, "markdown", tmp_path) == b"1 of mine"


def test_a_template_that_goes_through_episodes_makes_one_file(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("{{#episodes}}{{title}}{{/episodes}}")
    (tmp_path / "each.md").write_text("{{title}}")
    assert find("one", tmp_path).whole
    assert not find("each", tmp_path).whole


def test_what_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"there is no format “\.\./x”"):
        find("../x", tmp_path)
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe")
    with pytest.raises(ReaderError, match="the template cannot be read"):
        find("bad", tmp_path)


def test_every_shipped_template_names_fields_that_there_are() -> None:
    with library() as shelf:
        ids = add(shelf)
        for made in (Made("fog", 0, 0.1, note="n", tags=("a/b",)), Made("fog", 0.3, 0.5)):
            highlight(shelf, made, ids)
        for name in pages.templates(pages.SHIPPED):
            assert "colour of the" in exported(shelf, name).decode()


def test_the_documentation_lists_every_field() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "exchange.md").read_text("utf-8")
    with library() as shelf:
        highlight(shelf, Made(), add(shelf))
        from reader.notebook.exchange import notebook

        (marked,) = notebook(shelf, shelf.highlights())
        fields = pages._episode(marked)
        for name in (*fields, *fields["highlights"][0]):
            assert f"`{name}`" in page, name

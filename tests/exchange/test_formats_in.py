"""What comes in from elsewhere: foreign files, bad records, other texts."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from reader.errors import ReaderError
from reader.library import Library
from reader.transcript import Transcript

from .support import FOG, Made, add, exported, highlight, library, spoken, take

FIRST = FOG[0][1]


@pytest.fixture
def shelf() -> Iterator[Library]:
    with library() as opened:
        add(opened)
        yield opened


def hypothesis_row(exact: str, **more: Any) -> dict[str, Any]:
    """An annotation as hypothes.is gives it."""
    quote = {"type": "TextQuoteSelector", "exact": exact, "prefix": "", "suffix": ""}
    return {
        "id": "Ab3dEfGhIjKlMnOpQrStUv",
        "created": "2024-03-01T10:20:30.123456+00:00",
        "updated": "2024-03-02T10:20:30.123456+02:00",
        "user": "acct:someone@hypothes.is",
        "uri": "http://example.org/fog/",
        "text": "A *note*",
        "tags": ["machine learning", "#x", " "],
        "document": {"title": ["Another title"]},
        "target": [
            {
                "source": "http://example.org/fog",
                "selector": [
                    {"type": "RangeSelector", "startContainer": "/p[1]"},
                    {"type": "TextPositionSelector", "start": 1200, "end": 1230},
                    quote,
                ],
            }
        ],
        **more,
    }


@pytest.mark.parametrize("shape", ["export", "api", "list", "lines", "one"])
def test_hypothesis_in_every_shape(shelf: Library, shape: str) -> None:
    row = hypothesis_row("The lighthouse  was painted\ntwice")
    data: Any = {
        "export": {"export_date": "2024", "annotations": [row]},
        "api": {"total": 1, "rows": [row]},
        "list": [row],
        "lines": (json.dumps(row) + "\n" + json.dumps({**row, "target": []}) + "\n").encode(),
        "one": row,
    }[shape]
    taken = take(shelf, data)
    assert (taken.format, taken.added, taken.moved) == ("hypothesis", 1, 1)
    assert len(taken.failed) == (shape == "lines")
    (made,) = shelf.highlights()
    assert made.quote == "The lighthouse was painted twice"
    assert (made.note, made.tags) == ("A *note*", ("machine-learning", "x"))
    assert made.created == "2024-03-01T10:20:30.123456Z"
    assert made.modified == "2024-03-02T08:20:30.123456Z"
    assert made.speaker == "Oda Lind"
    assert take(shelf, data).unchanged == 1


def test_replies_and_notes_on_a_page_are_told(shelf: Library) -> None:
    reply = hypothesis_row("x", references=["a"])
    page = hypothesis_row("", target=[{"source": "http://example.org/fog"}])
    taken = take(shelf, [hypothesis_row("painted twice in one summer"), reply, page])
    assert taken.added == 1
    assert taken.failed == (
        "annotation 2: it is a reply, which quotes no words",
        "annotation 3: it is a note on a page, which quotes no words",
    )


def test_web_annotations_of_others_may_be_short(shelf: Library) -> None:
    document = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://other.example/anno/1",
        "type": "Annotation",
        "body": "A note alone",
        "target": {
            "source": "https://example.org/fog",
            "selector": {"type": "TextQuoteSelector", "exact": "painted twice in one summer"},
        },
    }
    assert take(shelf, document).added == 1
    (made,) = shelf.highlights()
    assert (made.quote, made.note) == ("painted twice in one summer", "A note alone")
    assert take(shelf, [document]).unchanged == 1


def test_readwise_gives_other_columns_than_it_takes(shelf: Library) -> None:
    sheet = (
        b"Highlight,Book Title,Book Author,Note,Color,Tags,Location,Highlighted at\r\n"
        b'"painted twice in one summer",ROPE  ,,,blue,"one, two",7,2024-01-02 03:04:05+00:00\r\n'
        b'"A rope that is wet",rope,,.a .b rest,pink,,,\r\n'
        b",rope,,,,,,\r\n"
        b"not said,rope,,,,,,yesterday\r\n"
        b"x,Nothing of that name,,,,,,\r\n"
    )
    taken = take(shelf, sheet)
    assert (taken.format, taken.added, taken.orphaned) == ("readwise", 2, 1)
    assert [line.split(":")[0] for line in taken.failed] == ["row 3", "row 4", "row 5"]
    assert "no episode answers to “Nothing of that name”" in taken.failed[2]
    lost, found = sorted(shelf.highlights(), key=lambda each: each.state, reverse=True)
    assert (lost.state, lost.quote) == ("orphan", "painted twice in one summer")
    assert (lost.colour, lost.tags) == ("blue", ("one", "two"))
    assert (found.quote, found.tags, found.note) == ("A rope that is wet", ("a", "b"), "rest")


def project(inner: str, files: dict[str, str]) -> bytes:
    """A project of another program."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"Sources/{name}", content)
        archive.writestr(
            "project.qde",
            '<?xml version="1.0"?><Project name="x" xmlns="urn:QDA-XML:project:1.0">'
            '<CodeBook><Codes><Code guid="{A1}" name="Theme" isCodable="true">'
            '<Code guid="a2" name="Fog / sea" isCodable="true"/></Code></Codes></CodeBook>'
            f"{inner}</Project>",
        )
    return out.getvalue()


def selection(start: int, end: object, more: str = "") -> str:
    return (
        f'<PlainTextSelection guid="{start}" startPosition="{start}" endPosition="{end}">'
        f"{more}</PlainTextSelection>"
    )


def test_a_project_of_another_program(shelf: Library) -> None:
    text = f"\ufeff{FIRST}"
    inner = (
        '<Sources><TextSource guid="s" name="rope" plainTextPath="internal://S.txt">'
        + selection(4, 14, '<Coding guid="c"><CodeRef targetGUID="A2"/></Coding>')
        + selection(0, 9999)
        + selection(2, "x")
        + '</TextSource><TextSource guid="t" plainTextPath="relative:///../etc/passwd">'
        + selection(1, 2)
        + '</TextSource><PDFSource guid="p" name="Fog: &quot;the&quot; [colour] / of #1">'
        + '<Representation guid="r"><PlainTextContent>was painted twice</PlainTextContent>'
        + selection(0, 17, "<Description>said so</Description>")
        + "</Representation></PDFSource></Sources>"
    )
    taken = take(shelf, project(inner, {"s.TXT": text}))
    assert taken.format == "qdpx"
    assert taken.failed == (
        "selection 2: its place is outside the text",
        "selection 3: “endPosition” is no position",
        "“”: its text is not in the archive: 1 selections",
    )
    lost, found = sorted(shelf.highlights(), key=lambda each: each.state, reverse=True)
    assert (lost.quote, lost.tags) == ("lighthouse", ("Theme/Fog---sea",))
    assert (found.quote, found.note) == ("was painted twice", "said so")


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 nothing",
        b"",
        b"\xff\xfe\x00",
        b"just words\nand more",
        b"{",
        b"[" * 100_000,
        b"[]",
        b'{"a": 1}',
        b'{"format": "reader-highlights", "version": 99, "episodes": []}',
        b'{"format": "reader-highlights", "version": 1}',
        project("<Sources>", {}),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_told_in_a_line(shelf: Library, data: bytes) -> None:
    with pytest.raises(ReaderError) as error:
        take(shelf, data)
    assert "\n" not in str(error.value)
    assert shelf.highlights() == []


def test_an_archive_is_not_trusted(shelf: Library) -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        '<Project xmlns="urn:QDA-XML:project:1.0" name="x"><Sources>'
        '<TextSource guid="g" name="Rope">'
        "<PlainTextContent>&b;</PlainTextContent>"
        + selection(0, 1)
        + "</TextSource></Sources></Project>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("project.qde", bomb)
    taken = take(shelf, out.getvalue())
    assert taken.failed == ("selection 1: its place is outside the text",)


def own(shelf: Library, *changes: dict[str, Any]) -> dict[str, Any]:
    """Our JSON with a good record, and one more for each of the changes to it."""
    with library() as other:
        highlight(other, Made("fog", 0.0, 0.1), add(other))
        document: dict[str, Any] = json.loads(exported(other, "json"))
    (good,) = document["episodes"][0]["highlights"]
    document["episodes"][0]["highlights"] = [{**good, **change} for change in (*changes, {})]
    return document


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quote": ""}, "it has no words"),
        ({"quote": None}, "it has no words"),
        ({"quote": 7}, "“quote” is no text"),
        ({"start": -1}, "“start” is no offset"),
        ({"start": 1.5}, "“start” is no offset"),
        ({"end": True}, "“end” is no offset"),
        ({"time": "now"}, "“time” is no time"),
        ({"time": 1e99}, "“time” is no time"),
        ({"tags": "a"}, "“tags” is no list of texts"),
        ({"tags": [1]}, "“tags” is no list of texts"),
        ({"created": "soon"}, "“created” is no date and time"),
        ({"note": ["x"]}, "“note” is no text"),
        ({"note": "x" * 3_000_000}, "“note” is too long"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_one_bad_record_never_stops_the_rest(
    shelf: Library, change: dict[str, Any], said: str
) -> None:
    taken = take(shelf, own(shelf, change))
    assert taken.added == 1
    assert taken.failed == (f"episode 1, highlight 1: {said}",)


def test_bad_episodes_are_told_too(shelf: Library) -> None:
    document = own(shelf)
    document["episodes"] = [7, {"highlights": 7}, {"title": 1}, *document["episodes"]]
    taken = take(shelf, document)
    assert taken.added == 1
    assert taken.failed == (
        "episode 1: it is no object",
        "episode 2: “highlights” is no list",
        "episode 3: “title” is no text",
    )


def test_texts_are_made_harmless(shelf: Library) -> None:
    change = {"note": "\x1b]52;c;x\x07 \ud800\u202e", "tags": ["\x1b[2J a"], "id": None}
    taken = take(shelf, own(shelf, {**change, "colour": "ultraviolet"}))
    assert taken.added == 2
    made = next(each for each in shelf.highlights() if each.note)
    assert made.note == "␛]52;c;x␇ \ufffd\ufffd"
    assert made.tags == ("␛[2J-a",)
    assert made.colour == "yellow"


def test_what_is_told_of_a_bad_record_is_harmless(shelf: Library) -> None:
    inner = '<Sources><TextSource guid="t" name="&#x9b;2J">' + selection(1, 2)
    taken = take(shelf, project(inner + "</TextSource></Sources>", {}))
    assert "\x9b" not in taken.failed[0]


def _changed(text: str) -> Transcript:
    """The talk `fog` as another transcription has it."""
    spans = spoken("fog")
    return Transcript(text, (), (), meta=spans.meta, format="named")


def test_quotes_find_their_place_in_another_text() -> None:
    words = spoken("fog").text
    other_text = words.replace("twice in one summer", "two times in one summer").replace(
        "The lighthouse", "Well. The lighthouse"
    )
    with library() as one, library() as other:
        ids = add(one, ["fog"])
        at = words.index("So it was.") / len(words)
        highlight(one, Made("fog", at + 0.001, at + 0.2), ids)
        gone = words.index("twice in one") / len(words)
        highlight(one, Made("fog", gone, gone + 0.05), ids)
        other.add(b"x", _changed(other_text), source="y.txt", title="y")
        taken = take(other, exported(one, "json"))
        kept, lost = sorted(other.highlights(), key=lambda each: each.state)
        assert (taken.added, taken.orphaned) == (2, 1)
        assert kept.state == "anchored"
        assert other_text[kept.start : kept.end] == kept.quote
        assert lost.state == "orphan"
        assert lost.quote.startswith("twice in one")


def test_a_short_quote_without_its_context_is_not_moved() -> None:
    with library() as one, library() as other:
        words = spoken("fog").text
        at = words.index("the fog, and") / len(words)
        made = highlight(one, Made("fog", at + 0.001, at + 0.02), add(one, ["fog"]))
        assert len(made.quote.split()) < 5
        text = f"Other words stand here about {made.quote} and they go on elsewhere."
        other.add(b"x", _changed(text), source="y.txt", title="y")
        taken = take(other, exported(one, "json"))
        assert (taken.added, taken.orphaned) == (1, 1)


def test_of_several_episodes_of_a_name_the_one_with_the_words() -> None:
    with library() as shelf:
        for source, text in (("a", "Nothing of it is here."), ("b", "A rope that is wet lies.")):
            transcript = Transcript(text, meta=spoken("rope").meta, format="named")
            shelf.add(source.encode(), transcript, source=f"{source}.txt", title="Rope")
        sheet = b"Highlight,Title\nA rope that is wet,Rope\n"
        assert take(shelf, sheet).added == 1
        (made,) = shelf.highlights()
        assert shelf.text(made.episode).startswith("A rope")


def test_the_episode_may_be_said() -> None:
    with library() as shelf:
        ids = add(shelf)
        sheet = b"Highlight\nA rope that is wet\n"
        assert "row 1: it does not say of which episode it is" in take(shelf, sheet).failed[0]
        assert take(shelf, sheet, episode=ids["rope"]).added == 1


def test_a_quote_that_occurs_more_than_once_is_to_be_confirmed(shelf: Library) -> None:
    sheet = b"Highlight,URL\nthe colour of the fog,https://example.org/fog\n"
    taken = take(shelf, sheet)
    assert (taken.added, taken.moved) == (1, 1)


NEARLY = "The lighthouse had been painted twice in one summer, and no one wrote down why"


@pytest.mark.parametrize(
    ("quote", "state"),
    [
        (NEARLY, "moved"),
        ("the boats couldn't tell it from the grey sea", "moved"),
        ("a lighthouse was once repainted here", "orphan"),
        ("painted thrice in summer", "orphan"),
        ("a sentence that nobody in all of this ever said at all", "orphan"),
    ],
)
def test_a_quote_that_is_nearly_there_is_found_to_be_confirmed(
    shelf: Library, quote: str, state: str
) -> None:
    taken = take(shelf, [hypothesis_row(quote)])
    (each,) = shelf.highlights()
    assert (taken.added, each.state) == (1, state)
    if state == "moved":
        assert each.quote in shelf.text(each.episode)
        assert 0.6 <= each.score < 1.0
    else:
        assert each.quote == quote

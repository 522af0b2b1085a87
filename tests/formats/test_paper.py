"""Documents of Word, PDF and RTF: their words, and what is taken out of them."""

import pytest

from reader.errors import FormatError
from reader.formats import parse

from .paper import docx, paragraph, pdf, table
from .support import FIXTURES, assert_sound, said

DOCUMENTS = FIXTURES / "documents"


def speakers(transcript) -> list[str | None]:
    return [turn.speaker for turn in transcript.turns]


def test_word_runs_breaks_and_tracked_changes() -> None:
    body = (
        paragraph("AD", "A: Is the ", "lamp lit?", "<w:br/>", "I cannot see.")
        + '<w:p><w:r><w:t>BEN:</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve">It </w:t></w:r>'
        "<w:del><w:r><w:delText>was</w:delText></w:r></w:del><w:ins><w:r><w:t>is</w:t></w:r></w:ins>"
        "<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>, a well</w:t></w:r>"
        "<w:r><w:noBreakHyphen/><w:t>kept one.</w:t></w:r></w:p>" + paragraph("ADA: Good.")
    )
    transcript = parse(docx(body, title="On Lamps", description="A talk."), "x.docx")
    assert transcript.format == "docx"
    assert speakers(transcript) == ["ADA", "BEN", "ADA"]
    assert said(transcript)[0].split() == "Is the lamp lit? I cannot see.".split()
    assert said(transcript)[1:] == ["It is, a well-kept one.", "Good."]
    assert (transcript.meta.title, transcript.meta.description) == ("On Lamps", "A talk.")
    assert_sound(transcript)


def test_word_times_before_labels() -> None:
    body = (
        paragraph("[00:00:01]")
        + paragraph("CARO", ": Is it lit?")
        + paragraph()
        + paragraph("[00:00:29] ", "<w:br/>", "SUBJECT:", " It is.")
        + paragraph("[00:01:02]", "<w:br/>", "CARO: Good.")
    )
    transcript = parse(docx(body))
    assert speakers(transcript) == ["CARO", "SUBJECT", "CARO"]
    assert said(transcript) == ["Is it lit?", "It is.", "Good."]
    assert [cue.time for cue in transcript.cues] == [1.0, 29.0, 62.0]


def test_word_table_with_a_row_for_each_utterance() -> None:
    rows = [
        ("00:00:00", "Ada", "Is it lit?"),
        ("00:00:04", "Ben", "It is."),
        ("00:01:00", "Ada", "Ok."),
    ]
    transcript = parse(docx(table(*rows)))
    assert speakers(transcript) == ["Ada", "Ben", "Ada"]
    assert [cue.time for cue in transcript.cues] == [0.0, 4.0, 60.0]
    assert said(transcript) == ["Is it lit?", "It is.", "Ok."]


@pytest.mark.parametrize(
    "data", [docx("<w:p/>")[:300], b"PK\x03\x04 word/document.xml", docx("<w:p>")]
)
def test_word_documents_that_are_damaged(data: bytes) -> None:
    with pytest.raises(FormatError):
        parse(data)


def test_a_zip_that_is_no_word_document_is_refused() -> None:
    with pytest.raises(FormatError, match="zip archive"):
        parse(docx("<w:p/>").replace(b"word/document", b"word/documend"))


def test_a_word_document_is_not_unpacked_beyond_a_size() -> None:
    with pytest.raises(FormatError, match="too large"):
        parse(docx("<w:p/>" * 3_000_000))


def test_pdf_without_what_only_the_paper_needs() -> None:
    first = """HARBOUR ARCHIVE
ADA: Is the lamp lit? It is a well-
known lamp, and I am uncer-
tain.
1"""
    second = "HARBOUR ARCHIVE\nA well-known lamp is never dark, as\n- 2 -"
    third = """HARBOUR ARCHIVE
we say. It burns.*
BEN: Yes.
ADA: Good.
BEN: (Laughs) Ok.
______________________________
*See the harbour book.
page 3"""
    pages = [page.split("\n") for page in (first, second, third)]
    transcript = parse(pdf(*pages, title="On Lamps"), "x.pdf")
    assert transcript.format == "pdf"
    assert speakers(transcript) == ["ADA", "BEN", "ADA", "BEN"]
    assert (
        said(transcript)[0].split()
        == (
            "Is the lamp lit? It is a well-known lamp, and I am uncertain. "
            "A well-known lamp is never dark, as we say. It burns.*"
        ).split()
    )
    assert said(transcript)[1:] == ["Yes.", "Good.", "(Laughs) Ok."]
    assert transcript.meta.title == "On Lamps"
    assert transcript.meta.front == "*See the harbour book."
    assert_sound(transcript)


def test_pdf_words_set_apart_by_character_spacing_alone() -> None:
    spread = "=7.2 Tc [(A) 600 (d) 600 (a) 600 (:i) 600 (tl) 600 (i) 600 (t)] TJ 0 Tc"
    transcript = parse(pdf([spread, "Ben: It is.", "Ada: Good.", "Ben: Yes."]))
    assert said(transcript) == ["it lit", "It is.", "Good.", "Yes."]


def test_an_interview_between_a_cover_and_an_index() -> None:
    interview = """INTERVIEWEE: Ada Brandt
INTERVIEWER: Ben Dale
DATE: 1 November 2022

DALE: Is it lit?
BRANDT: It is.
DALE: Good.
BRANDT: Yes.
[END OF INTERVIEW]"""
    pages = [
        ["HARBOUR INSTITUTE", "ADA BRANDT", "Transcript of an Interview"],
        ["Preface: all rights are kept.", "The lamp, 3"],
        interview.split("\n"),
        ["INDEX", "lamp 3", "rope 2"],
    ]
    transcript = parse(pdf(*pages), "x.pdf")
    assert speakers(transcript) == ["DALE", "BRANDT", "DALE", "BRANDT", None]
    assert said(transcript)[-1] == "lamp 3 rope 2"
    assert [heading.title for heading in transcript.headings] == ["INDEX"]
    meta = transcript.meta
    assert (meta.guests, meta.hosts, meta.date) == (("Ada Brandt",), ("Ben Dale",), "2022-11-01")
    assert meta.title == "Interview with Ada Brandt"
    assert meta.front.startswith("HARBOUR INSTITUTE")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4\n", b"%PDF-1.4\nxref\ntrailer<</Root 1 0 R>>", pdf([]), pdf(["so"])[:200]]
)
def test_pdf_documents_without_text_or_damaged(data: bytes) -> None:
    with pytest.raises(FormatError, match="PDF"):
        parse(data)


def test_rtf() -> None:
    transcript = parse((DOCUMENTS / "interview.rtf").read_bytes(), "x.rtf")
    assert transcript.format == "rtf"
    assert speakers(transcript) == ["ADA", "BEN", "ADA"]
    assert " ".join(transcript.text.split()) == (
        "Is it {lit}, at the café—tonight? да \U0001f600 it is and so on. The end."
    )
    assert transcript.meta.title == "Lamps ét cetera"
    assert_sound(transcript)


@pytest.mark.parametrize("data", [b"{\\rtf1 " + b"{" * 5_000, b"{\\rtf1 " + b"{a}" * 900_000])
def test_rtf_that_means_harm(data: bytes) -> None:
    with pytest.raises(FormatError, match="RTF"):
        parse(data)

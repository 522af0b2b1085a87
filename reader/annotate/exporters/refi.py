"""REFI-QDA: projects (`.qdpx`) and codebooks (`.qdc`) for programs of qualitative research.

The standard is at https://www.qdasoftware.org (REFI-QDA 1.5; Project.xsd of 18 March 2019,
Codebook.xsd 1.0). A tag is a code, and so is a colour; a highlight is a selection with these codes
and its note. An episode with exact times is a recording with a transcript and points that tie
positions to milliseconds; any other is a text. A highlight without a place is a note on its
source, and so is the note on an episode as a whole. Positions are offsets in Unicode code points.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from reader.annotate.exporters.escapes import file_name
from reader.annotate.exporters.notebook import Marked, Notebook
from reader.library import COLOURS, Highlight

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
COLOUR_CODE = "highlight colour"
"""The code under which the colours are codes: no tag is called so, as it has a space."""

ORIGIN = "reader"
"""What a project of reader's own says of where it is from."""
_RGB = dict(zip(COLOURS, ("#E8C547", "#6AA84F", "#4A86C8", "#D5739D", "#E08E45"), strict=True))
_NAMES = uuid.UUID("0f6f4c0e-5a67-5a5d-8a61-2c9d3d0f9a51")
_USER = str(uuid.uuid5(_NAMES, "user"))
_VIDEO = (".mp4", ".m4v", ".webm", ".mov", ".mkv")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_CONTROLS = [*range(9), 11, 12, *range(14, 32)]
_NOT_XML = dict.fromkeys([*_CONTROLS, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def write(notebook: Notebook) -> Iterator[bytes]:
    """The project as an archive: `project.qde`, and each text in the folder `sources`."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        project = _project(notebook)
        sources, notes = _element("Sources"), _element("Notes")
        for marked in notebook:
            sources.append(_source(marked, notes))
            _put(archive, f"sources/{_guid(marked.episode.uid)}.txt", marked.transcript.text)
        for part in (sources, notes):
            if len(part):
                project.append(part)
        _put(archive, "project.qde", _xml(project))
    yield out.getvalue()


def write_codebook(notebook: Notebook) -> Iterator[bytes]:
    """The codes alone."""
    codebook = _root("CodeBook", CODEBOOK, origin=ORIGIN)
    codebook.append(_codes(notebook.highlights, CODEBOOK))
    yield _xml(codebook)


def _project(notebook: Notebook) -> etree._Element:
    """The project's element with its user and codes, to which the sources are added."""
    project = _root(
        "Project",
        PROJECT,
        name="Highlights",
        origin=ORIGIN,
        creatingUserGUID=_USER,
        creationDateTime=notebook.made,
    )
    _add(_add(project, "Users"), "User", guid=_USER, name="reader")
    _add(project, "CodeBook").append(_codes(notebook.highlights, PROJECT))
    return project


def _codes(highlights: Iterable[Highlight], space: str) -> etree._Element:
    """The tree of codes: the tags, level under level, and the colours."""
    codes = etree.Element(f"{{{space}}}Codes")
    made: dict[str, etree._Element] = {"": codes}

    def code(path: str) -> etree._Element:
        if path not in made:
            above, _, name = path.rpartition("/")
            made[path] = etree.SubElement(
                code(above),
                f"{{{space}}}Code",
                guid=_code_guid(path),
                name=_text(name),
                isCodable="true",
            )
        return made[path]

    for path in sorted({tag for each in highlights for tag in each.tags}):
        code(path)
    for colour in COLOURS:
        code(f"{COLOUR_CODE}/{colour}").set("color", _RGB[colour])
    return codes


def _source(marked: Marked, notes: etree._Element) -> etree._Element:
    """The source of an episode, with its selections; their notes are added to `notes`."""
    episode, guid = marked.episode, _guid(marked.episode.uid)
    text = {"guid": guid, "name": _text(episode.title), "plainTextPath": f"internal://{guid}.txt"}
    made = {"creatingUser": _USER, "creationDateTime": episode.added}
    if episode.times == "exact":
        path = _recording(marked)
        kind = "Video" if path.lower().endswith(_VIDEO) else "Audio"
        own = {"guid": _guid(f"{guid}#media"), "name": text["name"], "path": path}
        source = _element(f"{kind}Source", **own, **made)
        _describe(source, marked)
        _transcribe(_add(source, "Transcript", **text, **made), marked, notes)
        return source
    source = _element("TextSource", **text, **made)
    _describe(source, marked)
    for each in _placed(marked):
        place = {"startPosition": str(each.start), "endPosition": str(each.end)}
        source.append(_selection("PlainTextSelection", each, place, notes))
    _note_whole(source, marked, notes)
    return source


def _transcribe(transcript: etree._Element, marked: Marked, notes: etree._Element) -> None:
    """Fill a transcript with points, and with selections between them."""
    guid = _guid(marked.episode.uid)
    for offset, millis in sorted(_points(marked).items()):
        point = {"timeStamp": str(millis), "position": str(offset)}
        _add(transcript, "SyncPoint", guid=_point_guid(guid, offset), **point)
    for each in _placed(marked):
        ends = zip(("fromSyncPoint", "toSyncPoint"), (each.start, each.end), strict=True)
        place = {name: _point_guid(guid, offset) for name, offset in ends}
        transcript.append(_selection("TranscriptSelection", each, place, notes))
    _note_whole(transcript, marked, notes)


def _placed(marked: Marked) -> Iterator[Highlight]:
    """The highlights that have a place in the text."""
    return (each for each in marked.highlights if each.state != "orphan")


def _note_whole(source: etree._Element, marked: Marked, notes: etree._Element) -> None:
    """Keep the note on the episode, and the highlights that lost their place (quote, then note), as
    notes on the whole source."""
    if marked.note is not None:
        written, guid = marked.note, whole_guid(_guid(marked.episode.uid))
        note = _add(
            notes,
            "Note",
            guid=guid,
            name=_text(marked.episode.title),
            creatingUser=_USER,
            creationDateTime=written.created,
            modifiedDateTime=written.modified,
        )
        _add(note, "PlainTextContent").text = _text(written.text)
        _add(source, "NoteRef", targetGUID=guid)
    for each in marked.highlights:
        if each.state == "orphan":
            words = f"“{each.quote}”\n\n{each.note}".rstrip()
            _add(source, "NoteRef", targetGUID=_note(each, words, notes))


def _recording(marked: Marked) -> str:
    """Where programs look for the recording: beside the project, under its own name."""
    media = urlsplit(marked.episode.media or "").path
    name = PurePosixPath(unquote(media)).name
    suffix = PurePosixPath(name).suffix
    if not suffix:
        name, suffix = marked.episode.title, ".mp3"
    return f"relative:///{_text(file_name(name.removesuffix(suffix), suffix))}"


def _points(marked: Marked) -> dict[int, int]:
    """The milliseconds at offsets: where cues begin, and at the ends of selections."""
    transcript = marked.transcript
    seconds = {cue.start: cue.time for cue in transcript.cues}
    for each in _placed(marked):
        seconds.setdefault(each.start, each.time)
        seconds.setdefault(each.end, each.time_end)
    return {offset: round(second * 1000) for offset, second in seconds.items()}


def _selection(
    kind: str, highlight: Highlight, place: dict[str, str], notes: etree._Element
) -> etree._Element:
    guid = _guid(highlight.id)
    selection = _element(kind, guid=guid, **_named(highlight), **place)
    for path in (*highlight.tags, f"{COLOUR_CODE}/{highlight.colour}"):
        coding = _add(selection, "Coding", guid=_guid(f"{guid}#{path}"), creatingUser=_USER)
        _add(coding, "CodeRef", targetGUID=_code_guid(path))
    if highlight.note:
        _add(selection, "NoteRef", targetGUID=_note(highlight, highlight.note, notes))
    return selection


def _note(highlight: Highlight, words: str, notes: etree._Element) -> str:
    """Add the note of a highlight to `notes`; returns its GUID."""
    guid = _guid(f"{_guid(highlight.id)}#note")
    note = _add(notes, "Note", guid=guid, **_named(highlight))
    _add(note, "PlainTextContent").text = _text(words)
    return guid


def _named(highlight: Highlight) -> dict[str, str]:
    """What a selection and its note are called, and when they were made."""
    return {
        "name": _text(" ".join(highlight.quote.split())[:80]),
        "creatingUser": _USER,
        "creationDateTime": highlight.created,
        "modifiedDateTime": highlight.modified,
    }


def _describe(source: etree._Element, marked: Marked) -> None:
    """Say in a line what is known of the episode."""
    facts = (marked.episode.show, marked.episode.date, marked.page)
    if about := " · ".join(fact for fact in facts if fact):
        _add(source, "Description").text = _text(about)


def whole_guid(source: str) -> str:
    """The GUID of the note on an episode as a whole, from that of its source."""
    return _guid(f"{source}#note on the whole")


def _guid(name: str) -> str:
    """`name` if it is a UUID, else one that is always the same for it (RFC 9562, version 5)."""
    try:
        return str(uuid.UUID(name))
    except ValueError:
        return str(uuid.uuid5(_NAMES, name))


def _code_guid(path: str) -> str:
    return _guid(f"code {path}")


def _point_guid(source: str, offset: int) -> str:
    return _guid(f"{source}@{offset}")


def _root(tag: str, space: str, /, **attributes: str) -> etree._Element:
    """The root element of a document whose namespace is `space`, without a prefix."""
    root = etree.fromstring(f'<{tag} xmlns="{space}"/>')
    for name, value in attributes.items():
        root.set(name, value)
    return root


def _element(tag: str, /, **attributes: str) -> etree._Element:
    """An element of a project."""
    element = etree.Element(f"{{{PROJECT}}}{tag}")
    for name, value in attributes.items():
        element.set(name, value)
    return element


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    """A new last child of `parent`."""
    element = _element(tag, **attributes)
    parent.append(element)
    return element


def _text(text: str) -> str:
    """`text` without the characters that XML 1.0 does not have (section 2.2)."""
    return text.translate(_NOT_XML)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _put(archive: ZipFile, name: str, content: str | bytes) -> None:
    """A member that is the same whenever it is written."""
    info = ZipInfo(name, _EARLIEST)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    archive.writestr(info, content.encode() if isinstance(content, str) else content)

"""REFI-QDA projects (`.qdpx`) of any program: their selections become highlights, codes tags.

The archive is not trusted: members are read up to a size, by name and never by path, and the
project's XML without entities and without the network.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from reader.annotate.exporters.notebook import digest
from reader.annotate.exporters.refi import COLOUR_CODE, ORIGIN, whole_guid
from reader.annotate.importers.records import (
    Origin,
    Problem,
    Read,
    Record,
    Unusable,
    parse_moment,
)
from reader.errors import ReaderError

_LARGEST = 200_000_000
"""No member of an archive is read that has more bytes."""

_CONTEXT = 32
_SOURCES = ("TextSource", "Transcript", "Representation", "TextDescription")
_SELECTIONS = ("PlainTextSelection", "TranscriptSelection")


def claims(data: bytes) -> bool:
    """Whether `data` is an archive."""
    return data.startswith(b"PK\x03\x04")


def read(data: bytes) -> Iterator[Read]:
    """The records of the project in the archive `data`. Raises `ReaderError` when there is none."""
    try:
        archive = ZipFile(BytesIO(data))
        names = [name for name in archive.namelist() if name.casefold().endswith(".qde")]
        if not names:
            raise ReaderError("this archive holds no project of REFI-QDA")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(_member(archive, names[0]), parser)
    except (BadZipFile, etree.XMLSyntaxError, Unusable, NotImplementedError, OSError) as error:
        raise ReaderError(f"this is no project of REFI-QDA: {error}") from error
    yield from _Project(archive, root).records()


def _member(archive: ZipFile, name: str) -> bytes:
    """The bytes of a member. Raises `Unusable`."""
    try:
        if archive.getinfo(name).file_size > _LARGEST:
            raise Unusable(f"{name} is too large")
        with archive.open(name) as member:
            data = member.read(_LARGEST + 1)
    except (KeyError, BadZipFile, zlib.error, RuntimeError, EOFError) as error:
        raise Unusable(f"{name} cannot be read from the archive") from error
    if len(data) > _LARGEST:
        raise Unusable(f"{name} is too large")
    return data


class _Project:
    """A project's codes and notes by their GUIDs, and its sources."""

    def __init__(self, archive: ZipFile, root: etree._Element) -> None:
        self._archive, self._root = archive, root
        self._codes = dict(self._paths(root))
        self._notes = {_guid(note): note for note in root.iterfind("{*}Notes/{*}Note")}

    def records(self) -> Iterator[Read]:
        number = 0
        for source in self._root.iter(*(f"{{*}}{name}" for name in _SOURCES)):
            found = [each for each in source if etree.QName(each).localname in _SELECTIONS]
            try:
                text = self._text(source) if found else ""
            except Unusable as error:
                number += len(found)
                yield Problem(f"“{source.get('name', '')}”", f"{error}: {len(found)} selections")
                continue
            known = digest(text) if found else ""
            origin = Origin(uid=_guid(source), digest=known, title=_title(source))
            yield from self._whole(source, origin)
            points = _points(source)
            for selection in found:
                number += 1
                where = f"selection {number}"
                try:
                    yield self._record(where, selection, origin, text, points)
                except Unusable as error:
                    yield Problem(where, str(error))

    def _whole(self, source: etree._Element, origin: Origin) -> Iterator[Read]:
        """The notes on a source as a whole. In a project of reader's own only that on the episode
        is one; others there are highlights that lost their place.
        """
        refs = [_target(ref) for ref in source.iterfind("{*}NoteRef")]
        if self._root.get("origin") == ORIGIN:
            refs = [guid for guid in refs if guid == whole_guid(_guid(source))]
        for note in (self._notes[guid] for guid in refs if guid in self._notes):
            where = f"the note on “{origin.title}”"
            try:
                words = self._text(note)
                made = parse_moment(note.get("creationDateTime", ""))
                changed = parse_moment(note.get("modifiedDateTime", "")) or made
            except Unusable as error:
                yield Problem(where, str(error))
                continue
            if words.strip():
                yield Record(where, origin, quote="", note=words, modified=changed, whole=True)

    def _record(
        self,
        where: str,
        selection: etree._Element,
        origin: Origin,
        text: str,
        points: dict[str, int],
    ) -> Record:
        start, end = _place(selection, points)
        if not 0 <= start < end <= len(text):
            raise Unusable("its place is outside the text")
        paths = [self._codes.get(_target(each), "") for each in selection.iterfind(".//{*}CodeRef")]
        above = f"{COLOUR_CODE}/"
        colours = [path.removeprefix(above) for path in paths if path.startswith(above)]
        created = parse_moment(selection.get("creationDateTime", ""))
        return Record(
            where,
            origin,
            quote=text[start:end],
            prefix=text[max(0, start - _CONTEXT) : start],
            suffix=text[end : end + _CONTEXT],
            start=start,
            end=end,
            colour=colours[0] if colours else None,
            tags=tuple(path for path in paths if path and not path.startswith(above)),
            note=self._note(selection),
            created=created,
            modified=parse_moment(selection.get("modifiedDateTime", "")) or created,
            id=_guid(selection),
        )

    def _text(self, source: etree._Element) -> str:
        """The plain text of a source: within the project, or a member of the archive."""
        content = source.find("{*}PlainTextContent")
        if content is not None:
            return content.text or ""
        path = source.get("plainTextPath", "")
        if not path.startswith("internal://"):
            raise Unusable("its text is not in the archive")
        name = path.removeprefix("internal://").casefold()
        members = (each for each in self._archive.namelist() if each.casefold().endswith(name))
        member = next(members, None)
        if not name or member is None:
            raise Unusable("its text is not in the archive")
        try:
            return _member(self._archive, member).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unusable("its text is not in UTF-8") from error

    def _note(self, selection: etree._Element) -> str:
        """The notes of a selection, else its description."""
        notes = (self._notes.get(_target(ref)) for ref in selection.iterfind("{*}NoteRef"))
        texts = [self._text(note) for note in notes if note is not None]
        description = selection.findtext("{*}Description") or ""
        return "\n\n".join(text for text in texts if text) or description

    def _paths(self, root: etree._Element) -> Iterator[tuple[str, str]]:
        """The codes' GUIDs, and their names from the highest level down, with `/` between."""
        waiting = [(code, "") for code in root.iterfind("{*}CodeBook/{*}Codes/{*}Code")]
        while waiting:
            code, above = waiting.pop()
            path = f"{above}{code.get('name', '').replace('/', '-')}"
            yield _guid(code), path
            waiting += [(each, f"{path}/") for each in code.iterfind("{*}Code")]


def _place(selection: etree._Element, points: dict[str, int]) -> tuple[int, int]:
    """The offsets of a selection: its own, or those of the points that it names."""
    if etree.QName(selection).localname == "PlainTextSelection":
        return _integer(selection, "startPosition"), _integer(selection, "endPosition")
    ends = [points.get(_bare(selection.get(name, ""))) for name in ("fromSyncPoint", "toSyncPoint")]
    start, end = ends
    if start is None or end is None:
        raise Unusable("its points have no place in the text")
    return start, end


def _points(source: etree._Element) -> dict[str, int]:
    """The offsets of the points of a transcript that have one."""
    found = {}
    for point in source.iterfind("{*}SyncPoint"):
        try:
            found[_guid(point)] = _integer(point, "position")
        except Unusable:
            continue
    return found


def _integer(element: etree._Element, name: str) -> int:
    value = element.get(name, "").strip()
    if not value.isascii() or not value.isdecimal() or len(value) > 15:
        raise Unusable(f"“{name}” is no position")
    return int(value)


def _title(source: etree._Element) -> str:
    """The name of a source; of a transcript without one, that of its recording."""
    above = source.getparent()
    named = source.get("name") or (above.get("name") if above is not None else "")
    return named or ""


def _guid(element: etree._Element) -> str:
    return _bare(element.get("guid", ""))


def _target(element: etree._Element) -> str:
    return _bare(element.get("targetGUID", ""))


def _bare(guid: str) -> str:
    return guid.strip("{} ").casefold()

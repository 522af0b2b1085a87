"""What the schemas of REFI-QDA 1.5 demand (Project.xsd of 18 March 2019, Codebook.xsd 1.0).

A row for each element that is used: its children in their order, each with `?`, `*` or `+` as in a
regular expression, and its attributes, with `!` where they must be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_SOURCE = "guid! name creatingUser creationDateTime modifyingUser modifiedDateTime "
_MEDIA = "Description? Transcript* {}Selection* Coding* NoteRef* VariableValue*"
_TEXT = "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*"
_SELECTED = "Description? Coding* NoteRef*"

PROJECT = {
    "Project": (
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? "
        "NoteRef*",
        "name! origin creatingUserGUID creationDateTime modifyingUserGUID modifiedDateTime "
        "basePath",
    ),
    "Users": ("User+", ""),
    "User": ("", "guid! name id"),
    "CodeBook": ("Codes", ""),
    "Codes": ("Code+", ""),
    "Code": ("Description? NoteRef* Code*", "guid! name! isCodable! color"),
    "Sources": ("(TextSource|PictureSource|PDFSource|AudioSource|VideoSource)+", ""),
    "TextSource": (_TEXT, f"{_SOURCE} richTextPath plainTextPath"),
    "AudioSource": (_MEDIA.format("Audio"), f"{_SOURCE} path currentPath"),
    "VideoSource": (_MEDIA.format("Video"), f"{_SOURCE} path currentPath"),
    "Transcript": (
        "Description? PlainTextContent? SyncPoint* TranscriptSelection* NoteRef*",
        f"{_SOURCE} richTextPath plainTextPath",
    ),
    "SyncPoint": ("", "guid! timeStamp position"),
    "PlainTextSelection": (_SELECTED, f"{_SOURCE} startPosition! endPosition!"),
    "TranscriptSelection": (_SELECTED, f"{_SOURCE} fromSyncPoint toSyncPoint"),
    "Coding": ("CodeRef NoteRef*", "guid! creatingUser creationDateTime"),
    "CodeRef": ("", "targetGUID!"),
    "NoteRef": ("", "targetGUID!"),
    "Notes": ("Note+", ""),
    "Note": (_TEXT, f"{_SOURCE} richTextPath plainTextPath"),
    "Description": ("", ""),
    "PlainTextContent": ("", ""),
}

CODEBOOK = {
    "CodeBook": ("Codes Sets?", "origin"),
    "Codes": ("Code+", ""),
    "Code": ("Description? Code*", "guid! name! isCodable! color"),
}

_HEX = "[0-9a-fA-F]"
_GUID = rf"{_HEX}{{8}}(-{_HEX}{{4}}){{3}}-{_HEX}{{12}}"
_DATE = r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
_TYPES = {
    "guid": _GUID,
    "targetGUID": _GUID,
    "creatingUserGUID": _GUID,
    "fromSyncPoint": _GUID,
    "toSyncPoint": _GUID,
    "color": r"#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})",
    "isCodable": "true|false|0|1",
    "creationDateTime": _DATE,
    "modifiedDateTime": _DATE,
    **dict.fromkeys(("startPosition", "endPosition", "timeStamp", "position"), r"[-+]?\d+"),
}


def broken(root: etree._Element, rules: dict[str, tuple[str, str]], space: str) -> Iterator[str]:
    """What in the document `root` the `rules` do not allow."""
    for element in root.iter():
        name = etree.QName(element)
        if name.namespace != space or name.localname not in rules:
            yield f"{element.tag} is not of the schema"
            continue
        children, attributes = rules[name.localname]
        found = "".join(f"{etree.QName(child).localname} " for child in element)
        wanted = re.sub(r"\w+", lambda match: f"(?:{match.group()} )", children).replace(" )", "~)")
        wanted = wanted.replace(" ", "").replace("~", " ")
        if not re.fullmatch(wanted, found):
            yield f"{name.localname} holds {found}"
        allowed = {each.rstrip("!"): each.endswith("!") for each in attributes.split()}
        yield from _attributes(name.localname, dict(element.attrib), allowed)
    guids = [str(each) for each in root.xpath("//@guid")]  # type: ignore[union-attr]
    if len(set(guids)) != len(guids):
        yield "a guid is there twice"
    for target in root.xpath("//@targetGUID | //@fromSyncPoint | //@toSyncPoint"):  # type: ignore[union-attr]
        if str(target) not in guids:
            yield f"{target} refers to nothing"


def _attributes(element: str, found: dict[str, str], allowed: dict[str, bool]) -> Iterator[str]:
    for name, value in found.items():
        if name not in allowed:
            yield f"{element} has no {name}"
        elif not re.fullmatch(_TYPES.get(name, r"(?s:.*)"), value):
            yield f"{element} {name} cannot be {value!r}"
    for name, must in allowed.items():
        if must and name not in found:
            yield f"{element} lacks {name}"

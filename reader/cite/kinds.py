"""What an episode is, as a citation needs to know it: a podcast, an interview, a hearing, …"""

from __future__ import annotations

from reader.cite.links import is_video, page_link
from reader.transcript import Transcript

KINDS: dict[str, str] = {
    "podcast": "Audio podcast episode",
    "interview": "Interview",
    "lecture": "Lecture",
    "video": "Video",
    "hearing": "Hearing",
    "oral-history": "Oral history interview",
}
"""Each kind of episode, and what a bibliography calls its medium."""

OTHER = "Transcript"
"""What a bibliography calls an episode of which not even the kind is known."""

_FORMATS = {
    "hansard": "hearing",
    "hansard-au": "hearing",
    "akomantoso": "hearing",
    "congress": "hearing",
    "congress-json": "hearing",
    "oyez": "hearing",
    "ohms": "oral-history",
    "tei": "oral-history",
    "youtube-json3": "video",
    "youtube-snippets": "video",
    "youtube-srv1": "video",
}
"""The formats that tell what was recorded."""


def kind_of(transcript: Transcript) -> str:
    """The kind of an episode: as stated, else as its format, its facts or its address tell.

    Empty where nothing tells.
    """
    meta = transcript.meta
    if meta.kind in KINDS:
        return meta.kind
    if transcript.format in _FORMATS:
        return _FORMATS[transcript.format]
    if meta.show or meta.number is not None or meta.hosts:
        return "podcast"
    return "video" if is_video(page_link(meta)) else ""


_NEEDED = {
    "podcast": ("show", "hosts", "date", "url"),
    "interview": ("guests", "hosts", "date", "url"),
    "oral-history": ("guests", "hosts", "show", "date"),
    "lecture": ("guests", "show", "date", "url"),
    "video": ("hosts", "date", "url"),
    "hearing": ("show", "date", "url"),
    "": ("kind", "show", "hosts", "guests", "date", "url"),
}


def lacking(transcript: Transcript) -> tuple[str, ...]:
    """The facts that a citation of this kind of episode asks for and that are not known, by their
    names in `Meta`."""
    meta = transcript.meta
    return tuple(name for name in _NEEDED[kind_of(transcript)] if not getattr(meta, name))


def interviewed(kind: str) -> bool:
    """Whether in this `kind` the guest answers the host, and so is the author."""
    return kind in ("interview", "oral-history")

"""YAML front matter: the block between `---` lines at the head of a Markdown page.

It is read with PyYAML, every value as text, without aliases and with limits on size and depth.
A block that is no YAML (titles with colons, descriptions without quotes) is read line by line:
a line `Key: value` opens an entry, and the lines after it belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reader.formats.clean import clean
from reader.formats.dates import iso_date, seconds
from reader.formats.text.header import numbered_title
from reader.transcript import Meta

_BLOCK = re.compile(
    r"\s{0,20}---[ \t]{0,20}\n(.{0,131072}?)\n(?:---|\.\.\.)[ \t]{0,20}(?:\n|$)", re.S
)
_ENTRY = re.compile(r"([A-Za-z][\w .-]{0,40}):(?:[ \t]+(.*))?$")
_COMPACT = re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})$")
_DEEPEST = 20

_FIELDS = {
    "title": "title episode_title name",
    "show": "show podcast series source_series channel uploader program",
    "number": "number episode episode_number episode_no ep",
    "season": "season season_number",
    "date": """date pub_date publish_date published published_at upload_date release_date recorded
        aired pubdate""",
    "url": "url link youtube_url video_url source_url source episode_url",
    "media": "media audio audio_url enclosure media_url mp3",
    "duration": "duration_seconds duration length video_length",
    "language": "language lang",
    "description": "description summary description_json video_description subtitle",
    "hosts": "hosts host interviewer interviewers",
    "guests": "guests guest interviewee interviewees speakers speaker",
}
"""The fields of `Meta`, and the keys that fill each one; the first that can be read counts."""

_CHAPTERS = ("chapters", "chapters_json")


class FrontMatter:
    """What stands in the front matter of a page; `length` is where the body begins."""

    def __init__(self, text: str) -> None:
        match = _BLOCK.match(text)
        self.found = bool(match and any(map(_ENTRY.match, match.group(1).split("\n")[:20])))
        self.length = match.end() if match and self.found else 0
        self.text = match.group(1).strip() if match and self.found else ""
        self._entries = _entries(self.text)

    def meta(self) -> Meta:
        """The fields of `Meta` that the entries fill."""
        found = {field: self._first(field) for field in _FIELDS}
        meta = Meta(**{field: value for field, value in found.items() if value is not None})
        if meta.title and meta.number is None:
            meta = numbered_title(meta.title).over(meta)
        return meta

    def chapters(self) -> list[tuple[float, str]]:
        """The times in seconds and titles of the chapters."""
        chapters: list[tuple[float, str]] = []
        for key in _CHAPTERS:
            listed = self._entries.get(key)
            for item in listed if isinstance(listed, list) and not chapters else []:
                if isinstance(item, Mapping):
                    start = seconds(str(item.get("start_time", item.get("start", ""))))
                    title = _text(item.get("title"))
                    if start is not None and title:
                        chapters.append((start, title))
        return chapters

    def _first(self, field: str) -> Any:
        for key in _FIELDS[field].split():
            value = _value(field, self._entries.get(key))
            if value is not None:
                return value
        return None


def _value(field: str, entry: Any) -> Any:
    """`entry` as a value of `field`, or None."""
    if field in ("hosts", "guests"):
        listed = entry if isinstance(entry, list) else re.split(r",|&| and ", _text(entry) or "")
        people = tuple(name for item in listed if (name := _text(item)))
        return people or None
    text = _text(entry)
    if not text:
        return None
    if field == "date":
        return iso_date(_COMPACT.sub(r"\1-\2-\3", text)) or iso_date(text[:10])
    if field == "duration":
        return seconds(text)
    if field in ("number", "season"):
        return int(text.lstrip("#")) if re.fullmatch(r"#?[0-9]{1,5}", text) else None
    if field == "url":
        return text if "://" in text else None
    return text


def _text(entry: Any) -> str | None:
    return " ".join(clean(entry).split()) or None if isinstance(entry, str) else None


def _entries(block: str) -> dict[str, Any]:
    """The entries of `block`, their keys in lower case with `_` for spaces."""
    loaded = _yaml(block)
    if loaded is None:
        loaded = _line_by_line(block.split("\n"))
    return {key.lower().replace(" ", "_").replace("-", "_"): loaded[key] for key in loaded}


def _yaml(block: str) -> dict[str, Any] | None:
    """`block` as a YAML mapping whose scalars are all text, or None; aliases are refused."""
    import yaml

    depth = 0
    try:
        for event in yaml.parse(block, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
                return None
        loaded = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(loaded, dict):
        return None
    return {key: value for key, value in loaded.items() if isinstance(key, str)}


def _line_by_line(lines: Sequence[str]) -> dict[str, str]:
    entries: dict[str, str] = {}
    key = ""
    for line in lines:
        match = _ENTRY.match(line)
        if match:
            key = match.group(1)
            entries.setdefault(key, (match.group(2) or "").strip().strip("\"'"))
        elif key:
            entries[key] += "\n" + line.strip()
    return entries

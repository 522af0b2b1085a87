"""Exports that are made by templates: Markdown, Obsidian, Logseq, HTML, Org, and the user's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.annotate.exporters.notebook import Marked, Notebook
from reader.annotate.exporters.template import ESCAPES, Template
from reader.clock import clock
from reader.errors import ReaderError
from reader.library import Highlight
from reader.transcript import Moment

SHIPPED = Path(__file__).parent / "templates"
"""The folder of the templates that come with reader: `markdown.md`, `html.html`, …"""

_LARGEST = 1_000_000


def templates(*folders: Path) -> dict[str, Path]:
    """The files of the templates in `folders`, by name; of two the one in the later folder."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            files = (file for file in sorted(folder.iterdir()) if file.suffix in ESCAPES)
            found |= {file.stem: file for file in files if file.is_file()}
    return found


def load(file: Path) -> Template:
    """The template in `file`. Raises `ReaderError`."""
    try:
        if file.stat().st_size > _LARGEST:
            raise ReaderError("this is too large for a template", where=str(file))
        return Template(file.name, file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ReaderError(f"the template cannot be read: {error}", where=str(file)) from error


def write(template: Template, notebook: Notebook) -> Iterator[str]:
    """The pieces of one file with all of `notebook`."""
    facts = {
        "exported": notebook.made,
        "count": len(notebook.highlights),
        "episodes": lambda: map(_episode, notebook),
    }
    if template.whole:
        return template.render(facts)
    (marked,) = notebook
    return template.render({**facts, **_episode(marked)})


def _episode(marked: Marked) -> dict[str, Any]:
    """The fields of an episode, its highlights among them."""
    episode = marked.episode
    names = "uid title show number season date kind hosts guests language description words".split()
    tags = {tag.casefold(): tag for each in marked.highlights for tag in each.tags}
    return {
        **{name: getattr(episode, name) for name in names},
        "url": marked.page,
        "duration": ("" if episode.times == "exact" else "≈ ") + clock(episode.duration),
        "speakers": episode.speakers,
        "all_tags": [{"tag": tags[key]} for key in sorted(tags)],
        "marked": len(marked.highlights),
        "episode_note": marked.note.text if marked.note is not None else "",
        "highlights": [_highlight(each, marked) for each in marked.highlights],
    }


def _highlight(highlight: Highlight, marked: Marked) -> dict[str, Any]:
    """The fields of a highlight."""
    names = "id quote prefix suffix start end speaker colour note created modified state".split()
    start = Moment(highlight.time, highlight.time_exact)
    return {
        **{name: getattr(highlight, name) for name in names},
        "time": ("" if start.exact else "≈ ") + clock(start.seconds),
        "time_end": clock(highlight.time_end),
        "seconds": f"{highlight.time:.3f}",
        "link": marked.links.get(highlight.id),
        "tags": [{"tag": tag} for tag in highlight.tags],
        "said": bool(highlight.tags or highlight.note),
        "orphan": highlight.state == "orphan",
    }

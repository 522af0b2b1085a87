"""The sheet that Readwise takes (https://readwise.io/import_bulk).

Tags stand at the head of the note, each after a full stop, as Readwise reads them from there. The
location is the offset of the first character in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.annotate.exporters.cells import line
from reader.annotate.exporters.notebook import Notebook
from reader.library import Highlight

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")


def write(notebook: Notebook) -> Iterator[str]:
    """The lines, first the names of the columns."""
    yield line(COLUMNS)
    for marked in notebook:
        episode = marked.episode
        author = episode.show or ", ".join(episode.hosts)
        for each in marked.highlights:
            moment = each.created[:19].replace("T", " ")
            facts = [episode.title, author, marked.page, _note(each), each.start, moment]
            yield line([each.quote, *facts])


def _note(highlight: Highlight) -> str:
    """The note below a line of tags. One that begins as tags do has an empty line before it."""
    tags = " ".join(f".{tag}" for tag in highlight.tags)
    apart = "\n" if highlight.note and (tags or highlight.note.startswith((".", "\n"))) else ""
    return f"{tags}{apart}{highlight.note}"

"""A sheet of comma-separated values: one highlight a line, for spreadsheets and statistics.

The note on an episode as a whole is a line without a quote, whose state is `note`.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.annotate.exporters.cells import line
from reader.annotate.exporters.notebook import Notebook

COLUMNS = tuple(
    "id episode show number date speaker time time_end time_exact quote note tags colour link "
    "start end state created modified".split()
)


def write(notebook: Notebook) -> Iterator[str]:
    """The lines, first the names of the columns. Times are seconds, tags parted by spaces."""
    yield line(COLUMNS)
    for marked in notebook:
        episode = marked.episode
        about = [episode.title, episode.show, episode.number, episode.date]
        if marked.note is not None:
            note = marked.note
            said = [*[""] * 5, note.text, *[""] * 5, "note"]
            yield line([note.id, *about, *said, note.created, note.modified])
        for each in marked.highlights:
            facts = [each.id, *about]
            when = [each.speaker, each.time, each.time_end, each.time_exact]
            said = [each.quote, each.note, " ".join(each.tags), each.colour]
            place = [marked.links.get(each.id), each.start, each.end, each.state]
            yield line([*facts, *when, *said, *place, each.created, each.modified])

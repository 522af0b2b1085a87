"""A sheet of comma-separated values: one highlight a line, for spreadsheets and statistics."""

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
        for each in marked.highlights:
            facts = [each.id, episode.title, episode.show, episode.number, episode.date]
            when = [each.speaker, each.time, each.time_end, each.time_exact]
            said = [each.quote, each.note, " ".join(each.tags), each.colour]
            place = [marked.links.get(each.id), each.start, each.end, each.state]
            yield line([*facts, *when, *said, *place, each.created, each.modified])

"""The notebook: everything that was marked in a library, chosen, counted and grouped.

`exchange` brings it out as files and takes files in; `tending` looks after it: overlaps, lost
places, the trash.
"""

from reader.notebook.marked import (
    GROUPS,
    Entry,
    Facet,
    Group,
    Of,
    Row,
    choose,
    entries,
    facets,
    grouped,
    highlighted,
    noted,
)

__all__ = [
    "GROUPS",
    "Entry",
    "Facet",
    "Group",
    "Of",
    "Row",
    "choose",
    "entries",
    "facets",
    "grouped",
    "highlighted",
    "noted",
]

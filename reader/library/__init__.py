"""The library on disk: episodes, versions of their texts, and all that the user adds to them.

One SQLite file is the truth. It runs in WAL mode with `synchronous=FULL`, so what a call has
returned from survives a power cut (https://www.sqlite.org/pragma.html#pragma_synchronous).
"""

from reader.library.bookmarks import Bookmark
from reader.library.feeds import Feed, Fetched
from reader.library.jumps import Place
from reader.library.library import Library
from reader.library.places import standing
from reader.library.prepared import Prepared, prepare
from reader.library.reading import Listed
from reader.library.records import COLOURS, Added, Contents, Episode, Highlight, Note, Problem
from reader.library.reviews import Review
from reader.library.revisions import Facts, Revisions, Seen
from reader.library.searches import Search
from reader.library.trash import Trashed

__all__ = [
    "COLOURS",
    "Added",
    "Bookmark",
    "Contents",
    "Episode",
    "Facts",
    "Feed",
    "Fetched",
    "Highlight",
    "Library",
    "Listed",
    "Note",
    "Place",
    "Prepared",
    "Problem",
    "Review",
    "Revisions",
    "Search",
    "Seen",
    "Trashed",
    "prepare",
    "standing",
]

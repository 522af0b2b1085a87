"""Search: the index of a library's passages, and the language it is asked in.

The index is derived from the library and disposable; Whoosh keeps it, and is imported only when
it is first used.
"""

from reader.search.index import Index
from reader.search.matches import find_matches
from reader.search.passages import Passage, passages
from reader.search.results import Hit, Results, Sort
from reader.search.shelf import Shelf

__all__ = ["Hit", "Index", "Passage", "Results", "Shelf", "Sort", "find_matches", "passages"]

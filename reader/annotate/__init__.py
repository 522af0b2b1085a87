"""Highlights: making them, finding their words again, and choosing among them.

Pure functions over transcripts and the library's records; nothing here writes.
"""

from reader.annotate.carrying import carry
from reader.annotate.choosing import parse_tags, select
from reader.annotate.marking import bookmark, mark
from reader.annotate.merging import merged, overlapping
from reader.annotate.orphans import Candidate, attached, candidates
from reader.annotate.quotes import find_quote

__all__ = [
    "Candidate",
    "attached",
    "bookmark",
    "candidates",
    "carry",
    "find_quote",
    "mark",
    "merged",
    "overlapping",
    "parse_tags",
    "select",
]

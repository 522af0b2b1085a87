"""A segment as Whoosh reads an index, so that each of its queries and matchers can be put to it.

The fields are `word`, the folded words; `stem`, the same by their stems; `speaker`, whole names;
and `episode`, ids. In `word` and `stem` a posting's value is its places in the passage, a byte
each.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from whoosh import fields, formats
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.reading import IndexReader, TermInfo, TermNotFound

from reader.search.segments.arrays import Array
from reader.search.segments.segment import Segment

SAID = ("word", "stem")


class _Places(formats.Format):  # type: ignore[misc]
    """Postings whose value is the word's places in its passage, one byte each."""

    posting_size = -1

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)

    def decode_positions(self, value: bytes) -> list[int]:
        """The places, from 0."""
        return list(value)

    def decode_frequency(self, value: bytes) -> int:
        """How often."""
        return len(value)

    decode_weight = decode_frequency


class _Said(fields.FieldType):  # type: ignore[misc]
    """A field of words with their places."""

    def __init__(self) -> None:
        super().__init__(format=_Places(), analyzer=None, scorable=True)

    def process_text(self, text: str, **_: Any) -> list[str]:
        """The text as the one word it is."""
        return [text]


SCHEMA = fields.Schema(word=_Said(), stem=_Said(), speaker=fields.ID(), episode=fields.ID())


class _Matcher(ListMatcher):  # type: ignore[misc]
    """Whoosh's matcher of a list, which is not to be replaced by one of fewer passages."""

    def supports_block_quality(self) -> bool:
        return False

    def replace(self, minquality: float = 0) -> Any:
        return self if self.is_active() else NullMatcher()


class SegmentReader(IndexReader):  # type: ignore[misc]
    """Whoosh's reader of the segment `source`."""

    def __init__(self, source: Segment) -> None:
        self.source, self.schema, self.is_closed = source, SCHEMA, False

    # -- terms -------------------------------------------------------------------------------

    def __contains__(self, term: tuple[str, Any]) -> bool:
        field, text = term
        return len(self._found(field, _text(text))[0]) > 0

    def indexed_field_names(self) -> list[str]:
        """All fields."""
        return sorted(SCHEMA.names())

    def lexicon(self, fieldname: str) -> Iterator[bytes]:
        """The terms of a field, ascending."""
        terms = self._terms(fieldname)
        if self.source.alive is None:
            return iter(terms)
        return (term for term in terms if (fieldname, term) in self)

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        """Every (field, term)."""
        return ((name, term) for name in self.indexed_field_names() for term in self.lexicon(name))

    def terms_from(self, fieldname: str, prefix: Any) -> Iterator[tuple[str, bytes]]:
        """The terms from `prefix` on, of this field and the later ones."""
        begin = (fieldname, _text(prefix).encode())
        return (term for term in self.all_terms() if term >= begin)

    def expand_prefix(self, fieldname: str, prefix: Any) -> Iterator[bytes]:
        """The terms of a field that begin so."""
        text = _text(prefix).encode()
        if fieldname == "word":
            return (self.source.words[n] for n in self.source.words.beginning(text))
        return (term for term in self.lexicon(fieldname) if term.startswith(text))

    def with_stem(self, stem: str) -> list[bytes]:
        """The words with this stem."""
        return [self.source.words[n] for found in self.source.with_stem(stem) for n in found]

    def term_info(self, fieldname: str, text: Any) -> TermInfo:
        """Statistics of a term; raises `TermNotFound`."""
        passages, times = self._found(fieldname, _text(text))
        if not len(passages):
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        lengths = self.source.column("length")[passages]
        return TermInfo(
            weight=float(times.sum()),
            df=len(passages),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(times.max()),
            minid=int(passages[0]),
            maxid=int(passages[-1]),
        )

    def frequency(self, fieldname: str, text: Any) -> float:
        """How often a term is said."""
        return float(self._found(fieldname, _text(text))[1].sum())

    def doc_frequency(self, fieldname: str, text: Any) -> int:
        """In how many passages a term is."""
        return len(self._found(fieldname, _text(text))[0])

    def postings(self, fieldname: str, text: Any, scorer: Any = None) -> ListMatcher:
        """The passages of a term; raises `TermNotFound`."""
        name = _text(text)
        passages, times = self._found(fieldname, name)
        if not len(passages):
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return _Matcher(
            passages.tolist(),
            weights=times.astype(float).tolist(),
            values=self._values(fieldname, name, times),
            format=SCHEMA[fieldname].format,
            scorer=scorer,
            term=(fieldname, name.encode()),
            terminfo=self.term_info(fieldname, name),
        )

    def _terms(self, field: str) -> list[bytes]:
        match field:
            case "word":
                return self.source.words.list()
            case "stem":
                return self.source.stems.list()
            case "speaker":
                return self.source.speakers.list()
        return sorted(str(id).encode() for id in self.source.episodes.tolist())

    def _found(self, field: str, text: str) -> tuple[Array, Array]:
        """The passages of a term, and how often each has it."""
        if field in SAID:
            passages, times = np.unique(self._places(field, text) >> 8, return_counts=True)
            return passages.astype(np.int64), times
        if field == "speaker":
            passages = self.source.of_speakers([text])
        else:
            passages = self.source.of_episodes([int(text)] if text.isdecimal() else [])
        return passages, np.ones(len(passages), np.int64)

    def _places(self, field: str, text: str) -> Array:
        source = self.source
        places = source.places(source.word(text) if field == "word" else source.with_stem(text))
        return places if source.alive is None else places[source.alive[places >> 8]]

    def _values(self, field: str, text: str, times: Array) -> list[bytes] | None:
        if field not in SAID:
            return None
        said = (self._places(field, text) & 0xFF).astype(np.uint8).tobytes()
        return [said[low:high] for low, high in pairwise([0, *np.cumsum(times).tolist()])]

    # -- passages ----------------------------------------------------------------------------

    def doc_count_all(self) -> int:
        """The number of passages, gone ones too."""
        return self.source.size

    def doc_count(self) -> int:
        """The number of passages that count."""
        return self.source.count

    def has_deletions(self) -> bool:
        """Whether any passage is gone."""
        return self.source.count < self.source.size

    def is_deleted(self, docnum: int) -> bool:
        """Whether that passage is gone."""
        alive = self.source.alive
        return alive is not None and docnum < len(alive) and not alive[docnum]

    def all_doc_ids(self) -> Iterator[int]:
        """The passages that count."""
        return iter(self.source.all().tolist())

    def field_length(self, fieldname: str) -> int:
        """The number of words of all passages."""
        return self.source.length if fieldname in SAID else 0

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The number of words of a passage."""
        return int(self.source.column("length")[docnum]) if fieldname in SAID else default

    def min_field_length(self, fieldname: str) -> int:
        """The number of words of the shortest passage."""
        return int(self.source.column("length").min(initial=255)) if fieldname in SAID else 0

    def max_field_length(self, fieldname: str) -> int:
        """The number of words of the longest passage."""
        return int(self.source.column("length").max(initial=0)) if fieldname in SAID else 0

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Nothing: the library has it all."""
        return {}

    def has_column(self, fieldname: str) -> bool:
        """Never: the columns are the segment's own."""
        return False

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Never."""
        return False


def _text(term: Any) -> str:
    return term.decode() if isinstance(term, bytes) else str(term)

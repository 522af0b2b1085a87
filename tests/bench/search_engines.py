"""The engines that are compared: how each is built, asked and sized.

Every engine gets the same passages, and every answer is the same work: the exact total, and of the
20 best passages the episode, the offset and a snippet. No engine counts by speaker, show or year
here; while typing (measured of ours alone) that is counted too.

- `ours`: the library holds the episodes already; `Index.update` reads them from there, cuts them
  into passages and indexes them, all of it timed. The text stays in the library.
- the others get the passages cut and in memory, untimed, and store the text; timed is from the
  first passage handed over to the end of the commit. Merging that tantivy does after its commit is
  waited for, untimed. It knows no words to show for a prefix: the snippet is the beginning.
- FTS5 keeps its rows in one transaction, in WAL mode with `synchronous=NORMAL`, a page cache of
  256 MB and a hash table of 64 MB: at the defaults it is slower by a tenth.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from tests.bench.search_library import Material, Row
from tests.bench.search_queries import Query

LIMIT = 20
SNIPPET = 160
"""About so many characters make a snippet."""

MEMORY = 256_000_000
"""Bytes that tantivy and Whoosh may fill before they write a segment, and SQLite's page cache."""

Shown = list[tuple[int, int, str]]
"""Of each passage shown: its episode, its offset there, and a snippet."""


class Engine(Protocol):
    """One engine, whose index is in a folder of its own."""

    name: str

    def build(self, material: Material, rows: list[Row]) -> float:
        """Index everything anew. Returns the seconds it took."""

    def open(self) -> None:
        """Get ready to be asked."""

    def phrased(self, query: Query) -> Any:
        """`query` as this engine is asked it; None when it cannot be."""

    def ask(self, asked: Any) -> tuple[int, Shown]:
        """How many passages match, and the best of them."""

    def size(self) -> int:
        """The bytes of the index on disk."""


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _fresh(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


class Ours:
    """reader's own index, through its public interface."""

    name = "ours"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library: Any = None
        self.index: Any = None

    def build(self, material: Material, rows: list[Row]) -> float:
        _fresh(self.folder)
        shutil.copytree(material.library, self.folder / "library")
        self.open()
        began = time.perf_counter()
        self.index.update()
        return time.perf_counter() - began

    def open(self) -> None:
        from reader.library import Library
        from reader.search import Index

        opener = partial(Library, self.folder / "library")
        self.library = opener()
        self.index = Index(self.folder / "index", self.library, opener)

    def phrased(self, query: Query) -> str:
        first = query.words[0]
        match query.kind:
            case "and":
                return " ".join(query.words)
            case "phrase":
                return f'"{" ".join(query.words)}"'
            case "prefix":
                return f"{first}*"
            case "or":
                return " OR ".join(query.words)
            case "not":
                return f"{first} NOT {query.words[1]}"
            case "speaker":
                return f'{first} speaker:"{query.speaker}"'
        return first

    def ask(self, asked: str) -> tuple[int, Shown]:
        results = self.index.search(asked, limit=LIMIT, facets=False)
        shown = []
        for hit in results.hits:
            low, high = hit.snippet(SNIPPET)
            shown.append((hit.episode, hit.start, hit.text[low - hit.start : high - hit.start]))
        return results.total, shown

    def size(self) -> int:
        return _bytes(self.folder / "index")


class Fts5:
    """SQLite's full text search, with its Porter stemmer and the text stored."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.connection: Any = None

    def build(self, material: Material, rows: list[Row]) -> float:
        _fresh(self.folder)
        self.open()
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.connection.execute(f"PRAGMA cache_size = -{MEMORY // 1000}")
        began = time.perf_counter()
        self.connection.execute(
            "CREATE VIRTUAL TABLE passage USING fts5(episode UNINDEXED, start UNINDEXED, "
            "speaker, text, tokenize = 'porter unicode61')"
        )
        self.connection.execute(
            "INSERT INTO passage (passage, rank) VALUES ('hashsize', ?)", (MEMORY // 4,)
        )
        self.connection.execute("BEGIN")
        self.connection.executemany("INSERT INTO passage VALUES (?, ?, ?, ?)", rows)
        self.connection.execute("COMMIT")
        took = time.perf_counter() - began
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return took

    def open(self) -> None:
        import sqlite3

        self.connection = sqlite3.connect(self.folder / "fts5.sqlite3", isolation_level=None)

    def phrased(self, query: Query) -> str:
        first = f'"{query.words[0]}"'
        match query.kind:
            case "and" | "or" | "not":
                found = f'{first} {query.kind.upper()} "{query.words[1]}"'
            case "phrase":
                found = f'"{" ".join(query.words)}"'
            case "prefix":
                found = f"{first}*"
            case "speaker":
                return f'text : {first} AND speaker : "{query.speaker}"'
            case _:
                found = first
        return f"text : ({found})"

    def ask(self, asked: str) -> tuple[int, Shown]:
        shown = self.connection.execute(
            "SELECT episode, start, snippet(passage, 3, '[', ']', '…', 28) FROM passage "
            f"WHERE passage MATCH ? ORDER BY rank LIMIT {LIMIT}",
            (asked,),
        ).fetchall()
        (total,) = self.connection.execute(
            "SELECT count(*) FROM passage WHERE passage MATCH ?", (asked,)
        ).fetchone()
        return total, shown

    def size(self) -> int:
        return _bytes(self.folder)


class Tantivy:
    """tantivy with its English stemmer, two threads and the text stored."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: Any = None
        self.searcher: Any = None

    def build(self, material: Material, rows: list[Row]) -> float:
        import tantivy

        _fresh(self.folder)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("episode", stored=True)
        builder.add_integer_field("start", stored=True)
        builder.add_text_field("speaker")
        builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
        began = time.perf_counter()
        index = tantivy.Index(builder.build(), path=str(self.folder))
        writer = index.writer(MEMORY, 2)
        for row in rows:
            writer.add_document(tantivy.Document(**row._asdict()))
        writer.commit()
        took = time.perf_counter() - began
        writer.wait_merging_threads()
        return took

    def open(self) -> None:
        import tantivy

        self.index = tantivy.Index.open(str(self.folder))
        self.searcher = self.index.searcher()

    def phrased(self, query: Query) -> str:
        first = query.words[0]
        match query.kind:
            case "and":
                return f"+{first} +{query.words[1]}"
            case "phrase":
                return f'"{" ".join(query.words)}"'
            case "prefix":
                return f"{first}*"
            case "or":
                return " OR ".join(query.words)
            case "not":
                return f"+{first} -{query.words[1]}"
            case "speaker":
                return f'+{first} +speaker:"{query.speaker}"'
        return first

    def ask(self, asked: str) -> tuple[int, Shown]:
        import tantivy

        schema = self.index.schema
        if asked.endswith("*"):
            query = tantivy.Query.regex_query(schema, "text", f"{asked[:-1]}.*")
        else:
            query = self.index.parse_query(asked, ["text"])
        found = self.searcher.search(query, LIMIT, count=True)
        snippets = tantivy.SnippetGenerator.create(self.searcher, query, schema, "text")
        snippets.set_max_num_chars(SNIPPET)
        shown = []
        for _, address in found.hits:
            document = self.searcher.doc(address)
            best = snippets.snippet_from_doc(document).to_html()
            snippet = best or document["text"][0][:SNIPPET]
            shown.append((document["episode"][0], document["start"][0], snippet))
        return found.count, shown

    def size(self) -> int:
        return _bytes(self.folder)


class Stock:
    """Whoosh as it comes, with its stemming analyser that keeps every word."""

    name = "Whoosh"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.searcher: Any = None
        self.parser: Any = None

    def build(self, material: Material, rows: list[Row]) -> float:
        from whoosh import analysis, fields, index

        _fresh(self.folder)
        schema = fields.Schema(
            episode=fields.STORED,
            start=fields.STORED,
            speaker=fields.TEXT(analysis.SimpleAnalyzer()),
            text=fields.TEXT(analysis.StemmingAnalyzer(stoplist=None, minsize=1), stored=True),
        )
        began = time.perf_counter()
        writer = index.create_in(str(self.folder), schema).writer(limitmb=MEMORY // 1_000_000)
        for row in rows:
            writer.add_document(**row._asdict())
        writer.commit()
        return time.perf_counter() - began

    def open(self) -> None:
        from whoosh import index, qparser

        opened = index.open_dir(str(self.folder))
        self.searcher = opened.searcher()
        self.parser = qparser.QueryParser("text", opened.schema)

    def phrased(self, query: Query) -> str:
        first = query.words[0]
        match query.kind:
            case "and" | "or" | "not":
                return f"{first} {query.kind.upper()} {query.words[1]}"
            case "phrase":
                return f'"{" ".join(query.words)}"'
            case "prefix":
                return f"{first}*"
            case "speaker":
                return f'{first} AND speaker:"{query.speaker}"'
        return first

    def ask(self, asked: str) -> tuple[int, Shown]:
        found = self.searcher.search(self.parser.parse(asked), limit=LIMIT)
        found.fragmenter.maxchars = SNIPPET
        shown = [(hit["episode"], hit["start"], hit.highlights("text", top=1)) for hit in found]
        return len(found), shown

    def size(self) -> int:
        return _bytes(self.folder)


ENGINES: dict[str, Callable[[Path], Engine]] = {
    engine.name: engine for engine in (Ours, Fts5, Tantivy, Stock)
}
"""By name, how to make each engine for a folder."""


def missing(names: Iterable[str]) -> str | None:
    """Which package must be installed to run these engines, in one line; None when all are."""
    from importlib.util import find_spec

    if "tantivy" in names and find_spec("tantivy") is None:
        return "tantivy is not installed: `pip install --group bench`, or leave it out: --engines"
    return None

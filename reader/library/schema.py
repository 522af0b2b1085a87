"""The tables of the library, as migrations from one schema version to the next.

`PRAGMA user_version` holds the version: the number of migrations that have been applied. Triggers
write the change log, which feeds the search index: no writer can forget it.
"""

from __future__ import annotations

import sqlite3

from reader.errors import LibraryError
from reader.library.records import digest

_FIRST = """
CREATE TABLE episode (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    uid         TEXT NOT NULL UNIQUE,
    source      TEXT NOT NULL,
    version     INTEGER NOT NULL,
    format      TEXT NOT NULL,
    title       TEXT NOT NULL,
    show        TEXT,
    number      INTEGER,
    date        TEXT,
    url         TEXT,
    media       TEXT,
    hosts       TEXT NOT NULL DEFAULT '[]',
    guests      TEXT NOT NULL DEFAULT '[]',
    duration    REAL,
    language    TEXT,
    description TEXT,
    front       TEXT NOT NULL DEFAULT '',
    added       TEXT NOT NULL,
    modified    TEXT NOT NULL,
    deleted_at  TEXT
);
CREATE INDEX episode_source ON episode (source);

CREATE TABLE version (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    episode  INTEGER NOT NULL,
    created  TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    original BLOB NOT NULL,
    text     TEXT NOT NULL,
    layers   TEXT NOT NULL,
    format   TEXT NOT NULL,
    words    INTEGER NOT NULL,
    turns    INTEGER NOT NULL,
    length   REAL NOT NULL,
    times    TEXT NOT NULL,
    voices   TEXT NOT NULL
);
CREATE INDEX version_sha256 ON version (sha256);
CREATE INDEX version_episode ON version (episode);

CREATE TABLE speaker_name (
    id      TEXT PRIMARY KEY,
    episode INTEGER NOT NULL,
    label   TEXT NOT NULL,
    name    TEXT NOT NULL
);
CREATE INDEX speaker_name_episode ON speaker_name (episode);

CREATE TABLE amendment (
    id      TEXT PRIMARY KEY,
    episode INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    start   INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    value   TEXT
);
CREATE INDEX amendment_version ON amendment (version);

CREATE TABLE highlight (
    id         TEXT PRIMARY KEY,
    episode    INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    quote      TEXT NOT NULL,
    prefix     TEXT NOT NULL,
    suffix     TEXT NOT NULL,
    time       REAL NOT NULL,
    time_end   REAL NOT NULL,
    time_exact INTEGER NOT NULL,
    speaker    TEXT,
    colour     TEXT NOT NULL,
    tags       TEXT NOT NULL DEFAULT '[]',
    note       TEXT NOT NULL DEFAULT '',
    created    TEXT NOT NULL,
    modified   TEXT NOT NULL,
    deleted_at TEXT,
    state      TEXT NOT NULL DEFAULT 'anchored',
    score      REAL NOT NULL DEFAULT 1.0,
    checksum   TEXT NOT NULL
);
CREATE INDEX highlight_episode ON highlight (episode);

CREATE TABLE place (
    episode  INTEGER PRIMARY KEY,
    offset   INTEGER NOT NULL,
    modified TEXT NOT NULL
);

CREATE TABLE journal (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    label   TEXT NOT NULL,
    rows    TEXT NOT NULL,
    undone  INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE change_log (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    episode INTEGER NOT NULL
);
CREATE TABLE index_state (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TRIGGER episode_added AFTER INSERT ON episode
    BEGIN INSERT INTO change_log (episode) VALUES (new.id); END;
CREATE TRIGGER episode_changed AFTER UPDATE ON episode
    BEGIN INSERT INTO change_log (episode) VALUES (new.id); END;
CREATE TRIGGER episode_removed AFTER DELETE ON episode
    BEGIN INSERT INTO change_log (episode) VALUES (old.id); END;
CREATE TRIGGER speaker_name_added AFTER INSERT ON speaker_name
    BEGIN INSERT INTO change_log (episode) VALUES (new.episode); END;
CREATE TRIGGER speaker_name_changed AFTER UPDATE ON speaker_name
    BEGIN INSERT INTO change_log (episode) VALUES (new.episode); END;
CREATE TRIGGER speaker_name_removed AFTER DELETE ON speaker_name
    BEGIN INSERT INTO change_log (episode) VALUES (old.episode); END;
CREATE TRIGGER amendment_added AFTER INSERT ON amendment
    BEGIN INSERT INTO change_log (episode) VALUES (new.episode); END;
CREATE TRIGGER amendment_changed AFTER UPDATE ON amendment
    BEGIN INSERT INTO change_log (episode) VALUES (new.episode); END;
CREATE TRIGGER amendment_removed AFTER DELETE ON amendment
    BEGIN INSERT INTO change_log (episode) VALUES (old.episode); END;
"""

_FEEDS = """
CREATE TABLE feed (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    url      TEXT NOT NULL UNIQUE,
    title    TEXT NOT NULL,
    added    TEXT NOT NULL,
    since    TEXT,
    checked  TEXT,
    etag     TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    body     BLOB NOT NULL
);
CREATE TABLE fetched (
    url      TEXT PRIMARY KEY,
    episode  INTEGER NOT NULL,
    feed     TEXT NOT NULL DEFAULT '',
    item     TEXT NOT NULL DEFAULT '',
    etag     TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    sha256   TEXT NOT NULL,
    at       TEXT NOT NULL
);
CREATE INDEX fetched_feed ON fetched (feed);
"""

_SKETCHES = """
CREATE TABLE sketch (
    version INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    PRIMARY KEY (number, version)
) WITHOUT ROWID;
CREATE INDEX sketch_version ON sketch (version);
"""

_STATED = """
ALTER TABLE episode ADD COLUMN stated TEXT NOT NULL DEFAULT '[]';
UPDATE episode SET stated = '["date", "description", "duration", "guests", "hosts", "language", \
"media", "number", "show", "title", "url"]';
"""
"""Which facts the user stated. Of earlier episodes that is not known, so all count as stated."""

_CHECKSUMS = """
ALTER TABLE version ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
UPDATE version SET checksum = digest(CAST(text AS BLOB), CAST(layers AS BLOB));
"""

_SEASONS = """
ALTER TABLE episode ADD COLUMN season INTEGER;
"""

_SOURCES = """
CREATE TABLE source (
    id       TEXT PRIMARY KEY,
    episode  INTEGER NOT NULL,
    location TEXT NOT NULL,
    version  INTEGER NOT NULL,
    asked    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX source_episode ON source (episode);
CREATE INDEX source_location ON source (location);
CREATE INDEX source_version ON source (version);
INSERT INTO source (id, episode, location, version) SELECT uid, id, source, version FROM episode;
"""
"""An episode has one source or several, each with the version that was last read from it. `asked`
is the format in which the user wants it read, if they said so."""

_CITED = """
ALTER TABLE episode ADD COLUMN kind TEXT;
CREATE TABLE cited (
    id      TEXT PRIMARY KEY,
    episode INTEGER NOT NULL,
    version INTEGER NOT NULL,
    spans   TEXT NOT NULL,
    style   TEXT NOT NULL,
    at      TEXT NOT NULL
);
CREATE INDEX cited_episode ON cited (episode);
CREATE TABLE facts_asked (
    episode INTEGER PRIMARY KEY,
    at      TEXT NOT NULL
);
"""
"""The kind of an episode; what was cited (`spans` are pairs of offsets in the text of `version`);
and for which episodes the facts that a citation lacks were asked for."""

_SEARCHES = """
CREATE TABLE search (
    query TEXT PRIMARY KEY,
    name  TEXT NOT NULL DEFAULT '',
    used  TEXT NOT NULL
);
"""

_NOTES = """
CREATE TABLE note (
    id         TEXT PRIMARY KEY,
    episode    INTEGER NOT NULL,
    highlight  TEXT,
    text       TEXT NOT NULL,
    created    TEXT NOT NULL,
    modified   TEXT NOT NULL,
    deleted_at TEXT,
    checksum   TEXT NOT NULL
);
CREATE INDEX note_episode ON note (episode);
ALTER TABLE journal ADD COLUMN writer TEXT NOT NULL DEFAULT '';
"""
"""Notes on episodes as a whole, and those that were taken away, also from a `highlight`; and which
process made a change."""

_BOOKMARKS = """
CREATE TABLE bookmark (
    id         TEXT PRIMARY KEY,
    episode    INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    offset     INTEGER NOT NULL,
    quote      TEXT NOT NULL,
    prefix     TEXT NOT NULL,
    suffix     TEXT NOT NULL,
    time       REAL NOT NULL,
    time_exact INTEGER NOT NULL,
    created    TEXT NOT NULL,
    modified   TEXT NOT NULL,
    letter     TEXT NOT NULL DEFAULT '',
    name       TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'anchored',
    checksum   TEXT NOT NULL
);
CREATE INDEX bookmark_episode ON bookmark (episode);
CREATE TABLE jump (
    number  INTEGER PRIMARY KEY,
    episode INTEGER NOT NULL,
    offset  INTEGER NOT NULL,
    ahead   INTEGER NOT NULL
);
"""
"""Bookmarks and named marks, and the places on either side of the present one in the jump list."""
_REVIEWS = """
CREATE TABLE review (
    id   TEXT PRIMARY KEY,
    step INTEGER NOT NULL,
    seen TEXT NOT NULL,
    due  TEXT
);
"""
"""Highlights that were looked at again: the day on which each was, and is next."""


def _counting(table: str, name: str, what: str, row: str, when: str) -> str:
    """A trigger that counts a change of a row of `table` under the id of this machine."""
    return f"""
CREATE TRIGGER {table}_{name} AFTER {what} ON {table} {when}
    BEGIN
        INSERT INTO revision (id, seen) SELECT {row}.id, '{{}}'
         WHERE NOT EXISTS (SELECT 1 FROM revision WHERE id = {row}.id);
        UPDATE revision SET seen = json_set(
            seen, '$.' || (SELECT id FROM machine),
            coalesce(json_extract(seen, '$.' || (SELECT id FROM machine)), 0) + 1)
         WHERE id = {row}.id;
    END;
"""


_REVISIONS = """
CREATE TABLE machine (
    id   TEXT NOT NULL,
    host TEXT NOT NULL DEFAULT ''
);
INSERT INTO machine (id) VALUES ('m' || lower(hex(randomblob(8))));
CREATE TABLE revision (
    id   TEXT PRIMARY KEY,
    seen TEXT NOT NULL
);
CREATE TABLE awaited (
    id   TEXT PRIMARY KEY,
    line TEXT NOT NULL
);
""" + "".join(
    _counting("highlight", *each)
    for each in (
        ("added", "INSERT", "new", ""),
        ("removed", "DELETE", "old", ""),
        (
            "changed",
            "UPDATE",
            "new",
            "WHEN new.modified IS NOT old.modified OR new.colour IS NOT old.colour "
            "OR new.tags IS NOT old.tags OR new.note IS NOT old.note "
            "OR (new.deleted_at IS NULL) IS NOT (old.deleted_at IS NULL)",
        ),
    )
)
"""Which machine this is, and for each highlight how often each machine has changed it: what the
user did counts, not that a new version of the text gave it another place. `awaited` are highlights
that came before their episode."""

_COUNTED = "".join(
    _counting(*each)
    for each in (
        ("note", "added", "INSERT", "new", "WHEN new.highlight IS NULL"),
        ("note", "removed", "DELETE", "old", "WHEN old.highlight IS NULL"),
        (
            "note",
            "changed",
            "UPDATE",
            "new",
            "WHEN new.highlight IS NULL AND (new.modified IS NOT old.modified "
            "OR new.text IS NOT old.text "
            "OR (new.deleted_at IS NULL) IS NOT (old.deleted_at IS NULL))",
        ),
        ("bookmark", "added", "INSERT", "new", ""),
        ("bookmark", "removed", "DELETE", "old", ""),
        (
            "bookmark",
            "changed",
            "UPDATE",
            "new",
            "WHEN new.modified IS NOT old.modified OR new.letter IS NOT old.letter "
            "OR new.name IS NOT old.name",
        ),
    )
)
"""Notes on episodes and bookmarks are counted as highlights are."""

_READING = """
ALTER TABLE place ADD COLUMN left REAL;
CREATE TABLE finished (
    episode INTEGER PRIMARY KEY,
    at      TEXT NOT NULL
);
CREATE TABLE state (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
"""
"""How many seconds are left of what was begun, which episodes the user is done with, and what the
interface remembers."""

MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _FEEDS,
    _SKETCHES,
    _STATED,
    _CHECKSUMS,
    _SEASONS,
    _SOURCES,
    _CITED,
    _SEARCHES,
    _NOTES,
    _BOOKMARKS,
    _REVIEWS,
    _REVISIONS,
    _READING,
    _COUNTED,
)
"""Each entry takes the schema from its index to the next number. Entries are only ever appended."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the newest schema, each migration in a transaction of its own.

    Raises `LibraryError` when the library was written by a newer program.
    """
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise LibraryError(
            f"the library has schema {version}, this program knows {len(MIGRATIONS)}",
            hint="install a newer reader",
        )
    connection.create_function("digest", -1, digest, deterministic=True)
    while version < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = _version(connection)
            if version < len(MIGRATIONS):
                for statement in _statements(MIGRATIONS[version]):
                    connection.execute(statement)
                version += 1
                connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> list[str]:
    """`script` cut at the ends of its statements; unlike `executescript`, no commit in between."""
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements

"""How episodes stand in the tables: their query, their facts as columns, and back as records."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from reader.library.records import Episode
from reader.transcript import Meta, Speaker

EPISODES = """
SELECT episode.*, version.words, version.length, version.times, version.voices,
       version.turns + (
           SELECT total(kind = 'split') - total(kind = 'join') FROM amendment
            WHERE amendment.version = version.id) AS turns,
       place.offset AS place,
       (SELECT count(*) FROM highlight
         WHERE highlight.episode = episode.id AND highlight.deleted_at IS NULL) AS highlights
  FROM episode
  JOIN version ON version.id = episode.version
  LEFT JOIN place ON place.episode = episode.id
 WHERE episode.deleted_at IS NULL
"""


def meta_row(meta: Meta) -> dict[str, Any]:
    """The columns of the table `episode` that hold `meta`."""
    return {
        "title": meta.title,
        "show": meta.show,
        "number": meta.number,
        "season": meta.season,
        "date": meta.date,
        "url": meta.url,
        "media": meta.media,
        "hosts": json.dumps(meta.hosts, ensure_ascii=False),
        "guests": json.dumps(meta.guests, ensure_ascii=False),
        "duration": meta.duration,
        "language": meta.language,
        "description": meta.description,
        "front": meta.front,
        "kind": meta.kind,
    }


def said(meta: Meta) -> dict[str, Any]:
    """The columns of the table `episode` of which `meta` says something."""
    return {
        name: value
        for name, value in meta_row(meta).items()
        if value is not None and value not in ("", "[]")
    }


def meta(row: sqlite3.Row | Mapping[str, Any]) -> Meta:
    """The facts that a row of the table `episode` holds."""
    values = {name: row[name] for name in meta_row(Meta())}
    values["hosts"] = tuple(json.loads(values["hosts"]))
    values["guests"] = tuple(json.loads(values["guests"]))
    return Meta(**values)


def episode(row: sqlite3.Row, speakers: tuple[Speaker, ...]) -> Episode:
    """The record of a row that `EPISODES` gives, whose speakers these are."""
    facts = meta(row)
    return Episode(
        id=row["id"],
        uid=row["uid"],
        title=row["title"],
        show=facts.show,
        number=facts.number,
        season=facts.season,
        date=facts.date,
        url=facts.url,
        media=facts.media,
        hosts=facts.hosts,
        guests=facts.guests,
        language=facts.language,
        description=facts.description,
        front=facts.front,
        kind=facts.kind,
        format=row["format"],
        source=row["source"],
        version=row["version"],
        words=row["words"],
        turns=int(row["turns"]),
        duration=(row["times"] != "exact" and facts.duration) or row["length"],
        times=row["times"],
        speakers=tuple(speaker.name for speaker in speakers),
        highlights=row["highlights"],
        added=row["added"],
        place=row["place"],
    )

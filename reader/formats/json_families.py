"""Every kind of JSON that is known by its keys, in the order in which they are looked for.

What has a key of its own comes before what is only an array of things with times; JSON of no known
kind is last.
"""

from __future__ import annotations

from reader.formats import (
    json_any,
    json_clouds,
    json_editors,
    json_meetings,
    json_podcast,
    json_services,
    json_whisper,
    json_youtube,
    otranscribe,
)
from reader.formats.page import Format

FORMATS: tuple[Format, ...] = (
    otranscribe.FORMAT,
    *json_youtube.FORMATS,
    *json_podcast.FORMATS,
    *json_services.FORMATS,
    *json_clouds.FORMATS,
    *json_editors.FORMATS,
    *json_meetings.FORMATS,
    *json_whisper.FORMATS,
    json_any.FORMAT,
)

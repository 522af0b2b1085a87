"""Every kind of JSON that is known by its keys, in the order in which they are looked for.

What has a key of its own comes before what is only an array of things with times; JSON of no known
kind is last.
"""

from __future__ import annotations

from reader.formats.documents import otranscribe
from reader.formats.json import any as any_json
from reader.formats.json import clouds, editors, meetings, podcast, services, whisper, youtube
from reader.formats.page import Format

FORMATS: tuple[Format, ...] = (
    otranscribe.FORMAT,
    *youtube.FORMATS,
    *podcast.FORMATS,
    *services.FORMATS,
    *clouds.FORMATS,
    *editors.FORMATS,
    *meetings.FORMATS,
    *whisper.FORMATS,
    any_json.FORMAT,
)

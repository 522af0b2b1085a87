"""Podlove's simple transcripts: `<pst:speech>` with a `<pst:speaker>` and timed `<pst:item>`s.

An item is often one or two words. Each speech is a turn; those of one named speaker in a row are
one (https://podlove.org/simple-transcripts/).
"""

from __future__ import annotations

from dataclasses import replace

from reader.formats.archives.xmltree import attribute, named, parse_text, root_name
from reader.formats.captions.flowing import Said, flow
from reader.formats.json.data import seconds, speaker, words
from reader.formats.page import Format, Page
from reader.transcript import Transcript

_SPACE = "podlove.org/simple-transcripts"


def _score(page: Page) -> float:
    """Certain by its root and namespace."""
    head = page.text[:3_000]
    return 1.0 if root_name(head) == "transcripts" and _SPACE in head else 0.0


def _parse(page: Page) -> Transcript:
    root, warnings = parse_text(page.text)
    cues: list[Said] = []
    for speech in named(root, "speech"):
        who = next((speaker("".join(each.itertext())) for each in named(speech, "speaker")), None)
        for index, item in enumerate(named(speech, "item")):
            cues.append(
                Said(
                    seconds(attribute(item, "start")),
                    seconds(attribute(item, "end")),
                    who,
                    words("".join(item.itertext())),
                    turn=index == 0 and who is None,
                    paragraph=index == 0,
                )
            )
    return replace(flow(cues), warnings=warnings)


FORMAT = Format(
    name="podlove-xml",
    title="Podlove XML (simple transcripts)",
    example='<pst:transcripts xmlns:pst="http://podlove.org/simple-transcripts"><pst:speech>'
    '<pst:speaker>Ada</pst:speaker><pst:item start="00:00:01.0" end="00:00:02.5">Lit?</pst:item>'
    "</pst:speech></pst:transcripts>",
    score=_score,
    parse=_parse,
)

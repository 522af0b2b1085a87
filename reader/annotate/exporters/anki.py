"""Cards for Anki (https://docs.ankiweb.net/importing/text-files.html#file-headers).

In front the quote, behind it the note and where it is from; of the note on an episode as a whole,
in front the title. Cards are known by the highlight's id, so that importing them again renews them.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.annotate.exporters import cells
from reader.annotate.exporters.escapes import html
from reader.annotate.exporters.notebook import Marked, Notebook
from reader.clock import clock
from reader.library import Highlight

_HEAD = """\
#separator:Comma
#html:true
#notetype:Basic
#columns:Id,Front,Back,Tags
#guid column:1
#tags column:4
"""


def write(notebook: Notebook) -> Iterator[str]:
    """The header's lines, then a card a line."""
    yield _HEAD
    for marked in notebook:
        if marked.note is not None:
            episode, text = marked.episode, _text(marked.note.text)
            source = _text(", ".join(fact for fact in (episode.show, episode.date) if fact))
            behind = f"{text}<br><br>{source}" if source else text
            yield cells.line([marked.note.id, _text(episode.title), behind, ""])
        for each in marked.highlights:
            tags = " ".join(tag.replace("/", "::") for tag in each.tags)
            yield cells.line([each.id, _text(each.quote), _behind(each, marked), tags])


def _behind(highlight: Highlight, marked: Marked) -> str:
    time = ("" if highlight.time_exact else "≈ ") + clock(highlight.time)
    facts = [highlight.speaker, marked.episode.title, marked.episode.show, time]
    source = _text(", ".join(fact for fact in facts if fact))
    link = marked.links.get(highlight.id)
    if link:
        source = f'<a href="{html(link)}">{source}</a>'
    return f"{_text(highlight.note)}<br><br>{source}" if highlight.note else source


def _text(text: str) -> str:
    """`text` as HTML. A first character that begins a formula in a sheet is written by its number,
    which Anki shows as it is."""
    shown = html(text).replace("\n", "<br>")
    return f"&#{ord(shown[0])};{shown[1:]}" if shown[:1] in tuple("=+-@\t\r") else shown

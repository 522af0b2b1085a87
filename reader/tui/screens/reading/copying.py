"""Copying from the page: words, citations, links, notes, turns and the whole notebook."""

from __future__ import annotations

from reader.library import Episode
from reader.transcript import Span
from reader.tui.screens.reading.marking import Marking
from reader.tui.text import spell_clock

_BEFORE_SOURCE = {"plain": "\n— ", "markdown": "\n> — ", "org": "\n— "}
"""What stands between quote and source in the styles in which they are one text."""

_WITHIN = frozenset(("html", "template"))
"""The styles in which the source has no place of its own; that of `plain` stands in."""


class Copying(Marking):
    """The actions that copy. Each says what it was that went, and where it really went."""

    def put_out(self, what: str, text: str) -> None:
        """Copy `text`, and say where it went. Raises `ReaderError`."""
        copied = self.room.put_out(text)
        shows = self.room.keys_for("last-copy")
        kept = "" if copied.certain else f"; kept in {copied.file.name}"
        kept += f", {shows} shows it" if kept and shows else ""
        self.room.tell(f"{what} · {copied.message}{kept}")
        self.page.let_go()

    def _place(self) -> tuple[Episode, Span] | None:
        span = self.quotable()
        return None if self.episode is None or span is None else (self.episode, span)

    def do_copy(self) -> None:
        """Copy the words alone."""
        if (place := self._place()) is not None:
            span = place[1]
            self.put_out("The words", self.page.transcript.text[span.start : span.end])

    def do_copy_cited(self) -> None:
        """Copy the words with their citation in the style of the settings."""
        self._copy_cited(whole=True)

    def do_copy_citation(self) -> None:
        """Copy the citation alone."""
        self._copy_cited(whole=False)

    def _copy_cited(self, *, whole: bool) -> None:
        from reader import citing

        if (place := self._place()) is None:
            return
        episode, span = place
        style = self.session.settings.citation
        if not whole and style in _WITHIN:
            style = "plain"
        citation = self.session.cite(self.page.source, span, style)
        source = citation.citation.rpartition(_BEFORE_SOURCE.get(style, "\0"))[2]
        what = "The quote with its citation" if whole else "The citation"
        self.put_out(f"{what} ({citation.style})", citation.pasted if whole else source)
        citing.remember(self.session.library, episode, [span], citation.style)

    def do_copy_link(self) -> None:
        """Copy the link to the words: into the recording, the page, or reader."""
        from reader import citing

        if (place := self._place()) is not None:
            episode, span = place
            links = citing.links(self.session.library, episode, self.page.source, [span])
            if links.best:
                self.put_out("The link", links.best)
            else:
                self.room.tell("There is no link to these words")

    def do_copy_note(self) -> None:
        """Copy the note of the highlight here."""
        here = self.highlight_here()
        if here is None or not here.note:
            self.room.tell("There is no note here")
        else:
            self.put_out("The note", here.note)

    def do_copy_turn(self) -> None:
        """Copy the whole turn, with who speaks and when."""
        transcript = self.page.transcript
        if transcript.turns:
            turn = transcript.turn_at(self.page.caret)
            time = spell_clock(transcript.time_at(turn.start))
            head = f"{turn.speaker} ({time}): " if turn.speaker else f"({time}) "
            self.put_out("The turn", f"{head}{transcript.text[turn.start : turn.end].strip()}")

    def do_copy_notebook(self) -> None:
        """Copy all that was marked and written of the episode, as Markdown."""
        from reader.annotate import exporters
        from reader.notebook.exchange import notebook

        if self.episode is None:
            return
        library, id = self.session.library, self.episode.id
        notes = notebook(library, library.highlights(id), also=[id])
        if not notes.highlights and library.notes.of(id) is None:
            self.room.tell("Nothing of this episode is marked")
            return
        form = exporters.find("markdown", self.session.paths.templates)
        pieces = (p if isinstance(p, str) else p.decode() for p in form.write(notes))
        self.put_out("The notebook of the episode", "".join(pieces))

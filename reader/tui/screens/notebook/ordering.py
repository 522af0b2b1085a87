"""Putting the notebook in order: tags, colours, notes, the trash, and what is taken along."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from textual import work
from textual.content import Content
from textual.widget import AwaitMount

from reader.annotate import parse_tags
from reader.errors import ReaderError
from reader.library import Highlight
from reader.notebook import Entry, Group, grouped
from reader.transcript import Span
from reader.tui.screens.dialogs import Choice, Prompt
from reader.tui.screens.dialogs.painting import colour_choice
from reader.tui.screens.dialogs.tagging import Tagging
from reader.tui.screens.notebook.browsing import Browsing
from reader.tui.text import cut, opening, visible

_TITLE = 37
"""So many cells of the title of a format are shown."""

_MANY = 1000
"""More highlights than these are changed away from the interface."""


class Ordering(Browsing):
    """What is done to entries of the notebook.

    It is done to the rows that are picked; without any, to the one under the cursor, and from a
    heading to all below it. It is one change, which `undo` takes back.
    """

    def ids_at(self, index: int) -> set[str]:
        """The entries that a row means; a heading those below it, also those that are folded."""
        if not self.list.rows:
            return set()
        row = self.list.rows[index]
        if isinstance(row, Entry):
            return {row.id}
        whole = grouped(self.shown, self.view.by)
        at = next(n for n, each in enumerate(whole) if isinstance(each, Group) and each == row)
        ids = set()
        for each in whole[at + 1 :]:
            if isinstance(each, Entry):
                ids.add(each.id)
            elif each.depth <= row.depth:
                break
        return ids

    def _meant(self) -> list[Entry]:
        """What the next act is done to, in the order of the library."""
        ids = self.view.picked or self.ids_at(self.list.cursor)
        return [each for each in self.all if each.id in ids]

    def _highlights(self) -> list[Highlight]:
        """The highlights among that. Raises `ReaderError` where there are none."""
        found = [each.highlight for each in self._meant() if each.highlight is not None]
        if not found:
            raise ReaderError("there is no highlight here")
        return found

    # -- changing ----------------------------------------------------------------------------

    def _revise(
        self, chosen: Collection[Highlight], label: str, revised: Callable[[Highlight], Highlight]
    ) -> None:
        """Change `chosen`; very many away from the interface. Raises `ReaderError`."""
        if len(chosen) > _MANY:
            self.room.tell(f"{label.capitalize()}: {_count(len(chosen))} …", timeout=60)
            self._revise_many(chosen, label, revised)
        else:
            changed = self.session.library.noted.revise([h.id for h in chosen], label, revised)
            self.changed(f"{label.capitalize()}: {_count(len(changed))}")

    @work(thread=True, exit_on_error=False, group="revise", description="change many highlights")
    def _revise_many(
        self, chosen: Collection[Highlight], label: str, revised: Callable[[Highlight], Highlight]
    ) -> None:
        try:
            changed = self.session.library.noted.revise([h.id for h in chosen], label, revised)
        except ReaderError as error:
            self.app.call_from_thread(self.room.tell, str(error), severity="warning", timeout=8)
        else:
            said = f"{label.capitalize()}: {_count(len(changed))}"
            self.app.call_from_thread(self.changed, said)

    def changed(self, said: str = "") -> None:
        """What the library holds has changed: read that."""
        if said:
            back = self.room.keys_for("undo")
            self.room.tell(f"{said}{f' · {back} takes it back' if back else ''}")
        self._reload()
        self.read()

    def do_tag_rows(self) -> AwaitMount:
        """Tag what is meant."""
        chosen = self._highlights()

        def keep(answer: str) -> None:
            tags = parse_tags(answer)
            if tags:
                label = f"tag {' '.join(tags)}"
                self._revise(chosen, label, lambda h: replace(h, tags=_more(h.tags, tags)))

        known = self.session.library.noted.tags()
        title = f"Tag {_count(len(chosen))}"
        return self.app.push_screen(Tagging(title, known, accept=keep))

    def do_untag_rows(self) -> AwaitMount:
        """Take a tag away from what is meant, and those under it."""
        chosen = self._highlights()
        known: dict[str, int] = {}
        for tag in (tag for each in chosen for tag in each.tags):
            known[tag] = known.get(tag, 0) + 1
        if not known:
            raise ReaderError("nothing here has a tag")

        def keep(answer: str) -> None:
            tags = parse_tags(answer)
            if tags:
                label = f"untag {' '.join(tags)}"
                self._revise(chosen, label, lambda h: replace(h, tags=_fewer(h.tags, tags)))

        only = next(iter(known)) if len(known) == 1 else ""
        title = f"Take a tag away from {_count(len(chosen))}"
        return self.app.push_screen(Tagging(title, known, value=only, accept=keep))

    def do_colour_rows(self) -> AwaitMount:
        """Choose the colour of what is meant."""
        chosen = self._highlights()

        def paint(colour: str | None) -> None:
            if colour is not None:
                with self.room.telling():
                    label = f"colour {self.colours.get(colour, colour)}"
                    self._revise(chosen, label, lambda h: replace(h, colour=colour))

        return self.app.push_screen(colour_choice(self.colours), paint)

    def do_delete_item(self) -> None:
        """Delete what is meant. Highlights and notes go to the trash."""
        meant = self._meant()
        if meant:
            ids: dict[str, list[str]] = {"highlight": [], "bookmark": [], "note": []}
            for each in meant:
                ids[each.kind].append(each.id)
            self.session.library.noted.delete(ids["highlight"], ids["bookmark"], ids["note"])
            self.view.picked -= {each.id for each in meant}
            self.view.at = self._after(meant)
            self.changed(f"Deleted: {_count(len(meant))}")

    def _after(self, gone: Sequence[Entry]) -> str:
        """The first row after the cursor that stays, or the last before it."""
        ids, cursor = {each.id for each in gone}, self.list.cursor
        order = [*self.list.rows[cursor:], *reversed(self.list.rows[:cursor])]
        return next((row.id for row in order if isinstance(row, Entry) and row.id not in ids), "")

    def do_edit_item(self) -> AwaitMount | None:
        """Write the note of the entry here, or the name of the bookmark."""
        from reader.tui.screens.dialogs.note import NoteEditor

        library, entry = self.session.library, self.entry_here()
        if entry is None:
            return None

        def keep(note: str) -> None:
            if entry.kind == "bookmark":
                library.bookmarks.rename(entry.id, " ".join(note.split()))
            elif note.strip() == entry.note.strip():
                return
            elif entry.kind == "note":
                library.notes.write(entry.episode, note.strip())
            else:
                library.update_highlight(entry.id, "note", note=note.strip())
            self.changed()

        if entry.kind == "bookmark":
            marks = library.bookmarks.all(entry.episode)
            name = next((each.name for each in marks if each.id == entry.id), "")
            return self.app.push_screen(Prompt("Name the bookmark", value=name, accept=keep))
        return self.app.push_screen(NoteEditor(entry.quote or entry.title, entry.note, keep))

    def do_confirm_item(self) -> None:
        """Say that what is meant, and was moved with a new text, is where it should be."""
        moved = [each for each in self._highlights() if each.state == "moved"]
        if not moved:
            raise ReaderError("nothing here was moved")
        self._revise(moved, "confirm", lambda each: replace(each, state="anchored"))

    def do_attach_orphan(self) -> AwaitMount:
        """Offer the places where the highlight here, which lost its own, may belong now."""
        from reader.notebook import tending
        from reader.tui.screens.dialogs.attaching import Attaching

        library, entry = self.session.library, self.entry_here()
        orphan = entry.highlight if entry is not None else None
        if orphan is None or orphan.state != "orphan":
            raise ReaderError("the highlight here has its place")

        def put(span: Span | None) -> None:
            if span is not None:
                with self.room.telling():
                    there = tending.attach(library, orphan.id, span)
                    self.changed(f"Attached to {opening(there.quote)}")

        transcript = library.transcript(orphan.episode)
        return self.app.push_screen(Attaching(transcript, orphan, elsewhere=False), put)

    def do_rename_tag(self) -> AwaitMount | None:
        """Rename a tag everywhere: that of the heading, else one of the entry's."""
        row = self.list.chosen_row
        if isinstance(row, Group) and self.view.by == "tag" and row.key:
            return self._rename(row.key)
        entry = self.entry_here()
        if entry is None or not entry.tags:
            raise ReaderError("there is no tag here")
        if len(entry.tags) == 1:
            return self._rename(entry.tags[0])
        options = [(tag, Content(visible(tag))) for tag in entry.tags]

        def go(tag: str | None) -> None:
            if tag is not None:
                self._rename(tag)

        return self.app.push_screen(Choice("Which tag is to be renamed", options), go)

    def _rename(self, old: str) -> AwaitMount:
        def keep(answer: str) -> None:
            tags = parse_tags(answer)
            if len(tags) != 1:
                raise ReaderError("a tag is one word", hint="such as safety/alignment")
            count = self.session.library.noted.rename_tag(old, tags[0])
            self.changed(f"{old} is {tags[0]} now: {_count(count)}")

        hint = "What is under it goes along · "
        known = self.session.library.noted.tags()
        dialog = Tagging(f"Rename #{old}", known, value=old, accept=keep, hint=hint, several=False)
        return self.app.push_screen(dialog)

    def do_undo(self) -> None:
        """Take back the latest change to the library."""
        label = self.session.library.undo()
        self.room.tell(f"Undone: {label}" if label else "There is nothing to undo")
        self.changed()

    def do_redo(self) -> None:
        """Make the change last undone again."""
        label = self.session.library.redo()
        self.room.tell(f"Done again: {label}" if label else "There is nothing to redo")
        self.changed()

    # -- taking it along ---------------------------------------------------------------------

    def _taken(self) -> list[Highlight]:
        """The highlights that go out: those picked, else all that are shown."""
        listed = self._meant() if self.view.picked else self.shown
        found = [each.highlight for each in listed if each.highlight is not None]
        if not found:
            raise ReaderError("there is no highlight to take along")
        return found

    def do_copy_table(self) -> None:
        """Copy what is picked, else all that is shown, as Markdown."""
        self._copy(self._taken())

    @work(thread=True, exit_on_error=False, group="save", description="copy the notebook")
    def _copy(self, highlights: Sequence[Highlight]) -> None:
        from reader.annotate import exporters
        from reader.notebook.exchange import notebook

        try:
            format = exporters.find("markdown", self.session.paths.templates)
            pieces = format.write(notebook(self.session.library, highlights))
            text = "".join(each if isinstance(each, str) else each.decode() for each in pieces)
        except ReaderError as error:
            self.app.call_from_thread(self.room.tell, str(error), severity="warning")
            return
        self.app.call_from_thread(self._copied, text, len(highlights))

    def _copied(self, text: str, count: int) -> None:
        with self.room.telling():
            said = self.room.put_out(text).message
            self.room.tell(f"{_count(count)}: {said}")

    def do_export_rows(self) -> AwaitMount:
        """Choose a format and a file, and write what is picked, else all that is shown."""
        from reader.annotate import exporters

        highlights, folder = self._taken(), self.session.paths.templates
        options = []
        for name in exporters.names(folder):
            about = cut(visible(exporters.find(name, folder).title), _TITLE)
            options.append((name, Content.assemble((f"{name:<10}", "bold"), about.text)))

        def named(name: str | None) -> None:
            if name is not None:
                self._ask_path(highlights, name)

        title = f"Write {_count(len(highlights))} as"
        return self.app.push_screen(Choice(title, options), named)

    def _ask_path(self, highlights: Sequence[Highlight], name: str) -> None:
        from reader.annotate import exporters

        format = exporters.find(name, self.session.paths.templates)
        usual = f"highlights{format.suffix}" if format.whole else "highlights/"
        hint = f"{Path.cwd()} · a name that ends in / is a folder, one file an episode"

        def accept(answer: str) -> None:
            if not answer.strip():
                raise ReaderError("the file needs a name")

        def write(answer: str | None) -> None:
            if answer:
                self._write(highlights, name, answer.strip())

        self.app.push_screen(Prompt("Write to", value=usual, hint=hint, accept=accept), write)

    @work(thread=True, exit_on_error=False, group="save", description="write the notebook")
    def _write(self, highlights: Sequence[Highlight], name: str, answer: str) -> None:
        from reader.annotate import exporters
        from reader.notebook import exchange

        try:
            format = exporters.find(name, self.session.paths.templates)
            notes = exchange.notebook(self.session.library, highlights)
            written = exchange.export(notes, format, exchange.place(answer))
        except ReaderError as error:
            self.app.call_from_thread(self.room.tell, str(error), severity="warning", timeout=8)
            return
        where = str(written[0]) if len(written) == 1 else f"{len(written):,} files in {answer}"
        self.app.call_from_thread(self.room.tell, f"{_count(len(highlights))} written: {where}")


def _count(number: int) -> str:
    return f"{number:,} {'highlight' if number == 1 else 'highlights'}"


def _more(tags: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """`tags` and those of `others` that are not among them, whatever their case."""
    return tuple({tag.casefold(): tag for tag in (*others, *tags)}.values())


def _fewer(tags: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """`tags` without `others` and what is under those."""
    gone = [f"{tag.casefold()}/" for tag in others]
    return tuple(
        tag for tag in tags if not any(f"{tag.casefold()}/".startswith(each) for each in gone)
    )

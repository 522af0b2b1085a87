"""Looking again at older highlights, one after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import AwaitMount
from textual.widgets import Label, Static

from reader.annotate.reviewing import A_DAY, INTERVALS, answered, due
from reader.library import Highlight, Review
from reader.session import Session
from reader.transcript import Moment
from reader.tui.screens.dialogs import Dialog
from reader.tui.text import spell_clock, visible


@dataclass
class Sitting:
    """One sitting of looking again: what comes, and how far that has come; kept while it lasts."""

    day: date
    cards: list[str] = field(default_factory=list)
    at: int = 0


class Reviewing(Dialog[Highlight]):
    """Shows the highlights that are due, one at a time, and takes an answer to each."""

    place = "review"
    about = (
        f"Older highlights, {A_DAY} a day. One comes back {INTERVALS[0]} days after it was made; "
        f"kept, after {', '.join(map(str, INTERVALS[1:]))} days."
    )

    def __init__(self, session: Session, sitting: Sitting, reload: Callable[[], object]) -> None:
        super().__init__()
        self.session, self.sitting, self._reload = session, sitting, reload
        self._reviews: dict[str, Review] = {}
        self._titles: dict[int, str] = {}
        self._highlight: Highlight | None = None
        self._waiting = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog review"):
            yield Label(id="title", classes="dialog-title")
            with VerticalScroll(id="scroll", can_focus=False):
                yield Static(id="card")
            yield Label(id="hint", classes="dialog-hint")

    def on_mount(self) -> None:
        """Show what is due today; go on where it was left."""
        self._titles = {each.id: each.title for each in self.session.library.episodes()}
        if not self.sitting.cards:
            self._deal(A_DAY)
        self._show()

    def _deal(self, limit: int | None) -> None:
        """Take up what is due and not yet among the cards."""
        library = self.session.library
        self._reviews = library.reviews.all()
        found = due(library.highlights(), self._reviews, self.sitting.day, limit)
        there = set(self.sitting.cards)
        self.sitting.cards += [each.id for each in found if each.id not in there]

    # -- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        """Show the card that it has come to, passing over those that are gone."""
        library, sitting = self.session.library, self.sitting
        self._reviews = library.reviews.all()
        known = {each.id: each for each in library.highlights()}
        while sitting.at < len(sitting.cards) and sitting.cards[sitting.at] not in known:
            del sitting.cards[sitting.at]
        rest = sitting.cards[sitting.at :]
        self._highlight = known[rest[0]] if rest else None
        waiting = due(known.values(), self._reviews, sitting.day, None)
        self._waiting = sum(each.id not in rest for each in waiting)
        number = f"{sitting.at + 1} of {len(sitting.cards)}"
        title = Content.assemble("Looking again", (f"  {number}" if rest else "", "$reader-dim"))
        self.query_one("#title", Label).update(title)
        self.query_one("#card", Static).update(self._card())
        self.query_one("#scroll").scroll_home(animate=False)
        self.query_one("#hint", Label).update(Content(self._hints()))

    def _card(self) -> Content:
        here = self._highlight
        if here is None:
            more = f" {self._waiting:,} more are due." if self._waiting else ""
            done = "That is all for today." if self.sitting.cards else "Nothing is due today."
            return Content.assemble(
                (f"{done}{more}\n\n", ""),
                (
                    f"A highlight comes back {INTERVALS[0]} days after it was made; kept, after "
                    f"{', '.join(map(str, INTERVALS[1:-1]))} and {INTERVALS[-1]} days.",
                    "$reader-dim",
                ),
            )
        bar = ("┃ " if here.state == "anchored" else "┊ ", f"$reader-list-{here.colour}")
        time = spell_clock(Moment(here.time, here.time_exact))
        facts = [here.speaker, self._titles.get(here.episode), time]
        parts: list[Content] = [
            Content.assemble(bar, (f"“{visible(' '.join(here.quote.split()))}”", "bold")),
            Content(""),
            Content.styled(visible(", ".join(fact for fact in facts if fact)), "$reader-dim"),
        ]
        if here.tags:
            parts.append(
                Content.styled(visible(" ".join(f"#{tag}" for tag in here.tags)), "$text-accent")
            )
        if here.note:
            parts += [Content(""), Content(visible(here.note, lines=True))]
        parts += [Content(""), Content.styled(self._history(here), "$reader-dim")]
        return Content("\n").join(parts)

    def _history(self, here: Highlight) -> str:
        """When it was made and looked at, and when it is next if it is kept."""
        review = self._reviews.get(here.id)
        seen = f" · seen on {review.seen}" if review is not None else ""
        nexts = answered(here.id, review, "keep", self.sitting.day)
        return f"marked on {here.created[:10]}{seen} · kept, it is next on {nexts.due}"

    def _hints(self) -> str:
        if self._highlight is None:
            more = [("review-more", "more today")] if self._waiting else []
            return self.hint(*more, ("undo", "takes back"), ("focus-page", "closes"))
        return self.hint(
            ("review-keep", "keeps"),
            ("review-sooner", "sooner"),
            ("review-later", "later"),
            ("review-never", "never"),
            ("choose", "opens"),
            ("edit-item", "note"),
            ("undo", "undoes"),
            ("focus-page", "closes"),
        )

    # -- answering ---------------------------------------------------------------------------

    def _answer(self, answer: str) -> None:
        here = self._highlight
        if here is not None:
            review = answered(here.id, self._reviews.get(here.id), answer, self.sitting.day)
            self.session.library.reviews.keep(review)
            self.sitting.at += 1
            self._show()

    def do_review_keep(self) -> None:
        self._answer("keep")

    def do_review_sooner(self) -> None:
        self._answer("sooner")

    def do_review_later(self) -> None:
        self._answer("later")

    def do_review_never(self) -> None:
        self._answer("never")

    def do_review_more(self) -> None:
        """Another handful today."""
        if self._highlight is None:
            before = len(self.sitting.cards)
            self._deal(None)
            del self.sitting.cards[before + A_DAY :]
            self._show()

    def do_choose(self) -> None:
        """Open the place."""
        if self._highlight is not None:
            self.dismiss(self._highlight)

    def do_edit_item(self) -> AwaitMount | None:
        """Write the note."""
        from reader.tui.screens.dialogs.note import NoteEditor

        here = self._highlight
        if here is None:
            return None

        def keep(note: str) -> None:
            if note.strip() != here.note.strip():
                self.session.library.update_highlight(here.id, "note", note=note.strip())
                self._reload()
                self._show()

        return self.app.push_screen(NoteEditor(here.quote, here.note, keep))

    def do_undo(self) -> None:
        """Take back the latest change; of an answer, the highlight is shown again."""
        before = self.session.library.reviews.all()
        label = self.session.library.undo()
        after = self.session.library.reviews.all()
        self.room.tell(f"Undone: {label}" if label else "There is nothing to undo")
        again = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
        places = [n for n, id in enumerate(self.sitting.cards) if id in again]
        if places:
            self.sitting.at = places[0]
        self._reload()
        self._show()

    def do_list_down(self) -> None:
        self.query_one("#scroll").scroll_relative(y=1, animate=False)

    def do_list_up(self) -> None:
        self.query_one("#scroll").scroll_relative(y=-1, animate=False)

"""Whatever is added, changed, merged and put right, undoing it step by step goes the same way back,
and redoing it forth."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reader import amending
from reader.errors import ReaderError
from reader.session import Session
from reader.settings import config
from reader.sources import find

from .test_recordings import LATER, SAID, outputs

FILES = {
    "typed.txt": [SAID, LATER],
    "heard.srt": [[words.lower().rstrip(".") for words in said] for said in (SAID, LATER)],
    "talk.json": [SAID, LATER],
    "talk.txt": [SAID, LATER],
    "talk.vtt": [SAID, LATER],
}


def text(name: str, version: int) -> str:
    said = FILES[name][version]
    if name == "typed.txt":
        return "".join(f"{('ODA', 'PELL')[n % 2]}: {words}\n\n" for n, words in enumerate(said))
    return outputs(said)[name.rpartition(".")[2]]


def state(session: Session) -> list[object]:
    """All that can be seen of the library."""
    library = session.library
    return [
        (
            episode.id,
            episode.title,
            episode.hosts,
            episode.turns,
            library.transcript(episode.id),
            library.speakers(episode.id),
            sorted(library.sources(episode.id)),
        )
        for episode in library.episodes()
    ]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(list(FILES)), st.integers(0, 1)),
        st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("name"), st.integers(0, 3), st.sampled_from(["Ada", "Bo"])),
        st.tuples(st.just("rename"), st.integers(0, 3), st.sampled_from(["Ada", "ODA"])),
        st.tuples(st.just("split"), st.integers(0, 3), st.integers(1, 80)),
        st.tuples(st.just("correct"), st.integers(0, 3), st.just("steamer")),
        st.tuples(st.just("remove"), st.integers(0, 3), st.just(0)),
    ),
    max_size=9,
)


def do(session: Session, folder: Path, step: tuple[str, object, object]) -> None:
    """Take one step, if it can be taken."""
    what, one, other = step
    library = session.library
    if what == "add":
        file = folder / str(one)
        file.write_text(text(str(one), int(str(other))))
        (added,) = session.add_all(find([str(file)]))
        assert added.error is None
        return
    ids = library.episode_ids()
    if not ids:
        return
    id = ids[int(str(one)) % len(ids)]
    if what == "merge":
        session.merge(id, ids[int(str(other)) % len(ids)])
    elif what == "name":
        library.assign_speaker(id, [0], str(other))
    elif what == "rename":
        library.rename_speaker(str(other), "Cleo", [id])
    elif what == "split":
        amending.split_turn(library, id, int(str(other)))
    elif what == "correct":
        span = session.span(library.transcript(id), quote="ferry")
        amending.correct(library, id, span, str(other))
    else:
        library.remove(id)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_undoing_and_redoing_go_the_same_way(steps: list[tuple[str, object, object]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = Session(config.Paths(folder / "library", folder / "config"))
        seen = [state(session)]
        for step in steps:
            before = _changes(session)
            try:
                do(session, folder, step)
            except ReaderError:
                assert state(session) == seen[-1]
            if _changes(session) > before:
                seen.append(state(session))
            assert state(session) == seen[-1]
        assert session.library.problems() == []
        for was in reversed(seen[:-1]):
            assert session.library.undo() is not None
            assert state(session) == was
        assert session.library.undo() is None
        for became in seen[1:]:
            assert session.library.redo() is not None
            assert state(session) == became
        session.library.close()


def _changes(session: Session) -> int:
    rows = session.library._connection.execute("SELECT count(*) FROM journal")
    return int(rows.fetchone()[0])

"""Text, Markdown and tables."""

from __future__ import annotations

import csv
import io

from .talk import MILD, NOBODY, PLAIN, SAME, Talk, clock, wrapped, writer

CAPITALS = {"Ada": "ADA", "Ben": "BEN"}


def _clock(line_start: int) -> str:
    return clock(line_start // 1000)


@writer("named", words=MILD, names=SAME)
def named(talk: Talk) -> str:
    return "\n".join(f"{e.speaker}: {wrapped(e.words)}" for e in talk)


@writer("named-times", words=MILD, names=SAME, begins=True)
def otter(talk: Talk) -> str:
    return "\n\n".join(f"{e.speaker}  {_clock(e.start)}\n{e.text}" for e in talk)


@writer("named-times/rev", words=MILD, names=SAME, begins=True)
def rev(talk: Talk) -> str:
    return "\n\n".join(f"{e.speaker} ({_clock(e.start)}):\n{e.text}" for e in talk)


@writer("named-times/brackets", words=MILD, names=SAME, begins=True)
def brackets(talk: Talk) -> str:
    return "\n\n".join(f"[{e.speaker}] [{_clock(e.start)}] {e.text}" for e in talk)


@writer("timed-lines", words=MILD, names=NOBODY, begins=True)
def timed(talk: Talk) -> str:
    return "\n".join(f"{_clock(e.start)} {e.text}" for e in talk)


@writer("markdown", words=MILD, names=SAME)
def markdown(talk: Talk) -> str:
    front = "---\ntitle: On Rope\ndate: 2021-05-03\n---\n\n"
    return front + "\n\n".join(f"**{e.speaker}:** {e.text}" for e in talk)


@writer("webpage", words=MILD, names=CAPITALS)
def webpage(talk: Talk) -> str:
    head = "Episode 7: On Rope\n\nMay 3, 2021\n\nA note about salt.\n\n"
    body = "\n\n".join(f"{e.speaker.upper()}: {e.text}" for e in talk)
    return f"{head}{body}\n\n\nSign up for rope\n\nADA Ltd, all rights"


@writer("prose", words=MILD, names=NOBODY)
def prose(talk: Talk) -> str:
    return "\n".join(wrapped(each.words, 9) for each in talk)


@writer("table", names=SAME, begins=True, ends=True)
def table(talk: Talk) -> str:
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["start", "end", "speaker", "text"])
    rows.writerows([e.start / 1000, e.end / 1000, e.speaker, e.text] for e in talk)
    return file.getvalue()


@writer("switchboard", names={"Ada": "A", "Ben": "B"})
def switchboard(talk: Talk) -> str:
    return "\n".join(f"{e.speaker[0]}|{e.text}|sd" for e in talk)


@writer("rev-nlp", words=PLAIN, names={"Ada": "Speaker 0", "Ben": "Speaker 1"}, begins=True)
def nlp(talk: Talk) -> str:
    rows = [
        f"{word}|{int(e.speaker == 'Ben')}|{start / 1000}|{end / 1000}||LC|[]"
        for e in talk
        for word, start, end in e.spread()
    ]
    return "\n".join(["token|speaker|ts|endTs|punctuation|case|tags", *rows])


@writer("spacelog", words=MILD, names=CAPITALS, begins=True)
def spacelog(talk: Talk) -> str:
    return "\n\n".join(f"[00:{_clock(e.start)}]\n{e.speaker.upper()}: {e.text}" for e in talk)


@writer("zoom-chat", words=MILD, names=SAME, begins=True)
def zoom_chat(talk: Talk) -> str:
    return "\n".join(f"{_clock(e.start)}\t{e.speaker}:\t{e.text}" for e in talk)

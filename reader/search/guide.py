"""The query language on one page: what is written, and what it finds.

The help in the terminal is made from this table, and so is the one in the README.
"""

from __future__ import annotations

LANGUAGE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("reward model",), "both words, in any of their forms"),
    (('"the words stay"',), "just these words in this order"),
    (("=models",), "the word exactly as it is written"),
    (("trans*",), "words that begin so"),
    (('"reward model"~5',), "words at most 5 words apart"),
    (("~sutskever", '~"ines vandrell"'), "a name, however it was misheard"),
    (("cat OR dog", "cat NOT dog", "(a OR b) c"), "either; one without the other; both"),
    (("/colou?r/",), "a regular expression"),
    (("speaker:ilya", 'by:"Ines Vandrell"'), "what somebody says"),
    (("episode:margin", 'show:"long margin"'), "in an episode or a show"),
    (("date:2022-10", "year:2022..2024"), "when it was published"),
    (("in:10:00..20:00", "in:..5:00"), "between two times of an episode"),
    (("has:highlight", "has:note", "tag:hope"), "what you marked"),
    (("note:source", "colour:green"), "by your words, or by its colour"),
    (("marked:2026-11", "is:moved"), "when you marked it; what to confirm"),
    (("turn:(cat dog)",), "both words in one turn"),
    (("question:why answer:because",), "one speaker asks, another answers"),
    (("sort:date", "sort:time"), "the newest first; as spoken"),
)
"""Each way to ask: examples, and what they find."""

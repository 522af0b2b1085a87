"""Segments: the files of the index, whose postings are arrays.

A *segment* holds at most `MOST` passages and never changes once written; what is taken out of it
is noted beside it, by episode. A passage is numbered from 0 in its segment, so that number takes
two bytes, and the place of a word in its passage one. Its arrays are:

- `word`: the folded words, sorted. Word n has the *pairs* `pair_first[n]` to `pair_first[n + 1]`,
  one for each passage that has it: `passage` and `times`, how often. Its places in those passages,
  one after another, are in `place` from `place_first[n]` on.
- `stem`: the stems, sorted. Stem n has the words `stem_words[stem_first[n]]` and so on.
- `speaker`: the names of those who speak, sorted; `episodes`: ids, in the order they were added;
  `heads`: what each of them says of itself, as JSON.
- for each passage: `owner` (the place of its episode in `episodes`), `who` (that of its speaker in
  `speaker` plus 1, or 0), `length` in words, `start` and `end` in the episode's text, `turn` (from
  1), `millis`, the thousandths of a second at which it begins, and `flags`.
"""

MOST = 1 << 16
"""No segment has more passages."""

LONGEST = 255
"""No passage has more words, as it is read for the index."""

EXACT, CORRECTED = 1, 2
"""Flags: the time is exact; a correction touches the passage."""

"""For every format: a made-up talk that is written and read has its words, once and in order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats import FORMATS, parse

from .support import assert_sound
from .writers import SAMPLE, WRITERS, talks


def test_every_format_has_a_writer() -> None:
    written = {name.partition("/")[0] for name in WRITERS}
    assert written == {family.name for family in FORMATS}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read(name: str, data: st.DataObject) -> None:
    writer = WRITERS[name]
    talk = data.draw(talks(writer.words))
    transcript = parse(writer.bytes(talk))
    assert transcript.format == name.partition("/")[0]
    assert_sound(transcript)
    words = list(re.finditer(r"\S+", transcript.text))
    assert [word.group() for word in words] == [word for line in talk for word in line.words]
    place = 0
    for line in talk:
        first, last = words[place], words[place + len(line.words) - 1]
        place += len(line.words)
        if writer.names is not None:
            assert transcript.turn_at(first.start()).speaker == writer.names[line.speaker]
        if writer.begins:
            begun = transcript.time_at(first.start())
            assert begun.exact
            assert begun.seconds == pytest.approx(line.start / 1000, abs=writer.slack or 1e-6)
        if writer.ends:
            ended = transcript.time_until(last.end())
            assert ended.seconds == pytest.approx(line.end / 1000, abs=writer.slack or 1e-6)
    if writer.names is not None:
        speakers = {writer.names[line.speaker] for line in talk} - {None}
        assert {speaker.name for speaker in transcript.speakers} == speakers
    assert bool(transcript.cues) == (writer.begins or writer.ends)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("name", WRITERS)
def test_what_is_written_in_wide_letters_is_read(name: str, encoding: str) -> None:
    written = WRITERS[name].write(SAMPLE)
    if isinstance(written, bytes) or name == "rtf":
        pytest.skip("this format has bytes of its own")
    assert parse(written.encode(encoding)) == parse(written.encode())

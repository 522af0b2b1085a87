"""Text, Markdown and tables that were damaged, or made to do harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .support import FIXTURES
from .test_hostile import read

TEXT = FIXTURES / "text"
NAMES = sorted(path.name for path in TEXT.iterdir())
OWN = ["named-times", "timed-lines", "markdown", "table", "spacelog", "zoom-chat", "switchboard"]
PIECES = [*b'[ (00: 00:00:01 ] ** ` ]( --- | " :'.split(b" "), b"\n", b"\t", b"---\n"]


@settings(max_examples=150)
@given(st.sampled_from(NAMES), st.data())
def test_a_mutated_page_is_read_or_refused_in_one_line(name: str, data) -> None:
    source = bytearray((TEXT / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(source)))
        length = data.draw(st.integers(0, 60))
        source[at : at + length] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=4))
    read(bytes(source))


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 125_000,
        b"**a" * 40_000,
        b"[a](" * 40_000,
        b"`" * 125_000,
        b"_a_ " * 40_000,
        b"[00:01] " * 20_000,
        b"[00:01] a\n" * 20_000,
        b"Ada 00:01 " * 20_000,
        b"Ada" + b" " * 120_000 + b"0:12\nx\n",
        b"|" * 125_000 + b"\n|a|b|\n",
        b"|Name|Abbreviation|\n" * 20_000,
        b"---\n" + b"a: [" * 15_000 + b"\n---\nso",
        b"---\n" + b"- " * 30_000 + b"\n---\nso",
        b'text,speaker\n"' + b"a" * 1_000_000,
        b"text,speaker" + b",x" * 60_000 + b"\na,b\n",
        b"# a (0:01)\n" * 10_000,
        b"```\n" * 30_000,
        b"A|" + b"x|" * 60_000 + b"sd\nA|x|sd\n",
        b"[00:00:00:01]\n" * 10_000 + b"CC: a",
    ],
    ids=lambda data: repr(data[:16]),
)
def test_large_and_monotonous(data: bytes) -> None:
    read(data)
    for family in OWN:
        read(data[:30_000], family)

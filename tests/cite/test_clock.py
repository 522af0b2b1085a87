"""Times as people write them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.clock import clock, parse_clock
from reader.errors import ReaderError


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0:00"),
        (5.999, "0:05"),
        (723, "12:03"),
        (3599.99, "59:59"),
        (3600, "1:00:00"),
        (3723.25, "1:02:03"),
        (360_000, "100:00:00"),
        (-4, "0:00"),
    ],
)
def test_clock_cuts_to_the_second(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_clock_with_thousandths_and_with_leading_zeros() -> None:
    assert clock(3723.25, millis=True) == "1:02:03.250"
    assert clock(5813.92, millis=True) == "1:36:53.920"
    assert clock(63, padded=True) == "00:01:03"
    assert clock(3723, padded=True) == "01:02:03"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:02:03", 3723),
        ("01:02:03", 3723),
        ("62:03", 3723),
        ("3723", 3723),
        ("1h2m3s", 3723),
        ("1H 2m 3", 3723),
        ("12m", 720),
        ("1h", 3600),
        ("90s", 90),
        (" 1:02:03.250 ", 3723.25),
        ("1:02:03,250", 3723.25),
        ("12.5", 12.5),
        ("0:00", 0),
    ],
)
def test_parse_clock_reads_every_form(text: str, seconds: float) -> None:
    assert parse_clock(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "1:75:00", "1:02:75", "1:2:3:4", "-5", "nan", "inf", "1e9", "٣", "h", "9" * 400],
)
def test_parse_clock_refuses_what_is_not_a_time(text: str) -> None:
    with pytest.raises(ReaderError, match="is not a time"):
        parse_clock(text)


@given(st.integers(0, 9_999 * 3600))
def test_a_time_survives_its_own_form(seconds: int) -> None:
    assert parse_clock(clock(seconds)) == seconds
    assert parse_clock(clock(seconds, padded=True)) == seconds


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_one_clear_line(text: str) -> None:
    with contextlib.suppress(ReaderError):
        assert parse_clock(text) >= 0

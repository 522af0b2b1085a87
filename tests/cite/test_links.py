"""Links to the words: in the recording, on the page, and in reader."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cite import address, links_to, parse_address
from reader.cite.links import deep_link, text_link
from reader.errors import ReaderError
from reader.transcript import Meta, Moment

AT, UNTIL = Moment(3723.4, True), Moment(3760.2, True)
ABOUT = Moment(3723.4, False)


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("https://youtu.be/a1b2?si=9", "https://youtu.be/a1b2?si=9&t=3723"),
        ("https://open.spotify.com/episode/4x", "https://open.spotify.com/episode/4x?t=3723"),
        (
            "https://podcasts.apple.com/us/podcast/tides/id12?i=34",
            "https://podcasts.apple.com/us/podcast/tides/id12?i=34&t=3723",
        ),
        ("https://overcast.fm/+Ab12", "https://overcast.fm/+Ab12/1:02:03"),
        ("https://overcast.fm/+Ab12/5:00", "https://overcast.fm/+Ab12/1:02:03"),
        ("https://pca.st/episode/0f-9", "https://pca.st/episode/0f-9?t=3723"),
        ("https://vimeo.com/1234", "https://vimeo.com/1234#t=3723s"),
        ("https://tides.example/a.mp3", "https://tides.example/a.mp3#t=3723,3761"),
        ("https://tides.example/42", "https://tides.example/42"),
        ("https://open.spotify.com/show/4x", "https://open.spotify.com/show/4x"),
    ],
)
def test_each_service_takes_a_second_its_own_way(page: str, link: str) -> None:
    assert deep_link(Meta(url=page), AT, UNTIL) == link
    assert deep_link(Meta(url=page), ABOUT, UNTIL) == page


def test_a_page_of_podlove_takes_a_time() -> None:
    meta = Meta(url="https://tides.example/42", media="https://tides.example/a.mp3")
    assert (
        deep_link(meta, AT, UNTIL, format="podlove-json") == "https://tides.example/42#t=01:02:03"
    )
    assert deep_link(meta, AT, UNTIL) == "https://tides.example/a.mp3#t=3723,3761"


@pytest.mark.parametrize(
    ("words", "fragment"),
    [
        ("salt, sand & well-kept", "salt%2C%20sand%20%26%20well%2Dkept"),
        ("l’été: 5%?", "l%E2%80%99%C3%A9t%C3%A9%3A%205%25%3F"),
        ("a_b.c~d", "a_b.c~d"),
        (
            " ".join(f"w{n}" for n in range(20)),
            "w0%20w1%20w2%20w3%20w4,w15%20w16%20w17%20w18%20w19",
        ),
        ("two words\n\nand more here", "two%20words,more%20here"),
    ],
)
def test_the_words_of_a_page(words: str, fragment: str) -> None:
    assert text_link("https://tides.example/42", words) == (
        f"https://tides.example/42#:~:text={fragment}"
    )
    assert text_link("https://tides.example/42#part", words).endswith(f"42#part:~:text={fragment}")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=30))
def test_words_survive_the_address_and_break_none(words: str) -> None:
    link = text_link("https://tides.example/42", words)
    fragment = urlsplit(link).fragment.removeprefix(":~:text=")
    assert link.isascii()
    assert not set("-,&") & set(fragment)
    assert unquote(fragment) == " ".join(words.split())


def test_what_there_is_no_link_to_is_none() -> None:
    page = links_to(Meta(url="https://tides.example/42"), AT, UNTIL, "salt")
    assert (page.media, page.words) == (None, "https://tides.example/42#:~:text=salt")
    heard = links_to(Meta(url="https://youtu.be/a1b2"), AT, UNTIL, "salt", uid="u")
    assert heard.words is None
    assert heard.best == "https://youtu.be/a1b2?t=3723"
    assert heard.reader == "reader://u@1:02:03.400"
    about = links_to(Meta(url="https://youtu.be/a1b2"), ABOUT, UNTIL, "salt")
    assert about.media is about.best is None


@given(st.uuids(), st.integers(0, 10**8), st.sampled_from(["", "0123456789abcdef"]))
def test_an_address_says_the_same_when_it_is_read(uid: object, millis: int, mark: str) -> None:
    meant = parse_address(address(str(uid), millis / 1000, mark))
    assert (meant.uid, meant.mark) == (str(uid), mark)
    assert abs(meant.seconds - millis / 1000) < 0.002


@pytest.mark.parametrize(
    "link",
    ["reader://", "reader:///etc", "reader://a b", "reader://a@x", "http://a", "reader://a@1?x=2"],
)
def test_what_is_no_address_is_one_clear_line(link: str) -> None:
    with pytest.raises(ReaderError, match=r"no link of reader|is not a time"):
        parse_address(link)

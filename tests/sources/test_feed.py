"""What a feed says of its episodes, and what documents lead to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import FormatError
from reader.sources import feed, markup

from .support import item, rss

BASE = "https://shed.example/feeds/main.xml"


def read(*items: str, more: str = "") -> feed.Feed:
    return feed.read(rss(*items, more=more).encode(), BASE)


def test_what_an_episode_is() -> None:
    more = (
        "<itunes:season>2</itunes:season><itunes:duration>1:02:03</itunes:duration>"
        "<description>&lt;p&gt;Knots &amp;amp; &lt;b&gt;hitches&lt;/b&gt;.&lt;/p&gt;</description>"
        "<podcast:person role='Guest'>Rue Tern</podcast:person>"
        "<podcast:person>Oda Lind</podcast:person>"
        "<podcast:person role='editor' group='Audio Post-Production'>Cut Ter</podcast:person>"
        "<podcast:chapters url='chapters.json' type='application/json+chapters'/>"
    )
    (one,) = read(item(3, ("t/3.vtt", "text/vtt"), more=more)).items
    facts = one.facts
    assert (facts.title, facts.show, facts.number, facts.date) == (
        "Knot 3",
        "The Boathouse",
        3,
        "2023-03-04",
    )
    assert facts.url == "https://shed.example/episodes/3"
    assert facts.media == "https://shed.example/audio/3.mp3"
    assert (facts.hosts, facts.guests) == (("Oda Lind",), ("Rue Tern",))
    assert (facts.duration, facts.language) == (3723.0, "en")
    assert facts.description == "Knots & hitches ."
    assert (one.guid, one.facts.season) == ("knot-3", 2)
    assert one.transcripts == (("https://shed.example/feeds/t/3.vtt", "vtt"),)
    assert one.chapters_at == "https://shed.example/feeds/chapters.json"


def test_the_best_type_comes_first_whatever_the_order() -> None:
    offered = [
        ("a", "text/plain"),
        ("b", "text/html"),
        ("c", "application/srt"),
        ("d", "text/vtt; charset=utf-8"),
        ("e", "application/json"),
        ("f.srt", ""),
        ("g", "application/x-subrip"),
        ("h", "application/odd"),
    ]
    (one,) = read(item(1, *offered)).items
    kinds = [offer.kind for offer in one.transcripts]
    assert kinds == ["json", "vtt", "srt", "srt", "srt", "html", "txt", ""]
    names = [offer.url.rpartition("/")[2] for offer in one.transcripts]
    assert names == ["e", "d", "c", "f.srt", "g", "b", "a", "h"]


def test_only_http_is_offered() -> None:
    hostile = [
        ("file:///etc/passwd", "text/vtt"),
        ("ftp://h/x.vtt", "text/vtt"),
        ("javascript:alert(1)", "text/vtt"),
        ("", "text/vtt"),
        ("http://[::1/x", "text/vtt"),
        ("//other.example/x.vtt", "text/vtt"),
    ]
    (one,) = read(item(1, *hostile)).items
    assert [offer.url for offer in one.transcripts] == ["https://other.example/x.vtt"]


@pytest.mark.parametrize(
    ("author", "hosts"),
    [
        ("Oda Lind", ("Oda Lind",)),
        ("Oda Lind &amp; Pell Arrow", ("Oda Lind", "Pell Arrow")),
        ("Oda Lind, Pell Arrow and Rue O’Tern", ("Oda Lind", "Pell Arrow", "Rue O’Tern")),
        ("Boathouse Media", ()),
        ("The Boathouse", ()),
        ("BOATHOUSE", ()),
        ("a collective of knots", ()),
        ("", ()),
    ],
)
def test_the_author_is_the_host_if_a_person(author: str, hosts: tuple[str, ...]) -> None:
    found = read(item(1), more=f"<itunes:author>{author}</itunes:author>")
    assert found.items[0].facts.hosts == hosts


def test_persons_of_the_feed_and_of_an_episode() -> None:
    more = (
        "<podcast:person role='host'>Oda Lind</podcast:person>"
        "<podcast:person role='guest'>Every Week</podcast:person>"
    )
    own = "<podcast:person role='guest'>Rue Tern</podcast:person>"
    first, second = read(item(1), item(2, more=own), more=more).items
    assert (first.facts.hosts, first.facts.guests) == (("Oda Lind",), ("Every Week",))
    assert (second.facts.hosts, second.facts.guests) == (("Oda Lind",), ("Rue Tern",))


def test_chapters_in_the_feed() -> None:
    chapters = (
        "<psc:chapters version='1.2'><psc:chapter start='00:01:30.500' title='Second &lt;b&gt;'/>"
        "<psc:chapter start='0' title='First'/><psc:chapter start='soon' title='Never'/>"
        "<psc:chapter start='5'/></psc:chapters>"
    )
    (one,) = read(item(1, more=chapters)).items
    assert one.chapters == ((0.0, "First"), (90.5, "Second"))


def test_chapters_of_json() -> None:
    data = b'{"version": "1.2.0", "chapters": [{"startTime": 60, "title": "B"}, {"startTime": 0, '
    data += b'"title": "A"}, {"startTime": 5, "title": "hidden", "toc": false}, {"title": "x"}, 7]}'
    assert markup.chapters_of_json(data) == ((0.0, "A"), (60.0, "B"))
    for broken in (b"", b"[]", b"{}", b'{"chapters": 5}', b"\xff", b"[" * 100_000):
        assert markup.chapters_of_json(broken) == ()


def test_atom() -> None:
    data = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"
      xmlns:podcast="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md">
      <title>Knots</title><entry><title>One</title><id>urn:1</id><published>2024-02-29T23:30:00-08:00
      </published><link href="/one"/><link rel="enclosure" href="one.mp3"/><summary>Short.</summary>
      <podcast:transcript url="one.srt" type="application/x-subrip"/></entry></feed>"""
    (one,) = feed.read(data, BASE).items
    assert (one.guid, one.facts.title, one.facts.show) == ("urn:1", "One", "Knots")
    assert (one.facts.date, one.facts.url) == ("2024-02-29", "https://shed.example/one")
    assert one.facts.media == "https://shed.example/feeds/one.mp3"
    assert one.transcripts[0].kind == "srt"


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    whole = rss(*(item(n, (f"{n}.vtt", "text/vtt")) for n in range(1, 6)))
    cut = whole[: whole.index("<title>4:") + 9]
    found = feed.read(cut.encode(), BASE)
    assert not found.sound
    assert found.title == "The Boathouse"
    assert [i.facts.number for i in found.items if i.transcripts] == [1, 2, 3]
    unescaped = whole.replace("2: Knot 2", "Salt & pepper &nbsp; <br> knots")
    found = feed.read(unescaped.encode(), BASE)
    assert not found.sound
    assert len(found.items) >= 2
    assert feed.read(whole.encode(), BASE).sound


def test_a_prefix_that_is_not_declared() -> None:
    text = rss(item(1, ("1.vtt", "text/vtt")))
    text = text.replace('xmlns:podcast="https://podcastindex.org/namespace/1.0" ', "")
    (one,) = feed.read(text.encode(), BASE).items
    assert one.transcripts[0].url == "https://shed.example/feeds/1.vtt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    text = rss(item(1), title="Bücher").replace("UTF-8", encoding)
    data = text.encode(encoding)
    assert markup.kind(data) == "feed"
    assert feed.read(data, BASE).title == "Bücher"


def test_an_entity_bomb_does_not_go_off() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "boom"}">' for n in range(12))
    text = rss(item(1)).replace("<rss ", f"<!DOCTYPE rss [{entities}]><rss ", 1)
    bomb = text.replace("1: Knot 1", "&e11;").replace("Knot 1", "&e11;")
    assert markup.kind(bomb.encode()) == "feed"
    try:
        found = feed.read(bomb.encode(), BASE)
    except FormatError:
        return
    assert all(len(one.facts.title or "") < 1000 for one in found.items)


def test_entities_do_not_read_files() -> None:
    text = rss(item(1)).replace(
        "<rss ", '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss ', 1
    )
    found = feed.read(text.replace("Knot 1", "&f;").encode(), BASE)
    assert "root:" not in repr(found)


@pytest.mark.parametrize("data", [b"", b"words", b"<html><body>x</body></html>", b"<a>" * 50_000])
def test_what_is_no_feed(data: bytes) -> None:
    with pytest.raises(FormatError, match="no feed"):
        feed.read(data, BASE)


def test_a_feed_of_5000_items() -> None:
    found = read(*(item(n, (f"{n}.vtt", "text/vtt")) for n in range(5000)))
    assert len(found.items) == 5000
    assert found.items[4999].facts.show == "The Boathouse"


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_feed_is_so_broken_that_it_raises_anything_else(noise: bytes, at: int) -> None:
    data = rss(item(1, ("1.vtt", "text/vtt")), item(2)).encode()
    at %= len(data)
    try:
        found = feed.read(data[:at] + noise + data[at + len(noise) // 2 :], BASE)
    except FormatError:
        return
    for one in found.items:
        assert all(offer.url.startswith(("http://", "https://")) for offer in one.transcripts)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<?xml version="1.0"?>\n<!-- <html> -->\n<rss version="2.0">', "feed"),
        (b"\xef\xbb\xbf  <feed xmlns='x'>", "feed"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", "feed"),
        (b'<?xml version="1.0"?><opml version="2.0">', "opml"),
        (b"<!doctype html>\n<head>", "html"),
        (b"<HTML lang=en>", "html"),
        (b"WEBVTT\n\n<rss>", ""),
        (b'{"a": "<html>"}', ""),
        (b"<?" * 3000, ""),
        (b"", ""),
    ],
)
def test_kinds(data: bytes, kind: str) -> None:
    assert markup.kind(data) == kind


def test_feeds_of_a_list() -> None:
    data = b"""<opml version="2.0"><head><title>x</title></head><body><outline text="Folder">
      <outline type="rss" text="One" xmlUrl="https://one.example/f?a=1&amp;b=2"/></outline>
      <outline text="Two" xmlUrl=" https://two.example/ "/><outline text="One again"
      xmlUrl="https://one.example/f?a=1&amp;b=2"/><outline text="None"/></body></opml>"""
    assert markup.feeds_of_opml(data) == [
        ("https://one.example/f?a=1&b=2", "One"),
        ("https://two.example/", "Two"),
    ]


@pytest.mark.parametrize(
    ("link", "feed_at"),
    [
        (
            '<link rel="alternate" type="application/rss+xml" href="/Feed.XML?a=1&amp;b=2">',
            "https://shed.example/Feed.XML?a=1&b=2",
        ),
        (
            "<LINK TYPE='application/atom+xml' HREF=feed.atom REL='home alternate' />",
            "https://shed.example/feeds/feed.atom",
        ),
        ('<link rel="alternate" hreflang="de" href="/de">', None),
        ('<link rel="stylesheet" type="application/rss+xml" href="/x">', None),
        ("<link " * 5000, None),
    ],
)
def test_the_feed_of_a_page(link: str, feed_at: str | None) -> None:
    page = f"<html><head>{link}</head><body>words</body></html>".encode()
    assert markup.feed_of_page(page, BASE) == feed_at

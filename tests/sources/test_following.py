"""Addresses and feeds, from a server into the library and up to date."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from reader.errors import NotFound
from reader.library import prepare
from reader.session import Session
from reader.transcript import Meta, Span, Transcript, Turn

from .conftest import Add
from .support import Handler, Web, item, moved, podcast_json, raw, rss, send, serve, talk, vtt

VTT = "text/vtt"


def feed_of(web: Web, count: int, more: str = "") -> str:
    """A feed of so many episodes with a transcript each; returns its address."""
    items = []
    for n in range(1, count + 1):
        web.pages[f"/t/{n}.vtt"] = vtt(n)
        items.append(item(n, (f"/t/{n}.vtt", VTT), more=more))
    web.pages["/feed.xml"] = rss(*items)
    return web.url("/feed.xml")


def statuses(additions: list[object]) -> list[str]:
    return [addition.status for addition in additions]  # type: ignore[attr-defined]


# -- a page or a file --------------------------------------------------------------------------


def test_a_transcript_at_an_address(web: Web, session: Session, add: Add) -> None:
    web.pages["/talks/the-second-thought.txt"] = talk()
    url = web.url("/talks/the-second-thought.txt")
    (added,) = add(url)
    assert added.episode is not None
    assert (added.status, added.source, added.episode.format) == ("added", url, "named")
    assert (added.episode.title, added.episode.url) == ("the second thought", url)
    (again,) = add(url)
    assert (again.status, web.statuses) == ("unchanged", [200, 304])
    assert (again.episode, again.contents) == (added.episode, added.contents)
    web.pages["/talks/the-second-thought.txt"] = talk() + "Oda Lind: And one word more.\n"
    (changed,) = add(url)
    assert changed.status == "updated"
    assert changed.transcript is not None
    assert changed.transcript.text.endswith("And one word more.")
    assert len(session.library.episodes()) == 1


def test_the_type_that_the_server_claims_does_not_count(web: Web, add: Add) -> None:
    web.pages["/x.txt"] = lambda handler: send(handler, vtt(), Content_Type="image/png")
    (added,) = add(web.url("/x.txt"))
    assert added.episode is not None
    assert (added.episode.format, added.episode.times) == ("vtt", "exact")


def test_an_episode_that_was_removed_is_fetched_again(web: Web, session: Session, add: Add) -> None:
    web.pages["/x.txt"] = talk()
    (added,) = add(web.url("/x.txt"))
    assert added.episode is not None
    session.library.remove(added.episode.id)
    (again,) = add(web.url("/x.txt"))
    assert again.status == "added"


def test_a_page_tells_of_its_feed(web: Web, add: Add) -> None:
    head = "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"
    body = "".join(f"<p>{line}</p>" for line in talk().splitlines())
    web.pages["/ep"] = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    web.pages["/empty"] = f"<!doctype html><html><head>{head}</head><body></body></html>"
    page, empty = add(web.url("/ep"), web.url("/empty"))
    offered = f"this page offers a feed: {web.url('/feed.xml')}"
    assert page.status == "added"
    assert offered in page.contents.warnings
    assert empty.status == "failed"
    assert offered in (empty.error or "")


def test_what_cannot_be_fetched_fails_alone(web: Web, add: Add) -> None:
    web.pages["/x.txt"] = talk()
    urls = [web.url("/gone"), web.url("/x.txt"), "http://ada:b@h/", "https://"]
    failed, good, password, empty = add(*urls)
    assert statuses([failed, good, password, empty]) == ["failed", "added", "failed", "failed"]
    assert failed.error == f"{web.url('/gone')}: it is not there (404)"
    for one in (failed, password, empty):
        assert one.error is not None
        assert len(one.error.splitlines()) == 1


def test_private_addresses_are_refused(web: Web, add: Add) -> None:
    web.pages["/x.txt"] = talk()
    (refused,) = add(web.url("/x.txt"), allow_private=False)
    assert refused.status == "failed"
    assert "--allow-private" in (refused.error or "")
    assert web.asked == []


def test_an_address_cannot_act_on_the_terminal(web: Web, add: Add) -> None:
    web.pages["/%1B]0;x%07%E2%80%AE.txt"] = talk()
    (added,) = add(web.url("/\x1b]0;x\x07\u202e.txt"))
    assert added.episode is not None
    for text in (added.source, added.episode.title, added.episode.source):
        assert "\x1b" not in text
        assert "\u202e" not in text


# -- feeds -------------------------------------------------------------------------------------


def test_a_feed_means_its_episodes_with_transcripts(web: Web, session: Session, add: Add) -> None:
    more = "<podcast:person role='guest'>Rue Tern</podcast:person><itunes:season>4</itunes:season>"
    web.pages["/t/1.vtt"], web.pages["/t/2.vtt"] = vtt(1), vtt(2)
    web.pages["/feed.xml"] = rss(
        item(1, ("t/1.vtt", VTT), more=more), item(2, ("/t/2.vtt", VTT)), item(3)
    )
    first, second = add(web.url("/feed.xml"))
    assert statuses([first, second]) == ["added", "added"]
    episode = first.episode
    assert episode is not None
    assert (episode.title, episode.show, episode.number) == ("Knot 1", "The Boathouse", 1)
    assert (episode.date, episode.url) == ("2023-03-02", web.url("/episodes/1"))
    assert (episode.media, episode.guests) == (web.url("/audio/1.mp3"), ("Rue Tern",))
    assert (episode.language, episode.season, episode.front) == ("en", 4, "")
    assert (episode.times, episode.speakers) == ("exact", ("Oda Lind",))
    assert first.source == web.url("/t/1.vtt")
    (feed,) = session.library.feeds.all()
    assert (feed.title, feed.url, feed.episodes) == ("The Boathouse", web.url("/feed.xml"), 2)
    assert feed.since is None
    assert feed.checked is not None


def test_the_best_type_is_taken_and_the_next_stands_in(web: Web, add: Add) -> None:
    best, page = ("/t.json", "application/json"), ("/t.html", "text/html")
    web.pages["/t.json"], web.pages["/t.vtt"], web.pages["/t.html"] = podcast_json(), vtt(), talk()
    web.pages["/feed.xml"] = rss(item(1, page, ("/t.vtt", VTT), best))
    (added,) = add(web.url("/feed.xml"))
    assert added.source == web.url("/t.json")
    assert added.episode is not None
    assert set(added.episode.speakers) == {"Oda Lind", "Pell Arrow"}
    assert web.count("/t.vtt") == web.count("/t.html") == 0

    web.pages["/t2.vtt"], web.pages["/t3.json"], web.pages["/t3.vtt"] = vtt(2), "{", vtt(3)
    web.pages["/t4.json"] = "<!doctype html><html><body>Nothing here, sorry.</body></html>"
    web.pages["/t4.vtt"] = vtt(4)
    web.pages["/other.xml"] = rss(
        *(
            item(n, (f"/t{n}.json", "application/json"), (f"/t{n}.vtt", VTT), (f"/t{n}.srt", "srt"))
            for n in (2, 4)
        ),
    )
    assert [added.source for added in add(web.url("/other.xml"))] == [
        web.url("/t2.vtt"),
        web.url("/t4.vtt"),
    ]


def test_of_an_episode_without_any_the_best_is_told_to_be_missing(web: Web, add: Add) -> None:
    web.pages["/feed.xml"] = rss(item(1, ("/a.srt", "srt"), ("/a.vtt", VTT)))
    (failed,) = add(web.url("/feed.xml"))
    assert failed.error == f"{web.url('/a.vtt')}: it is not there (404)"


def test_what_the_user_says_goes_before_the_feed(web: Web, session: Session) -> None:
    url = feed_of(web, 1)
    with session.find([url], allow_private=True) as found:
        (added,) = session.add_all(found, meta=Meta(show="My shelf"))
    assert added.episode is not None
    assert (added.episode.show, added.episode.title) == ("My shelf", "Knot 1")


def test_a_feed_without_transcripts_is_not_followed(web: Web, session: Session, add: Add) -> None:
    web.pages["/feed.xml"] = rss(item(1), item(2))
    (failed,) = add(web.url("/feed.xml"))
    assert "none of its 2 episodes carries a transcript" in (failed.error or "")
    assert session.library.feeds.all() == []


def test_a_broken_feed_and_one_that_is_cut(web: Web, session: Session, add: Add) -> None:
    url = feed_of(web, 4)
    whole = str(web.pages["/feed.xml"])
    web.pages["/feed.xml"] = whole[: whole.index("4: Knot")]
    assert statuses(add(url)) == ["added"] * 3
    web.pages["/feed.xml"] = "<rss><chan"
    with session.find([url], allow_private=True) as found:
        assert statuses(list(session.add_all(found))) == ["failed"]
    (feed,) = session.library.feeds.all()
    assert feed.episodes == 3


def test_chapters_become_headings(web: Web, session: Session, add: Add) -> None:
    inside = "<psc:chapters><psc:chapter start='0' title='The tide\x85'/></psc:chapters>"
    web.pages["/1.vtt"], web.pages["/2.vtt"], web.pages["/3.vtt"] = vtt(1), vtt(2), vtt(3)
    web.pages["/2.json"] = (
        '{"chapters": [{"startTime": 200, "title": "The wall"}, {"startTime": 0, "title": "Hello"},'
        '{"startTime": 99999, "title": "After the end"}]}'
    )
    web.pages["/feed.xml"] = rss(
        item(1, ("/1.vtt", VTT), more=inside),
        item(2, ("/2.vtt", VTT), more="<podcast:chapters url='/2.json' type='x'/>"),
        item(3, ("/3.vtt", VTT), more="<podcast:chapters url='/none.json' type='x'/>"),
    )
    first, second, third = add(web.url("/feed.xml"))
    assert statuses([first, second, third]) == ["added"] * 3
    for added, titles in ((first, ["The tide"]), (second, ["Hello", "The wall"]), (third, [])):
        transcript = added.transcript
        assert transcript is not None
        assert [heading.title.strip() for heading in transcript.headings] == titles
        starts = {paragraph.start for paragraph in transcript.paragraphs}
        assert all(heading.start in starts for heading in transcript.headings)
    assert second.transcript is not None
    wall = second.transcript.headings[1]
    assert abs(second.transcript.time_at(wall.start).seconds - 200) < 100
    assert wall.end == len(second.transcript.text)


def test_a_list_of_feeds(web: Web, tmp_path: Path, session: Session, add: Add) -> None:
    web.pages["/1.vtt"], web.pages["/2.vtt"] = vtt(1), vtt(2)
    web.pages["/a.xml"] = rss(item(1, ("/1.vtt", VTT)), title="A")
    web.pages["/b.xml"] = rss(item(2, ("/2.vtt", VTT)), title="B")
    outlines = "".join(
        f'<outline type="rss" xmlUrl="{web.url(path)}"/>' for path in ("/a.xml", "/gone", "/b.xml")
    )
    opml = f'<?xml version="1.0"?><opml version="2.0"><body>{outlines}</body></opml>'
    file = tmp_path / "feeds.opml"
    file.write_text(opml)
    assert statuses(add(str(file))) == ["added", "failed", "added"]
    assert [feed.title for feed in session.library.feeds.all()] == ["A", "B"]
    web.pages["/feeds.opml"] = opml
    assert statuses(add(web.url("/feeds.opml"))) == ["unchanged", "failed", "unchanged"]
    web.pages["/empty.opml"] = "<opml><body/></opml>"
    assert statuses(add(web.url("/empty.opml"))) == ["failed"]


def test_a_list_that_lists_itself_ends(web: Web, add: Add) -> None:
    web.pages["/feeds.opml"] = (
        f'<opml><body><outline xmlUrl="{web.url("/feeds.opml")}"/></body></opml>'
    )
    (failed,) = add(web.url("/feeds.opml"))
    assert failed.status == "failed"
    assert web.count("/feeds.opml") == 2


# -- what is new -------------------------------------------------------------------------------


def test_update_brings_what_is_new(web: Web, session: Session, add: Add, update: Add) -> None:
    url = feed_of(web, 3)
    add(url)
    web.statuses.clear()
    assert statuses(update()) == ["unchanged"] * 3
    assert web.statuses == [304] * 4
    feed_of(web, 4)
    assert statuses(update()) == ["unchanged"] * 3 + ["added"]
    web.pages["/t/2.vtt"] = vtt(22)
    changed = update()
    assert statuses(changed) == ["unchanged", "updated", "unchanged", "unchanged"]
    assert changed[1].transcript is not None
    assert "talk 22" in changed[1].transcript.text
    assert len(session.library.episodes()) == 4


def test_without_etags_bytes_are_compared(web: Web, add: Add, update: Add) -> None:
    web.etags = False
    add(feed_of(web, 2))
    assert statuses(update()) == ["unchanged"] * 2
    web.pages["/t/1.vtt"] = vtt(11)
    assert statuses(update()) == ["updated", "unchanged"]


def test_a_transcript_that_moves_stays_the_same_episode(
    web: Web, session: Session, add: Add, update: Add
) -> None:
    add(feed_of(web, 1))
    web.pages["/new/1.json"] = podcast_json(1)
    web.pages["/feed.xml"] = rss(item(1, ("/new/1.json", "application/json"), ("/t/1.vtt", VTT)))
    (moved_one,) = update()
    assert (moved_one.status, moved_one.source) == ("updated", web.url("/new/1.json"))
    (episode,) = session.library.episodes()
    assert episode.id == 1
    assert statuses(update()) == ["unchanged"]


def test_highlights_and_edits_stay(web: Web, session: Session, add: Add, update: Add) -> None:
    (added,) = add(feed_of(web, 1))
    assert added.episode is not None
    assert added.transcript is not None
    span = session.span(added.transcript, quote="Sentence 7 of talk 1 is about the tide")
    session.highlight(added.episode, added.transcript, span)
    session.library.edit(1, Meta(title="My own title"))
    web.pages["/t/1.vtt"] = vtt(1, cues=50)
    (changed,) = update()
    assert (changed.status, changed.carried) == ("updated", 1)
    assert changed.episode is not None
    assert changed.episode.title == "My own title"


def test_what_was_removed_stays_away(web: Web, session: Session, add: Add, update: Add) -> None:
    url = feed_of(web, 2)
    add(url)
    session.library.remove(1)
    assert statuses(update()) == ["unchanged"]
    web.pages["/t/1.vtt"] = vtt(111)
    assert statuses(update()) == ["unchanged"]
    assert sorted(statuses(add(url))) == ["added", "unchanged"]


def test_what_failed_is_tried_the_next_time(web: Web, add: Add, update: Add) -> None:
    url = feed_of(web, 3)
    del web.pages["/t/2.vtt"]
    assert statuses(add(url)) == ["added", "failed", "added"]
    web.pages["/t/2.vtt"] = vtt(2)
    web.statuses.clear()
    assert statuses(update()) == ["unchanged", "added", "unchanged"]
    assert sorted(web.statuses) == [200, 304, 304, 304]


def test_a_server_in_trouble_now_and_then(web: Web, add: Add) -> None:
    url = feed_of(web, 2)
    failing = iter([True, False])

    def sometimes(handler: Handler) -> None:
        send(handler, b"", 500) if next(failing) else send(handler, vtt(1))

    web.pages["/t/1.vtt"] = sometimes
    resets = iter([True, False])

    def reset(handler: Handler) -> None:
        raw(b"", reset=True)(handler) if next(resets) else send(handler, vtt(2))

    web.pages["/t/2.vtt"] = reset
    assert statuses(add(url)) == ["added", "added"]


def test_a_feed_that_is_gone_is_told_and_the_others_updated(
    web: Web, session: Session, add: Add, update: Add
) -> None:
    add(feed_of(web, 1))
    web.pages["/b.vtt"] = vtt(9)
    web.pages["/b.xml"] = rss(item(9, ("/b.vtt", VTT)), title="B")
    add(web.url("/b.xml"))
    del web.pages["/feed.xml"]
    assert statuses(update()) == ["failed", "unchanged"]
    session.library.feeds.forget(web.url("/feed.xml"))
    assert statuses(update()) == ["unchanged"]


def test_a_feed_that_became_a_page_is_no_episode(web: Web, add: Add, update: Add) -> None:
    add(feed_of(web, 1))
    web.pages["/feed.xml"] = f"<!doctype html><html><body>{talk()}</body></html>"
    (failed,) = update()
    assert "no longer a feed" in (failed.error or "")


def test_bytes_that_came_before_make_no_version_again(
    web: Web, session: Session, add: Add, update: Add
) -> None:
    """An episode may have got another text meanwhile, say from a better transcript."""
    web.etags = False
    add(feed_of(web, 1))
    better = prepare(b"better", Transcript("Better words.", (Turn(0, 13),), (Span(0, 13),)), "x")
    session.library.store(better, source="/better.txt", episode=1)
    assert statuses(update()) == ["unchanged"]
    assert session.library.transcript(1).text == "Better words."
    web.pages["/t/1.vtt"] = vtt(11)
    assert statuses(update()) == ["updated"]


def test_two_items_with_one_transcript(web: Web, session: Session, add: Add, update: Add) -> None:
    web.pages["/t.vtt"] = vtt()
    web.pages["/feed.xml"] = rss(item(1, ("/t.vtt", VTT)), item(2, ("/t.vtt", VTT)))
    assert statuses(add(web.url("/feed.xml"))) == ["added", "unchanged"]
    assert statuses(update()) == ["unchanged"] * 2
    assert len(session.library.episodes()) == 1


def test_fetches_are_parallel_but_few(web: Web, add: Add) -> None:
    def slow(handler: Handler) -> None:
        time.sleep(0.02)
        send(handler, vtt(int(handler.path.split("/")[-1].split(".")[0])))

    url = feed_of(web, 12)
    for n in range(1, 13):
        web.pages[f"/t/{n}.vtt"] = slow
    assert [added.episode.number for added in add(url) if added.episode] == list(range(1, 13))
    assert web.most_at_once == 2


def test_a_redirected_feed_keeps_its_address(web: Web, session: Session, add: Add) -> None:
    feed_of(web, 1)
    web.pages["/old"] = moved("/feed.xml")
    assert statuses(add(web.url("/old"))) == ["added"]
    assert session.library.feeds.find(web.url("/old")).episodes == 1


def test_feeds_are_found_by_parts_of_their_titles(web: Web, session: Session, add: Add) -> None:
    add(feed_of(web, 1))
    feeds = session.library.feeds
    for name in ("1", "boat", "The Boathouse", web.url("/feed.xml")):
        assert feeds.find(name).title == "The Boathouse"
    with pytest.raises(NotFound, match="no feed answers"):
        feeds.find("harbour")


def test_a_feed_of_5000_items_of_which_few_have_transcripts(web: Web, add: Add) -> None:
    web.pages["/t/1.vtt"] = vtt()
    items = [item(n, ("/t/1.vtt", VTT)) if n == 4321 else item(n) for n in range(5000)]
    web.pages["/feed.xml"] = rss(*items)
    (added,) = add(web.url("/feed.xml"))
    assert added.episode is not None
    assert added.episode.number == 4321


# -- interrupted -------------------------------------------------------------------------------


def test_a_pass_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    web = Web()
    server = serve(web)
    count, hold = 12, threading.Event()
    url = feed_of(web, count)

    def held(handler: Handler) -> None:
        hold.wait(20)
        send(handler, vtt(7))

    web.pages["/t/7.vtt"] = held
    command = [sys.executable, "-m", "reader", "--library", str(tmp_path / "library")]
    command += ["--config", str(tmp_path), "add", url, "--allow-private"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    try:
        process = subprocess.Popen(
            command, env={**env, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(6)]
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert all(line.startswith("added") for line in told)
        hold.set()
        web.asked.clear()
        ran = subprocess.run([*command, "--json"], env=env, capture_output=True, text=True)
    finally:
        hold.set()
        server.shutdown()
        server.server_close()
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count('"status": "unchanged"') == 6
    assert ran.stdout.count('"status": "added"') == 6
    asked = {path for path in web.asked if path.startswith("/t/")}
    assert asked == {f"/t/{n}.vtt" for n in range(7, count + 1)}


def test_an_interrupt_keeps_what_was_added(web: Web, session: Session) -> None:
    url = feed_of(web, 8)
    with session.find([url], allow_private=True) as found:
        going = session.add_all(found)
        first = [next(going) for _ in range(3)]
        going.close()
    assert statuses(first) == ["added"] * 3
    assert len(session.library.episodes()) == 3
    (feed,) = session.library.feeds.all()
    assert feed.since is not None
    web.asked.clear()
    with session.find([url], allow_private=True) as found:
        rest = list(session.add_all(found))
    assert statuses(rest) == ["unchanged"] * 3 + ["added"] * 5
    assert not {f"/t/{n}.vtt" for n in (1, 2, 3)} & set(web.asked)


def test_an_episode_of_a_feed_that_was_merged_is_still_followed(
    web: Web, session: Session, add: Add, update: Add, tmp_path: Path
) -> None:
    web.pages["/1.vtt"] = vtt(1)
    web.pages["/feed.xml"] = rss(item(1, ("/1.vtt", "text/vtt")))
    typed = tmp_path / "typed.txt"
    said = "\n\n".join(f"Oda Lind: Sentence {i} of talk 1 is about the tide." for i in range(40))
    typed.write_text(f"{said}\n")
    add(str(typed))
    add(web.url("/feed.xml"))
    session.merge(2, 1)
    assert [one.status for one in update()] == ["unchanged"]
    web.pages["/1.vtt"] = vtt(1, cues=44)
    web.pages["/feed.xml"] = rss(item(1, ("/1.vtt", "text/vtt")), more="<ttl>9</ttl>")
    (changed,) = update()
    assert changed.episode is not None
    assert (changed.status, changed.episode.id) == ("updated", 1)
    assert [feed.episodes for feed in session.library.feeds.all()] == [1]
    session.library.undo()
    session.library.undo()
    assert [episode.id for episode in session.library.episodes()] == [1, 2]
    known = session.library.feeds.fetched(web.url("/1.vtt"))
    assert known is not None
    assert (known.episode, known.gone) == (2, False)

"""For each family of documents: made-up ones come back with every word, once and in order."""

from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats import parse

from .paper import docx, paragraph, pdf
from .support import assert_sound, said

WORD = st.sampled_from("rope salt, sea. why? no! été a 10 o'clock harbour <it> R&D".split())
SPEECH = st.lists(WORD, min_size=1, max_size=12).map(lambda words: ["so", *words])
NAME = st.sampled_from(["Ada", "BEN", "Dr. Cy Dale", "SPEAKER_01"])
TURNS = st.lists(st.tuples(NAME, SPEECH, st.integers(0, 90)), min_size=1, max_size=12)


def merged(turns) -> tuple[list[str], list[list[str]]]:
    """The speakers and words of `turns`, those of one speaker in a row as one."""
    names: list[str] = []
    words: list[list[str]] = []
    for name, speech, *_ in turns:
        if names and names[-1] == name:
            words[-1] = words[-1] + speech
        else:
            names.append(name)
            words.append(speech)
    return names, words


def times(turns) -> list[float]:
    return [float(sum(gap for _, _, gap in turns[:index])) for index in range(len(turns))]


def check(data: bytes, family: str, turns, exact: bool = True) -> None:
    transcript = parse(data)
    names, words = merged(turns)
    assert transcript.format == family
    assert [turn.speaker for turn in transcript.turns] == names
    assert [turn.split() for turn in said(transcript)] == words
    if exact:
        assert [cue.time for cue in transcript.cues] == times(turns)
    assert_sound(transcript)


@given(TURNS)
def test_podcast_html(turns) -> None:
    page = "".join(
        f"<cite>{name}:</cite>\n<time>{int(time) // 60}:{int(time) % 60:02}</time>\n"
        f"<p>{escape(' '.join(words))}</p>\n"
        for (name, words, _), time in zip(turns, times(turns), strict=True)
    )
    check(page.encode(), "podcast-html", turns)


@given(TURNS)
def test_noscribe(turns) -> None:
    page = "<html><body>"
    last = None
    for (name, words, _), time in zip(turns, times(turns), strict=True):
        label = "" if name == last else f"{name}: "
        key = f"S{['Ada', 'BEN', 'Dr. Cy Dale', 'SPEAKER_01'].index(name)}"
        anchor = f"ts_{int(time * 1000)}_{int(time * 1000)}_{key}"
        page += f'<p><a name="{anchor}">{label}{escape(" ".join(words))}</a></p>'
        last = name
    check(page.encode(), "noscribe", turns)


@given(TURNS)
def test_hyperaudio(turns) -> None:
    page = ""
    for (name, words, _), time in zip(turns, times(turns), strict=True):
        start = int(time * 1000)
        page += f'<p><span class="speaker" data-m="{start}" data-d="0">[{name}] </span>'
        page += "".join(f'<span data-m="{start}" data-d="40">{escape(w)} </span>' for w in words)
        page += "</p>"
    transcript = parse(f"<article>{page}</article><p>{'<span data-m=9></span>' * 2}</p>".encode())
    assert transcript.format == "hyperaudio"
    assert transcript.text.split() == [word for _, words, _ in turns for word in words]
    assert len(transcript.cues) == len(transcript.text.split())
    assert {turn.speaker for turn in transcript.turns} == {name for name, _, _ in turns}


@given(TURNS)
def test_tei(turns) -> None:
    whens = "".join(
        f'<when xml:id="T{index}" absolute="{int(time) // 3600}:{int(time) // 60 % 60:02}:'
        f'{int(time) % 60:02}.0"/>'
        for index, time in enumerate(times(turns))
    )
    body = "".join(
        f'<u who="#{name[0]}" synch="#T{index}">{escape(" ".join(words))}</u>'
        for index, (name, words, _) in enumerate(turns)
    )
    people = "".join(
        f'<person xml:id="{name[0]}"><persName>{name}</persName></person>' for name, *_ in turns
    )
    text = f"<text><timeline>{whens}</timeline><body>{body}</body></text>"
    page = f"<TEI><teiHeader>{people}</teiHeader>{text}</TEI>"
    check(page.encode(), "tei", turns)


@given(TURNS)
def test_elan_and_transcriber_and_textgrid(turns) -> None:
    marks = times(turns)
    ends = [*marks[1:], marks[-1] + 1]
    slots, tiers, trs = "", {}, ""
    grid: dict[str, list[str]] = {}
    for index, (name, words, _) in enumerate(turns):
        text = escape(" ".join(words))
        slots += f'<TIME_SLOT TIME_SLOT_ID="a{index}" TIME_VALUE="{int(marks[index] * 1000)}"/>'
        slots += f'<TIME_SLOT TIME_SLOT_ID="b{index}" TIME_VALUE="{int(ends[index] * 1000)}"/>'
        tiers.setdefault(name, []).append(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="n{index}" TIME_SLOT_REF1="a{index}" '
            f'TIME_SLOT_REF2="b{index}"><ANNOTATION_VALUE>{text}</ANNOTATION_VALUE>'
            "</ALIGNABLE_ANNOTATION></ANNOTATION>"
        )
        trs += f'<Turn speaker="{name[0]}" startTime="{marks[index]}" endTime="{ends[index]}">'
        trs += f'<Sync time="{marks[index]}"/>\n{text}\n</Turn>'
        quoted = " ".join(words).replace('"', '""')
        grid.setdefault(name, []).append(f'{marks[index]}\n{ends[index]}\n"{quoted}"')
    if len(set(marks)) == len(marks):
        spans = "".join(
            f'<TIER TIER_ID="{name}">{"".join(notes)}</TIER>' for name, notes in tiers.items()
        )
        eaf = f"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{spans}</ANNOTATION_DOCUMENT>"
        check(eaf.encode(), "elan", turns)
    names = "".join(f'<Speaker id="{name[0]}" name="{name}"/>' for name in tiers)
    page = f"<Trans><Speakers>{names}</Speakers><Section>{trs}</Section></Trans>"
    check(page.encode(), "transcriber", turns)
    if len(set(marks)) == len(marks):
        head = f'"ooTextFile"\n"TextGrid"\n0\n{ends[-1]}\n<exists>\n{len(grid)}\n'
        rows = "".join(
            f'"IntervalTier"\n"{name}"\n0\n{ends[-1]}\n{len(rows)}\n' + "\n".join(rows) + "\n"
            for name, rows in grid.items()
        )
        transcript = parse((head + rows).encode())
        spoken = [word for turn in said(transcript) for word in turn.split()]
        assert sorted(set(spoken)) == sorted({word for _, words, _ in turns for word in words})


@given(TURNS)
def test_hansard_and_akoma_ntoso(turns) -> None:
    bodies = [(name, escape(" ".join(words))) for name, words, _ in turns]
    speeches = "".join(
        f'<speech speakername="{name}"><p>{text}</p></speech>' for name, text in bodies
    )
    check(f"<publicwhip>{speeches}</publicwhip>".encode(), "hansard", turns, exact=False)
    speeches = "".join(
        f'<speech by="#a"><from>{name}:</from><p>{text}</p></speech>' for name, text in bodies
    )
    check(
        f"<akomaNtoso><debate>{speeches}</debate></akomaNtoso>".encode(), "akomantoso", turns, False
    )
    speeches = "".join(
        f'<speech><talk.start><talker><name role="display">{name}</name></talker></talk.start>'
        f"<para>—{text}</para></speech>"
        for name, text in bodies
    )
    check(f"<hansard>{speeches}</hansard>".encode(), "hansard-au", turns, False)


@given(st.lists(st.tuples(st.sampled_from(["CHI", "MOT"]), SPEECH), min_size=1, max_size=9))
def test_chat(turns) -> None:
    plain = [(name, [word.strip("<>.?!,&10") or "so" for word in words]) for name, words in turns]
    lines = "".join(
        f"*{name}:\t{' '.join(words)} . \x15{index}000_{index}900\x15\n"
        for index, (name, words) in enumerate(plain)
    )
    head = "@Begin\n@Participants:\tCHI Target_Child, MOT Mother\n"
    transcript = parse(f"{head}{lines}@End\n".encode())
    spoken = [word.rstrip(".") for turn in said(transcript) for word in turn.split()]
    assert spoken == [word for _, words in plain for word in words]
    assert [cue.time for cue in transcript.cues] == [float(index) for index in range(len(turns))]


LABELLED = st.lists(st.tuples(st.sampled_from(["ADA", "BEN"]), SPEECH), min_size=1, max_size=6)


def doubled(turns) -> list[tuple[str, list[str]]]:
    return [("ADA", ["so"]), ("BEN", ["so"]), *turns, ("ADA", ["so"]), ("BEN", ["so"])]


@settings(max_examples=40)
@given(LABELLED)
def test_word_rtf_and_pages(turns) -> None:
    spoken = doubled(turns)
    lines = [f"{name}: {' '.join(words)}" for name, words in spoken]
    pages = {
        "docx": docx("".join(paragraph(line[:7], line[7:]) for line in lines)),
        "rtf": ("{\\rtf1 " + "\\par ".join(map(_rtf, lines)) + "}").encode(),
        "html": ("<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in lines)).encode(),
    }
    for family, data in pages.items():
        transcript = parse(data)
        assert transcript.format == family
        assert [turn.speaker for turn in transcript.turns] == [name for name, _ in spoken]
        assert [turn.split() for turn in said(transcript)] == [words for _, words in spoken]
        assert_sound(transcript)


def _rtf(line: str) -> str:
    return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in line)


@settings(max_examples=25)
@given(LABELLED, st.integers(2, 9))
def test_pdf(turns, width: int) -> None:
    spoken = [(name, [*words, "z" * at]) for at, (name, words) in enumerate(doubled(turns), 1)]
    lines: list[str] = []
    for name, words in spoken:
        tokens = [f"{name}:", *words]
        lines += [" ".join(tokens[at : at + width]) for at in range(0, len(tokens), width)]
    pages = [["ON LAMPS", *lines[at : at + 8], str(at // 8 + 1)] for at in range(0, len(lines), 8)]
    transcript = parse(pdf(*pages) if len(pages) > 2 else pdf(lines))
    assert transcript.format == "pdf"
    assert transcript.text.split() == [word for _, words in spoken for word in words]
    assert [turn.speaker for turn in transcript.turns] == [name for name, _ in spoken]

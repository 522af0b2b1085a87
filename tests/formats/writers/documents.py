"""Documents: XML, HTML, Word, PDF, and the files of linguists."""

from __future__ import annotations

from html import escape
from itertools import groupby

from ..paper import docx as docx_of
from ..paper import paragraph
from ..paper import pdf as pdf_of
from .talk import MILD, PLAIN, SAME, Line, Talk, clock, stamp, writer


def _labelled(talk: Talk) -> list[str]:
    return [f"{line.speaker}: {line.text}" for line in talk]


@writer("docx", names=SAME)
def docx(talk: Talk) -> bytes:
    return docx_of("".join(paragraph(f"{e.speaker}: ", e.text) for e in talk), title="On Rope")


@writer("pdf", words=MILD.replace("…", ""), names=SAME)
def pdf(talk: Talk) -> bytes:
    return pdf_of(_labelled(talk), title="On Rope")


@writer("rtf", names=SAME)
def rtf(talk: Talk) -> str:
    lines = (
        "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in line) for line in _labelled(talk)
    )
    return "{\\rtf1\\ansi " + "\\par ".join(lines) + "}"


@writer("html", names=SAME)
def page(talk: Talk) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in _labelled(talk))
    menu = "<nav><a href='/'>home</a></nav><script>var so = 1</script>"
    return f"<html><head><title>On Rope</title></head><body>{menu}{lines}</body></html>"


@writer("podcast-html", names=SAME, begins=True)
def podcast(talk: Talk) -> str:
    return "".join(
        f"<cite>{e.speaker}:</cite>\n<time>{clock(e.start // 1000)}</time>\n"
        f"<p>{escape(e.text)}</p>\n"
        for e in talk
    )


@writer("hyperaudio", names=SAME, begins=True)
def hyperaudio(talk: Talk) -> str:
    parts = ""
    for e in talk:
        parts += f'<p><span class="speaker" data-m="{e.start}" data-d="0">[{e.speaker}] </span>'
        parts += "".join(
            f'<span data-m="{start}" data-d="{end - start}">{escape(word)} </span>'
            for word, start, end in e.spread()
        )
        parts += "</p>"
    return f"<article><section>{parts}</section></article>"


@writer("noscribe", names=SAME, begins=True, ends=True)
def noscribe(talk: Talk) -> str:
    parts = ""
    last = ""
    for e in talk:
        label = "" if e.speaker == last else f"{e.speaker}: "
        key = f"S{e.speaker == 'Ben':02}"
        anchor = f"ts_{e.start}_{e.end}_{key}"
        parts += f'<p><a name="{anchor}" >{label}{escape(e.text)}</a></p>'
        last = e.speaker
    return f"<html><body>{parts}</body></html>"


@writer("hansard", names=SAME)
def hansard(talk: Talk) -> str:
    speeches = "".join(
        f'<speech speakername="{e.speaker}"><p>{escape(e.text)}</p></speech>' for e in talk
    )
    return f"<publicwhip>{speeches}</publicwhip>"


@writer("hansard-au", names=SAME)
def hansard_au(talk: Talk) -> str:
    speeches = "".join(
        f'<speech><talk.start><talker><name role="display">{e.speaker}</name></talker>'
        f"<para>—{escape(e.text)}</para></talk.start></speech>"
        for e in talk
    )
    return f"<hansard><debate>{speeches}</debate></hansard>"


@writer("akomantoso", names=SAME)
def akomantoso(talk: Talk) -> str:
    speeches = "".join(
        f'<speech by="#x"><from>{e.speaker}:</from><p>{escape(e.text)}</p></speech>' for e in talk
    )
    return f"<akomaNtoso><debate><debateBody>{speeches}</debateBody></debate></akomaNtoso>"


@writer("congress", names={"Ada": "Ms. MARSH", "Ben": "Mr. DALE"})
def congress(talk: Talk) -> str:
    names = {"Ada": "Ms. MARSH", "Ben": "Mr. DALE"}
    head = "[Congressional Record Volume 151, Number 99 (Wednesday, July 20, 2005)]\n[House]\n\n"
    pages = "[[Page H6197]]\n\n"
    return head + pages.join(f"  {names[e.speaker]}. {e.text}\n" for e in talk)


@writer("tei", names=SAME, begins=True)
def tei(talk: Talk) -> str:
    whens = "".join(
        f'<when xml:id="T{n}" absolute="{stamp(e.start, digits=1)}"/>' for n, e in enumerate(talk)
    )
    people = "".join(
        f'<person xml:id="{name[0]}"><persName>{name}</persName></person>' for name in SAME
    )
    said = "".join(
        f'<u who="#{e.speaker[0]}" synch="#T{n}">{escape(e.text)}</u>' for n, e in enumerate(talk)
    )
    text = f"<text><timeline>{whens}</timeline><body>{said}</body></text>"
    return f"<TEI><teiHeader>{people}</teiHeader>{text}</TEI>"


@writer("ohms", names=SAME)
def ohms(talk: Talk) -> str:
    lines = escape("\n\n".join(_labelled(talk)))
    space = 'xmlns="https://www.weareavp.com/nunncenter/ohms"'
    record = f"<title>On Rope</title><sync></sync><transcript>{lines}</transcript>"
    return f"<ROOT {space}><record>{record}</record></ROOT>"


@writer("ohms/vtt", words=PLAIN, names=SAME, begins=True, ends=True)
def ohms_vtt(talk: Talk) -> str:
    cues = "\n\n".join(
        f"{stamp(e.start)} --> {stamp(e.end)}\n<v {e.speaker}>{e.text}" for e in talk
    )
    space = 'xmlns="https://www.weareavp.com/nunncenter/ohms"'
    transcript = f"<vtt_transcript><![CDATA[WEBVTT\n\n{cues}\n]]></vtt_transcript>"
    return f"<ROOT {space}><record><title>On Rope</title>{transcript}</record></ROOT>"


@writer("transcriber", names=SAME, begins=True)
def transcriber(talk: Talk) -> str:
    people = "".join(f'<Speaker id="{name[0]}" name="{name}"/>' for name in SAME)
    turns = "".join(
        f'<Turn speaker="{e.speaker[0]}" startTime="{e.start / 1000}" endTime="{e.end / 1000}">'
        f'<Sync time="{e.start / 1000}"/>\n{escape(e.text)}\n</Turn>'
        for e in talk
    )
    return (
        f"<Trans><Speakers>{people}</Speakers><Episode><Section>{turns}</Section></Episode></Trans>"
    )


def _by_speaker(talk: Talk) -> dict[str, list[Line]]:
    ordered = sorted(talk, key=lambda line: line.speaker)
    return {name: list(lines) for name, lines in groupby(ordered, key=lambda line: line.speaker)}


@writer("elan", names=SAME, begins=True, ends=True)
def elan(talk: Talk) -> str:
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="a{e.start}" TIME_VALUE="{e.start}"/>'
        f'<TIME_SLOT TIME_SLOT_ID="b{e.start}" TIME_VALUE="{e.end}"/>'
        for e in talk
    )
    tiers = ""
    for name, lines in _by_speaker(talk).items():
        notes = "".join(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="n{e.start}" '
            f'TIME_SLOT_REF1="a{e.start}" TIME_SLOT_REF2="b{e.start}">'
            f"<ANNOTATION_VALUE>{escape(e.text)}</ANNOTATION_VALUE>"
            "</ALIGNABLE_ANNOTATION></ANNOTATION>"
            for e in lines
        )
        tiers += f'<TIER TIER_ID="{name}">{notes}</TIER>'
    return f"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>"


@writer("textgrid", words=MILD, names=SAME, begins=True, ends=True)
def textgrid(talk: Talk) -> str:
    last = talk[-1].end / 1000
    tiers = _by_speaker(talk)
    grid = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\n'
    grid += f"0\n{last}\n<exists>\n{len(tiers)}\n"
    for name, lines in tiers.items():
        grid += f'"IntervalTier"\n"{name}"\n0\n{last}\n{len(lines)}\n'
        grid += "".join(f'{e.start / 1000}\n{e.end / 1000}\n"{e.text}"\n' for e in lines)
    return grid


@writer("chat", words=PLAIN, names=SAME, begins=True, ends=True)
def chat(talk: Talk) -> str:
    head = "@UTF8\n@Begin\n@Participants:\tADA Ada Adult, BEN Ben Adult\n"
    lines = "".join(
        f"*{e.speaker.upper()}:\t{e.text} \x15{e.start}_{e.end}\x15\n%com:\tnot so\n" for e in talk
    )
    return f"{head}{lines}@End\n"


@writer("salt", words=PLAIN, names=SAME, begins=True)
def salt(talk: Talk) -> str:
    lines = "".join(f"- {clock(e.start // 1000)}\n{e.speaker[0]} {e.text}\n" for e in talk)
    return f"$ Ada, Ben\n+ Language: English\n{lines}"

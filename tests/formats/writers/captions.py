"""Captions."""

from __future__ import annotations

from html import escape

from .talk import NOBODY, PLAIN, RICH, SAME, Line, Talk, clock, stamp, wrapped, writer


def _lines(line: Line, gap: str = "\n") -> str:
    return wrapped([escape(word, quote=False) for word in line.words], gap=gap)


@writer("srt", names=SAME, begins=True, ends=True)
def srt(talk: Talk) -> str:
    return "\n".join(
        f"{n}\n{stamp(each.start, ',')} --> {stamp(each.end, ',')}\n[{each.speaker}]: "
        f"{_lines(each)}\n"
        for n, each in enumerate(talk, 1)
    )


@writer("vtt", names=SAME, begins=True, ends=True)
def vtt(talk: Talk) -> str:
    return "WEBVTT\n\nNOTE so far\n\n" + "\n".join(
        f"{stamp(each.start)} --> {stamp(each.end)} align:start\n<v {each.speaker}>{_lines(each)}\n"
        for each in talk
    )


@writer("sbv", names=NOBODY, begins=True, ends=True)
def sbv(talk: Talk) -> str:
    return "\n".join(f"{stamp(each.start)},{stamp(each.end)}\n{_lines(each)}\n" for each in talk)


@writer("sbv/subviewer-2", names=NOBODY, begins=True, ends=True)
def subviewer(talk: Talk) -> str:
    head = "[INFORMATION]\n[TITLE]Rope\n[AUTHOR]\n[END INFORMATION]\n[SUBTITLE]\n[COLF]&HFFFFFF\n"
    return head + "\n".join(
        f"{stamp(each.start, digits=2)},{stamp(each.end, digits=2)}\n{_lines(each, '[br]')}\n"
        for each in talk
    )


@writer("subviewer", names=NOBODY, begins=True)
def subviewer_1(talk: Talk) -> str:
    rows = [f"[{clock(e.start // 1000)}]\n{_lines(e, '|')}\n" for e in talk]
    head = "[TITLE]\nRope\n[AUTHOR]\n\n[DELAY]\n0\n[BEGIN]\n******** START SCRIPT ********"
    return "\n".join([head, *rows, "[end]", "******** END SCRIPT ********"])


@writer("microdvd", names=NOBODY, begins=True, ends=True)
def microdvd(talk: Talk) -> str:
    rows = [f"{{{e.start // 40}}}{{{e.end // 40}}}{_lines(e, '|')}" for e in talk]
    return "\n".join(["{1}{1}25", *rows])


@writer("microdvd/mpl2", names=NOBODY, begins=True)
def mpl2(talk: Talk) -> str:
    return "\n".join(f"[{e.start // 100}][{e.end // 100}]{_lines(e, '|/')}" for e in talk)


@writer("microdvd/dashes", names=NOBODY, begins=True, ends=True)
def dashed(talk: Talk) -> str:
    rows = [f"{{{e.start // 40}}}{{{e.end // 40}}}- {_lines(e, '|')}" for e in talk]
    return "\n".join(["{1}{1}25", *rows])


@writer("lrc", names=NOBODY, begins=True)
def lrc(talk: Talk) -> str:
    rows = [f"[{e.start // 60_000:02}:{e.start // 1000 % 60:02}.00]{_lines(e, ' ')}" for e in talk]
    return "\n".join(["[ti:Made up]", *rows])


@writer("ass", names=SAME, begins=True, ends=True)
def ass(talk: Talk) -> str:
    rows = [
        f"Dialogue: 0,{stamp(e.start, digits=2)},{stamp(e.end, digits=2)},{e.speaker},{e.text}"
        for e in talk
    ]
    return "\n".join(["[Script Info]", "[Events]", "Format: Layer, Start, End, Name, Text", *rows])


@writer("ttml", names=SAME, begins=True, ends=True)
def ttml(talk: Talk) -> str:
    rows = "".join(
        f'<p begin="{e.start}ms" end="{stamp(e.end)}" ttm:agent="{e.speaker}">'
        f"{_lines(e, '<br/>')}</p>"
        for e in talk
    )
    return (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata">'
        f"<body><div>{rows}</div></body></tt>"
    )


@writer("sami", names=NOBODY, begins=True, ends=True)
def sami(talk: Talk) -> str:
    rows = "".join(
        f"<SYNC Start={e.start}><P Class=ENCC>{_lines(e, '<br>')}\n"
        f"<SYNC Start={e.end}><P Class=ENCC>&nbsp;\n"
        for e in talk
    )
    return f"<SAMI><BODY>{rows}</BODY></SAMI>"


def _odd(code: int) -> str:
    """A byte of CEA-608 in hexadecimal, with the parity bit that makes its ones odd in number."""
    return f"{code | (0 if code.bit_count() % 2 else 0x80):02x}"


def _scc_pairs(words: str) -> list[str]:
    codes = [ord(letter) for letter in words] + [0] * (len(words) % 2)
    return [_odd(one) + _odd(two) for one, two in zip(codes[::2], codes[1::2], strict=True)]


def _scc_time(frames: int) -> str:
    return f"{clock(frames // 30)};{frames % 30:02}"


@writer("scc", words=PLAIN, names=NOBODY, begins=True, ends=True, slack=0.04)
def scc(talk: Talk) -> str:
    """Pop-on captions: each is sent unseen, a pair a frame, up to the one that shows it."""
    rows = ["Scenarist_SCC V1.0"]
    for each in talk:
        load = ["9420", "9420", "9470", "9470", *_scc_pairs(each.text)]
        begun = _scc_time(each.start * 30 // 1000 - len(load))
        ended = _scc_time(each.end * 30 // 1000)
        rows += [f"{begun}\t{' '.join(load)} 942f 942f", f"{ended}\t942c 942c"]
    return "\n\n".join(rows)


_ACCENTED = {"é": b"\xc2e", "…": b"...", "’": b"\xb9"}


def _ebu_time(ms: int) -> bytes:
    seconds = ms // 1000
    return bytes([seconds // 3600, seconds // 60 % 60, seconds % 60, ms % 1000 // 40])


@writer("ebu-stl", words=RICH.replace("it…", "it"), names=NOBODY, begins=True, ends=True)
def ebu_stl(talk: Talk) -> bytes:
    """Subtitles of as many blocks as each needs, by a clock that begins at ten."""
    ten = 36_000_000
    head = bytearray(b" " * 1024)
    head[:16] = b"850STL25.0110009"
    head[16:27] = b"Made up one"
    head[256:264] = b"10000000"
    blocks = []
    for number, each in enumerate(talk):
        rows = wrapped(each.words, 4).split("\n")
        text = b"\x8a".join(
            b"".join(_ACCENTED.get(letter) or letter.encode("ascii") for letter in row)
            for row in rows
        )
        parts = [text[at : at + 112] for at in range(0, len(text), 112)]
        for index, part in enumerate(parts):
            extension = 0xFF if index + 1 == len(parts) else index
            times = _ebu_time(ten + each.start) + _ebu_time(ten + each.end)
            lead = bytes([0, number % 256, number // 256, extension, 0]) + times
            blocks.append(lead + b"\x14\x02\x00" + part.ljust(112, b"\x8f"))
    return bytes(head) + b"".join(blocks)


@writer("whisper", names=NOBODY, begins=True, ends=True)
def whisper(talk: Talk) -> str:
    return "\n".join(f"[{stamp(e.start)} --> {stamp(e.end)}]   {e.text}" for e in talk)


@writer("dashes", words=PLAIN, names=NOBODY)
def dashes(talk: Talk) -> str:
    return "\n\n".join(f"- {wrapped(each.words, 2, chr(10) * 2)}" for each in talk)


@writer("chevrons", names=NOBODY)
def chevrons(talk: Talk) -> str:
    return "\n".join(f">> {_lines(each)}" for each in talk)


@writer("youtube-srv1", names=NOBODY, begins=True, ends=True)
def srv1(talk: Talk) -> str:
    rows = "".join(
        f'<text start="{e.start / 1000}" dur="{(e.end - e.start) / 1000}">'
        f"{escape(_lines(e), quote=False)}</text>"
        for e in talk
    )
    return f"<transcript>{rows}</transcript>"

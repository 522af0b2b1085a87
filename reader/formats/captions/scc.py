"""Scenarist closed captions: CEA-608 byte pairs in hexadecimal, after a time code with frames.

`00:00:01:15\\t9420 9420 94ae …`. A time code with `;` before the frames drops frames and keeps
pace with the clock; one with `:` counts 30 frames of 1001/30000 s and falls behind it. Pop-on
captions are built unseen and shown at once, roll-up and paint-on ones as they come.
Source: ANSI/CTA-608-E, as 47 CFR 15.119 prints its tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader.formats.captions.flowing import Said, flow
from reader.formats.captions.voices import voiced
from reader.formats.page import Format, Page
from reader.transcript import Transcript

_LINE = re.compile(r"([0-9]{1,4}):([0-9]{2}):([0-9]{2})([:;.,])([0-9]{2})\s{1,20}(\S.*)")
_PAIR = re.compile(r"[0-9a-fA-F]{4}")
_FRAME = 1001 / 30000

_BASIC = {**{code: chr(code) for code in range(0x20, 0x7F)}} | dict(
    zip(b"\x2a\x5c\x5e\x5f\x60\x7b\x7c\x7d\x7e\x7f", "áéíóúç÷Ññ█", strict=True)
)
_SPECIAL = "®°½¿™¢£♪à èâêîôû"
_EXTENDED = {
    0x12: "ÁÉÓÚÜü‘¡*’—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»",
    0x13: "ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤¦ÅåØø┌┐└┘",
}
_POP, _ROLL, _PAINT = range(3)
_MODES = {0x20: _POP, 0x25: _ROLL, 0x26: _ROLL, 0x27: _ROLL, 0x29: _PAINT}
_BACKSPACE, _ERASE, _RETURN, _FORGET, _SHOW = 0x21, 0x2C, 0x2D, 0x2E, 0x2F


@dataclass
class _Decoder:
    """The state of a caption decoder: what it shows since when, and what it builds unseen."""

    cues: list[Said] = field(default_factory=list)
    mode: int = _POP
    channel: int | None = None
    heard: bool = True
    last: tuple[int, int] = (0, 0)
    shown: list[str] = field(default_factory=list)
    since: float = 0.0
    unseen: list[str] = field(default_factory=list)

    def take(self, one: int, two: int, time: float) -> None:
        """One pair of bytes at `time` seconds; a control code sent twice counts once."""
        if not 0x10 <= one <= 0x1F:
            self.last = (0, 0)
            if self.heard:
                self._write("".join(_BASIC.get(code, "") for code in (one, two)), time)
            return
        if (one, two) == self.last:
            self.last = (0, 0)
            return
        self.last = (one, two)
        channel = one & 8
        self.channel = channel if self.channel is None else self.channel
        self.heard = channel == self.channel
        if self.heard:
            self._control(one & 0xF7, two, time)

    def _control(self, one: int, two: int, time: float) -> None:
        if two >= 0x40:
            if self.mode != _ROLL:
                self._write("\n", time)
        elif one == 0x11:
            self._write(" " if two < 0x30 else _SPECIAL[two - 0x30], time)
        elif one in _EXTENDED:
            self._text()[-1:] = []
            self._write(_EXTENDED[one][two - 0x20], time)
        elif one in (0x14, 0x15):
            self._command(two, time)
        elif one == 0x17:
            self._write(" ", time)

    def _command(self, code: int, time: float) -> None:
        if code in _MODES:
            if self.mode != _MODES[code] or code == 0x29:
                self.emit(time)
            self.mode = _MODES[code]
        elif code == _BACKSPACE:
            self._text()[-1:] = []
        elif code == _FORGET:
            self.unseen = []
        elif code == _SHOW:
            self.emit(time)
            self.shown, self.unseen, self.since = self.unseen, [], time
        elif code in (_ERASE, _RETURN):
            self.emit(time)

    def _text(self) -> list[str]:
        return self.unseen if self.mode == _POP else self.shown

    def _write(self, characters: str, time: float) -> None:
        text = self._text()
        if not text:
            characters = characters.lstrip()
            if self.mode != _POP:
                self.since = time
        text.extend(characters)

    def emit(self, time: float) -> None:
        """Let what is shown have been said by `time`."""
        self.cues.append(Said(self.since, time, None, "".join(self.shown)))
        self.shown = []


def _score(page: Page) -> float:
    """Certain by the first line."""
    return 1.0 if page.text.lstrip()[:13] == "Scenarist_SCC" else 0.0


def _parse(page: Page) -> Transcript:
    decoder = _Decoder()
    time = 0.0
    for line in page.lines:
        match = _LINE.match(line)
        if not match:
            continue
        hours, minutes, seconds, mark, frames = match.groups()[:5]
        whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
        start = (whole * 30 + int(frames)) * _FRAME if mark == ":" else whole + int(frames) * _FRAME
        for index, pair in enumerate(_PAIR.findall(match.group(6))):
            time = round(start + index * _FRAME, 3)
            decoder.take(int(pair[:2], 16) & 0x7F, int(pair[2:], 16) & 0x7F, time)
    decoder.emit(time)
    said, roles = voiced(decoder.cues)
    return flow(said, roles)


FORMAT = Format(
    name="scc",
    title="Scenarist closed captions (SCC)",
    example="Scenarist_SCC V1.0\n\n00:00:01:00\t9420 9420 94d0 94d0 cd75 75ae 942f 942f\n",
    score=_score,
    parse=_parse,
)

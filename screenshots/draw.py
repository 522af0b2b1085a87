"""Draw the pictures of this folder from the real program on the sample library.

    python screenshots/draw.py [FOLDER]

Each picture is the terminal after some keys were pressed, as SVG, and as PNG where a program is
found that makes it: Chromium, rsvg-convert or Inkscape. The library is made anew in a temporary
folder, so the pictures change only when the program does.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from filled import NAMES, SEARCHING, filled

from reader.tui.app import ReaderApp


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the episode that is open, the size in cells, and the keys pressed in turn.

    A key that is a number with a point is a pause of so many seconds; `=words` types them.
    """

    name: str
    title: str
    size: tuple[int, int]
    keys: Sequence[str]
    theme: str = "textual-dark"


LIGHT = "textual-light"

PICTURES = (
    Picture("reading", SEARCHING, (150, 40), (*"]]]]]jj",)),
    Picture("light", SEARCHING, (150, 40), (*"]]]]]jj",), theme=LIGHT),
    Picture(
        "timeline", SEARCHING, (120, 30), ("0", *"]]]]]]]]", "5", "f", "=word", "enter", "0.3")
    ),
    Picture("two-pages", SEARCHING, (150, 36), ("0", *"]]]]]]", "\\", "0.5", "=))))", "0.3")),
    Picture("search", SEARCHING, (140, 36), ("/", "=margin OR name", "1.5")),
    Picture("search-light", SEARCHING, (120, 32), ("/", '="the words stay"', "1.5"), theme=LIGHT),
    Picture("selecting", SEARCHING, (110, 28), ("0", "=]]]]]]))v)", "0.2")),
    Picture("citing", SEARCHING, (120, 30), ("=]]]]]]))", "enter", "c", "0.3", *"jjjjj", "0.3")),
    Picture("notebook", SEARCHING, (140, 38), ("B", "0.8", "s", "s", "0.3", "home", *"jjj", "0.3")),
    Picture(
        "concordance", SEARCHING, (140, 32), ("K", "0.3", "=words", "enter", "1.0", "s", "0.5")
    ),
    Picture(
        "trends", SEARCHING, (110, 26), ("T", "0.3", "=words", "enter", "1.0", "s", "s", "0.5")
    ),
    Picture("keys", SEARCHING, (110, 30), ("f3", "0.3", *"jjj", "0.2")),
    Picture("narrow", NAMES, (80, 24), ("]", "]", "]", "2", "0.3")),
)


async def draw(picture: Picture, folder: Path) -> Path:
    """Draw one picture into `folder` as SVG."""
    with tempfile.TemporaryDirectory() as home:
        session = filled(Path(home), picture.theme)
        episode = session.library.find(picture.title)
        app = ReaderApp(session, open_episode=episode.id)
        async with app.run_test(size=picture.size) as pilot:
            await pilot.pause(0.3)
            for key in picture.keys:
                if re.fullmatch(r"\d+\.\d+", key):
                    await pilot.pause(float(key))
                elif key.startswith("="):
                    await pilot.press(*("space" if c == " " else c for c in key[1:]))
                else:
                    await pilot.press(key)
            await pilot.pause(0.4)
            svg = app.export_screenshot(title=app.title, simplify=True)
    target = folder / f"{picture.name}.svg"
    target.write_text(svg, encoding="utf-8")
    return target


def painter() -> list[str] | None:
    """The command that makes a PNG; `{svg}`, `{png}`, `{wide}`, `{high}` stand for what to make."""
    for browser in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(browser):
            quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            size = "--window-size={wide},{high}"
            return [browser, *quiet, size, "--screenshot={png}", "file://{svg}"]
    if shutil.which("rsvg-convert"):
        return ["rsvg-convert", "-o", "{png}", "{svg}"]
    if shutil.which("inkscape"):
        return ["inkscape", "{svg}", "--export-filename={png}"]
    return None


def paint(svg: Path, command: Sequence[str]) -> Path:
    """Make a PNG of `svg` beside it. The fonts are those of this machine: none is fetched."""
    png = svg.with_suffix(".png")
    text = re.sub(r'url\("https[^)]*\)', 'local("monospace")', svg.read_text(encoding="utf-8"))
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    wide, high = (int(float(side)) + 1 for side in box.groups()) if box else (1280, 800)
    with tempfile.TemporaryDirectory() as home:
        local = Path(home) / svg.name
        local.write_text(text, encoding="utf-8")
        given = {"svg": local, "png": png.resolve(), "wide": wide, "high": high}
        done = [part.format(**given) for part in command]
        if done[0].startswith(("chrom", "google")):
            done[1:1] = [f"--user-data-dir={home}/browser"]
        subprocess.run(done, check=True, capture_output=True, timeout=120)
    return png


def main() -> None:
    """Draw all the pictures, or say in one line what is missing."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    os.environ.pop("NO_COLOR", None)
    command = painter()
    for picture in PICTURES:
        svg = asyncio.run(draw(picture, folder))
        print(paint(svg, command) if command else svg)
    if command is None:
        print("No PNG: install chromium, rsvg-convert or inkscape for those", file=sys.stderr)


if __name__ == "__main__":
    main()

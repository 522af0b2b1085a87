"""A page in a headless Chromium, driven by its DevTools protocol, and the terminal it shows.

https://chromedevtools.github.io/devtools-protocol/: what the page gets over its socket is fed to a
terminal of our own, whose lines are what is on the screen.
"""

from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pyte
from aiohttp import ClientSession, ClientWebSocketResponse

PROGRAM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "chrome"])), None)

PATIENCE = 60.0

_KEYS = {"Enter": "\r", "Escape": "\x1b"}
_CODES = {"Enter": 13, "Escape": 27}


class Page:
    """One page: its keys, its terminal, and what it asked for."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket, self._ids = socket, count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._screen = pyte.Screen(200, 60)
        self._stream = pyte.ByteStream(self._screen)
        self.asked: list[str] = []

    async def listen(self) -> None:
        """Take in what the browser tells."""
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told.get("result", {}))
            elif told["method"] == "Network.webSocketFrameReceived":
                frame = told["params"]["response"]
                if frame["opcode"] == 2:
                    self._stream.feed(base64.b64decode(frame["payloadData"]))
            elif told["method"] == "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])

    async def do(self, method: str, **values: object) -> dict[str, Any]:
        """Have the browser do something."""
        number = next(self._ids)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": values})
        return await asyncio.wait_for(answer, PATIENCE)

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            text = _KEYS.get(key, key)
            code = _CODES.get(key, ord(key.upper()) if len(key) == 1 else 0)
            known = {"key": key, "windowsVirtualKeyCode": code}
            await self.do("Input.dispatchKeyEvent", type="keyDown", text=text, **known)
            await self.do("Input.dispatchKeyEvent", type="keyUp", **known)

    async def picture(self, file: Path) -> None:
        """Keep what the page looks like as a PNG."""
        answer = await self.do("Page.captureScreenshot")
        file.write_bytes(base64.b64decode(answer["data"]))

    async def shows(self, words: str) -> None:
        """Wait until `words` stand on the screen; fail where they never do."""
        try:
            async with asyncio.timeout(PATIENCE):
                while words not in "\n".join(self._screen.display):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError("\n".join(self._screen.display)) from None


@asynccontextmanager
async def opened(address: str, folder: Path) -> AsyncIterator[Page]:
    """A page on `address`, in a browser whose files are in `folder`."""
    assert PROGRAM is not None
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    options += ["--remote-debugging-port=0", f"--user-data-dir={folder}", "--window-size=1200,760"]
    browser = subprocess.Popen(
        [PROGRAM, *options, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        known = folder / "DevToolsActivePort"
        async with asyncio.timeout(PATIENCE):
            while not known.exists() or not known.read_text().endswith("\n"):
                if known.exists() and len(known.read_text().splitlines()) == 2:
                    break
                await asyncio.sleep(0.05)
        port = known.read_text().split()[0]
        async with ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = await answer.json(content_type=None)
            socket = next(each for each in pages if each["type"] == "page")["webSocketDebuggerUrl"]
            async with session.ws_connect(socket, max_msg_size=0) as connected:
                page = Page(connected)
                listening = asyncio.create_task(page.listen())
                await page.do("Network.enable")
                await page.do("Page.enable")
                await page.do("Emulation.setFocusEmulationEnabled", enabled=True)
                await page.do("Page.navigate", url=address)
                yield page
                await page.do("Browser.close")
                listening.cancel()
    finally:
        browser.terminate()
        browser.wait()

"""The server: textual-serve, for one address with a token, on 127.0.0.1 alone.

Whoever does not know the token is told that nothing is there. A page of another site cannot ask
either, not even under a name that it has let lead to 127.0.0.1 (DNS rebinding): the `Host` of each
request, and the `Origin` where there is one, must be this server.
"""

from __future__ import annotations

import secrets
import shlex
import socket
from collections.abc import Awaitable, Callable
from hmac import compare_digest

from aiohttp import web
from aiohttp.typedefs import Middleware
from textual_serve.server import Server

from reader.errors import ReaderError

HOST = "127.0.0.1"

_ENDING_SECONDS = 2.0

_FONTS = """<link
      rel="stylesheet"
      href="https://fonts.googleapis.com/css?family=Roboto%20Mono"
    />"""
_OWN_FONTS = """<style>@font-face {{ font-family: "Roboto Mono";
      src: url("{static}fonts/RobotoMono-VariableFont_wght.ttf"); font-weight: 100 700; }}
      @font-face {{ font-family: "Roboto Mono"; font-style: italic;
      src: url("{static}fonts/RobotoMono-Italic-VariableFont_wght.ttf"); font-weight: 100 700; }}
    </style>"""

_FOCUS = """<script>
      (function wait() {
        const keys = document.querySelector(".xterm-helper-textarea");
        if (keys) keys.focus(); else setTimeout(wait, 50);
      })();
    </script>
  </body>"""
"""Keys go to the terminal from the start, without a click on it."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def run(command: list[str], port: int, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it; see `reader.serving.serve`."""
    try:
        listening = socket.create_server((HOST, port))
    except (OSError, OverflowError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise ReaderError(f"the port {port} cannot be had: {reason}", hint="--port 0") from error
    server = Served(command, listening.getsockname()[1])
    ready(server.address)
    web.run_app(
        server.application(),
        sock=listening,
        print=None,
        access_log=None,
        shutdown_timeout=_ENDING_SECONDS,
    )


class Served(Server):
    """textual-serve under a path that is a token."""

    def __init__(self, command: list[str], port: int) -> None:
        # The shell that textual-serve starts gives way to the program, which then has the server
        # itself above it.
        super().__init__(f"exec {shlex.join(command)}", host=HOST, port=port, title="reader")
        self.token = secrets.token_urlsafe(24)

    @property
    def address(self) -> str:
        """Where the interface is."""
        return f"{self.public_url}/{self.token}/"

    async def application(self) -> web.Application:
        """What answers requests."""
        outer = web.Application(middlewares=[self._guarded()])
        outer.add_subapp(f"/{self.token}", await self._make_app())
        outer.on_response_prepare.append(self._secured)
        return outer

    async def on_startup(self, app: web.Application) -> None:
        """Nothing is printed but the address."""

    def _guarded(self) -> Middleware:
        own = {f"{HOST}:{self.port}", f"localhost:{self.port}"}

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            """Answer only whoever knows the token and asks this server for it."""
            token = request.path.partition("/")[2].partition("/")[0]
            known = compare_digest(token.encode(), self.token.encode())
            origin = request.headers.get("Origin")
            asked = request.headers.get("Host", "") in own
            from_here = origin is None or origin in {f"http://{host}" for host in own}
            draws = request.path == f"/{self.token}/ws" and origin is None
            if not (known and asked and from_here) or draws:
                raise web.HTTPNotFound
            return await handler(request)

        return guarded

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page of the terminal, which has the keys, with fonts from here."""
        page: web.Response = await super().handle_index(request)  # type: ignore[assignment]
        static = f"/{self.token}/static/"
        text = (page.text or "").replace(_FONTS, _OWN_FONTS.format(static=static))
        text = text.replace("</body>", _FOCUS)
        page.text = text.replace(f"//{HOST}:{self.port}/", f"//{request.host}/")
        return page

    async def _secured(self, request: web.Request, response: web.StreamResponse) -> None:
        """Let the page load nothing from elsewhere, be in no other page, and tell of no address."""
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self' 'unsafe-inline'; "
            "style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; "
            f"connect-src 'self' ws://{request.host}; frame-ancestors 'none'; base-uri 'none'; "
            "form-action 'none'"
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"

"""The command that shows the interface in a browser: serve."""

from __future__ import annotations

import sys

import click

from reader.cli.base import State, examples, with_state
from reader.cli.output import say


@click.command(epilog=examples("reader serve", "reader serve --open", "reader serve --port 8100"))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Else one that is free.")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
@with_state
def serve(state: State, port: int, opens: bool) -> None:
    """Show the interface in a browser on this machine.

    The address that is printed is secret: who knows it reads and writes as you do. It is heard on
    127.0.0.1 only, and changes each time. Ctrl+C ends it, and all that is open in a browser.
    """
    from reader.serving import serve as show

    paths = state.session_or_new.paths
    state.session_or_new.library.close()

    def ready(address: str) -> None:
        say(f"reader is at {address} (Ctrl+C ends it)")
        sys.stdout.flush()
        if opens:
            click.launch(address)

    places = ["--library", str(paths.library.absolute()), "--config", str(paths.config.absolute())]
    show([sys.executable, "-m", "reader", *places], port, ready)

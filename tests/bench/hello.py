"""The smallest Textual application that shows a word: the floor to measure against."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Shows one line."""

    def compose(self) -> ComposeResult:
        yield Static("Hello there, world")


if __name__ == "__main__":
    Hello().run()

"""What the commands share: the group they belong to, its errors, its state and its options."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reader.cli.output import PLAIN, complain
from reader.errors import LibraryError, QueryError, ReaderError

if TYPE_CHECKING:
    from reader.session import Session
    from reader.settings.config import Paths, Settings

INTERRUPTED = 128 + signal.SIGINT
CUT_OFF = 141
"""What a shell reports of a program whose reader went away: 128 + SIGPIPE."""

_OF_ALL = ("--library", "--config", "--plain")
"""The options that stand before any command."""

F = TypeVar("F", bound=Callable[..., Any])


class Misuse(click.ClickException):
    """Wrong usage whose message says all there is to say."""

    exit_code = 2


class State:
    """The folders of this run, and the library in them, opened when first asked for."""

    def __init__(self, library: str | None, config: str | None, *, plain: bool = False) -> None:
        self.library, self.config, self.plain = library, config, plain

    @cached_property
    def paths(self) -> Paths:
        """The folders of the library and the settings."""
        from reader.settings import config

        return config.paths(self.library, self.config)

    @cached_property
    def settings(self) -> Settings:
        """The user's settings. Each mistake in them is told in a line, and the default holds."""
        from reader import settings

        chosen, mistakes = settings.read(self.paths)
        for mistake in mistakes:
            complain(f"warning: {mistake}")
        return replace(chosen, plain=True) if self.plain else chosen

    @cached_property
    def session(self) -> Session:
        """The open library. Raises `LibraryError`, also where the one that was named is none."""
        named = self.library or os.environ.get("READER_LIBRARY")
        if named and not has_library(self.paths):
            raise LibraryError(
                "there is no library",
                where=str(self.paths.library),
                hint="`reader add` makes one; is the folder right?",
            )
        return self.session_or_new

    @cached_property
    def session_or_new(self) -> Session:
        """The open library, made if there is none. Raises `LibraryError`."""
        from reader.session import Session

        return Session(self.paths, self.settings)


def has_library(paths: Paths) -> bool:
    """Whether there is a library in its folder, as far as one may look."""
    from reader.library.library import FILE

    try:
        (paths.library / FILE).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


with_state = click.make_pass_decorator(State)


class Reader(click.Group):
    """A group whose first argument may be a file instead of a command.

    Every error is one line on standard error: exit 2 for wrong usage, else 1. A command's module
    is imported when the command is wanted: `places` says where each is, as `module:name`, and
    `headings` what stands in the help before a command and those that follow it.
    """

    places: Mapping[str, str] = MappingProxyType({})
    headings: Mapping[str, str] = MappingProxyType({})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of `places`."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now if it was not yet."""
        if cmd_name not in self.commands and cmd_name in self.places:
            module, _, name = self.places[cmd_name].partition(":")
            self.add_command(getattr(import_module(module), name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their headings, each with its first sentence."""
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        longest = max(len(name) for name, _ in named)
        sections: dict[str, list[tuple[str, str]]] = {}
        heading = "Commands"
        for name, command in named:
            heading = self.headings.get(name, heading)
            if command is not None and not command.hidden:
                said = command.get_short_help_str(formatter.width - 6 - longest)
                sections.setdefault(heading, []).append((name.ljust(longest), said))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begins with; `open` where it is none."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            return "open", self.get_command(ctx, "open"), args
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """The commands that begin with what is typed, or else the files."""
        from click.shell_completion import CompletionItem

        found = super().shell_complete(ctx, incomplete)
        return found or [CompletionItem(incomplete, type="file")]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. A reader of its output that goes away ends it without a word."""
        try:
            value = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
            return value
        except BrokenPipeError:
            _discard_output()
            ctx.exit(CUT_OFF)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run and exit, as a program; with `standalone_mode` off, raise and return instead."""

        def run() -> Any:
            name = prog_name or "reader"
            return super(Reader, self).main(
                args, name, complete_var, standalone_mode=False, **extra
            )

        return sys.exit(_guarded(run)) if standalone_mode else run()


def _guarded(run: Callable[[], Any]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=PLAIN)
    try:
        code = run()
        return code if isinstance(code, int) else 0
    except click.Abort:
        return INTERRUPTED
    except click.UsageError as error:
        context = f" (see `{error.ctx.command_path} --help`)" if error.ctx else ""
        if isinstance(error, click.NoSuchOption) and error.option_name in _OF_ALL:
            context = f" here (it goes before the command: `reader {error.option_name} …`)"
        complain(error.format_message().rstrip(".") + context)
        return 2
    except click.ClickException as error:
        complain(error.format_message())
        return error.exit_code
    except ReaderError as error:
        complain(error)
        return 2 if isinstance(error, QueryError) else 1
    except Exception as error:
        if os.environ.get("READER_DEBUG"):
            raise
        complain(_explained(error))
        return 1


def _explained(error: Exception) -> str:
    """One line about an error that nothing foresaw."""
    if type(error).__module__ == "sqlite3":
        return f"the library cannot be used: {error} (`reader doctor` examines it)"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'system'}: {error.strerror.lower()}"
    return f"unexpected: {type(error).__name__}: {error} (set READER_DEBUG=1 for the traceback)"


def _discard_output() -> None:
    """Send what is still buffered nowhere, so that closing the stream does not fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


# -- options -----------------------------------------------------------------------------------


def examples(*lines: str) -> str:
    """The end of a command's help: its examples, one a line."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")

private_option = click.option(
    "--allow-private", is_flag=True, help="Fetch from private and local addresses too."
)


class Words(click.ParamType[str]):
    """A text of the user's, made harmless; line breaks and runs of spaces become one space."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text. Fails when nothing is left of it."""
        from reader.formats.clean import clean

        return " ".join(clean(value).split()) or self.fail("it is empty", param, ctx)


class Prose(Words):
    """A text of the user's, made harmless, with its lines."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text."""
        from reader.formats.clean import clean

        return clean(value)


class Clock(click.ParamType[float]):
    """A time as people write it, in seconds: `1:02:03`, `62:03`, `3723`."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The seconds. Fails when it is not a time."""
        from reader.clock import parse_clock

        if isinstance(value, float):
            return value
        try:
            return parse_clock(value)
        except ReaderError as error:
            self.fail(str(error), param, ctx)


class Length(Clock):
    """How long something lasts, in seconds; more than nothing."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The seconds. Fails when there are none."""
        return super().convert(value, param, ctx) or self.fail("it is nothing", param, ctx)


class Date(click.ParamType[str]):
    """A date: `2022-10-27`, or only `2022-10` or `2022`, or in words, `27 Oct 2022`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The date in ISO 8601. Fails when there is no such day."""
        from reader.formats.dates import iso_date

        return iso_date(str(value)) or self.fail(
            f"“{value}” is not a date (write it as 2022-10-27, 2022-10 or 2022)"
        )


class Among(click.ParamType[str]):
    """One of some names that are only looked up when they are needed."""

    def __init__(self, name: str, names: Callable[[], Sequence[str]]) -> None:
        self.name = name
        self._names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name. Fails when it is none of them."""
        names = self._names()
        if value not in names:
            self.fail(f"there is no {self.name} “{value}”: {', '.join(names)}", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Any]:
        """The names that begin with what is typed."""
        return _items(name for name in self._names() if name.startswith(incomplete))


class Colour(click.ParamType[str]):
    """A colour of highlights, by its own name or the one that the user gave it."""

    name = "colour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The colour. Fails where it is none."""
        from reader.settings.colouring import colour_meant

        try:
            return colour_meant(str(value), asking(ctx).settings)
        except ReaderError as error:
            self.fail(str(error), param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Any]:
        """The colours that begin with what is typed, by the user's names."""
        from reader.settings.colouring import listed

        return _items(name for name in listed(asking(ctx).settings) if name.startswith(incomplete))


class Tag(Words):
    """A tag; in a shell those of the library are offered."""

    name = "tag"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Any]:
        """The tags of the library that begin with what is typed, or of which a level does."""
        from reader.annotate.tags import complete

        state = asking(ctx)
        if not has_library(state.paths):
            return []
        known = state.session.library.noted.tags()
        whole = [tag for tag in known if tag == incomplete]
        return _items([*whole, *complete(incomplete, known)])


def asking(context: click.Context | None) -> State:
    """The state of the command that asks; while a shell completes, that of the options typed."""
    if context is None:
        return State(None, None)
    state = context.find_object(State)
    given = context.find_root().params
    return state or State(given.get("library"), given.get("config"))


def _items(names: Iterable[str]) -> list[Any]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in names]


def _styles() -> Sequence[str]:
    from reader.cite import STYLES

    return STYLES


def _kinds() -> Sequence[str]:
    from reader.cite import KINDS

    return list(KINDS)


def _formats() -> Sequence[str]:
    from reader.formats import FORMATS

    return [family.name for family in FORMATS]


WORDS, PROSE, CLOCK, LENGTH, DATE = Words(), Prose(), Clock(), Length(), Date()
COLOUR, TAG = Colour(), Tag()
STYLE = Among("style", _styles)
KIND = Among("kind", _kinds)
FORMAT = Among("format", _formats)


class OrNothing(click.ParamType[Any]):
    """A value of another type, or an empty text, which stays one."""

    def __init__(self, kind: click.ParamType[Any]) -> None:
        self._kind = kind
        self.name = kind.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value, or nothing. Fails where the other type does."""
        blank = isinstance(value, str) and not value.strip()
        return "" if blank else self._kind.convert(value, param, ctx)


def facts(command: Any, *, clearing: bool = False) -> Any:
    """Gives a command the options for what a user may state of an episode, as of `Meta`.

    With `clearing` all but the title may be empty.
    """

    def fact(name: str, kind: click.ParamType[Any], help: str, *, many: str = "") -> Any:
        names = (f"--{name}", many) if many else (f"--{name}",)
        some = OrNothing(kind) if clearing and name != "title" else kind
        return click.option(*names, type=some, multiple=bool(many), help=help)

    count = click.IntRange(0, 10**9)
    options = (
        fact("title", WORDS, "The title, in place of the one found."),
        fact("show", WORDS, "The show, series or collection."),
        fact("number", count, "The number of the episode."),
        fact("season", count, "The number of its season."),
        fact("kind", KIND, "podcast, interview, lecture, video, hearing or oral-history."),
        fact("date", DATE, "The day, 2022-10-27, or the month or year."),
        fact("url", WORDS, "The address of its page."),
        fact("media", WORDS, "The address or file of the recording."),
        fact("host", WORDS, "A host (may be repeated).", many="hosts"),
        fact("guest", WORDS, "A guest (the same).", many="guests"),
        fact("duration", LENGTH, "The length, 1:02:03; times are estimated by it."),
    )
    for option in reversed(options):
        command = option(command)
    return command

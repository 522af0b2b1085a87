"""Running the command line, within the process and as a program, and what it reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from reader.cli import main

FILES = {
    "knots": """\
Oda Lind: Welcome back to the boathouse, where we talk about knots that nobody needs any more.
Pell Arrow: Somebody needs them. I, um, needed one on Tuesday when the the door came off the hinge.
Oda Lind: Then we begin with the one you used. Tell us what it is called, and where you learned it.
Pell Arrow: My aunt called it the second thought. I have never, you know, found it in a book.
Unknown: We can hear the gulls today.
""",
    "tide": "\n".join(
        f"[00:{n // 6:02}:{n % 6 * 10:02}.000 --> 00:{n // 6:02}:{n % 6 * 10 + 9:02}.500]   "
        f"Sentence number {n} is about the tide and the harbour wall."
        for n in range(60)
    ),
}


@dataclass(frozen=True)
class Ran:
    """What a run of the command line left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The one line on standard error."""
        (line,) = self.err.splitlines()
        return line


class Cli:
    """The command line on the library in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.options = ["--library", str(folder / "library"), "--config", str(folder / "config")]

    def __call__(self, *args: str, input: str | bytes | None = None, **env: str) -> Ran:
        """Run within this process."""
        result = CliRunner().invoke(main, [*self.options, *args], input=input, env=env)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    def program(self, *args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
        """Run as a program, without a terminal."""
        return subprocess.run(
            self.command(*args), capture_output=True, stdin=subprocess.DEVNULL, env=self.env(**env)
        )

    def command(self, *args: str) -> list[str]:
        """The program and its arguments."""
        return [sys.executable, "-m", "reader", *self.options, *args]

    def env(self, **env: str) -> dict[str, str]:
        """The environment of a program, with `env` over it."""
        return {**os.environ, "HOME": str(self.folder), **env}

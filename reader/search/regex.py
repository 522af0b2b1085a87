"""Regular expressions over passages, with bounds that hold whatever the pattern."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import Any

from reader.errors import QueryError

LONGEST_PATTERN = 1_000
SECONDS = 5.0
"""How long one search may spend on matching."""


class Scan:
    """A pattern at work in a process of its own until it is closed; a context manager.

    Python's `re` syntax, case told apart unless the pattern says `(?i)`. Raises `QueryError` for a
    pattern that is too long, cannot be understood, or takes longer than `seconds` in all.
    """

    def __init__(self, pattern: str, seconds: float = SECONDS) -> None:
        if len(pattern) > LONGEST_PATTERN:
            raise QueryError(
                f"the pattern has {len(pattern):,} characters",
                position=LONGEST_PATTERN,
                hint=f"{LONGEST_PATTERN:,} are the most",
            )
        if not pattern:
            raise QueryError("the pattern is empty", hint="type a regular expression")
        self._pattern, self._seconds, self._left = pattern, seconds, seconds

        worker = Path(__file__).with_name("regex_worker.py")
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(worker), str(ceil(self._seconds) + 1)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
        except OSError as error:
            raise QueryError(f"cannot start looking for a pattern: {error.strerror}") from error
        try:
            self._check(self._ask(self._pattern))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Scan:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()

    def matches(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """For each text the `(start, end)` of the matches in it; empty matches do not count."""
        answer = self._ask(texts)
        return [[(start, end) for start, end in found] for found in answer]

    def _check(self, refusal: Any) -> None:
        if refusal is not None:
            at = refusal["position"]
            raise QueryError(
                f"the pattern is wrong: {refusal['error']}, at character {at + 1}", position=at
            )

    def _ask(self, question: Any) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        began = time.monotonic()
        timer = threading.Timer(max(self._left, 0.0), self._process.kill)
        timer.start()
        try:
            stdin.write(json.dumps(question) + "\n")
            stdin.flush()
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
            self._left -= time.monotonic() - began
        if not line.endswith("\n"):
            raise QueryError(
                f"the pattern takes longer than {self._seconds:g} seconds",
                hint="repeat less within what is repeated",
            )
        return json.loads(line)

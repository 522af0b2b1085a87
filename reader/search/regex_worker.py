"""A process of its own that looks for a regular expression, so that it can be stopped.

Run as a script, with the most seconds of processor time it may take, it reads JSON lines and
answers each with one. The first line is the pattern, and
its answer null or `{"error", "position"}`; each further one is a list of texts, and its answer
for each text the `[start, end]` of the matches in it, empty ones left out.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
from typing import Any

MOST_MATCHES = 100
"""No more matches than this are told of one text."""


def _compiled(pattern: str) -> re.Pattern[str] | dict[str, Any]:
    try:
        return re.compile(pattern)
    except re.error as error:
        return {"error": error.msg, "position": error.pos or 0}
    except (RecursionError, OverflowError, MemoryError) as error:
        return {"error": type(error).__name__, "position": 0}


def _matches(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        if match.end() > match.start():
            found.append(match.span())
            if len(found) == MOST_MATCHES:
                break
    return found


def _bound(seconds: int) -> None:
    """End this process after so much processor time, even if nobody is left to stop it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> None:
    """Answer the lines of standard input."""
    _bound(int(sys.argv[1]))
    warnings.simplefilter("ignore")
    pattern = _compiled(json.loads(sys.stdin.readline()))
    failed = isinstance(pattern, dict)
    print(json.dumps(pattern if failed else None), flush=True)
    if isinstance(pattern, dict):
        return
    for line in sys.stdin:
        print(json.dumps([_matches(pattern, text) for text in json.loads(line)]), flush=True)


if __name__ == "__main__":
    main()

"""What SQLite and a damaged file raise, as the one line of a `LibraryError`."""

from __future__ import annotations

import inspect
import json
import sqlite3
import zlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from reader.errors import LibraryError

Kind = TypeVar("Kind", bound=type)


def told(kind: Kind) -> Kind:
    """Have the public methods of the class `kind` raise `LibraryError` for what cannot be read."""
    for name, method in list(vars(kind).items()):
        if inspect.isfunction(method) and not name.startswith("_"):
            setattr(kind, name, _telling(method))
    return kind


def _telling(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except (sqlite3.Error, zlib.error, json.JSONDecodeError) as error:
            raise LibraryError(
                f"the library cannot be read: {error}", hint="`reader doctor` examines it"
            ) from error

    return guarded

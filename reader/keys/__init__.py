"""Keys: keymaps as data, the machine that follows what is pressed, and other keys for an action."""

from reader.keys.keymap import (
    TYPED,
    Keymap,
    available,
    check,
    load,
    remarks,
    require_keys,
    shipped,
)
from reader.keys.machine import MOST, Machine, Step
from reader.keys.names import Sequence_, key_name, show

__all__ = [
    "MOST",
    "TYPED",
    "Keymap",
    "Machine",
    "Sequence_",
    "Step",
    "available",
    "check",
    "key_name",
    "load",
    "remarks",
    "require_keys",
    "shipped",
    "show",
]

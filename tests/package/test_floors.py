"""The house stands: no room imports upward, or sideways into another room."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "reader"
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        "speech transcript segment errors clock tables files pool repair transfer align "
        "twins".split()
    ),
    frozenset(
        "formats sources library search annotate cite clipboard editor media "
        "samples actions".split()
    ),
    frozenset(
        "session adding keys amending citing notebook settings serving syncing".split(),
    ),
    frozenset({"cli", "tui"}),
)
"""The rooms of each floor, from the ground up."""

ROOMS, TOP = 1, len(FLOORS) - 1

SIDEWAYS = {("annotate", "reader.library"), ("cli", "reader.tui")}
"""The imports along a floor that are meant: of a room's public names, not of its insides."""


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def floor_of(room: str) -> int:
    return next(level for level, rooms in enumerate(FLOORS) if room in rooms)


def imported(tree: ast.AST, package: str) -> Iterator[str]:
    """Every module of the package that is imported anywhere in `tree`, `package` being its own."""
    known = {name_of(path) for path in MODULES}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                if whole in known:
                    yield whole
                elif base in known and base != "reader":
                    yield base


def misplaced(module: str, target: str) -> str | None:
    """Why `module` may not import `target`, or None when it may."""
    room, other = room_of(module), room_of(target)
    if room == other or (room == "__main__" and target == "reader.cli"):
        return None
    here, there = floor_of(room), floor_of(other)
    if there > here:
        return f"{module} imports {target}, which lies above it"
    if here == there and here in (ROOMS, TOP) and (room, target) not in SIDEWAYS:
        return f"{module} imports {target}, which lies beside it"
    return None


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down(path: Path) -> None:
    module = name_of(path)
    if module not in ("reader", "reader.__main__"):
        assert any(room_of(module) in rooms for rooms in FLOORS), f"{module} is on no floor"
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = {misplaced(module, target) for target in imported(tree, package)} - {None}
    assert not wrong


@pytest.mark.parametrize(
    ("module", "target", "allowed"),
    [
        ("reader.library.library", "reader.transcript", True),
        ("reader.annotate.marking", "reader.library", True),
        ("reader.annotate.marking", "reader.library.schema", False),
        ("reader.search.index", "reader.library", False),
        ("reader.segment", "reader.formats", False),
        ("reader.session", "reader.tui", False),
        ("reader.tui.app", "reader.session", True),
        ("reader.tui.app", "reader.cli", False),
    ],
)
def test_the_rule_itself(module: str, target: str, allowed: bool) -> None:
    assert (misplaced(module, target) is None) is allowed


@pytest.mark.parametrize(
    ("source", "package", "target"),
    [
        ("import reader.clock", "reader", "reader.clock"),
        ("from reader import clock", "reader", "reader.clock"),
        ("from reader.library import schema", "reader.cite", "reader.library.schema"),
        ("from reader.library import Library", "reader.cite", "reader.library"),
        ("from . import clock", "reader", "reader.clock"),
        ("from ..library import schema", "reader.cite", "reader.library.schema"),
        ("def late():\n    from .schema import migrate", "reader.library", "reader.library.schema"),
    ],
)
def test_every_way_to_import_is_seen(source: str, package: str, target: str) -> None:
    assert list(imported(ast.parse(source), package)) == [target]


def loaded_after(modules: list[str]) -> set[str]:
    """Which of the heavy libraries a fresh Python has loaded after importing `modules`."""
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(*(name for name in ('textual', 'whoosh') if name in sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_only_the_interface_knows_textual() -> None:
    core = [name_of(path) for path in MODULES if room_of(name_of(path)) not in ("tui", "__main__")]
    assert "reader.cli" in core
    assert "textual" not in loaded_after(core)


def test_no_room_loads_a_heavy_library_at_its_door() -> None:
    rooms = [f"reader.{room}" for level in FLOORS for room in sorted(level)]
    assert loaded_after([room for room in rooms if room != "reader.tui"]) == set()

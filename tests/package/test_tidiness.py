"""What can be counted about the source: sizes, docstrings, and nothing left for later."""

import ast
import importlib
import inspect
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "reader").rglob("*.py"))
LONGEST_MODULE, LONGEST_SCREEN, LONGEST_FUNCTION = 500, 400, 60

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def undocumented(source: str, module: object = None) -> list[str]:
    """What in `source` has no docstring: the module itself, or its public functions and classes.

    A method is also documented by the one that it overrides, found in the imported `module`. One
    that answers to an event or an action is by that; the members of a protocol are by its own.
    """
    tree = ast.parse(source)
    bare = [] if ast.get_docstring(tree) else ["the module"]
    for node in filter(public, tree.body):
        assert isinstance(node, Definition)
        if ast.get_docstring(node) is None:
            bare.append(node.name)
        if isinstance(node, ast.ClassDef):
            owner = getattr(module, node.name, None)
            for method in filter(public, node.body):
                assert isinstance(method, Definition)
                told = (
                    ast.get_docstring(method)
                    or ast.unparse(method.body[-1]) == "..."
                    or method.name.startswith(("on_", "watch_", "do_"))
                    or inspect.getdoc(getattr(owner, method.name, None))
                )
                if not told:
                    bare.append(f"{node.name}.{method.name}")
    return bare


def public(node: ast.stmt) -> bool:
    return isinstance(node, Definition) and not node.name.startswith("_")


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    limit = LONGEST_SCREEN if "screens" in path.parts else LONGEST_MODULE
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_function_can_be_read_at_one_glance(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_everything_public_says_what_it_is(path: Path) -> None:
    name = relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    module = None if name.endswith("__main__") else importlib.import_module(name)
    assert undocumented(path.read_text(encoding="utf-8"), module) == []


def test_a_missing_docstring_is_noticed() -> None:
    source = (
        "class A:\n"
        "    def b(self): return 1\n"
        "    def _c(self): return 2\n"
        "    def d(self):\n"
        "        'What d is.'\n"
        "def _e(): return 3\n"
        "def f(): return 4\n"
    )
    assert undocumented(source) == ["the module", "A", "A.b", "f"]


def test_nothing_is_left_for_later() -> None:
    """Every tracked text is free of markers for unfinished work."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: there is no list of tracked files")
    marker = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
    found = [
        f"{name}:{number}"
        for name in listed.stdout.split("\0")
        if name and (ROOT / name).is_file()
        for number, line in enumerate(
            (ROOT / name).read_bytes().decode("utf-8", "replace").splitlines(), 1
        )
        if marker.search(line)
    ]
    assert found == []

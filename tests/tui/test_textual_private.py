"""What is used of Textual without being public there: in one place, and no more than it has to be."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import coach.tui

ROOT = Path(coach.tui.__file__).parent
MOST = 3
MARK = "_"
OTHERS = {"_exit", "_replace"}
"""Names of the standard library that look private and are not."""


def is_private(name: str) -> bool:
    return name.startswith(MARK) and not name.startswith("__")


def imported(tree: ast.Module) -> Iterator[str]:
    """Modules and names of Textual and Rich."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in ("textual", "rich"):
            for name in (*(node.module or "").split("."), *(alias.name for alias in node.names)):
                if is_private(name):
                    yield name


def attributes(tree: ast.Module, own: set[str]) -> Iterator[str]:
    """What is asked of another object, or of the object itself without being set anywhere in here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            of = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr not in OTHERS and (of not in ("self", "cls") or node.attr not in own):
                yield node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "hasattr", "setattr"):
            name = node.args[1]
            if isinstance(name, ast.Constant) and is_private(str(name.value)):
                yield str(name.value)


def overridden(path: Path, tree: ast.Module) -> Iterator[str]:
    """Private methods in the place of Textual's."""
    module = importlib.import_module(
        ".".join(["coach.tui", *path.relative_to(ROOT).with_suffix("").parts]).removesuffix(".__init__")
    )
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        bases = [base for base in getattr(module, node.name).__mro__ if base.__module__.startswith("textual")]
        taken = {name for base in bases for name in vars(base)}
        made = [one.name for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
        yield from (name for name in made if is_private(name) and name in taken)


def set_here(trees: dict[Path, ast.Module]) -> set[str]:
    """Every private name that is set or defined in here, but for those in the place of Textual's."""
    found: set[str] = set()
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(node.attr)
            elif isinstance(node, ast.AnnAssign | ast.Assign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def test_private_textual_names_are_in_one_file() -> None:
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.rglob("*.py"))}
    own = set_here(trees)
    used = {
        (path.relative_to(ROOT).as_posix(), name)
        for path, tree in trees.items()
        for name in (*imported(tree), *attributes(tree, own), *overridden(path, tree))
    }
    assert {file for file, _ in used} == {"textual_private.py"}, used
    assert len(used) <= MOST, used

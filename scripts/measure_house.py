"""Prints figures on a source tree: `python scripts/measure_house.py [src/coach]`.

What each figure means:

- files, lines: Python files, and all lines of them.
- file lines, function lines: median, nine tenths, longest. A function counts from `def` to its end, without
  decorators, with its docstring; methods and inner functions count too.
- lines per function: lines of the tree over its functions.
- private helpers used once: functions and methods named `_x` to which their own module refers exactly once.
- protocol classes, stub methods: classes that name `Protocol` as a base, and the functions right in them.
- pass-through methods: all they do is call a method of what `self` holds, and hand on all their parameters.
- module names in two packages: file names, without `__init__` and `__main__`, that more than one folder has.
- class names in two modules: classes of the top level of more than one module.
- private Textual names: in `tui` and in modules that import Textual, names that are private themselves or
  come from a private module of it, attributes `x._y` that nothing in the tree defines, methods `_y` that the
  tree overrides once and calls by `super()`, and methods `_y` to which nothing refers (Textual calls them).
- imports between features: imports from one folder of `tui` in another; `tui/widgets`, for all, is left out.
"""

from __future__ import annotations

import ast
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

TREE: Final = "src/coach"
SHARED: Final = frozenset({"widgets"})
"""Folders of `tui` that every feature may import."""

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
NAMED_TUPLE: Final = frozenset({"_asdict", "_field_defaults", "_fields", "_make", "_replace"})
"""Public in spite of the underscore."""

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Module:
    """One parsed file."""

    path: Path
    """Below the measured tree."""
    lines: int
    nodes: tuple[ast.AST, ...]
    """All of its syntax tree."""

    @property
    def functions(self) -> list[Function]:
        """All functions, methods and inner functions."""
        return [node for node in self.nodes if isinstance(node, FUNCTIONS)]

    @property
    def classes(self) -> list[ast.ClassDef]:
        """All classes."""
        return [node for node in self.nodes if isinstance(node, ast.ClassDef)]


def read_tree(root: Path) -> list[Module]:
    """Every Python file below `root`, in order of their paths."""
    modules = []
    for path in sorted(root.rglob("*.py")):
        text = path.read_text("utf-8")
        nodes = tuple(ast.walk(ast.parse(text, str(path))))
        modules.append(Module(path.relative_to(root), text.count("\n"), nodes))
    return modules


def is_private(name: str) -> bool:
    """Whether it begins with one underscore and has more to it."""
    return name.startswith("_") and not name.startswith("__") and name != "_"


def helpers_used_once(module: Module) -> list[str]:
    """The private functions of a module to which it refers exactly once."""
    uses = Counter(name for node in module.nodes for name in _names_used(node))
    return [
        function.name
        for function in module.functions
        if is_private(function.name) and uses[function.name] == 1
    ]


def _names_used(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr


def protocols(module: Module) -> list[ast.ClassDef]:
    """The classes that are protocols themselves."""
    return [found for found in module.classes if any(_last_name(base) == "Protocol" for base in found.bases)]


def _last_name(node: ast.expr) -> str:
    """`Protocol` of `Protocol`, `typing.Protocol` and `Protocol[T]`."""
    match node:
        case ast.Subscript(value=value):
            return _last_name(value)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def methods(found: ast.ClassDef) -> list[Function]:
    """The functions right in a class."""
    return [node for node in found.body if isinstance(node, FUNCTIONS)]


def passes_through(method: Function) -> bool:
    """Whether all that a method does is to call one of what `self` holds, with all of its own parameters."""
    body = method.body[1:] if ast.get_docstring(method, clean=False) is not None else method.body
    if len(body) != 1 or not isinstance(body[0], (ast.Return, ast.Expr)):
        return False
    call = body[0].value
    if isinstance(call, ast.Await):
        call = call.value
    if not isinstance(call, ast.Call) or not _is_held(call.func):
        return False
    handed_on = [*call.args, *(keyword.value for keyword in call.keywords)]
    names = {_parameter(value) for value in handed_on}
    args = method.args
    own = [one.arg for one in (*args.posonlyargs, *args.args, *args.kwonlyargs)][1:]
    own += [one.arg for one in (args.vararg, args.kwarg) if one is not None]
    return names.issuperset(own)


def _is_held(func: ast.expr) -> bool:
    """`self.x.y`, and deeper."""
    match func:
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="self"))):
            return True
        case ast.Attribute(value=ast.Attribute() as inner):
            return _is_held(inner)
        case _:
            return False


def _parameter(value: ast.expr) -> str:
    match value:
        case ast.Starred(value=ast.Name(id=name)) | ast.Name(id=name):
            return name
        case _:
            return ""


def in_two_places(pairs: Iterable[tuple[str, Path]]) -> list[str]:
    """The names that stand in more than one place."""
    places: defaultdict[str, set[Path]] = defaultdict(set)
    for name, place in pairs:
        places[name].add(place)
    return sorted(name for name, found in places.items() if len(found) > 1)


def module_names(modules: Iterable[Module]) -> Iterator[tuple[str, Path]]:
    """Each module by its name, with its folder."""
    for module in modules:
        if not module.path.stem.startswith("__"):
            yield module.path.stem, module.path.parent


def class_names(modules: Iterable[Module]) -> Iterator[tuple[str, Path]]:
    """Each class of the top level by its name, with its module."""
    for module in modules:
        tree = module.nodes[0]
        assert isinstance(tree, ast.Module)
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                yield node.name, module.path


def imported_from(node: ast.AST) -> str:
    """The module of a `from ... import`; empty for anything else."""
    return (node.module or "") if isinstance(node, ast.ImportFrom) and not node.level else ""


def private_textual_names(modules: Iterable[Module]) -> list[str]:
    """The private names of Textual that the tree imports, reads, sets or overrides."""
    modules = list(modules)
    defined = Counter(name for module in modules for name in set(_names_defined(module)))
    used = {name for module in modules for node in module.nodes for name in _names_used(node)}
    found: set[str] = set()
    for module in filter(_speaks_to_textual, modules):
        plain = {alias.name for node in module.nodes if isinstance(node, ast.Import) for alias in node.names}
        for node in module.nodes:
            if _is_from_textual(node):
                found |= _private_imports(node)
            elif isinstance(node, ast.Attribute) and _last_name(node.value) not in plain:
                above = isinstance(node.value, ast.Call) and _last_name(node.value.func) == "super"
                if is_private(node.attr) and defined[node.attr] <= above:
                    found.add(node.attr)
            elif isinstance(node, ast.ClassDef):
                names = {method.name for method in methods(node)}
                found |= {name for name in names - used if is_private(name)}
    return sorted(found - NAMED_TUPLE)


def _speaks_to_textual(module: Module) -> bool:
    return module.path.parts[0] == "tui" or any(map(_is_from_textual, module.nodes))


def _is_from_textual(node: ast.AST) -> bool:
    return imported_from(node).partition(".")[0] == "textual"


def _private_imports(node: ast.AST) -> set[str]:
    assert isinstance(node, ast.ImportFrom)
    behind = any(map(is_private, imported_from(node).split(".")))
    return {alias.name for alias in node.names if behind or is_private(alias.name)}


def _names_defined(module: Module) -> Iterator[str]:
    """Private functions, attributes and variables that a module makes itself."""
    for node in module.nodes:
        if isinstance(node, FUNCTIONS):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node.value):
            yield node.attr


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"self", "cls"}


def imports_between_features(modules: Iterable[Module]) -> list[str]:
    """Imports from one folder of `tui` in another, as `tui/folder/module.py: what`."""
    inside = [(m.path.parts[1], m) for m in modules if m.path.parts[0] == "tui" and len(m.path.parts) > 2]
    features = {feature for feature, _module in inside} - SHARED
    found = []
    for feature, module in inside:
        for name in filter(None, map(imported_from, module.nodes)):
            _package, _tui, below = name.partition("tui.")
            if below.partition(".")[0] in features - {feature}:
                found.append(f"{module.path.as_posix()}: {name}")
    return found


def spread(sizes: list[int]) -> str:
    """Median, nine tenths and longest."""
    if not sizes:
        return "-"
    ordered = sorted(sizes)
    return f"{statistics.median_low(ordered)} / {ordered[len(ordered) * 9 // 10]} / {ordered[-1]}"


def figures(modules: list[Module]) -> list[tuple[str, str]]:
    """All figures, each with what it is called."""
    functions = [function for module in modules for function in module.functions]
    lines = sum(module.lines for module in modules)
    once = [name for module in modules for name in helpers_used_once(module)]
    kinds = [found for module in modules for found in protocols(module)]
    through = [
        method
        for module in modules
        for found in module.classes
        for method in methods(found)
        if passes_through(method)
    ]
    count = max(1, len(functions))
    lengths = [(function.end_lineno or function.lineno) - function.lineno + 1 for function in functions]
    textual = private_textual_names(modules)
    return [
        ("files / lines", f"{len(modules)} / {lines}"),
        ("file lines, median / p90 / max", spread([module.lines for module in modules])),
        ("function lines, median / p90 / max", spread(lengths)),
        ("lines per function", f"{lines / count:.1f}"),
        ("private helpers used once", f"{len(once)} ({100 * len(once) / count:.0f} % of functions)"),
        ("protocol classes / stub methods", f"{len(kinds)} / {sum(len(methods(kind)) for kind in kinds)}"),
        ("pass-through methods", str(len(through))),
        ("module names in two packages", str(len(in_two_places(module_names(modules))))),
        ("class names in two modules", str(len(in_two_places(class_names(modules))))),
        ("private Textual names", ", ".join([str(len(textual)), *textual])),
        ("imports between features", str(len(imports_between_features(modules)))),
    ]


def main(arguments: list[str]) -> int:
    """Print the table of one tree; exit status 2 if it holds no Python."""
    root = Path(arguments[0] if arguments else TREE)
    modules = read_tree(root)
    if not modules:
        print(f"no Python files below {root}", file=sys.stderr)
        return 2
    print(f"| {root.as_posix()} | |\n|---|---|")
    for name, value in figures(modules):
        print(f"| {name} | {value} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""What the code itself can never do: reach a network, hand words to a shell, or run what it reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import coach

# Together, so that the source is read once.
pytestmark = pytest.mark.xdist_group("code")

SOURCE = Path(coach.__file__).parent
NETWORK = {
    *("aiohttp", "asyncore", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests"),
    *("smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib", "urllib3", "webbrowser", "xmlrpc"),
}
RUNS_WORDS = {
    *("os.system", "os.popen", "pty.spawn", "subprocess.getoutput", "subprocess.getstatusoutput"),
    *(
        "asyncio.create_subprocess_shell",
        "eval",
        "exec",
        "compile",
        "__import__",
        "yaml.load",
        "yaml.full_load",
    ),
    *("yaml.unsafe_load", "pickle.loads", "pickle.load", "marshal.loads", "shelve.open"),
    *("asyncio.open_connection", "asyncio.start_server", "os.startfile"),
}


@cache
def trees() -> dict[Path, ast.Module]:
    """Every file of the source, read."""
    files = sorted(path for path in SOURCE.rglob("*.py") if "shipped" not in path.parts)
    return {path: ast.parse(path.read_text("utf-8")) for path in files}


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def inside(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def test_no_network_module_is_imported() -> None:
    for path, tree in trees().items():
        roots = {name.partition(".")[0] for name in imports(tree)}
        assert roots & NETWORK == set(), inside(path)


def test_no_shell_and_no_eval() -> None:
    for path, tree in trees().items():
        for call in calls(tree):
            where = f"{inside(path)}:{call.lineno}"
            assert ast.unparse(call.func) not in RUNS_WORDS, where
            for keyword in call.keywords:
                if keyword.arg == "shell":
                    assert isinstance(keyword.value, ast.Constant), where
                    assert keyword.value.value is False, where


def test_subprocesses_take_argument_lists() -> None:
    """A text instead of a list would be taken apart by somebody; a shell as the program even more so."""
    starts = {"subprocess.run", "subprocess.Popen", "subprocess.check_output", "subprocess.call"}
    for path, tree in trees().items():
        for call in calls(tree):
            if ast.unparse(call.func) not in starts:
                continue
            first = call.args[0] if call.args else None
            where = f"{inside(path)}:{call.lineno}"
            assert not isinstance(first, (ast.JoinedStr, ast.BinOp)), where
            assert not (isinstance(first, ast.Constant) and isinstance(first.value, str)), where
            if isinstance(first, ast.List):
                words = {item.value for item in first.elts if isinstance(item, ast.Constant)}
                assert not words & {"sh", "bash", "/bin/sh", "-c", "cmd", "powershell"}, where


def test_sources_are_found() -> None:
    """The other half: the looking itself works."""
    tree = ast.parse("import http.client\nfrom socket import create_connection\nos.system('x')")
    assert {name.partition(".")[0] for name in imports(tree)} == {"http", "socket"}
    assert [ast.unparse(call.func) for call in calls(tree)] == ["os.system"]
    assert len(trees()) > 100


def test_yaml_never_builds_objects() -> None:
    for path, tree in trees().items():
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"UnsafeLoader", "FullLoader", "CUnsafeLoader", "CFullLoader"}, path


def test_widgets_never_parse_markup() -> None:
    """Static, Label, OptionList and toasts read markup unless they are told not to."""
    for path, tree in trees().items():
        if "tui" not in path.parts:
            continue
        for call in calls(tree):
            name = ast.unparse(call.func)
            if name in {"Static", "Label", "OptionList", "SelectionList"} or name.endswith(".notify"):
                if (
                    call.args
                    and isinstance(call.args[0], ast.Constant)
                    and "[" not in str(call.args[0].value)
                ):
                    continue
                told = {word.arg: ast.unparse(word.value) for word in call.keywords}
                assert told.get("markup") == "False", f"{inside(path)}:{call.lineno}"


def test_sql_is_made_of_constants() -> None:
    """What is put into a statement by the code is a mark for a value, or a statement of this room's own."""
    own = {"marks", "condition", "order", "name", "migration.version"}
    for path, tree in trees().items():
        for call in calls(tree):
            if not ast.unparse(call.func).endswith((".execute", ".executescript", ".executemany")):
                continue
            if call.args and isinstance(call.args[0], ast.JoinedStr):
                names = {
                    ast.unparse(part.value)
                    for part in call.args[0].values
                    if isinstance(part, ast.FormattedValue)
                }
                others = {name for name in names - own if not name.strip("_").isupper()}
                assert not others, f"{inside(path)}:{call.lineno}"

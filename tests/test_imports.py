"""What may import what: the contracts, each with a planted wrong import, and what a start must not load."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
PLANTED = [
    ("layers", "model", "import coach.coaching.planner"),
    ("layers", "coaching", "import coach.session.player"),
    ("layers", "journal", "import coach.app.workspace"),
    ("layers", "app", "import coach.tui.app"),
    ("layers", "cli", "import coach.tui.app"),
    ("pure", "model", "import os"),
    ("pure", "coaching", "import time"),
    ("pure", "session", "import coach.clock"),
    ("no-screen", "app", "import textual"),
    ("no-screen", "cli", "import rich.console"),
    ("features", "tui/history", "import coach.tui.programs.list"),
    ("features", "tui/guide", "def read():\n    from coach.tui.settings import screen"),
]
"""The contract, the folder of the wrong import, and the import."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source with its contracts."""
    tree = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def check(tree: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()"]
    return subprocess.run(
        [*program, "--no-cache", "--no-logo", *options],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_contract_lists_every_feature() -> None:
    folders = {path.parent.name for path in (ROOT / "src/coach/tui").glob("*/__init__.py")} - {"widgets"}
    (contract,) = [one for one in CONTRACTS if one["id"] == "features"]
    assert set(contract["modules"]) == {f"coach.tui.{folder}" for folder in folders}


def test_source_keeps_all_contracts(tree: Path) -> None:
    checked = check(tree)
    assert checked.returncode == 0, checked.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in checked.stdout


@pytest.mark.parametrize(("contract", "folder", "statement"), PLANTED)
def test_wrong_import_breaks_its_contract(tree: Path, contract: str, folder: str, statement: str) -> None:
    planted = tree / "src" / "coach" / folder / "planted.py"
    planted.write_text(statement, "utf-8")
    try:
        checked = check(tree, "--contract", contract)
    finally:
        planted.unlink()
    assert checked.returncode == 1, checked.stderr
    assert "0 kept, 1 broken" in checked.stdout
    assert f"coach.{folder.replace('/', '.')}.planted" in checked.stdout


def test_every_contract_has_a_wrong_import() -> None:
    assert {contract["id"] for contract in CONTRACTS} == {contract for contract, _, _ in PLANTED}


PACKAGES = [
    "coach.model",
    "coach.coaching",
    "coach.session",
    "coach.programs",
    "coach.config",
    "coach.guide",
    "coach.journal",
    "coach.sound",
]

LOAD_ALL = """
import importlib, pkgutil, sys
for package in {packages!r}:
    found_package = importlib.import_module(package)
    names = [found.name for found in pkgutil.walk_packages(found_package.__path__, package + ".")]
    assert names, "nothing to import in " + package
    for name in names:
        if not name.endswith("__main__"):
            importlib.import_module(name)
            heavy = sorted({{module.partition(".")[0] for module in sys.modules}} & {{"textual", "rich"}})
            assert not heavy, (name, heavy)
"""

RUN_COMMANDS = """
import sys
from coach.__main__ import main
for words in {commands!r}:
    try:
        status = main(words)
    except SystemExit as left:
        status = left.code
    heavy = sorted({{module.partition(".")[0] for module in sys.modules}} & {{"textual", "rich"}})
    assert not heavy, (words, heavy)
    assert not status, (words, status)
"""


def in_fresh_process(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_packages_without_screens_load_no_textual() -> None:
    in_fresh_process(LOAD_ALL.format(packages=[*PACKAGES, "coach.cli"]))


COMMANDS = [
    ["--version"],
    ["--help"],
    ["run", "core", "--plain", "--speed", "2000", "--mute"],
    ["today"],
    ["today", "--json"],
    ["why", "core"],
    ["week"],
    ["simulate", "core", "--weeks", "2"],
    ["timeline", "core"],
    ["timeline", "core", "--json"],
    ["figure", "plank"],
    ["figure", "plank", "--svg"],
    ["sheet", "core"],
    ["history"],
    ["due"],
    ["breaks", "--help"],
    ["guide"],
    ["guide", "help"],
    ["settings"],
    ["set", "volume", "60"],
    ["check"],
    ["schema", "program"],
    ["new", "mine", "--kind", "core"],
    ["import-program", "--help"],
    ["calendar", "-", "--weeks", "2"],
    ["fit", "--help"],
    ["export"],
    ["locate"],
    ["log", "--help"],
    ["import", "--help"],
    ["sync", "."],
    ["restore"],
    ["summary"],
    ["summary", "--format", "html"],
    ["doctor", "--help"],
]


def test_commands_without_screens_load_no_textual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other in one process: what one of them loads is seen before the next one runs."""
    monkeypatch.chdir(tmp_path)
    in_fresh_process(RUN_COMMANDS.format(commands=COMMANDS))


def test_opening_the_app_loads_textual() -> None:
    """The other half: what the tests above look for is really there when a screen opens."""
    code = "import sys, coach.tui.app; assert {'textual', 'rich'} <= set(sys.modules)"
    in_fresh_process(code)

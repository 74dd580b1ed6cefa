"""The checks of this project by name: `nox -s lint`, `nox -l` for the list.

Every session runs in the environment that nox is installed in; the README has the line that makes it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import nox

nox.needs_version = ">=2024.4"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["tests", "lint", "types", "contracts"]

PYTHON: Final = sys.executable


def tool(name: str) -> str:
    """The path of a program that is installed beside this Python, whether or not that is on the PATH."""
    return str(Path(PYTHON).with_name(name))


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; what follows `--` goes to pytest."""
    session.run(PYTHON, "-m", "pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    session.run(tool("ruff"), "check", ".")
    session.run(tool("ruff"), "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types."""
    session.run(tool("mypy"))


@nox.session
def contracts(session: nox.Session) -> None:
    """Check which package may import which."""
    session.run(tool("lint-imports"))


@nox.session
def house(session: nox.Session) -> None:
    """Print figures on the source: sizes of files and functions, helpers used once, names used twice."""
    session.run(PYTHON, "scripts/measure_house.py", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure what has a budget; what follows `--` goes to the benchmarks, `--quick` if nothing does."""
    session.run(PYTHON, "-m", "benchmarks", *(session.posargs or ["--quick"]))


@nox.session
def docs(session: nox.Session) -> None:
    """Write the generated page and picture anew, then try out what all pages say."""
    session.run(PYTHON, "scripts/make_commands.py")
    session.run(PYTHON, "scripts/make_pictures.py")
    pages = sorted(str(path) for path in Path("tests").glob("test_docs_*.py"))
    session.run(PYTHON, "-m", "pytest", "tests/docs", *pages)

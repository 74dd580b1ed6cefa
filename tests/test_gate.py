"""The gate, the hosted workflow and the hooks before a commit run the same sessions of the noxfile."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import nox
import nox.registry
import pytest
import yaml

import noxfile

ROOT = Path(__file__).parent.parent
GATE = (ROOT / ".ci" / "run").read_text("utf-8")
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
CHECKS = ["lint", "types", "contracts"]


def sessions_of(line: str) -> list[str]:
    """The sessions that a line gives to nox; empty where it does not call it."""
    words = shlex.split(line)
    if not any(Path(word).name == "nox" for word in words):
        return []
    after = words[words.index("-s") + 1 :]
    return after[: after.index("--")] if "--" in after else after


def steps(job: str) -> list[str]:
    return [step["run"] for step in WORKFLOW["jobs"][job]["steps"] if "run" in step]


def lines_of(session: str, *posargs: str) -> list[str]:
    """The command lines of a session."""

    class Recorder:
        def __init__(self) -> None:
            self.posargs = list(posargs)
            self.lines: list[str] = []

        def run(self, *words: str) -> None:
            self.lines.append(" ".join([Path(words[0]).name, *words[1:]]))

    recorder: Any = Recorder()
    getattr(noxfile, session)(recorder)
    return list(recorder.lines)


@pytest.mark.parametrize(
    ("session", "lines"),
    [
        ("tests", [r"python\S* -m pytest"]),
        ("lint", [r"ruff check \.", r"ruff format --check \."]),
        ("types", ["mypy"]),
        ("contracts", ["lint-imports"]),
        ("house", [r"python\S* scripts/measure_house\.py"]),
        ("benchmarks", [r"python\S* -m benchmarks --quick"]),
    ],
)
def test_session_runs_its_commands(session: str, lines: list[str]) -> None:
    for line, pattern in zip(lines_of(session), lines, strict=True):
        assert re.fullmatch(pattern, line)


def test_arguments_go_to_the_tool() -> None:
    assert lines_of("tests", "-k", "plank")[0].endswith("pytest -k plank")


def test_paths_of_sessions_exist() -> None:
    lines = [line for session in nox.registry.get() for line in lines_of(session)]
    paths = [word for line in lines for word in line.split() if word.startswith(("scripts/", "tests/"))]
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_gate_runs_readme_line_and_checks() -> None:
    assert "grep -m1 -F -- '-m pytest' README.md" in GATE
    lines = GATE.splitlines()
    called = [sessions_of(line) for line in lines if "nox" in line]
    assert called == [CHECKS]
    assert lines.index('bash -euo pipefail -c "$line"') < lines.index(f".venv/bin/nox -s {' '.join(CHECKS)}")


def test_workflow_runs_gate_and_tests() -> None:
    assert steps("linux") == [".ci/run"]
    assert [sessions_of(line) for line in steps("elsewhere")] == [[], ["tests"]]
    systems = WORKFLOW["jobs"]["elsewhere"]["strategy"]["matrix"]["system"]
    assert systems == ["macos-latest", "windows-latest"]


def test_only_unsupported_pythons_may_fail() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    promised = re.findall(r"Python :: (3\.\d+)\"", text)
    linux = WORKFLOW["jobs"]["linux"]
    may_fail = [
        version
        for version in linux["strategy"]["matrix"]["python"]
        if f"'{version}'" in linux["continue-on-error"]
    ]
    assert [*promised, *may_fail] == linux["strategy"]["matrix"]["python"]
    assert WORKFLOW["jobs"]["elsewhere"]["continue-on-error"] is True


def test_pre_commit_hooks_match_the_gate() -> None:
    (repository,) = HOOKS["repos"]
    assert repository["repo"] == "local"
    assert [hook["entry"] for hook in repository["hooks"]] == [f"nox -s {check}" for check in CHECKS]


def test_tools_are_called_by_sessions_only() -> None:
    run = [*GATE.splitlines(), *steps("linux"), *steps("elsewhere")]
    run += [hook["entry"] for hook in HOOKS["repos"][0]["hooks"]]
    assert not [line for line in run if re.search(r"\b(?:ruff|mypy|lint-imports)\b", line)]

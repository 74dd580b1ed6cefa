"""Every block of every page does what it says: commands run, programs are played, events are taken in."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

import benchmarks.__main__
import benchmarks.heard
from coach.cli.commands import doctor as doctor_command
from coach.config.load import load_settings
from coach.model.settings import Settings
from coach.paths import ScreenRequest
from coach.sound.doctor import BackendReport, SoundReport
from tests.docs.commands import usage_error
from tests.docs.pages import ROOT, Block, blocks
from tests.support.commands import coach

LOGS: Final = ROOT / "tests" / "journal" / "importers" / "logs"
APPS: Final = ROOT / "tests" / "programs" / "importers" / "files"
BLOCKS: Final = blocks()

MINE: Final = "schema: 1\nid: my-program\ntitle: Mine\nkind: custom\nslots:\n  - {slot: plank, hold: 20s}\n"
MAY_END_WITH: Final = {"due": {0, 1}, "fit": {0} if find_spec("garmin_fit_sdk") else {2}}
"""Statuses that are no failure: nothing is due, and a library that is not there."""


def is_command(line: str) -> None:
    """Whether the command line parses it."""
    assert usage_error(shlex.split(line)[1:]) is None


def is_installable(line: str) -> None:
    """What it installs is there: the project, its extra part and the file of versions."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for extra in re.findall(r"\[(\w+)\]", line):
        assert re.search(rf"^{extra} = \[", text, re.MULTILINE), extra
    for file in re.findall(r"-c (\S+)", line):
        assert (ROOT / file).is_file(), file
    assert 'coach = "coach.__main__:main"' in text


def is_benchmark(line: str) -> None:
    """The benchmarks take these words."""
    _, module, *words = shlex.split(line.partition("#")[0])[1:]
    parser = benchmarks.__main__.make_parser() if module == "benchmarks" else benchmarks.heard.make_parser()
    parser.parse_args(words)


def is_module(line: str) -> None:
    """The module that it runs exists, and so does every path that it names."""
    words = shlex.split(line)
    module = words[words.index("-m") + 1]
    assert find_spec(module) is not None, module
    for path in (word for word in words if word.startswith(("tests/", "src/", "docs/"))):
        assert (ROOT / path).exists(), path


def is_script(line: str) -> None:
    """The script that it runs exists."""
    assert (ROOT / shlex.split(line)[1]).is_file()


def is_tool(line: str) -> None:
    """The program that it runs is among what the tests need."""
    needed = (ROOT / "pyproject.toml").read_text("utf-8")
    name = shlex.split(line)[0]
    assert f'"{name}>=' in needed


NOT_RUN: Final[tuple[tuple[str, str, Callable[[str], None]], ...]] = (
    (r"python3 -m venv .*", "installs from the network", is_installable),
    (r"coach breaks", "runs until somebody stops it", is_command),
    (r"coach breaks --once .*", "waits for half an hour, and speaks to the desktop", is_command),
    (r"python -m benchmarks\b.*", "takes minutes", is_benchmark),
    (r"python -m pytest\b.*", "would run this very test", is_module),
    (r"python -m tests\..*", "takes as long as it is told to", is_module),
    (r"python scripts/\w+\.py", "writes into the source tree", is_script),
    (r"nox\b.*", "looks at all of the source tree", is_tool),
)
"""Lines that cannot be run here: what they look like, why not, and how they are looked at instead."""


class Place:
    """A temporary home and working directory with the files that the pages name."""

    def __init__(self, folder: Path, text: str) -> None:
        self.home = folder / "home"
        self.here = self.home / "programs"
        self.here.mkdir(parents=True)
        self.opened: list[ScreenRequest] = []
        if "coach new my-program" not in text:
            (self.here / "my-program.yaml").write_text(MINE, "utf-8")
        shutil.copy(LOGS / "strong.csv", self.here / "strong.csv")
        shutil.copy(APPS / "openhiit.json", self.here / "workout.json")
        (folder / "Sync" / "coach").mkdir(parents=True)
        # Something to take back, to export and to restore.
        coach("log", "walk", "--minutes", "30", home=self.home)
        coach("export", str(self.here / "journal.jsonl"), home=self.home)

    def run(self, line: str) -> None:
        """Run one line of a block."""
        if re.search(r"[>|&;]", re.sub(r"\"[^\"]*\"", "", line)):
            self.run_in_a_shell(line)
            return
        words = [str(Path(word).expanduser()) if word[0] == "~" else word for word in shlex.split(line)]
        assert words[0] == "coach", f"nobody knows how to try this: {line}"
        done = coach(*words[1:], home=self.home, opened=self.opened)
        may_end_with = MAY_END_WITH.get(words[1] if words[1:] else "", {0})
        assert done.status in may_end_with, f"{line}\n{done.out}{done.err}"

    def run_in_a_shell(self, script: str) -> str:
        """Run it with the system's own shell and a `coach` of its own; the output."""
        done = subprocess.run(
            ["sh", "-euc", script],
            cwd=self.here,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout

    def _environment(self) -> dict[str, str]:
        tools = self.home.parent / "bin"
        tools.mkdir(exist_ok=True)
        command = tools / "coach"
        command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m coach "$@"\n')
        command.chmod(0o755)
        return {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home.parent),
            "COACH_HOME": str(self.home),
            "LANG": "C.UTF-8",
        }


@pytest.fixture
def without_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test plays sound."""

    def probe(*, audible: bool) -> SoundReport:
        return SoundReport(
            backends=(BackendReport(backend="miniaudio", works=True, detail="a card"),),
            programs={},
            voice=None,
            voice_reason="nobody listens",
            phrases=0,
            sound_sets=("mallet",),
            advice=(),
        )

    monkeypatch.setattr(doctor_command, "probe", probe)
    # What a full disk refused lies where every coach of this machine looks for it.
    monkeypatch.setattr("coach.journal.rescue.rescued_files", lambda _journal: ())


def command_lines(block: Block) -> list[str]:
    """The commands of a block, without what is said about them behind a `#` or two spaces."""
    lines = (line for line in block.text.splitlines() if line.strip() and not line.startswith("#"))
    return [re.split(r" {2,}|\s+# ", line.strip(), maxsplit=1)[0] for line in lines]


def is_exception(line: str) -> bool:
    """Whether a line is an exception that is not run; it is checked otherwise."""
    for pattern, _, look in NOT_RUN:
        if re.fullmatch(pattern, line):
            look(line)
            return True
    return False


def try_commands(block: Block, place: Place) -> None:
    lines = command_lines(block)
    assert lines
    for line in lines:
        if not is_exception(line):
            place.run(line)


def try_yaml(block: Block, place: Place) -> None:
    """A program is checked and laid out, drills and figures are checked, settings are read."""
    identity = re.search(r"^id: (\S+)$", block.text, re.MULTILINE)
    if identity is None and not re.search(r"^(drills|figures):$", block.text, re.MULTILINE):
        config = place.home / "config.yaml"
        config.write_text(block.text, "utf-8")
        settings, problems = load_settings(config)
        assert (problems, settings == Settings()) == ((), False)
        place.run("coach settings --changed")
        return
    file = f"{identity[1] if identity else 'mine'}.yaml"
    (place.here / file).write_text(block.text, "utf-8")
    place.run(f"coach check {file}")
    if identity is not None:
        place.run(f"coach timeline {identity[1]}")
        place.run(f"coach run {identity[1]} --plain")


def try_events(block: Block, place: Place) -> None:
    """Each line is an event: taken in once, and known the second time."""
    for line in block.text.splitlines():
        json.loads(line)
    (place.here / "events.jsonl").write_text(block.text, "utf-8")
    count = len(block.text.splitlines())
    said = [coach("import", str(place.here / "events.jsonl"), home=place.home).lines[-1] for _ in range(2)]
    assert said[0].startswith(f"{count} event"), said
    assert said[1].startswith("0 events added"), said


def try_mistakes(block: Block, place: Place) -> None:
    """The block after it is what `coach check` says, word for word."""
    told = BLOCKS[BLOCKS.index(block) + 1]
    (place.here / "my-program.yaml").write_text(block.text, "utf-8")
    done = coach("check", "my-program.yaml", home=place.home)
    assert (done.status, done.out) == (1, told.text)


def try_output(block: Block, place: Place) -> None:
    """The output of a command is tried with the block before it."""
    assert find_check(BLOCKS[BLOCKS.index(block) - 1]) is try_mistakes


def find_check(block: Block) -> Callable[[Block, Place], None] | None:
    """The check of a block; None for an unknown kind of block."""
    if block.language == "sh" or (not block.language and block.text.startswith("coach ")):
        return try_commands
    if block.language in {"yaml", "json", "jsonl"}:
        return try_yaml if block.language == "yaml" else try_events
    if block.language == "text" and block.text.startswith("schema: "):
        return try_mistakes
    if not block.language and block.text.startswith("my-program.yaml:"):
        return try_output
    return None


@pytest.mark.usefixtures("without_sound")
@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: str(block.name))
def test_block_runs(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(tmp_path, block.text)
    monkeypatch.chdir(place.here)
    monkeypatch.setenv("HOME", str(tmp_path))
    way = find_check(block)
    assert way is not None, f"nobody knows how to try the block at {block.name}"
    way(block, place)


def test_readme_commands_run_in_a_shell(tmp_path: Path) -> None:
    """The lines in a shell; those that open a screen need a terminal."""
    (day,) = (block for block in BLOCKS if block.page == "README.md" and "coach today" in block.text)
    place = Place(tmp_path, day.text)
    on_a_screen = re.compile(r"coach(?: run \S+)?$|coach run core --plain$")
    lines = [line for line in command_lines(day) if not on_a_screen.fullmatch(line)]
    assert len(lines) >= 6
    told = place.run_in_a_shell("\n".join(lines))
    assert "Plank" in told


@pytest.mark.parametrize(("pattern", "reason"), [(pattern, reason) for pattern, reason, _ in NOT_RUN])
def test_exceptions_are_needed(pattern: str, reason: str) -> None:
    lines = [line for block in BLOCKS if find_check(block) is try_commands for line in command_lines(block)]
    assert [line for line in lines if re.fullmatch(pattern, line)], reason


def test_unknown_kind_of_block_fails() -> None:
    assert find_check(Block("README.md", 1, "toml", "a = 1\n")) is None
    assert find_check(Block("README.md", 1, "", "crontab -e\n")) is None


@pytest.mark.usefixtures("without_sound")
@pytest.mark.parametrize(
    "block",
    [
        Block("a.md", 1, "sh", "coach tody\n"),
        Block("a.md", 1, "sh", "coach today --of 2026-01-05\n"),
        Block("a.md", 1, "", "coach run corn     a session\n"),
        Block("a.md", 1, "sh", "coach schema program > here/there.json\n"),
        Block("a.md", 1, "sh", "crontab -e\n"),
        Block("a.md", 1, "sh", "python -m benchmarks --fast\n"),
        Block("a.md", 1, "sh", "python -m tests.nonsense\n"),
        Block("a.md", 1, "yaml", MINE.replace("20s", "20 sconds")),
        Block("a.md", 1, "yaml", "volume: loud\n"),
        Block("a.md", 1, "json", '{"schema":1,"type":"walk"}\n'),
        Block("a.md", 1, "toml", "a = 1\n"),
    ],
    ids=lambda block: str(block.text.splitlines()[0]),
)
def test_wrong_block_fails(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises((AssertionError, SystemExit)):
        test_block_runs(block, tmp_path, monkeypatch)

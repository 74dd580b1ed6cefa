"""How long it takes to check programs: a thousand of them, against merely loading their YAML."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import yaml

from benchmarks.measure import Row, in_turns
from coach.app.programs import check_files, check_text, starting_timeline
from coach.paths import shipped_programs_folder
from coach.programs.load import load_catalog
from tests.support.lifetime import LAST_DAY

PROGRAMS = 1_000
LONG_LINES = 200


def thousand(folder: Path) -> list[Path]:
    """A thousand programs of all the shipped kinds, each with an id of its own."""
    home = folder / "thousand"
    home.mkdir(exist_ok=True)
    shipped = [
        path
        for path in sorted(shipped_programs_folder().glob("*.yaml"))
        if path.stem not in ("drills", "figures")
    ]
    random, paths = Random(1), []
    for number in range(PROGRAMS):
        one = random.choice(shipped)
        path = home / f"p{number}.yaml"
        path.write_text(one.read_text("utf-8").replace(f"\nid: {one.stem}", f"\nid: p{number}", 1), "utf-8")
        paths.append(path)
    return paths


def long_program() -> str:
    """A program of two hundred lines, a slot on each three."""
    lines = ["schema: 1", "id: long", "title: Long", "kind: custom", "slots:"]
    for number in range((LONG_LINES - len(lines)) // 3):
        lines += [f"  - slot: s{number}", "    drill: plank", "    hold: 30s"]
    return "\n".join(lines) + "\n"


def rows(folder: Path, times: int) -> list[Row]:
    """A thousand files checked, and what an editor does after each key: check, compile, preview."""
    paths = thousand(folder)
    catalog = load_catalog(None)
    text = long_program()

    def check() -> float:
        started = time.perf_counter()
        problems = check_files(paths, catalog)
        assert not problems, problems[0].line_text()
        return time.perf_counter() - started

    def load() -> float:
        started = time.perf_counter()
        for path in paths:
            yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        return time.perf_counter() - started

    def type_a_letter() -> float:
        started = time.perf_counter()
        program, _ = check_text(text, Path("long.yaml"), catalog.drills)
        assert program is not None
        starting_timeline(program, catalog.drills, LAST_DAY)
        return time.perf_counter() - started

    def load_it() -> float:
        started = time.perf_counter()
        yaml.load(text, Loader=yaml.CSafeLoader)
        return time.perf_counter() - started

    checked = in_turns(check, load, times)
    typed = in_turns(type_a_letter, load_it, times)
    against = "yaml.load with the C loader"
    return [
        Row(f"`coach check`, {PROGRAMS} programs", *checked, "s", "3", against),
        Row(f"a letter typed, {LONG_LINES} lines: checked and laid out", *typed, "s", "-", against),
    ]

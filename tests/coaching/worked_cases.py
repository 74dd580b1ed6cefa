"""The worked cases in cases/core.json, with the programs they are about."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from coach.app.programs import check_text
from coach.model.events import Event
from coach.model.program import Program
from coach.programs.load import load_catalog
from tests.factories import check_in, control, core, plank, session

CASES = Path(__file__).parent / "cases" / "core.json"
DRILLS = load_catalog(None).drills


def written_program(number: int) -> Program:
    """The program of a case that is written as a file of its own."""
    text = (CASES.parent / f"program-{number}.yaml").read_text(encoding="utf-8")
    name = re.findall(r"^id: (\S+)", text, re.MULTILINE)[0]
    program, problems = check_text(text, Path(f"{name}.yaml"), DRILLS)
    assert program is not None, problems
    return program


PROGRAMS = {
    1: core(),
    2: core(4),
    3: core(6),
    4: core(slots=(plank(1),)),
    5: core(slots=(plank(2),)),
    6: core(slots=(plank(4),)),
    7: core(slots=(plank(5),)),
    8: core(slots=(plank(),)),
    9: core(4, slots=(plank(),)),
    **{number: written_program(number) for number in range(10, 22)},
}


class Case(Struct):
    """A history, a day, and what is asked on it."""

    id: str
    what: str
    program: Program
    on: date
    events: list[Event]
    phase: str
    plan: list[object] | None
    """Phase, block, week and weeks; None where nothing is asked."""
    slots: list[list[object]]
    about: str
    codes: list[str]
    number: int = 0
    """Of its program."""
    told: dict[str, bool] = {}
    """Of due, done and begun what the case says."""
    notices: list[str] | None = None
    """Those about a visit or the hips that the day has; None: not said."""


def read_cases() -> list[Case]:
    written = json.loads(CASES.read_text(encoding="utf-8"))
    return [
        Case(
            id=one["id"],
            what=one["what"],
            program=PROGRAMS[one["program"]],
            on=date.fromisoformat(one["on"]),
            events=[_event(event) for event in one["events"]],
            phase=one["phase"],
            plan=one["plan"],
            slots=one["slots"],
            about=one["about"],
            codes=one["codes"],
            number=one["program"],
            told={word: one[word] for word in ("due", "done", "begun") if word in one},
            notices=one.get("notices"),
        )
        for one in written
    ]


def _event(written: dict[str, Any]) -> Event:
    said = dict(written)
    at = said.pop("hour", None)
    if "session" in said:
        on = date.fromisoformat(said.pop("session"))
        stopped, asked_sets = said.pop("stopped", False), said.pop("asked_sets", None)
        program = said.pop("program", "core")
        done = {name.replace("-", "_").replace(" ", "_"): one for name, one in said.items()}
        made = session(on, 8 if at is None else at, program, **done)
        return replace(made, stopped=stopped, asked_sets=asked_sets)
    if "check_in" in said:
        on = date.fromisoformat(said.pop("check_in"))
        flags = said.pop("red_flags", ())
        return check_in(on, 7 if at is None else at, red_flags=tuple(flags), **said)
    on = date.fromisoformat(said.pop("control"))
    return control(on, at=6 if at is None else at, **said)

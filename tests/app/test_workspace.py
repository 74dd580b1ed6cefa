"""The service: what it reads of a long journal is all that a day rests on."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import coach.app.workspace
from coach.app.planning import day_plan, plan_from
from coach.app.workspace import Workspace
from coach.journal.journal import Journal
from coach.model.events import Event, Session
from coach.model.program import Kind, Program
from coach.paths import find_paths
from tests.coaching.strategies import LAST, journals
from tests.factories import core, day, planks, program_of, session, timed_slot
from tests.support.commands import MONDAY, StillClock
from tests.support.examples import examples

PROGRAMS = [
    core(),
    program_of(Kind.MOBILITY, timed_slot("figure-four", sided=True), timed_slot("open-book")),
    program_of(Kind.CARDIO, timed_slot("brisk-walk", 1800)),
]
PRACTICE = program_of(Kind.PRACTICE, timed_slot("hinge", 60))
MORE = [
    *PROGRAMS,
    PRACTICE,
    program_of(Kind.CORE, timed_slot("bridge"), id="plain-core"),
    program_of(Kind.BREATHING, timed_slot("breaths", 60)),
]
WHO = [("core", "core"), ("plain-core", "core"), ("gone", "core"), ("mobility", "mobility")]
SLOTS = {"practice": "hinge", "cardio": "brisk-walk", "breathing": "breaths", "plain-core": "bridge"}


def coach_in(folder: str, programs: Sequence[Program] = PROGRAMS) -> Workspace:
    workspace = Workspace(find_paths({"COACH_HOME": folder}), StillClock(MONDAY))
    # A cached property takes what is put into its place.
    workspace.__dict__["programs"] = {program.id: program for program in programs}
    return workspace


@st.composite
def scattered(draw: st.DrawFn) -> list[Event]:
    """A journal whose sessions are of many programs, also of one that is not there any more."""
    return [
        _of(event, *draw(st.sampled_from([*WHO, *((name, name) for name in SLOTS if name != "plain-core")])))
        if isinstance(event, Session)
        else event
        for event in draw(journals())
    ]


def _of(session: Session, program: str, kind: str) -> Session:
    slot = SLOTS.get(program)
    sets = tuple(replace(one, slot=slot, drill=None, side=None) if slot else one for one in session.sets)
    ended_at = session.at + timedelta(minutes=20)
    return replace(session, program=program, kind=kind, sets=sets, ended_at=ended_at)


@pytest.mark.parametrize("programs", [PROGRAMS, MORE], ids=["few", "many"])
@examples(40)
@given(st.one_of(journals(), scattered()), st.integers(0, LAST + 40))
def test_relevant_events_give_same_day_as_all(
    programs: Sequence[Program], events: list[Event], on: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = coach_in(folder, programs)
        workspace.journal.append(*events)
        try:
            assert day_plan(workspace, day(on)) == plan_from(workspace, workspace.journal.events(), day(on))
        finally:
            workspace.close()


def test_old_session_marks_return_after_pause(home: Path) -> None:
    """The one old session that a program without levels needs is found, however many others there are."""
    workspace = coach_in(str(home))
    with Journal.open(workspace.paths.journal) as journal:
        journal.append(*_walks(range(0, 40, 2)))
    for on in (41, 60, 120):
        assert day_plan(workspace, day(on)) == plan_from(workspace, workspace.journal.events(), day(on))
    assert day_plan(workspace, day(120)).programs[2].phase == "return"


@pytest.mark.parametrize("program", ["plain-core", "gone"])
def test_practice_counts_old_core_sessions(home: Path, program: str) -> None:
    workspace = coach_in(str(home), MORE)
    held, later = (_of(session(day(offset), plank="3 x 30"), program, "core") for offset in (0, 6))
    practised = [session(day(offset), program="practice", hinge="60") for offset in (0, 2, 4)]
    tired = replace(practised[0], at=held.at + timedelta(minutes=25))
    workspace.journal.append(held, tired, *practised[1:], later)
    practice = next(plan for plan in day_plan(workspace, day(33)).programs if plan.id == "practice")
    assert not practice.due
    assert day_plan(workspace, day(33)) == plan_from(workspace, workspace.journal.events(), day(33))


def test_session_moved_to_other_program_counts_there(home: Path) -> None:
    workspace = coach_in(str(home))
    wrong = planks(*range(0, 24, 3))
    walk, later = _walks(range(2))
    with Journal.open(workspace.paths.journal) as journal:
        journal.append(*wrong, replace(walk, replaces=wrong[0].id), later)
    assert day_plan(workspace, day(25)) == plan_from(workspace, workspace.journal.events(), day(25))


def _walks(offsets: range) -> list[Session]:
    return [session(day(offset), program="cardio", brisk_walk="1800") for offset in offsets]


def test_workspace_imports_no_use_case() -> None:
    tree = ast.parse(Path(coach.app.workspace.__file__).read_text("utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(name and name.startswith("coach.app") for name in imported)

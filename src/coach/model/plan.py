"""The plan of a day: what each program asks for, and why."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from coach.model.events import RedFlag
from coach.model.program import Kind, Measure, Side

Tier = Literal["emergency", "call_today", "call_this_week"]
"""How soon a clinician has to be asked about a red flag; the most urgent first."""
Phase = Literal["build", "deload", "early_deload", "return", "paused", "locked"]


class Reason(Struct, frozen=True):
    """Why a dose is what it is: a code for programs, a sentence for people."""

    code: str
    text: str


class Dose(Struct, frozen=True, kw_only=True):
    """What one slot asks for today."""

    slot: str
    drill: str
    measure: Measure
    sets: int
    seconds: int | None = None
    """One set on one side; None for reps and breaths."""
    reps: int | None = None
    """Repetitions or breaths of one set; None where seconds count."""
    load_kg: float | None = None
    sides: tuple[Side, ...] = ()
    """In the order in which they are done; empty for a drill without sides."""
    reasons: tuple[Reason, ...] = ()
    full_sets: int
    """The sets of the working level, before a light week trims them."""
    full_seconds: int | None = None
    one_hand: bool = False
    """Whether the load is carried in one hand."""
    is_easier: bool = False
    """Whether the user asked for less of it today."""
    easier: Dose | None = None
    """What it asks for if the user wants less today; None where that was said already, or would not show."""


class Notice(Struct, frozen=True):
    """Something to know today that is not about one slot."""

    code: str
    text: str


class ProgramPlan(Struct, frozen=True, kw_only=True):
    """What one program asks for today."""

    id: str
    kind: Kind
    phase: Phase
    block: int
    """From 1; `block`, `week` and `weeks` are 0 for a program without blocks."""
    week: int
    weeks: int
    due: bool
    """Whether its schedule asks for it on this day."""
    done: bool
    """Whether the day already has what it asks for."""
    slots: tuple[Dose, ...] = ()
    """Without the slots that may not be done: when locked or paused, most often empty."""
    begun: bool = False
    """Whether the day has a session of it that was stopped before half was done, and no other."""
    times: int = 1
    """How often this day asks for it; 0 by the clock, which has no number, and for what is optional today."""


class Lock(Struct, frozen=True, kw_only=True):
    """Red flags that are not lifted: training is off."""

    tier: Tier
    """Of the most urgent flag."""
    flags: tuple[RedFlag, ...]
    """In the order in which they were reported, each once."""
    check_ins: tuple[str, ...]
    """The check-ins that report them, by id."""


class Plan(Struct, frozen=True, kw_only=True):
    """The plan of one day."""

    date: date
    lock: Lock | None = None
    notices: tuple[Notice, ...] = ()
    programs: tuple[ProgramPlan, ...] = ()

    def program(self, program_id: str) -> ProgramPlan:
        """The plan of one program."""
        return next(one for one in self.programs if one.id == program_id)

    @property
    def locked(self) -> bool:
        """Whether training is off."""
        return self.lock is not None

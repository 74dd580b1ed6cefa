"""The replay line by line: what a day asked for, what was done, its assessment, and its effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from coach.coaching.assessment import Assessment, amount_of, assess
from coach.coaching.calendar import calendar_of
from coach.coaching.deload import LIGHT, PhaseEffect, phase_effect, trim, trim_percent
from coach.coaching.history import read_history, tried
from coach.coaching.levels import Level, carried, ease_for_a_day
from coach.coaching.messages import JUDGED, ReasonCode, drill_text, level_change_text, word_reason
from coach.coaching.planner import personalise
from coach.coaching.replay import Replay, ReplayStep
from coach.coaching.safety import read_health
from coach.model.events import Event
from coach.model.formatting import UNIT_NAMES, format_set
from coach.model.plan import Phase, Reason
from coach.model.program import WEEKDAYS, Drill, Program, Slot
from coach.model.settings import Settings
from coach.model.units import Units


class ExplanationLine(Struct, frozen=True, kw_only=True):
    """One day of one slot: asked, done, judged, effect; then the level afterwards."""

    date: date
    slot: str
    phase: Phase
    asked: str
    """As in `plank, 3 x 30 s`; in a light week less than the level."""
    done: str
    """As in `30, 30, 22 s`; empty for a level set by hand."""
    outcome: str
    """`clean`, `miss`, `partial`, `pain_low`, `pain_mid`, `pain_high` or `set_level`."""
    judged: str
    """The outcome in words."""
    effect: str
    drill: str
    """The drill of the level afterwards; the next fields too are of that level."""
    amount: int
    """Seconds, or a count for repetitions and breaths."""
    load_kg: float | None
    clean: int
    miss: int
    reasons: tuple[Reason, ...]
    """What decided it; empty when nothing could move that day."""


def explain(
    program: Program,
    events: Sequence[Event],
    on: date,
    slot: str | None = None,
    *,
    drills: Mapping[str, Drill] | None = None,
    settings: Settings | None = None,
) -> tuple[ExplanationLine, ...]:
    """How the levels of a program, or of one slot, came about up to a day, oldest day first."""
    settings = settings or Settings()
    program = personalise(program, settings)
    names = {key: drill.name for key, drill in (drills or {}).items()}
    history = read_history(events, on)
    calendar = calendar_of(program, history, read_health(history), WEEKDAYS.index(settings.week_start))
    steps: list[ReplayStep] = []
    replay = Replay(program, history, calendar, names=names, units=settings.units, steps=steps)
    explainer = _Explainer(replay, names, settings.units)
    return tuple(explainer.line(step) for step in steps if slot in (None, step.slot))


class _Explainer:
    """Makes the lines of the steps of a replay."""

    def __init__(self, replay: Replay, names: Mapping[str, str], units: Units) -> None:
        self._replay = replay
        self._names = names
        self._units: Units = units

    def line(self, step: ReplayStep) -> ExplanationLine:
        """The line of one step."""
        slot = self._replay.states[step.slot].slot
        program, assessment = self._replay.program, step.assessment
        sets, asked = step.sets, step.before.copy()
        if step.easier:
            ease_for_a_day(slot, asked, self._replay.states[step.slot].steps)
        if assessment is not None and phase_effect(program, step.phase) is PhaseEffect.TRIM:
            sets, asked.amount = trim(slot, sets, asked.amount, program.kind, trim_percent(program))
        if assessment is not None and step.phase in LIGHT:
            # In a light week the sets are held against what was shown, the trimmed dose.
            rungs = self._replay.states[step.slot].rungs
            assessment = assess(slot, rungs, asked, assessment.sets, sets)
            assessment = assessment.at_most_partial() if step.easier else assessment
        outcome = "set_level" if assessment is None else assessment.outcome.name.lower()
        progression = program.progression
        if not step.before.same_work(step.after):
            effect = level_change_text("moved", dose=self._dose(slot, step.after))
        elif not step.decided:
            effect = level_change_text("light" if step.phase in LIGHT else "stopped")
        elif step.after.clean > step.before.clean:
            effect = level_change_text("count", clean=step.after.clean, after=step.needed)
        elif step.after.miss > step.before.miss:
            effect = level_change_text("misses", miss=step.after.miss, misses=progression.misses)
        else:
            effect = level_change_text("same")
        grams = carried(slot, step.after)
        reasons = [step.reason] if step.decided else []
        if step.sessions > 1:
            reasons.append(ReasonCode("same_day"))
        return ExplanationLine(
            date=date.fromordinal(step.day),
            slot=step.slot,
            phase=step.phase,
            asked=self._dose(slot, asked, sets=sets),
            done=_done_text(slot, step.assessment),
            outcome=outcome,
            judged=JUDGED[outcome],
            effect=effect,
            drill=slot.ladder[step.after.rung].drill,
            amount=step.after.amount,
            load_kg=None if grams is None else grams / 1000,
            clean=step.after.clean,
            miss=step.after.miss,
            reasons=tuple(map(word_reason, reasons)),
        )

    def _dose(self, slot: Slot, level: Level, sets: int | None = None) -> str:
        rung = slot.ladder[level.rung]
        drill, grams = drill_text(rung.drill, self._names), carried(slot, level)
        dose = format_set(slot.measure, level.amount, grams, self._units, one_hand=rung.one_hand)
        return f"{drill}, {dose}" if sets is None else f"{drill}, {sets} x {dose}"


def _done_text(slot: Slot, assessment: Assessment | None) -> str:
    """`30, 30, 22 s`, or `left 30, 30, 30 s; right 24, 25, 24 s`; `?` where nothing was noted."""
    if assessment is None:
        return ""
    texts = []
    for side in ("left", "right", None):
        amounts = [amount_of(slot, done) for done in assessment.sets if tried(done) and done.side == side]
        if amounts:
            text = ", ".join("?" if amount is None else str(amount) for amount in amounts)
            texts.append(f"{side or ''} {text} {UNIT_NAMES[slot.measure]}".strip())
    return "; ".join(texts)

"""The journal played through once, day by day: where every slot of one program stands, and why.

Nothing derived is kept anywhere; an edit, an undo or an import simply makes for another replay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from msgspec import Struct

from coach.coaching import levels
from coach.coaching.adjustments import RESUMED_NOTE
from coach.coaching.assessment import Assessment, Outcome, amount_of, asked_of, assess
from coach.coaching.calendar import Calendar
from coach.coaching.history import History, has_evidence, has_pain, is_begun, moment_key, week_of
from coach.coaching.levels import Level, Steps
from coach.coaching.messages import ReasonCode, Value, drill_text, sessions_text
from coach.model.events import Control, Session, SetRecord
from coach.model.formatting import carried_text, format_amount, format_set
from coach.model.plan import Phase
from coach.model.program import Program, Side, Slot
from coach.model.units import Units

_STEPS_UP: Final = frozenset(get_args(levels.StepUp))


class SlotState(Struct):
    """Where one slot stands while the days go by."""

    slot: Slot
    tracked: bool
    """Whether its sets are judged and its level moves."""
    steps: Steps
    rungs: dict[str, int]
    """The place of each drill on its ladder."""
    level: Level
    reason: ReasonCode
    last: int | None = None
    """The day on which it was last tried."""
    since: int | None = None
    """The day from which time away counts: the last try, or a level set by hand later than that."""
    moved: bool = False
    """Whether the level has ever left the program's start."""
    stepped_from: Level | None = None
    """The level before the latest step up."""
    edited: ReasonCode | None = None
    """How the program differs from what it asked last time, if it was edited since."""
    read: tuple[tuple[int, int, int | None], list[SetRecord], Assessment] | None = None
    """The work of the level, the sets, and what they were read as, of the session before."""

    def gap(self, day: int) -> int:
        """Days without this slot; 0 before it was ever tried."""
        return day - self.since if self.last is not None and self.since is not None else 0


class ReplayStep(Struct, frozen=True):
    """One thing that the replay saw: the sets of a slot on a day, or a level set by hand."""

    day: int
    slot: str
    phase: Phase
    assessment: Assessment | None
    """None: a level set by hand."""
    sessions: int
    """How many sessions tried this slot that day."""
    before: Level
    """What was asked of it that day, with time away already taken off."""
    after: Level
    reason: ReasonCode
    """What the level rests on afterwards."""
    decided: bool
    """Whether this step gave that reason; else the level was frozen, and the reason is an older one."""


class Replay:
    """One program's slots, from its first session to the day that is asked about."""

    def __init__(
        self,
        program: Program,
        history: History,
        calendar: Calendar,
        *,
        names: Mapping[str, str] | None = None,
        units: Units = "kg",
        steps: list[ReplayStep] | None = None,
    ) -> None:
        """Play the journal through.

        Args:
            program: as it is today.
            history: the live facts.
            calendar: its blocks, weeks and phases.
            names: drills as people call them, by id, for the words of reasons.
            units: how loads are shown in them.
            steps: where to write down every step, for someone who wants to see them.
        """
        self.program = program
        self.states: dict[str, SlotState] = {}
        self._history = history
        self._calendar = calendar
        self._names: Mapping[str, str] = names or {}
        self._units: Units = units
        self._steps = steps
        for part in program.parts:
            for slot in part.slots:
                tracked = levels.is_tracked(slot) and not part.warmup
                self.states.setdefault(slot.slot, self._start(slot, tracked=tracked))
        self._tracked = {name: state for name, state in self.states.items() if state.tracked}
        self._run()

    def _start(self, slot: Slot, *, tracked: bool) -> SlotState:
        reason = ReasonCode("start_dose" if tracked else "start_dose:fixed")
        steps = levels.steps_of(slot, self.program.progression)
        return SlotState(slot, tracked, steps, slot.places, levels.start_level(slot), reason)

    def _run(self) -> None:
        trained = self._calendar.days if self._tracked else ()
        by_hand = self._levels_by_hand()
        sessions = self._history.sessions.get(self.program.id, {})
        week, in_week = 0, 0
        per_week = self.program.schedule.per_week
        training = frozenset(trained)
        # A session that was only begun is no training, but what hurt in it hurt.
        sore = _sore_days(sessions) if self._tracked else frozenset()
        for day in sorted({*trained, *by_hand, *sore}):
            own = sessions[day] if day in training or day in sore else []
            if day in training:
                this = week_of(day, self._calendar.week_starts)
                week, in_week = this, in_week + 1 if this == week else 1
            late = self._set_levels(day, by_hand.get(day, ()), own)
            if own:
                extra = day in training and per_week is not None and in_week > per_week
                self._play(day, own, extra=extra)
            for control in late:
                self._set_level(day, control)
        for state in self._tracked.values():
            self._word_step(state)

    def _levels_by_hand(self) -> dict[int, list[Control]]:
        found: dict[int, list[Control]] = {}
        for day, controls in self._history.controls.items():
            for control in controls:
                if control.action == "set_level" and control.program in (None, self.program.id):
                    found.setdefault(day, []).append(control)
        return found

    def _set_levels(self, day: int, controls: Sequence[Control], own: list[Session]) -> list[Control]:
        """Sets the levels that were set before that day's training; returns those that were set after it."""
        late: list[Control] = []
        first = next((session for session in own if has_evidence(session)), None) if controls else None
        for control in controls:
            if first is not None and moment_key(first) < moment_key(control):
                late.append(control)
            else:
                self._set_level(day, control)
        return late

    def _set_level(self, day: int, control: Control) -> None:
        state = self.states.get(control.slot or "")
        if state is None:
            return
        before = state.level.copy()
        if levels.set_level(state.slot, state.level, state.steps, control):
            key = "set_by_user:again" if control.note == RESUMED_NOTE else "set_by_user"
            state.reason, state.moved, state.edited = ReasonCode(key), True, None
            state.since = day
            self._write(day, state, None, 0, before, True)

    def _play(self, day: int, own: list[Session], *, extra: bool) -> None:
        by_slot = self._sets(own)
        if not by_slot:
            return
        phase = self._calendar.at(day).phase
        for name, parts in by_slot.items():
            state = self._tracked[name]
            earlier = state.level
            was_away = self._away(state, day)
            best, tried = _best(state, parts)
            if best.outcome is Outcome.NONE:
                state.level = earlier
                continue
            if was_away is not None:
                state.reason, state.moved = was_away, state.moved or not earlier.same_work(state.level)
            before = state.level if self._steps is None else state.level.copy()
            decided = self._decide(state, best, phase, day, extra=extra)
            state.last = state.since = day
            self._write(day, state, best, tried, before, decided)

    def _sets(self, own: list[Session]) -> dict[str, list[list[SetRecord]]]:
        """The sets of each tracked slot, one list for each session; of one only begun, what hurt."""
        found: dict[str, list[list[SetRecord]]] = {}
        tracked = self._tracked
        for session in own:
            here: dict[str, list[SetRecord]] = {}
            for done in session.sets:
                known = here.get(done.slot)
                if known is not None:
                    known.append(done)
                elif done.slot in tracked:
                    here[done.slot] = [done]
            if session.stopped and is_begun(session):
                here = {name: sets for name, sets in here.items() if any(done.pain for done in sets)}
            for name, sets in here.items():
                found.setdefault(name, []).append(sets)
        return found

    def _away(self, state: SlotState, day: int) -> ReasonCode | None:
        """Eases a slot that comes back after a while; what to say about it later, if it was eased."""
        since = state.since
        near = since is None or day - since < self.program.away.recount
        if since is None or (near and not self._cleared(since, day) and not self._spasm(since, day)):
            return None
        state.level = state.level.copy()
        code = self.ease(state, state.level, day)
        if code is None or code == "away_count":
            return None
        values = self.away_values(state, state.level, day)
        if code == "away_reset" and not state.level.same_work(levels.start_level(state.slot)):
            return ReasonCode("away_reset:lower:past", values)
        return ReasonCode("cleared" if code == "cleared" else f"{code}:past", values)

    def _cleared(self, since: int, day: int) -> bool:
        health = self._calendar.health
        return bool(health.clearances) and health.cleared_between(since, day)

    def _spasm(self, since: int, day: int) -> bool:
        health = self._calendar.health
        return bool(health.spasm_days) and health.spasm_between(since, day)

    def ease(self, state: SlotState, level: Level, day: int) -> levels.AwayCode | None:
        """Ease a level for the time since its slot was last done; None when there is nothing to ease."""
        if state.last is None or state.since is None:
            return None
        cleared = self._cleared(state.since, day)
        spasm = self._spasm(state.since, day)
        away, gap = self.program.away, day - state.since
        return levels.away(state.slot, level, state.steps, away, gap, cleared=cleared, spasm=spasm)

    def away_values(self, state: SlotState, level: Level, day: int) -> dict[str, Value]:
        """What the sentences about time away fill in."""
        slot, days = state.slot, state.gap(day)
        grams = levels.carried(slot, level) if days >= self.program.away.restart else None
        one_hand = slot.ladder[level.rung].one_hand
        dose = format_set(slot.measure, level.amount, grams, self._units, one_hand=one_hand)
        return {"days": days, "dose": dose}

    def _decide(
        self, state: SlotState, assessment: Assessment, phase: Phase, day: int, *, extra: bool
    ) -> bool:
        """Moves the level by one day's evidence; False when the level was frozen."""
        if assessment.outcome >= Outcome.PAIN_MID:
            self._pained(state, assessment.outcome)
            return True
        if phase != "build":
            return False
        self._compare(state, assessment)
        if extra:
            state.reason = ReasonCode("extra_session", {"per_week": self.program.schedule.per_week or 0})
        elif assessment.outcome is Outcome.PAIN_LOW:
            state.level.clean = 0
            state.reason = ReasonCode("pain_repeat")
        elif assessment.outcome is Outcome.PARTIAL:
            if assessment.below_asked or state.edited is None:
                state.reason = ReasonCode("partial")
        elif assessment.outcome is Outcome.MISS:
            self._missed(state, assessment)
        else:
            self._clean(state, day)
        return True

    def _pained(self, state: SlotState, outcome: Outcome) -> None:
        before = state.level.copy()
        levels.step_down_pained(state.slot, state.level, state.steps)
        if before.same_work(state.level):
            state.reason = ReasonCode("pain_down:floor")
        else:
            state.moved, state.edited = True, None
            state.reason = ReasonCode("pain_down:strong" if outcome is Outcome.PAIN_HIGH else "pain_down")

    def _missed(self, state: SlotState, assessment: Assessment) -> None:
        level = state.level
        misses = self.program.progression.misses
        level.clean, level.miss = 0, level.miss + 1
        if level.miss < misses:
            state.reason = ReasonCode("short_repeat")
            return
        before = level.copy()
        levels.step_down_missed(state.slot, level, state.steps, assessment.weakest)
        if before.same_work(level):
            state.reason = ReasonCode("short_down:floor")
        else:
            state.moved, state.edited = True, None
            state.reason = (
                ReasonCode("short_down:1") if misses == 1 else ReasonCode("short_down", {"misses": misses})
            )

    def _clean(self, state: SlotState, day: int) -> None:
        level = state.level
        after = self.program.progression.after
        if self._calendar.health.sore_after(day):
            state.reason = ReasonCode("morning_after", {"clean": level.clean, "after": after})
            return
        level.clean, level.miss = level.clean + 1, 0
        if level.clean < after:
            state.reason = ReasonCode("clean_count", {"clean": level.clean, "after": after})
            return
        before = level.copy()
        code = levels.step_up(state.slot, level, state.steps)
        if not before.same_work(level):
            state.moved, state.edited = True, None
        state.reason, state.stepped_from = ReasonCode(code), before
        if self._steps is not None:
            self._word_step(state)

    def _word_step(self, state: SlotState) -> None:
        """Fills in the words of a step up, which few of the steps of a long journal are ever asked for."""
        if state.reason.key in _STEPS_UP and state.stepped_from is not None:
            state.reason = ReasonCode(state.reason.key, self._step_values(state, state.stepped_from))

    def _step_values(self, state: SlotState, before: Level) -> dict[str, Value]:
        slot, level = state.slot, state.level
        one_hand, grams = slot.ladder[level.rung].one_hand, levels.carried(slot, level)
        heavier = max(0, (level.grams or 0) - (before.grams or 0)) / 1000
        return {
            "sessions": sessions_text(self.program.progression.after),
            "step": format_amount(slot.measure, max(0, level.amount - before.amount)),
            "load": carried_text(heavier, self._units, one_hand=one_hand),
            "dose": format_amount(slot.measure, level.amount),
            "whole": format_set(slot.measure, level.amount, grams, self._units, one_hand=one_hand),
            "drill": drill_text(slot.ladder[level.rung].drill, self._names),
        }

    def _compare(self, state: SlotState, assessment: Assessment) -> None:
        """Notices an edited program: what was asked last time is not where it starts or goes today."""
        state.edited = None
        first = assessment.sets[0]
        drill = first.drill
        if drill is not None and drill not in state.rungs:
            here = state.slot.ladder[state.level.rung].drill
            before = drill_text(drill, self._names)
            values: dict[str, Value] = {"before": before, "drill": drill_text(here, self._names)}
            state.edited = ReasonCode("ladder_changed", values)
        elif not state.moved and self._other_start(state, first):
            state.edited = ReasonCode("start_changed", self._start_values(state, first))

    def _other_start(self, state: SlotState, first: SetRecord) -> bool:
        asked = asked_of(state.slot, first)
        rung = state.level.rung if first.drill is None else state.rungs[first.drill]
        return asked is not None and (rung, asked) != (state.level.rung, state.level.amount)

    def _start_values(self, state: SlotState, first: SetRecord) -> dict[str, Value]:
        slot, here = state.slot, state.slot.ladder[state.level.rung].drill
        dose = format_amount(slot.measure, state.level.amount)
        before = format_amount(slot.measure, asked_of(slot, first) or 0)
        if first.drill is not None and first.drill != here:
            dose = f"{drill_text(here, self._names)}, {dose}"
            before = f"{drill_text(first.drill, self._names)}, {before}"
        return {"dose": dose, "before": before}

    def _write(
        self,
        day: int,
        state: SlotState,
        assessment: Assessment | None,
        tried: int,
        before: Level,
        decided: bool,
    ) -> None:
        if self._steps is None:
            return
        phase, after = self._calendar.at(day).phase, state.level.copy()
        name, reason = state.slot.slot, state.reason
        self._steps.append(ReplayStep(day, name, phase, assessment, tried, before, after, reason, decided))


def _sore_days(sessions: Mapping[int, Sequence[Session]]) -> frozenset[int]:
    """The days on which something hurt in a session that was only begun."""
    return frozenset(
        day
        for day, of_day in sessions.items()
        for session in of_day
        if session.stopped and is_begun(session) and has_pain(session)
    )


def _best(state: SlotState, parts: list[list[SetRecord]]) -> tuple[Assessment, int]:
    """The reading of a day that counts, the strongest, and how many of its sessions tried the slot."""
    if len(parts) == 1:
        return _read(state, parts[0]), 1
    assessments = [_read(state, sets) for sets in parts]
    best = max(assessments, key=_strength)
    return best, sum(assessment.outcome is not Outcome.NONE for assessment in assessments)


def _read(state: SlotState, sets: list[SetRecord]) -> Assessment:
    """A session read for a slot; the same sets at the same level, most of a long journal, are read once."""
    level = state.level
    work = (level.rung, level.amount, level.grams)
    if state.read is not None and state.read[0] == work and state.read[1] == sets:
        return state.read[2]
    assessment = assess(state.slot, state.rungs, level, sets)
    state.read = (work, sets, assessment)
    return assessment


def _strength(assessment: Assessment) -> int:
    return assessment.outcome


RECENT: Final = 9
"""Sets of each side that are compared: three sessions of three rounds."""
APART: Final = (3, 4)
"""Below this part of the other side it is said; smaller differences are noise of measuring."""
USUAL: Final[tuple[Side, Side]] = ("left", "right")


class Sides(Struct, frozen=True):
    """What the last sets of each side held, newest first, in the unit of the slot."""

    left: Sequence[int] = ()
    right: Sequence[int] = ()

    @property
    def order(self) -> tuple[Side, Side]:
        """The weaker side first; left first when they are alike."""
        # Means are compared crosswise, so that no division can round a difference away.
        left, right = sum(self.left) * len(self.right), sum(self.right) * len(self.left)
        return ("right", "left") if right < left else USUAL

    @property
    def apart(self) -> bool:
        """Whether the weaker side held less than three quarters of the other, over nine sets a side."""
        if min(len(self.left), len(self.right)) < RECENT:
            return False
        weak, strong = sorted((sum(self.left), sum(self.right)))
        return weak * APART[1] < strong * APART[0]

    def mean(self, side: Side) -> int:
        """What a side held on average, to the nearest whole."""
        held = self.left if side == "left" else self.right
        return round(sum(held) / len(held)) if held else 0


def compare_sides(
    states: dict[str, SlotState], history: History, program: str, days: Sequence[int]
) -> dict[str, Sides]:
    """The last nine sets of each side, for every slot with sides whose level moves; read from the newest."""
    found = {
        name: (state, Sides([], []))
        for name, state in states.items()
        if state.tracked and state.slot.sided_on(state.level.rung)
    }
    result = {name: sides for name, (_, sides) in found.items()}
    sessions = history.sessions.get(program, {})
    for day in reversed(days):
        if not found:
            break
        for session in reversed(sessions[day]):
            if session.stopped and is_begun(session):
                continue
            for done in reversed(session.sets):
                if done.slot in found and done.side:
                    state, sides = found[done.slot]
                    _add(sides, done.side, amount_of(state.slot, done))
        found = {name: pair for name, pair in found.items() if not _full(pair[1])}
    return result


def _add(sides: Sides, side: Side, amount: int | None) -> None:
    held = sides.left if side == "left" else sides.right
    if amount and len(held) < RECENT and isinstance(held, list):
        held.append(amount)


def _full(sides: Sides) -> bool:
    return len(sides.left) >= RECENT and len(sides.right) >= RECENT

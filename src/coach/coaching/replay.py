"""The replay of the journal, day by day: the level of every slot of one program, and why.

Nothing derived is stored: after an edit, an undo or an import the journal is replayed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from coach.coaching import levels
from coach.coaching.adjustments import RESUMED_NOTE
from coach.coaching.assessment import NOTHING, Assessment, Outcome, asked_of, assess
from coach.coaching.calendar import NO_BLOCK, Calendar
from coach.coaching.history import History, has_evidence, has_pain, is_begun, moment_key, week_of
from coach.coaching.levels import Level, Steps, Work
from coach.coaching.messages import ReasonCode, Value, drill_text, failed_times_text, sessions_text
from coach.model.events import Control, Session, SetRecord
from coach.model.formatting import carried_text, format_amount, format_set
from coach.model.plan import Phase
from coach.model.program import Program, Slot
from coach.model.units import Units

_STEPS_UP: Final = frozenset({"step_time", "step_load", "step_variant"})
LEAST_KEPT: Final = 2
"""A slot with more sets than this is kept at the top of its ladder with one fewer."""


class FailedTries(Struct, frozen=True):
    """The tries of one level that ended with misses."""

    times: int
    block: int
    """Of the latest."""


class SlotState(Struct):
    """The state of one slot during the replay."""

    slot: Slot
    tracked: bool
    """Whether its sets are judged and its level moves."""
    steps: Steps
    rungs: dict[str, int]
    """The rung of each drill."""
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
    stepped_after: int = 0
    """The clean sessions that led to it."""
    edited: ReasonCode | None = None
    """How the program differs from what it asked last time, if it was edited since."""
    latest: tuple[Level, int, list[SetRecord], Assessment] | None = None
    """The level, its sets, what was done and the assessment, of the session before."""
    trying: Work | None = None
    """The level to which the latest step up led, while it is being tried."""
    failed: dict[Work, FailedTries] = {}
    """The levels whose tries failed."""
    top_since: int | None = None
    """Since when it has been at the top of its ladder; None: it is not."""

    def gap(self, day: int) -> int:
        """Days without this slot; 0 before it was ever tried."""
        return day - self.since if self.last is not None and self.since is not None else 0


class ReplayStep(Struct, frozen=True):
    """One step of the replay: the sets of a slot on a day, or a level set by hand."""

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
    """Why the level is what it is afterwards."""
    decided: bool
    """Whether this step gave that reason; else the level was frozen and the reason is older."""
    easier: bool = False
    """Whether the user had asked for less of this slot for that day."""
    sets: int = 0
    """How many were asked for, before a light week trims them."""
    needed: int = 0
    """Clean sessions for the next step up."""


def _forget_tries(state: SlotState) -> None:
    """Every level may be tried again as if for the first time."""
    state.trying = None
    state.failed.clear()


class Replay:
    """One program's slots, from its first session to the current day."""

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
        """Replay the journal.

        Args:
            program: as it is today.
            history: the live facts.
            calendar: its blocks, weeks and phases.
            names: of drills by id, for reasons.
            units: how loads are shown in them.
            steps: a list that every step is appended to.
        """
        self.program = program
        self.states: dict[str, SlotState] = {}
        self._history = history
        self._calendar = calendar
        self._names: Mapping[str, str] = names or {}
        self._units: Units = units
        self._steps = steps
        self._easier = frozenset(
            (control.slot, day)
            for day, controls in history.controls.items()
            for control in controls
            if control.action == "easier_today" and control.program in (None, program.id)
        )
        for part in program.parts:
            for slot in part.slots:
                tracked = levels.is_tracked(slot) and not part.warmup
                reason = ReasonCode("start_dose" if tracked else "start_dose:fixed")
                moves = levels.steps_of(slot, program.progression)
                start = levels.start_level(slot)
                state = SlotState(slot, tracked, moves, slot.rungs, start, reason)
                if tracked and levels.next_level(slot, start, moves) is None:
                    state.top_since = calendar.begin
                self.states.setdefault(slot.slot, state)
        health = calendar.health
        self._watches_health = bool(health.clearances or health.spasm_days)
        self._tracked = {name: state for name, state in self.states.items() if state.tracked}
        self._run()

    def _run(self) -> None:
        trained = self._calendar.days if self._tracked else ()
        by_hand: dict[int, list[Control]] = {}
        for day, controls in self._history.controls.items():
            for control in controls:
                if control.action == "set_level" and control.program in (None, self.program.id):
                    by_hand.setdefault(day, []).append(control)
        sessions = self._history.sessions.get(self.program.id, {})
        week, in_week = 0, 0
        per_week = self.program.schedule.per_week
        training = frozenset(trained)
        # A session that was only begun does not count as training, but its pain counts.
        sore = {
            day
            for day, of_day in (sessions.items() if self._tracked else ())
            for session in of_day
            if session.stopped and is_begun(session) and has_pain(session)
        }
        for day in sorted({*trained, *by_hand, *sore}):
            own = sessions[day] if day in training or day in sore else []
            if day in training:
                this = week_of(day, self._calendar.week_starts)
                week, in_week = this, in_week + 1 if this == week else 1
            controls = by_hand.get(day, [])
            first = next((session for session in own if has_evidence(session)), None) if controls else None
            late = [one for one in controls if first is not None and moment_key(first) < moment_key(one)]
            for control in controls:
                if control not in late:
                    self._set_level(day, control)
            if own:
                extra = day in training and per_week is not None and in_week > per_week
                self._apply_sessions(day, own, extra=extra)
            for control in late:
                self._set_level(day, control)
        for state in self._tracked.values():
            self._fill_step_values(state)

    def is_easier(self, slot: str, day: int) -> bool:
        """Whether the user asked for less of a slot for a day."""
        return (slot, day) in self._easier

    def _set_level(self, day: int, control: Control) -> None:
        state = self.states.get(control.slot or "")
        if state is None:
            return
        before = state.level.copy()
        if levels.set_level(state.slot, state.level, state.steps, control):
            key = "set_by_user:again" if control.note == RESUMED_NOTE else "set_by_user"
            state.reason, state.moved, state.edited = ReasonCode(key), True, None
            state.since = day
            _forget_tries(state)
            at_top = state.tracked and levels.next_level(state.slot, state.level, state.steps) is None
            state.top_since = day if at_top else None
            self._append_step(day, state, None, 0, before, True)

    def _apply_sessions(self, day: int, own: list[Session], *, extra: bool) -> None:
        by_slot = self._sets_by_slot(own)
        if not by_slot:
            return
        phase = self._calendar.at(day).phase
        recount, watches_health = self.program.away.recount, self._watches_health
        for name, by_session in by_slot.items():
            state = self._tracked[name]
            earlier, since, was_away = state.level, state.since, None
            if since is not None and (
                day - since >= recount
                or (watches_health and (self._cleared(since, day) or self._spasm(since, day)))
            ):
                was_away = self._ease_return(state, day)
            # Of several sessions on one day the strongest outcome counts.
            best, tried, level = NOTHING, 0, state.level
            asked = self.sets_of(state, day) if earlier.same_work(level) else state.slot.sets
            for sets in by_session:
                latest = state.latest
                if (
                    latest is None
                    or latest[2] != sets
                    or latest[1] != asked
                    or not latest[0].same_work(level)
                ):
                    # A long journal has the same sets again and again.
                    assessment = assess(state.slot, state.rungs, level, sets, asked)
                    latest = state.latest = (level.copy(), asked, sets, assessment)
                if (outcome := latest[3].outcome) is not Outcome.NONE:
                    tried += 1
                    if outcome > best.outcome:
                        best = latest[3]
            if not tried:
                state.level = earlier
                continue
            easier = bool(self._easier) and self.is_easier(name, day)
            if easier:
                best = best.at_most_partial()
            if was_away is not None:
                state.reason, state.moved = was_away, state.moved or not earlier.same_work(level)
                if since is not None and day - since >= self.program.away.restart:
                    _forget_tries(state)
            if not earlier.same_work(level):
                state.trying = state.top_since = None
            before = level if self._steps is None else level.copy()
            decided = self._decide(state, best, phase, day, extra=extra, easier=easier)
            state.last = state.since = day
            if self._steps is not None:
                self._append_step(day, state, best, tried, before, decided, easier=easier, sets=asked)

    def _ease_return(self, state: SlotState, day: int) -> ReasonCode | None:
        """Ease the level of a slot that is done again after time away; the reason, if it was eased."""
        state.level = state.level.copy()
        code = self.ease(state, state.level, day)
        if code is None or code == "away_count":
            return None
        values = self.away_values(state, state.level, day)
        if code == "away_reset" and not state.level.same_work(levels.start_level(state.slot)):
            return ReasonCode("away_reset:lower:past", values)
        return ReasonCode("cleared" if code == "cleared" else f"{code}:past", values)

    def _sets_by_slot(self, own: list[Session]) -> dict[str, list[list[SetRecord]]]:
        """The sets of each tracked slot by session; of a session that was only begun, those that hurt."""
        found: dict[str, list[list[SetRecord]]] = {}
        for session in own:
            here: dict[str, list[SetRecord]] = {name: [] for name in self._tracked}
            for done in session.sets:
                if (sets := here.get(done.slot)) is not None:
                    sets.append(done)
            hurts_only = session.stopped and is_begun(session)
            for name, sets in here.items():
                if sets and (not hurts_only or any(done.pain for done in sets)):
                    found.setdefault(name, []).append(sets)
        return found

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
        """The values for the reasons about time away."""
        slot, days = state.slot, state.gap(day)
        grams = levels.carried(slot, level) if days >= self.program.away.restart else None
        one_hand = slot.ladder[level.rung].one_hand
        dose = format_set(slot.measure, level.amount, grams, self._units, one_hand=one_hand)
        return {"days": days, "dose": dose}

    def _decide(
        self, state: SlotState, assessment: Assessment, phase: Phase, day: int, *, extra: bool, easier: bool
    ) -> bool:
        """Move the level by the assessment of one day; False when the level was frozen."""
        if assessment.outcome >= Outcome.PAIN_MID:
            before = state.level.copy()
            levels.step_down_pained(state.slot, state.level, state.steps)
            if before.same_work(state.level):
                state.reason = ReasonCode("pain_down:floor")
            else:
                state.moved, state.edited, state.trying, state.top_since = True, None, None, None
                strong = assessment.outcome is Outcome.PAIN_HIGH
                state.reason = ReasonCode("pain_down:strong" if strong else "pain_down")
            return True
        if phase != "build":
            return False
        if easier:
            state.edited = None
        else:
            self._check_edited(state, assessment)
        if extra:
            state.reason = ReasonCode("extra_session", {"per_week": self.program.schedule.per_week or 0})
        elif assessment.outcome is Outcome.PAIN_LOW:
            state.level.clean = 0
            state.reason = ReasonCode("pain_repeat")
        elif easier:
            state.reason = ReasonCode("easier_today:past")
        elif assessment.outcome is Outcome.PARTIAL:
            if assessment.below_asked or state.edited is None:
                state.reason = ReasonCode("partial")
        elif assessment.outcome is Outcome.MISS:
            self._apply_miss(state, assessment.weakest, day)
        else:
            self._apply_clean(state, day)
        return True

    def _apply_miss(self, state: SlotState, weakest: int | None, day: int) -> None:
        """The same again after one miss, a step down after several; the end of a try at a plateau level."""
        level, before, misses = state.level, state.level.copy(), self.program.progression.misses
        level.clean, level.miss = 0, level.miss + 1
        work = levels.work_of(state.slot, level)
        trying = state.trying == work
        if trying and self._is_plateau(state, work):
            misses = 1
        if level.miss < misses:
            state.reason = ReasonCode("short_repeat")
            return
        levels.step_down_missed(state.slot, level, state.steps, weakest)
        if before.same_work(level):
            state.reason = ReasonCode("short_down:floor")
            return
        state.moved, state.edited, state.trying, state.top_since = True, None, None, None
        if trying:
            times = state.failed[work].times if work in state.failed else 0
            state.failed[work] = FailedTries(times + 1, self._calendar.at(day).block)
        if self._plateau_above(state) is not None:
            state.reason = ReasonCode("plateau")
        else:
            state.reason = ReasonCode("short_down:1" if misses == 1 else "short_down", {"misses": misses})

    def _apply_clean(self, state: SlotState, day: int) -> None:
        level, sore = state.level, self._calendar.health.sore_after(day)
        if state.top_since is not None:
            level.miss = level.miss if sore else 0
            state.reason = ReasonCode("top_of_ladder")
            return
        plateau = self._plateau_above(state)
        needed = self._clean_needed(plateau)
        if sore:
            state.reason = ReasonCode("morning_after", {"clean": level.clean, "after": needed})
            return
        level.clean, level.miss = min(level.clean + 1, needed), 0
        if plateau is not None and (
            level.clean < needed or plateau.block == self._calendar.at(day).block != NO_BLOCK
        ):
            state.reason = ReasonCode("plateau")
        elif level.clean < needed:
            state.reason = ReasonCode("clean_count", {"clean": level.clean, "after": needed})
        else:
            self._step_up(state, day, needed)

    def _step_up(self, state: SlotState, day: int, clean: int) -> None:
        """One step up after so many clean sessions."""
        before = state.level.copy()
        code = levels.step_up(state.slot, state.level, state.steps)
        state.moved, state.edited = True, None
        state.trying = levels.work_of(state.slot, state.level)
        for work in [one for one in state.failed if one < state.trying]:
            del state.failed[work]
        if levels.next_level(state.slot, state.level, state.steps) is None:
            state.top_since = day + 1
        state.reason, state.stepped_from, state.stepped_after = ReasonCode(code), before, clean
        if self._steps is not None:
            self._fill_step_values(state)

    def _is_plateau(self, state: SlotState, work: Work) -> bool:
        tried = state.failed.get(work)
        return tried is not None and tried.times >= self.program.progression.tries

    def _plateau_above(self, state: SlotState) -> FailedTries | None:
        """The failed tries of the next level, where it is a plateau level."""
        if not state.failed:
            return None
        above = levels.next_level(state.slot, state.level, state.steps)
        work = None if above is None else levels.work_of(state.slot, above)
        return state.failed[work] if work is not None and self._is_plateau(state, work) else None

    def _clean_needed(self, plateau: FailedTries | None) -> int:
        """Clean sessions for a step up; more of them where the tries of the next level failed."""
        progression = self.program.progression
        return progression.after if plateau is None else max(progression.after, progression.after_tries)

    def reason_on(self, state: SlotState, day: int) -> ReasonCode:
        """Why a level is what it is, as it is said on a day: a plateau is another matter in a later block."""
        above = levels.next_level(state.slot, state.level, state.steps)
        plateau = self._plateau_above(state) if state.reason.key == "plateau" else None
        if plateau is None or above is None:
            return state.reason
        needed, clean = self._clean_needed(plateau), state.level.clean
        values: dict[str, Value] = {
            "here": self._level_text(state, state.level, state.level),
            "above": self._level_text(state, above, state.level),
            "times": failed_times_text(plateau.times),
            "clean": clean,
            "after": needed,
        }
        if plateau.block == self._calendar.at(day).block != NO_BLOCK:
            return ReasonCode("plateau", values)
        return ReasonCode("plateau:next" if clean >= needed else "plateau:count", values)

    def _level_text(self, state: SlotState, level: Level, here: Level) -> str:
        """`35 s`; with the drill or the load, where it is another one than `here`."""
        slot, rung = state.slot, state.slot.ladder[level.rung]
        if level.rung != here.rung:
            drill = drill_text(rung.drill, self._names)
            return f"{drill} at {format_amount(slot.measure, level.amount)}"
        grams = levels.carried(slot, level) if level.grams != here.grams else None
        return format_set(slot.measure, level.amount, grams, self._units, one_hand=rung.one_hand)

    def sets_of(self, state: SlotState, day: int) -> int:
        """The sets of a slot on a day, before a light week: one fewer where it is kept at the top."""
        sets, since = state.slot.sets, state.top_since
        if since is None or sets <= LEAST_KEPT or not self.program.progression.keep_top:
            return sets
        whole = next((block for block in self._calendar.whole_blocks if block.start >= since), None)
        return sets - 1 if whole is not None and whole.end <= day else sets

    def _fill_step_values(self, state: SlotState) -> None:
        """Fill in the values of a step up; computed late, since few steps of a journal are shown."""
        before = state.stepped_from
        if state.reason.key not in _STEPS_UP or before is None:
            return
        slot, level = state.slot, state.level
        one_hand, grams = slot.ladder[level.rung].one_hand, levels.carried(slot, level)
        heavier = max(0, (level.grams or 0) - (before.grams or 0)) / 1000
        values: dict[str, Value] = {
            "sessions": sessions_text(state.stepped_after),
            "step": format_amount(slot.measure, max(0, level.amount - before.amount)),
            "load": carried_text(heavier, self._units, one_hand=one_hand),
            "dose": format_amount(slot.measure, level.amount),
            "whole": format_set(slot.measure, level.amount, grams, self._units, one_hand=one_hand),
            "drill": drill_text(slot.ladder[level.rung].drill, self._names),
        }
        state.reason = ReasonCode(state.reason.key, values)

    def _check_edited(self, state: SlotState, assessment: Assessment) -> None:
        """Note an edited program: it no longer starts with, or leads to, what it asked last time."""
        state.edited = None
        slot, first = state.slot, assessment.sets[0]
        here = slot.ladder[state.level.rung].drill
        drill = first.drill or here
        if drill not in state.rungs:
            values = {"before": drill_text(drill, self._names), "drill": drill_text(here, self._names)}
            state.edited = ReasonCode("ladder_changed", values)
            return
        asked = asked_of(slot, first)
        if state.moved or asked is None:
            return
        if (state.rungs[drill], asked) != (state.level.rung, state.level.amount):
            dose, before = format_amount(slot.measure, state.level.amount), format_amount(slot.measure, asked)
            if drill != here:
                dose = f"{drill_text(here, self._names)}, {dose}"
                before = f"{drill_text(drill, self._names)}, {before}"
            state.edited = ReasonCode("start_changed", {"dose": dose, "before": before})

    def _append_step(
        self,
        day: int,
        state: SlotState,
        assessment: Assessment | None,
        tried: int,
        before: Level,
        decided: bool,
        *,
        easier: bool = False,
        sets: int | None = None,
    ) -> None:
        if self._steps is None:
            return
        needed = self._clean_needed(self._plateau_above(state))
        step = ReplayStep(
            day=day,
            slot=state.slot.slot,
            phase=self._calendar.at(day).phase,
            assessment=assessment,
            sessions=tried,
            before=before,
            after=state.level.copy(),
            reason=self.reason_on(state, day),
            decided=decided,
            easier=easier,
            sets=sets or state.slot.sets,
            needed=needed,
        )
        self._steps.append(step)

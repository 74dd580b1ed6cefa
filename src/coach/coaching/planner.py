"""The plan of a day: (programs, events, date) in, doses and their reasons out.

Pure, total and deterministic: the same arguments give the same plan, in any order of events, time zone,
locale or machine. Every plan is computed from the whole journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.coaching.adjustments import CARRIES, adjusted, adjustment_notices
from coach.coaching.calendar import BlockPosition, Calendar, calendar_of
from coach.coaching.cardio_day import EventAhead, cardio_day
from coach.coaching.deload import LIGHT, PhaseEffect, includes, phase_effect, trim, trim_percent
from coach.coaching.due import AT_WILL, had_strong_pain_today, is_done, is_due, off_days, times_today
from coach.coaching.habits.morning import in_morning_order
from coach.coaching.habits.practice import breathing_done, practice_state
from coach.coaching.habits.ramp import CAP_WEEKS, ramp_start
from coach.coaching.history import History, is_begun, only_begun, read_history, trained, tried, warmup_slots
from coach.coaching.levels import Level, carried, ease_for_a_day, is_tracked, start_level
from coach.coaching.locks import TIERS, may_be_done
from coach.coaching.messages import (
    FLAG_WORDS,
    ReasonCode,
    Value,
    cause_text,
    drill_text,
    joined,
    notice,
    other_side,
    word_reason,
)
from coach.coaching.replay import Replay, SlotState
from coach.coaching.safety import RECURRING_PAIN, HealthState, read_health
from coach.coaching.sides import Sides, compare_sides, stiff_hips
from coach.model.events import MODERATE_PAIN, Event, Session, Tombstone
from coach.model.formatting import format_amount, short_day, weekday_name
from coach.model.plan import Dose, Notice, Phase, Plan, ProgramPlan
from coach.model.program import WEEKDAYS, Drill, Kind, Load, Program, Side, Slot
from coach.model.settings import Settings


def personalise(program: Program, settings: Settings) -> Program:
    """The program adjusted to a person's health, and with the load that the person begins with.

    It is idempotent, so a program that is already personalised may be handed in.
    """
    if settings.carry_kg is not None or settings.load_step_kg is not None:
        parts = (
            replace(part, slots=tuple(_with_own_load(slot, settings) for slot in part.slots))
            for part in program.parts
        )
        program = replace(program, parts=tuple(parts))
    return in_morning_order(adjusted(program, settings))


def _with_own_load(slot: Slot, settings: Settings) -> Slot:
    if slot.load is None:
        return slot
    start = slot.load.start_kg
    # What is carried in the hands, and not a plate on a back or a weight on a hip.
    carry = "carry" in slot.slot or any("carry" in drill or drill in CARRIES for drill in slot.rungs)
    if carry and settings.carry_kg is not None:
        start = settings.carry_kg
    load = Load(
        start_kg=start,
        step_kg=settings.load_step_kg or slot.load.step_kg,
        max_kg=max(start, slot.load.max_kg),
        least_kg=min(start, slot.load.floor_kg),
    )
    return replace(slot, load=load)


class HabitDay(Struct, frozen=True):
    """What a habit adds to the schedule of its program on one day."""

    due: bool = True
    """False: not asked for, whatever the schedule."""
    done: bool = False
    """True: done in another way than by a session of the program."""


def habit_day(program: Program, events: Sequence[Event], on: date) -> HabitDay:
    """What a habit adds to its schedule on a day.

    Source: the guide practises lifting until it sticks; from then on it is refreshed about once a month. It
    names guided imagery and gentle yoga beside slow breathing.
    """
    if program.kind is Kind.PRACTICE:
        return HabitDay(due=practice_state(program, events, on - timedelta(days=1)).due(on))
    if program.kind is Kind.BREATHING:
        of_day = [event for event in events if event.date == on or isinstance(event, Tombstone)]
        facts = any(not isinstance(event, Tombstone) for event in of_day)
        return HabitDay(done=facts and breathing_done(program, of_day, on))
    return HabitDay()


SHOWING: Final = 10
"""Less of the same drill is offered from a tenth less on: 10 s of half an hour are not worth a key."""
_SORE_FOR_DAYS: Final = 7
"""How long a fixed drill that hurt is shown with a word of care."""
_LIGHT_REASONS: Final[dict[Phase, str]] = {
    "deload": "phase_deload",
    "early_deload": "phase_early",
    "return": "phase_return",
}


def plan_day(
    programs: Sequence[Program],
    events: Sequence[Event],
    on: date,
    *,
    drills: Mapping[str, Drill] | None = None,
    settings: Settings | None = None,
    now: date | None = None,
) -> Plan:
    """What several programs ask for on a day, with what is to be known that day.

    Args:
        programs: as they are today, in the order in which they are shown.
        events: the journal in any order, tombstones included; later days are not seen.
        on: the training day.
        drills: the catalogue, for the names in sentences; without it the ids serve.
        settings: the start of weeks, loads and units, health.
        now: today, where it decides what may be done at this moment: a red flag that nothing has lifted
            counts whatever its date. Without it the day is looked at by dates alone.
    """
    settings = settings or Settings()
    personal = [personalise(program, settings) for program in programs]
    return plan_personalised(personal, events, on, drills=drills or {}, settings=settings, now=now)


def plan_personalised(
    programs: Sequence[Program],
    events: Sequence[Event],
    on: date,
    *,
    drills: Mapping[str, Drill],
    settings: Settings,
    now: date | None,
) -> Plan:
    """The same as `plan_day`, of programs that are personalised already."""
    history = read_history(events, on, now=now)
    health = read_health(history)
    names = {key: drill.name for key, drill in drills.items()}
    planner = _ProgramsPlanner(history, health, names, settings, programs)
    plans = tuple(planner.plan(program, habit_day(program, events, on)) for program in programs)
    notices = [*health_notices(health, on, settings.emergency_number)]
    if not health.locked:
        notices += adjustment_notices(settings)
        if planner.stiff_hips:
            notices.append(hip_notice(planner.stiff_hips))
    return Plan(date=on, lock=health.lock, notices=(*notices, *planner.notices), programs=plans)


class _ProgramsPlanner:
    """Plans the programs of one day, with what they share.

    Attributes:
        notices: about the sides of the drills planned so far.
        stiff_hips: the sides whose hip did not reach 90 degrees, which go first in mobility programs.
    """

    def __init__(
        self,
        history: History,
        health: HealthState,
        names: Mapping[str, str],
        settings: Settings,
        programs: Sequence[Program],
    ) -> None:
        self._history = history
        self._health = health
        self._names = names
        self._week_starts = WEEKDAYS.index(settings.week_start)
        self._units = settings.units
        self._is_off = off_days(health, settings.event_date)
        with_hips = any(program.kind is Kind.MOBILITY for program in programs)
        self.stiff_hips = stiff_hips(history) if with_hips and not health.locked else ()
        self.notices: list[Notice] = []
        self._ahead = EventAhead(history, health, settings.event_date, settings.event_from)
        core = next((one for one in programs if one.kind is Kind.CORE and one.block is not None), None)
        self._core = None if core is None else calendar_of(core, history, health, self._week_starts)

    def plan(self, program: Program, habit: HabitDay) -> ProgramPlan:
        """What one program asks for; adds to the notices."""
        history, on = self._history, self._history.on
        calendar = calendar_of(program, history, self._health, self._week_starts)
        position = self._position(program, calendar, on)
        effect = phase_effect(program, position.phase)
        days = list(calendar.days)
        slots = self._doses(program, calendar, position, effect)
        # While training is off, only a program that may always be done as a whole is asked for.
        always = all(rung.while_locked == "always" for slot in program.slots for rung in slot.ladder)
        asked = effect not in AT_WILL and (effect is not PhaseEffect.BY_DRILL or always)
        times = times_today(program, effect) if asked else 0
        cardio = None
        if program.kind is Kind.CARDIO:
            cardio = cardio_day(
                history,
                lambda day: self._position(program, calendar, day).phase,
                self._ahead,
                self._week_starts,
            )
            reason = self._ahead.reason(position.phase)
            if reason is not None:
                slots = tuple(replace(dose, reasons=(*dose.reasons, word_reason(reason))) for dose in slots)
        done = (
            habit.done
            or (cardio is not None and cardio.done)
            or had_strong_pain_today(program, history)
            or is_done(program, history, days, position.phase, times)
        )
        # After strong pain only slow breathing is still asked for that day.
        over = self._health.strong_pain_today and program.kind is not Kind.BREATHING
        return ProgramPlan(
            id=program.id,
            kind=program.kind,
            phase=position.phase,
            block=position.block,
            week=position.week,
            weeks=position.weeks,
            due=bool(slots)
            and asked
            and (done or not over)
            and habit.due
            and (cardio is None or cardio.due)
            and not self._ahead.leaves_out(program.kind)
            and is_due(program, days, on, self._week_starts, is_off=self._is_off),
            done=done,
            slots=slots,
            begun=only_begun(history.sessions.get(program.id, {}).get(on, ())),
            times=times,
        )

    def _position(self, program: Program, calendar: Calendar, day: int) -> BlockPosition:
        """Where a day is in the plan; cardio without blocks of its own follows the light week of core."""
        position = calendar.at(day)
        follows_core = program.kind is Kind.CARDIO and program.block is None and position.phase == "build"
        if follows_core and self._core is not None:
            of_core = self._core.at(day)
            return of_core if of_core.phase == "deload" else position
        return position

    def _doses(
        self, program: Program, calendar: Calendar, position: BlockPosition, effect: PhaseEffect
    ) -> tuple[Dose, ...]:
        if effect is PhaseEffect.NONE:
            return ()
        replay = Replay(program, self._history, calendar, names=self._names, units=self._units)
        sides = compare_sides(replay.states, self._history, program.id, calendar.days)
        if program.kind is Kind.MOBILITY and len(self.stiff_hips) == 1:
            sides = {slot.slot: Sides(first=self.stiff_hips[0]) for slot in program.slots}
        planner = _DosePlanner(
            replay, calendar, position, effect, _sore_slots(program, self._history), self._names
        )
        lock = self._health.lock
        doses = []
        for part in program.parts:
            for slot in part.slots:
                if not includes(effect, slot):
                    continue
                dose = planner.dose(replay.states[slot.slot], sides.get(slot.slot), warmup=part.warmup)
                if effect is PhaseEffect.BY_DRILL:
                    if lock is None or not may_be_done(program, dose.slot, dose.drill, lock.tier):
                        continue
                    easier = dose.easier
                    if easier is not None and not may_be_done(program, easier.slot, easier.drill, lock.tier):
                        dose = replace(dose, easier=None)
                doses.append(dose)
        self.notices += side_notices(doses, sides, self._names)
        return tuple(doses)


class _DosePlanner:
    """Turns the levels of one program into the doses of one day."""

    def __init__(
        self,
        replay: Replay,
        calendar: Calendar,
        position: BlockPosition,
        effect: PhaseEffect,
        sore: frozenset[str],
        names: Mapping[str, str],
    ) -> None:
        self._replay = replay
        self._calendar = calendar
        self._position = position
        self._effect = effect
        self._program = replay.program
        self._sore = sore
        self._names = names

    def dose(self, state: SlotState, sides: Sides | None, *, warmup: bool) -> Dose:
        """What one slot asks for: its level, eased for time away, then trimmed for the phase of the day."""
        level = state.level.copy()
        reasons = self._level_reasons(state, level)
        sets = state.slot.sets
        if level.same_work(state.level):
            sets = self._replay.sets_of(state, self._calendar.health.on)
        if sets < state.slot.sets:
            reasons.append(ReasonCode("kept", {"sets": sets}))
        as_usual = self._dose(state, sides, level, reasons, sets=sets, warmup=warmup)
        less = level.copy()
        ease_for_a_day(state.slot, less, state.steps)
        if less.same_work(level):
            return as_usual
        eased = self._dose(
            state, sides, less, [*reasons, self._easier_reason(state, level, less)], sets=sets, warmup=warmup
        )
        eased = replace(eased, is_easier=True)
        if less.rung == level.rung:
            eased = replace(eased, full_seconds=as_usual.full_seconds)
        if self._replay.is_easier(state.slot.slot, self._calendar.health.on):
            return eased
        shows = less.rung < level.rung or SHOWING * (level.amount - less.amount) >= level.amount
        return replace(as_usual, easier=eased) if shows else as_usual

    def _easier_reason(self, state: SlotState, level: Level, less: Level) -> ReasonCode:
        values: dict[str, Value] = {
            "dose": format_amount(state.slot.measure, less.amount),
            "drill": drill_text(state.slot.ladder[less.rung].drill, self._names),
        }
        return ReasonCode("easier_today" if less.rung == level.rung else "easier_today:drill", values)

    def _dose(
        self,
        state: SlotState,
        sides: Sides | None,
        level: Level,
        reasons: list[ReasonCode],
        *,
        sets: int,
        warmup: bool,
    ) -> Dose:
        """The dose of one level, trimmed for the phase of the day; `reasons` are those of the level."""
        slot = state.slot
        full_sets, amount = sets, level.amount
        if self._effect is PhaseEffect.TRIM and not warmup:
            sets, amount = trim(slot, sets, amount, self._program.kind, trim_percent(self._program))
        reasons = [*reasons, *self._phase_reasons(state, shorter=amount < level.amount, warmup=warmup)]
        seconds = slot.measure.in_seconds
        grams = carried(slot, level)
        return Dose(
            slot=slot.slot,
            drill=slot.ladder[level.rung].drill,
            measure=slot.measure,
            sets=sets,
            seconds=amount if seconds else None,
            reps=None if seconds else amount,
            load_kg=None if grams is None else grams / 1000,
            one_hand=grams is not None and slot.ladder[level.rung].one_hand,
            sides=(sides or Sides()).order if slot.sided_on(level.rung) else (),
            reasons=tuple(map(word_reason, reasons)),
            full_sets=full_sets,
            full_seconds=level.amount if seconds else None,
        )

    def _level_reasons(self, state: SlotState, level: Level) -> list[ReasonCode]:
        """Ease the level for the time away up to today; return why it is what it is."""
        before = level.copy()
        on = self._calendar.health.on
        code = self._replay.ease(state, level, on) if state.tracked else None
        values = self._replay.away_values(state, level, on)
        if code is None or (code == "away_count" and state.top_since is not None):
            # At the top of a ladder there is no count that could start again.
            reasons = [self._replay.reason_on(state, on)]
        elif code == "away_count":
            reasons = [self._replay.reason_on(state, on), ReasonCode("away_count", values)]
        elif code in ("away_backoff", "spasm_backoff"):
            less = before.amount - level.amount
            step = format_amount(state.slot.measure, less)
            reasons = [
                ReasonCode(code, {**values, "step": step}) if less else ReasonCode(f"{code}:same", values)
            ]
        elif code == "away_reset" and not level.same_work(start_level(state.slot)):
            reasons = [ReasonCode("away_reset:lower", values)]
        else:
            reasons = [ReasonCode(code, values)]
        if not state.tracked and state.slot.slot in self._sore:
            reasons = [ReasonCode("pain_repeat:fixed")]
        return [*reasons, state.edited] if state.edited else reasons

    def _phase_reasons(self, state: SlotState, *, shorter: bool, warmup: bool) -> list[ReasonCode]:
        phase = self._position.phase
        values: dict[str, Value] = {
            "week": self._position.week,
            "weeks": self._position.weeks,
            "percent": trim_percent(self._program),
            "cause": early_deload_cause(self._calendar.health),
        }
        if self._effect is PhaseEffect.TRIM and not warmup:
            reasons = [ReasonCode(_LIGHT_REASONS[phase], values)]
            if shorter and self._program.kind is not Kind.CARDIO:
                reasons.append(ReasonCode("trim_time_instead"))
            return reasons
        if self._effect is PhaseEffect.TWICE and not warmup:
            return [ReasonCode("phase_early:twice", values)]
        if phase == "paused" and self._effect is not PhaseEffect.FULL:
            return [ReasonCode("phase_paused")]
        reasons = [ReasonCode("deload_skipped")] if self._position.rested and not warmup else []
        if phase == "build" and state.last is not None and self._calendar.at(state.last).phase in LIGHT:
            reasons.append(ReasonCode("back_to_full"))
        return reasons


def _sore_slots(program: Program, history: History) -> frozenset[str]:
    """The slots that hurt at 3 or more when they were last done, within the last days."""
    last: dict[str, int] = {}
    sessions = history.sessions.get(program.id, {})
    for day in range(history.on - _SORE_FOR_DAYS + 1, history.on + 1):
        for session in sessions.get(day, ()):
            begun = is_begun(session)
            hurt: dict[str, int] = {}
            for done in session.sets:
                if done.pain if begun else tried(done):
                    hurt[done.slot] = max(done.pain or 0, hurt.get(done.slot, 0))
            last.update(hurt)
    return frozenset(slot for slot, pain in last.items() if pain >= MODERATE_PAIN)


RAMP_HISTORY_DAYS: Final = 7 * CAP_WEEKS
RETURN_AND_TODAY = 8
"""The days of a first week back, and the current one."""


def history_days(
    program: Program, programs: Iterable[Program], on: date | None = None, settings: Settings | None = None
) -> int | None:
    """How many days of a program's own sessions, up to and including the day asked about, plans need.

    None: all of them, because its levels or its blocks rest on the whole of its history, or because practice
    looks at all core work, after which it counts as practised when tired. With a number, the newest session
    before those days that `counts_as_training` is needed too: it separates a return from a start. Sessions
    with pain of 6 or more are needed however old they are, and so is what replaces another event, which may
    have been of any program; check-ins, controls and tombstones always.

    Args:
        program: whose sessions they are.
        programs: all that are planned, this one among them.
        on: the day asked about.
        settings: for an event: the way to it rests on the weeks before it was entered, too.
    """
    if program.block is not None or any(is_tracked(slot) for slot in program.slots):
        return None
    if program.kind is Kind.PRACTICE:
        return None
    if program.kind is Kind.CORE and any(other.kind is Kind.PRACTICE for other in programs):
        return None
    days = max(program.away.ease + RETURN_AND_TODAY, RECURRING_PAIN.within_days)
    event = None if settings is None else settings.event_date
    if program.kind is not Kind.CARDIO or settings is None or event is None or on is None or on >= event:
        return days
    return max(days, (on - ramp_start(event, settings.event_from)).days + 1 + RAMP_HISTORY_DAYS)


def counts_as_training(program: Program, session: Session) -> bool:
    """Whether a session has a tried set of a program outside its warm-up."""
    return trained((session,), warmup_slots(program))


EMERGENCY_NUMBER = "your emergency number"


def health_notices(health: HealthState, on: date, emergency_number: str | None = None) -> list[Notice]:
    """The notices about health: a lock or a pause first, then a light week, then a visit to a clinician."""
    found: list[Notice] = []
    early = health.early_deload_at(health.on)
    if health.lock is not None:
        # What to do now, what may still be done, when it would be an emergency, and what ends the lock.
        number = emergency_number or EMERGENCY_NUMBER
        flags = joined([FLAG_WORDS[flag] for flag in health.flags])
        if health.lock.tier == "emergency":
            do_now = notice("locked_emergency", flags=flags, number=number)
            return [do_now, notice("locked_open:emergency"), notice("locked_until")]
        urgent = "; ".join(words for flag, words in FLAG_WORDS.items() if TIERS[flag] == "emergency")
        return [
            notice(f"locked_{health.lock.tier}", flags=flags),
            notice("locked_open"),
            notice("locked_watch", flags=urgent, number=number),
            notice("locked_until"),
        ]
    if health.in_spasm and health.paused:
        found.append(notice("paused"))
    elif health.paused:
        days = (health.pauses[-1].end or health.on + 1) - health.on
        when = "tomorrow" if days == 1 else f"on {weekday_name(on + timedelta(days=days))}"
        found.append(notice("paused:after", when=when))
    elif health.strong_pain_today:
        found.append(notice("strong_pain"))
    elif early:
        until = on + timedelta(days=early.end - health.on)
        found.append(notice("early_light_week", cause=early_deload_cause(health), until=short_day(until)))
    if health.should_see_someone():
        found.append(notice("see_someone"))
    return found


def hip_notice(sides: Sequence[Side]) -> Notice:
    """The notice about hips that did not reach 90 degrees."""
    return notice("hip_first", side=sides[0]) if len(sides) == 1 else notice("hip_first:both")


def early_deload_cause(health: HealthState) -> str:
    """The latest cause of the early light week of the current day; empty without one."""
    early = health.early_deload_at(health.on)
    if early is None:
        return ""
    return cause_text([(one.cause, one.stiff_mornings) for one in early.latest(health.on)])


def side_notices(doses: Sequence[Dose], sides: Mapping[str, Sides], names: Mapping[str, str]) -> list[Notice]:
    """A notice for each drill whose sides are far apart."""
    found = []
    for dose in doses:
        of_dose = sides.get(dose.slot)
        if of_dose is None or not of_dose.apart:
            continue
        weak = of_dose.order[0]
        strong = other_side(weak)
        drill = drill_text(dose.drill, names)
        text = notice(
            "asymmetry",
            drill=drill[:1].upper() + drill[1:],
            weak=weak,
            strong=strong,
            short=format_amount(dose.measure, of_dose.mean(weak)),
            long=format_amount(dose.measure, of_dose.mean(strong)),
        )
        found.append(text)
    return found

"""What the session screen shows at one moment, from the view of the session."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby, islice
from operator import attrgetter
from typing import Final

from msgspec import Struct

from coach.model.formatting import carried_text, clock_text, format_amount, in_sentence, seconds_text
from coach.model.plan import ProgramPlan
from coach.model.program import Measure
from coach.model.timeline import Interval, IntervalKind, Timeline
from coach.model.units import Units
from coach.session.cues import GET_OUT_SECONDS
from coach.session.set_records import EPSILON_SECONDS
from coach.session.state import UNATTENDED_REP_SECONDS
from coach.session.view import EFFORT, Breath, Mark, Movement, SessionView, State, how_much, what_hurts
from coach.tui.session.lettering import is_drawable


class Phase(StrEnum):
    """What a screen shows of a session's state; also the name of its style class."""

    READY = "ready"
    WORK = "work"
    SWITCH = "switch"
    REST = "rest"
    WAIT = "wait"
    PAUSED = "paused"
    PAIN = "pain"
    DONE = "done"


PHASES: Final[dict[State, Phase]] = {
    State.READY: Phase.READY,
    State.WORK: Phase.WORK,
    State.SWITCH: Phase.SWITCH,
    State.REST: Phase.REST,
    State.ROUND_REST: Phase.REST,
    State.WAIT: Phase.WAIT,
    State.PAUSED: Phase.PAUSED,
    State.PAIN: Phase.PAIN,
    State.DONE: Phase.DONE,
}

STARTING_DOSE: Final = "start_dose"
"""The code of a reason that says nothing new in a session."""
LEADING: Final = frozenset({State.READY, State.SWITCH, State.REST, State.ROUND_REST})
"""The states that lead to a set."""

CUE_SECONDS: Final = 5
"""The least time to read one cue from the mat."""
LONGEST_CUE_SECONDS: Final = 8

WAVER: Final = timedelta(seconds=1.5)
"""The end as shown moves only by more than this."""

_WORDS: Final[dict[State, str]] = {
    State.READY: "READY",
    State.SWITCH: "SWITCH",
    State.REST: "REST",
    State.ROUND_REST: "REST",
    State.WAIT: "READY?",
    State.PAUSED: "PAUSED",
    State.PAIN: "PAIN?",
    State.DONE: "DONE",
}
_LEADS: Final[dict[State, str]] = {
    State.READY: "Get ready: ",
    State.SWITCH: "Switch to: ",
    State.REST: "Rest, next: ",
    State.ROUND_REST: "Rest, next: ",
    State.WAIT: "When you are ready: ",
    State.PAUSED: "Paused: ",
    State.PAIN: "It hurts: ",
}
_WORK_WORDS: Final[dict[Measure, str]] = {
    Measure.HOLD: "HOLD",
    Measure.TIME: "MOVE",
    Measure.REPS: "GO",
    Measure.BREATHS: "BREATHE",
}
_MOVEMENTS: Final = {Movement.LOWER: "DOWN", Movement.HOLD: "HOLD", Movement.LIFT: "UP"}


class SessionDisplay(Struct, frozen=True, kw_only=True):
    """Every text of the session screen at one moment."""

    phase: Phase
    word: str
    """Big, one word."""
    beside: str
    """Big as well: the side, or what the word asks for; empty where there is nothing."""
    is_warmup: bool
    left: str
    """The time left, and when it is done."""
    left_in_short: str
    lead: str
    """The big word as the beginning of the drill's line."""
    drill: str
    """Its name and side, with the details."""
    unit: str
    """What the number counts, such as `of 6 breaths`; empty where it counts seconds."""
    details: str
    """What is asked of it, beside its name and side."""
    name: str
    """Of the drill alone, behind `Next:` where it is still to come; empty once the session is over."""
    turn: int | None
    """Which cue stands alone where there is no room for all of them; None: they stand together."""
    is_hasty: bool
    """There is no time to read one cue after the other."""
    cues: tuple[str, ...]
    note: str
    """What to know about an answer about pain."""
    number: str
    widest_number: str
    """As wide as the widest number of the interval."""
    fraction: float
    next: str
    marks: tuple[tuple[Mark, ...], ...]
    """One group for each round."""
    counted: str
    """`round 1 of 3`, `set 2 of 3`: which set of its drill it is, or is to come."""
    breath: Breath | None = None


class DisplayRenderer:
    """Renders each view of one session, with the reasons of its doses."""

    def __init__(self, timeline: Timeline, plan: ProgramPlan, units: Units = "kg") -> None:
        self._timeline = timeline
        self._units: Units = units
        self._why = {
            dose.slot: " ".join(reason.text for reason in dose.reasons if reason.code != STARTING_DOSE)
            for dose in plan.slots
        }
        sets = (interval for interval in timeline.intervals if interval.is_set)
        rounds = groupby(sets, key=attrgetter("part", "round"))
        self._round_lengths = [len(list(group)) for _round, group in rounds]
        self._end: datetime | None = None
        self._total = clock_text(timeline.total_seconds)
        self._longest = max(map(_counted_seconds, timeline.intervals), default=0)

    @property
    def widest_number(self) -> str:
        """As wide as the widest number of the session."""
        return _as_wide_as(self._longest)

    @property
    def parts(self) -> tuple[tuple[bool, float], ...]:
        """Of each interval, whether it is work, and about how many seconds it takes."""
        return tuple(
            (one.is_set, float(one.seconds or (one.reps or 0) * UNATTENDED_REP_SECONDS))
            for one in self._timeline.intervals
        )

    def render(self, view: SessionView, wall: datetime) -> SessionDisplay:
        """The display of a view, with the wall time on the session's clock."""
        interval = view.interval
        hurts = view.state is State.PAIN
        # What the screen is about.
        subject = view.subject or interval if hurts else interval
        fraction, beside, widest = view.fraction, "", ""
        if interval is not None:
            # In steps of whole seconds, like the number.
            if interval.seconds and view.seconds_left is not None:
                fraction = 1 - view.seconds_left / max(interval.seconds, view.seconds_left)
            widest = _as_wide_as(max(_counted_seconds(interval), view.seconds_left or 0))
            beside = _side_words(interval)
        phase, word = _phase(view), _word(view)
        marks = iter(view.marks)
        groups = [tuple(islice(marks, length)) for length in self._round_lengths]
        name = (subject.name or subject.drill) if subject else ""
        leads = view.state in LEADING
        if leads and name:
            name = f"Next: {name}"
            is_rest = view.state in (State.REST, State.ROUND_REST)
            if is_rest and is_drawable(name) and interval is not None and interval.side:
                # Beside REST the side would seem to be that of the set before.
                name, beside = f"{name}, {interval.side}", ""
        turn = _turn(view) if leads else None
        return SessionDisplay(
            phase=phase,
            word=word,
            beside="0-10" if hurts else beside,
            is_warmup=interval is not None and interval.warmup,
            left=self._left(view, wall, f" of {self._total}"),
            left_in_short=self._left(view, wall),
            lead=f"{word.capitalize()}: " if phase is Phase.WORK else _LEADS.get(view.state, ""),
            drill=self._drill_line(view),
            details=self._details(view),
            unit="" if hurts else _unit(view),
            name=name,
            turn=turn,
            is_hasty=turn is not None and len(view.standing_cues) * CUE_SECONDS > _setup_seconds(view),
            cues=self._cues(view),
            note=EFFORT if hurts else "",
            number=self._number(view),
            widest_number=widest,
            fraction=fraction,
            next=self._next(view),
            marks=tuple(filter(None, groups)),
            counted=_count_text(subject),
            breath=view.breath if view.state is State.WORK else None,
        )

    def _named(self, interval: Interval) -> str:
        name = interval.name or interval.drill
        return f"{name}, {interval.side}" if interval.side else name

    def _drill_line(self, view: SessionView) -> str:
        interval = view.interval
        if interval is None:
            return ""
        if view.state is State.PAIN:
            return what_hurts(view)
        return " · ".join([self._named(interval), *self._parts_of(view, interval)])

    def _details(self, view: SessionView) -> str:
        """What is asked of the drill that comes or goes on, and before its first set, why."""
        interval = view.interval
        if interval is None or view.state is State.PAIN:
            return ""
        parts = self._parts_of(view, interval)
        if view.state in LEADING and view.next_work is not None:
            asked = _asked(view.next_work)
            if asked:
                parts.insert(0, asked)
            why = self._why.get(interval.slot, "")
            if why and interval.set == 1 and interval.round == 1:
                parts.append(why)
        return " · ".join(parts)

    def _parts_of(self, view: SessionView, interval: Interval) -> list[str]:
        parts = []
        if _phase(view) is Phase.WORK and view.seconds_left is None and interval.reps is not None:
            parts.append(f"{interval.reps} times, then space")
        if interval.load_kg is not None:
            parts.append(carried_text(interval.load_kg, self._units, one_hand=interval.one_hand))
        if view.shaky:
            parts.append("marked shaky")
        return parts

    def _cues(self, view: SessionView) -> tuple[str, ...]:
        if view.state is State.PAIN:
            return (how_much(view),)
        if view.state is State.PAUSED:
            if view.redo_offered:
                return ("That hold is over, and its seconds count. Space goes on; r does it once more.",)
            return ("Take your time. Space goes on.",)
        return view.standing_cues

    def _number(self, view: SessionView) -> str:
        interval = view.interval
        if interval is None or view.state in (State.PAIN, State.DONE):
            return ""
        count = _count(view)
        if count is not None:
            return str(count)
        if view.seconds_left is None:
            return str(interval.reps) if interval.is_set else ""
        long = max(_counted_seconds(interval), view.seconds_left) > 99
        return clock_text(view.seconds_left) if long else str(view.seconds_left)

    def _next(self, view: SessionView) -> str:
        if view.state is State.DONE:
            return ""
        after = view.next_interval
        following = view.next_work
        if following is None:
            return "then you are done"
        work = _asked(following)
        name = in_sentence(self._named(following))
        named = f"{name}{f', {work}' if work else ''}"
        if _phase(view) is not Phase.WORK:
            here = view.interval
            ready = here is not None and here.slot == following.slot and here.side == following.side
            return f"next {work}" if ready and work else f"next {named}"
        if after is not None and after.kind in (IntervalKind.REST, IntervalKind.ROUND_REST):
            return f"then rest {seconds_text(after.seconds or 0)}, then {name}"
        if after is not None and after.kind is IntervalKind.SWITCH:
            return f"then switch, then {name}"
        return f"then {name}"

    def _left(self, view: SessionView, wall: datetime, total: str = "") -> str:
        if view.state is State.DONE:
            return ""
        end = wall + timedelta(seconds=view.total_left_seconds)
        # The time left is rounded up to a second, so the end varies by that, which could change its minute.
        if self._end is None or abs(end - self._end) > WAVER:
            self._end = end
        return f"{clock_text(view.total_left_seconds)}{total} left, done at {self._end:%H:%M}"


def still_seconds(view: SessionView) -> float:
    """Seconds until the display changes, but for the shape of a breath."""
    if view.state in (State.PAUSED, State.PAIN):
        return 1.0
    return 1.0 - (view.elapsed_seconds + EPSILON_SECONDS) % 1.0


def _asked(work: Interval) -> str:
    """`hold 30 s`, `10 breaths`: what a set asks for; empty where it is open."""
    amount = work.reps if work.measure in (Measure.BREATHS, Measure.REPS) else work.seconds
    text = format_amount(work.measure, amount) if amount else ""
    is_held = work.measure is Measure.HOLD and work.action in (None, "hold")
    return f"hold {text}" if text and is_held else text


def _count_text(interval: Interval | None) -> str:
    """`round 1 of 3`, `set 2 of 3`: which set of its drill an interval is, or leads to."""
    if interval is None:
        return ""
    parts = []
    if interval.rounds > 1:
        parts.append(f"round {interval.round} of {interval.rounds}")
    # With one set in each round the two would say the same.
    if interval.sets > interval.rounds:
        parts.append(f"set {interval.set} of {interval.sets}")
    return " · ".join(parts)


def _side_words(interval: Interval) -> str:
    """`left arm`: the side, with the part of the body that the drill names beside it."""
    side = interval.side or ""
    found = re.search(rf"\b{side} (\w{{3,}})", interval.say_side, re.IGNORECASE) if side else None
    return f"{side} {found[1].lower()}" if found else side


def _get_out_seconds(view: SessionView) -> int:
    """The first seconds before a set, which are for how to get out of the position before."""
    return GET_OUT_SECONDS if view.interval is not None and view.interval.get_out else 0


def _setup_seconds(view: SessionView) -> int:
    """How long the cues for getting into position stand before a set; 0 where the interval waits."""
    if view.seconds_left is None:
        return 0
    return view.seconds_left + int(view.elapsed_seconds) - _get_out_seconds(view)


def _turn(view: SessionView) -> int | None:
    """Which cue stands before a set: each as long, in a long rest again, and in the end the last."""
    count, seconds = len(view.standing_cues), _setup_seconds(view)
    if count < 2 or seconds <= 0:
        return None
    turns = count * max(1, seconds // (count * LONGEST_CUE_SECONDS))
    passed = view.elapsed_seconds - _get_out_seconds(view) + EPSILON_SECONDS
    return min(turns - 1, int(passed * turns / seconds)) % count


def _count(view: SessionView) -> int | None:
    """The breath or repetition of this moment, also while it is paused; None where seconds count."""
    interval = view.interval
    if interval is None or not interval.is_set or interval.reps is None:
        return None
    cycle = (interval.inhale_seconds or 0) + (interval.exhale_seconds or 0) or interval.pace_seconds
    if interval.seconds is None or not cycle:
        return None
    return min(interval.reps, int((view.elapsed_seconds + EPSILON_SECONDS) / cycle) + 1)


def _unit(view: SessionView) -> str:
    interval = view.interval
    if interval is None or not interval.is_set or interval.reps is None:
        return ""
    if _count(view) is None:
        return "times" if interval.measure is Measure.REPS else "breaths"
    return f"of {interval.reps} {'breaths' if interval.measure is Measure.BREATHS else 'times'}"


def _as_wide_as(seconds: int) -> str:
    """A number as wide as that of so many seconds."""
    return "88" if seconds < 100 else "8:88" if seconds < 600 else "88:88" if seconds < 3600 else "8:88:88"


def _counted_seconds(interval: Interval) -> int:
    """The length that the number counts down; 0 where it counts breaths or repetitions."""
    return 0 if interval.is_set and interval.reps is not None else interval.seconds or 0


def _phase(view: SessionView) -> Phase:
    waits = view.state is State.WAIT and view.interval is not None and view.interval.is_set
    return Phase.WORK if waits else PHASES[view.state]


def _word(view: SessionView) -> str:
    if _phase(view) is not Phase.WORK or view.interval is None:
        return _WORDS[view.state]
    if view.breath is not None:
        return "IN" if view.breath.inhaling else "OUT"
    if view.movement is not None:
        return _MOVEMENTS[view.movement]
    action = view.interval.action
    return action.upper() if action else _WORK_WORDS[view.interval.measure]

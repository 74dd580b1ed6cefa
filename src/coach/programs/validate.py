"""The rules between the values of a program or a drill file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final, get_args

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from coach.model.program import (
    EXHALE_SECONDS,
    INHALE_SECONDS,
    LEAST_REST_SECONDS,
    SWITCH_SECONDS,
    Away,
    Drill,
    Measure,
    WhileLocked,
    with_side,
)
from coach.model.units import duration_text
from coach.programs.decode import Diagnostics, nearest
from coach.programs.parse import excerpt
from coach.programs.schema import (
    AwayDocument,
    DrillDocument,
    MeasuredDocument,
    PartDocument,
    ProgramDocument,
    RungDocument,
    ScheduleDocument,
    SlotDocument,
    or_default,
)

MEASURES: Final = tuple(measure.value for measure in Measure)
_COMPANIONS: Final = {
    "pace": ("reps",),
    "tempo": ("reps",),
    "inhale": ("breaths", "reps", "time"),
    "exhale": ("breaths", "reps", "time"),
}
_COUNTED: Final = (Measure.REPS, Measure.BREATHS)


def measure_of(document: MeasuredDocument) -> tuple[Measure, int] | None:
    """The measure and the amount of a slot or a rung; None where there is not exactly one."""
    amounts: dict[Measure, int | UnsetType] = {
        Measure.HOLD: document.hold,
        Measure.TIME: document.time,
        Measure.REPS: document.reps,
        Measure.BREATHS: document.breaths,
    }
    written = [(measure, amount) for measure, amount in amounts.items() if amount is not UNSET]
    return written[0] if len(written) == 1 else None


def drill_of(slot: SlotDocument) -> str:
    """The drill that a slot starts with."""
    return or_default(slot.drill, slot.slot)


def amount_text(measure: Measure, amount: int) -> str:
    """An amount as it is written in a program."""
    return str(amount) if measure in _COUNTED else duration_text(amount)


def check_slot(slot: SlotDocument, drills: Mapping[str, Drill], diagnostics: Diagnostics) -> None:
    """Add every problem of one slot."""
    _check_measured(slot, diagnostics)
    # Keys that mean something with some measures only, or not beside another one.
    for key, measures in _COMPANIONS.items():
        if diagnostics.has(slot, key) and not any(diagnostics.has(slot, measure) for measure in measures):
            wanted = " or ".join(measures)
            message = f"{key} goes with {wanted} only"
            diagnostics.add_at_key(slot, key, message, f"leave it out, or measure in {wanted}")
    breath = [key for key in ("inhale", "exhale") if diagnostics.has(slot, key)]
    if diagnostics.has(slot, "reps"):
        # Repetitions are led in one way: by a pace, a tempo or the breath.
        ways = [key for key in ("pace", "tempo") if diagnostics.has(slot, key)] + breath[:1]
        for key in ways[1:]:
            message = f"{ways[0]} and {key} cannot both lead the repetitions"
            diagnostics.add_at_key(slot, key, message, f"keep one of them: {ways[0]} or {key}")
    if len(breath) == 1 and any(diagnostics.has(slot, key) for key in ("reps", "time")):
        other = "exhale" if breath == ["inhale"] else "inhale"
        diagnostics.add_at_key(slot, breath[0], f"{breath[0]} without {other}", f"write {other}: too")
    _check_every(slot, diagnostics)
    if diagnostics.has(slot, "every") and slot.wait is True:
        _add_wait(slot, diagnostics)
    key, name = "drill" if diagnostics.has(slot, "drill") else "slot", drill_of(slot)
    if diagnostics.is_valid(slot, key) and name not in drills:
        hint = unknown_drill_hint(name, drills, diagnostics)
        if key == "slot":
            hint = f"{hint} or say which with drill:"
        diagnostics.add_at(slot, key, f"no drill is named '{excerpt(name)}'", hint)
    elif diagnostics.is_valid(slot, key) and slot.sides == "each" and not drills[name].sides:
        message = f"sides: {name} is the same on both sides"
        diagnostics.add_at(slot, "sides", message, "leave sides out, or choose a drill that has sides")
    load = slot.load
    if load is not UNSET and diagnostics.is_valid(load, "start", "max") and load.start > load.max:
        message = f"load: start {load.start:g} kg is above max {load.max:g} kg"
        diagnostics.add_at(load, "start", message, "write a max of at least the start")
    if slot.ladder is not UNSET:
        _check_ladder(slot, slot.ladder, drills, diagnostics)
    if slot.progress == "time-then-load" and not diagnostics.has(slot, "load"):
        hint = "write load: {start: 6kg, step: 1kg, max: 20kg}"
        diagnostics.add_at(slot, "progress", "progress: time-then-load wants a load", hint)
    if slot.progress == "time" and not diagnostics.has(slot, "upto") and not diagnostics.has(slot, "ladder"):
        hint = "write upto: and how far, or progress: none"
        diagnostics.add_at(slot, "progress", "progress: time wants an upto", hint)


def _check_measured(document: MeasuredDocument, diagnostics: Diagnostics) -> None:
    """Exactly one measure, and an `upto` that is not below it."""
    written = [key for key in MEASURES if diagnostics.has(document, key)]
    if not written:
        hint = f"write one of: {', '.join(MEASURES)}"
        diagnostics.add(diagnostics.start_of(document), "how much is asked is missing", hint)
    for key in written[1:]:
        message = f"{written[0]} and {key} cannot both be the measure"
        diagnostics.add_at_key(document, key, message, f"keep one of them: {written[0]} or {key}")
    measured = measure_of(document)
    if measured is None or document.upto is UNSET:
        return
    measure, amount = measured
    if measure in _COUNTED and not document.upto.counted:
        message = f"upto: {measure} are counted, not timed"
        diagnostics.add_at(document, "upto", message, "write a whole number")
    elif document.upto < amount:
        asked = amount_text(measure, amount)
        message = f"upto: {amount_text(measure, document.upto)} is below {measure}: {asked}"
        diagnostics.add_at(document, "upto", message, f"write {asked} or more, or leave upto out")


def _check_every(document: SlotDocument | PartDocument | ProgramDocument, diagnostics: Diagnostics) -> None:
    """When the next set starts is written once."""
    if diagnostics.has(document, "every") and diagnostics.has(document, "rest"):
        message = "every and rest cannot both say when the next set starts"
        diagnostics.add_at_key(document, "every", message, "keep one of them")


def _add_wait(slot: SlotDocument, diagnostics: Diagnostics) -> None:
    message = "every starts by the clock, and wait does not"
    diagnostics.add_at_key(slot, "wait", message, "keep one of them")


def unknown_drill_hint(name: str, drills: Mapping[str, Drill], diagnostics: Diagnostics) -> str:
    """The nearest drill; or the file of the drill itself, where it has problems of its own."""
    if name in diagnostics.broken_drills:
        return f"it has problems of its own, in {diagnostics.broken_drills[name].name}"
    close = nearest(name, drills)
    return f"did you mean {close}?" if close else "add it to a file in your drills folder"


def _check_ladder(
    slot: SlotDocument, ladder: list[RungDocument], drills: Mapping[str, Drill], diagnostics: Diagnostics
) -> None:
    """Each rung agrees with the slot; the starting drill is on the ladder, once."""
    seen: set[str] = set()
    for rung in ladder:
        _check_measured(rung, diagnostics)
        if diagnostics.is_valid(rung, "drill"):
            name = rung.drill
            if name not in drills:
                hint = unknown_drill_hint(name, drills, diagnostics)
                diagnostics.add_at(rung, "drill", f"no drill is named '{excerpt(name)}'", hint)
            elif slot.sides == "each" and not drills[name].sides and name != drill_of(slot):
                message = f"{name} is the same on both sides, and this slot has sides: each"
                diagnostics.add_at(rung, "drill", message, "leave sides out: each drill brings its own")
        measured, wanted = measure_of(rung), measure_of(slot)
        if measured and wanted and measured[0] != wanted[0]:
            message = f"{measured[0]} in the ladder of a slot with {wanted[0]}"
            diagnostics.add_at_key(rung, measured[0].value, message, f"write {wanted[0]}")
        written = [key for key in ("load", "hand") if diagnostics.has(rung, key)]
        if not diagnostics.has(slot, "load"):
            for key in written:
                hint = "leave it out, or write load: {start: 6kg, step: 1kg, max: 20kg} in the slot"
                diagnostics.add_at_key(rung, key, f"{key} on the ladder of a slot without a load", hint)
        elif len(written) == 2:
            message = "load: none and hand: one cannot both be true of a rung"
            diagnostics.add_at_key(rung, "hand", message, "keep one of them")
        if rung.drill in seen and diagnostics.is_valid(rung, "drill"):
            diagnostics.add_at(rung, "drill", f"{rung.drill} is on this ladder twice", "keep one of them")
        seen.add(rung.drill)
    start, readable = drill_of(slot), all(diagnostics.is_valid(rung, "drill") for rung in ladder)
    if start not in seen and readable and start:
        message = f"the ladder lacks {excerpt(start)}, with which the slot starts"
        diagnostics.add_at(slot, "ladder", message, f"add a rung with drill: {excerpt(start)}")
    first = next((rung for rung in ladder if rung.drill == start), None)
    if first is not None:
        _check_first_rung(slot, first, diagnostics)


def _check_first_rung(slot: SlotDocument, rung: RungDocument, diagnostics: Diagnostics) -> None:
    """The slot starts within the bounds of its own rung."""
    measured, rung_measured = measure_of(slot), measure_of(rung)
    if not measured or not rung_measured or measured[0] != rung_measured[0]:
        return
    (measure, amount), rung_amount = measured, rung_measured[1]
    if slot.upto is not UNSET and rung.upto is not UNSET and slot.upto != rung.upto:
        here, there = amount_text(measure, slot.upto), amount_text(measure, rung.upto)
        message = f"upto: {here} here, {there} on the ladder's rung {rung.drill}"
        diagnostics.add_at(slot, "upto", message, "write the same in both, or leave it out here")
        return
    top = or_default(rung.upto, or_default(slot.upto, rung_amount))
    top_text, rung_text = amount_text(measure, top), amount_text(measure, rung_amount)
    if amount > top:
        message = f"{measure}: {amount_text(measure, amount)} is above the {top_text} of its rung"
        diagnostics.add_at(slot, measure.value, message, f"write at most {top_text}")
    elif rung_amount > top:
        message = f"upto: {top_text} is below the {rung_text} of its rung"
        diagnostics.add_at(slot, "upto", message, f"write {rung_text} or more")


def parts_of(document: ProgramDocument) -> list[ProgramDocument | PartDocument]:
    """The program itself, which can have slots, and its parts."""
    return [document, *or_default(document.parts, [])]


def _check_parts(document: ProgramDocument, drills: Mapping[str, Drill], diagnostics: Diagnostics) -> None:
    """The session comes to an end, and a set, at its longest, leaves time before the next start."""
    switch = int(or_default(document.switch, SWITCH_SECONDS))
    total = 0
    for part in parts_of(document):
        rounds = rounds_of(part)
        _check_every(part, diagnostics)
        for slot in or_default(part.slots, []):
            total += 2 * or_default(slot.sets, rounds)
            if part.rounds is not UNSET and slot.sets is not UNSET and slot.sets > part.rounds:
                message = f"sets: {slot.sets} in {part.rounds} rounds"
                diagnostics.add_at(slot, "sets", message, f"at most {part.rounds}, or write more rounds")
            own = slot.every is not UNSET
            every = slot.every if own or diagnostics.has(slot, "rest") else part.every
            if every is UNSET:
                continue
            least = max(_longest(slot, switch, drills), default=0) + LEAST_REST_SECONDS
            if not own and slot.wait is True:
                _add_wait(slot, diagnostics)
            if least > every:
                message = f"every: {duration_text(every)} leaves no rest after {excerpt(slot.slot)}"
                hint = f"write {duration_text(least)} or more, or make the set shorter"
                diagnostics.add_at(slot if own else part, "every", message, hint)
    if total > MAX_SETS:
        key = "parts" if diagnostics.has(document, "parts") else "slots"
        diagnostics.add_at_key(document, key, f"this session has about {total} sets", f"at most {MAX_SETS}")


def _longest(slot: SlotDocument, switch: int, drills: Mapping[str, Drill]) -> Iterator[int]:
    """The most seconds of a set with each drill of its ladder, both sides together."""
    rungs: list[tuple[str, MeasuredDocument]] = [(drill_of(slot), slot)]
    rungs += [(rung.drill, rung) for rung in or_default(slot.ladder, [])]
    for name, rung in rungs:
        measured = measure_of(rung)
        if measured is None:
            continue
        measure, amount = measured
        most = max(amount, or_default(rung.upto, amount))
        if measure is Measure.BREATHS:
            breath = or_default(slot.inhale, INHALE_SECONDS) + or_default(slot.exhale, EXHALE_SECONDS)
            seconds = most * int(breath)
        else:
            # Repetitions that wait for the user take no time here.
            seconds = most * (repetition_seconds(slot) or 0 if measure is Measure.REPS else 1)
        sided = slot.sides == "each" if slot.sides is not UNSET else name in drills and drills[name].sides
        yield 2 * seconds + switch if sided else seconds


def repetition_seconds(slot: SlotDocument) -> int | None:
    """Seconds for one repetition, by its pace, its tempo or its breath; None where it waits for the user."""
    if slot.tempo is not UNSET:
        return sum(int(part) for part in slot.tempo.split("-"))
    if slot.inhale is not UNSET and slot.exhale is not UNSET:
        return int(slot.inhale + slot.exhale)
    return None if slot.pace is UNSET else int(slot.pace)


MAX_SETS: Final = 2_000
"""The most sets of one session, each side counting."""
_RHYTHMS: Final = ("per_week", "per_day", "every")


def check_program(document: ProgramDocument, drills: Mapping[str, Drill], diagnostics: Diagnostics) -> None:
    """Add every problem of a program beyond its single values."""
    stem = diagnostics.path.stem
    if diagnostics.is_valid(document, "id") and document.id != stem:
        message = f"id: '{document.id}' is not the file's name"
        diagnostics.add_at(document, "id", message, f"write {stem}, or name the file {document.id}.yaml")
    # Either slots, with rounds, or parts.
    if diagnostics.has(document, "parts"):
        for key in ("slots", "rounds", "every"):
            if diagnostics.has(document, key):
                hint = "move it into a part, or take parts away"
                diagnostics.add_at_key(document, key, f"{key} and parts cannot stand side by side", hint)
    elif not diagnostics.has(document, "slots"):
        hint = "write slots: and what is done"
        diagnostics.add(diagnostics.start_of(document), "the key 'slots' is missing", hint)
    if document.parts and all(part.warmup is True for part in document.parts):
        message = "every part is a warm-up, so that all of it may be skipped"
        diagnostics.add_at_key(document, "parts", message, "leave warmup out of one of them")
    if document.schedule is not UNSET:
        _check_schedule(document.schedule, diagnostics)
    if document.away is not UNSET:
        _check_away(document.away, diagnostics)
    slots = slots_of(document)
    for slot in slots:
        check_slot(slot, drills, diagnostics)
    lines: dict[str, int] = {}
    for slot in slots:
        if not diagnostics.is_valid(slot, "slot"):
            continue
        node = diagnostics.at(slot, "slot")
        if slot.slot in lines:
            message = f"the slot '{excerpt(slot.slot)}' stands here a second time"
            hint = f"it is in line {lines[slot.slot]} already: give it a name of its own, and say drill:"
            diagnostics.add(node, message, hint)
        lines.setdefault(slot.slot, node.line)
    _check_parts(document, drills, diagnostics)


def slots_of(document: ProgramDocument) -> list[SlotDocument]:
    """Every slot, in the order of the file."""
    return [slot for part in parts_of(document) if part.slots is not UNSET for slot in part.slots]


def _check_schedule(schedule: ScheduleDocument, diagnostics: Diagnostics) -> None:
    """One rhythm; as many days as per_week; hours in pairs."""
    written = [key for key in _RHYTHMS if diagnostics.has(schedule, key)]
    if not written:
        hint = f"write one of: {', '.join(_RHYTHMS)}, or leave schedule out"
        diagnostics.add(diagnostics.start_of(schedule), "schedule: how often is missing", hint)
    for key in written[1:]:
        message = f"schedule: {written[0]} and {key} cannot both hold"
        diagnostics.add_at_key(schedule, key, message, "keep one of them")
    if diagnostics.has(schedule, "days") and not diagnostics.has(schedule, "per_week"):
        diagnostics.add_at_key(schedule, "days", "schedule: days goes with per_week only", "write per_week:")
    days = or_default(schedule.days, [])
    for index, day in enumerate(days):
        if day in days[:index]:
            item = diagnostics.at(schedule, "days", index)
            diagnostics.add(item, f"schedule: {day} stands here twice", "name it once")
    if days and schedule.per_week is not UNSET and len(days) != schedule.per_week:
        message = f"schedule: {len(days)} days for per_week: {schedule.per_week}"
        hint = f"name {schedule.per_week}, or write per_week: {len(days)}"
        diagnostics.add_at(schedule, "days", message, hint)
    for key, other in (("from", "until"), ("until", "from")):
        if not diagnostics.has(schedule, key):
            continue
        if not diagnostics.has(schedule, "every"):
            diagnostics.add_at_key(schedule, key, f"schedule: {key} goes with every only", "write every: 30m")
        elif not diagnostics.has(schedule, other):
            diagnostics.add_at_key(schedule, key, f"schedule: {key} without {other}", f"write {other}: too")
    start, end = schedule.from_, schedule.until
    if start is not UNSET and end is not UNSET and end <= start:
        message = f"schedule: until {end} is not after from {start}"
        diagnostics.add_at(schedule, "until", message, "write a later time")


def _check_away(away: AwayDocument, diagnostics: Diagnostics) -> None:
    """Each tier comes after the one before it; a tier that is not written has its default."""
    default = Away()
    days = [
        ("recount", or_default(away.recount, default.recount)),
        ("ease", or_default(away.ease, default.ease)),
        ("restart", or_default(away.restart, default.restart)),
        ("reset", or_default(away.reset, default.reset)),
    ]
    for (key, fewer), (later, more) in pairwise(days):
        if more <= fewer and not (diagnostics.has(away, key) and not diagnostics.is_valid(away, key)):
            message = f"away: {later} after {more} days is not later than {key} after {fewer}"
            hint = "recount, ease, restart and reset come one after the other"
            diagnostics.add_at(away, later if diagnostics.has(away, later) else key, message, hint)


def rounds_of(part: ProgramDocument | PartDocument) -> int:
    """How many rounds: as written, or else as many as the most sets of a slot."""
    if part.rounds is not UNSET:
        return part.rounds
    slots = or_default(part.slots, [])
    return max((slot.sets for slot in slots if slot.sets is not UNSET), default=1)


def keep_locked(drill: Drill, known: Drill | None) -> Drill:
    """A drill in the node of `known`, open under no lock under which a shipped one is closed."""
    most = known.open_at_most if known is not None else None
    if most is None:
        return drill
    opens = most if _opens_more(drill.while_locked, most) else drill.while_locked
    return replace(drill, while_locked=opens, open_at_most=most)


def _opens_more(while_locked: WhileLocked, most: WhileLocked) -> bool:
    order = get_args(WhileLocked)
    return order.index(while_locked) > order.index(most)


def check_drills(
    documents: list[DrillDocument],
    drills: Mapping[str, Drill],
    homes: Mapping[str, Path],
    diagnostics: Diagnostics,
) -> None:
    """Add every problem between the drills of one file.

    Args:
        documents: the drills of the file.
        drills: every drill there is, those of this file among them.
        homes: the file that each drill of the user's comes from.
        diagnostics: of the file.
    """
    named = {document.id for document in documents}
    lines: dict[str, int] = {}
    for document in documents:
        if not diagnostics.is_valid(document, "id"):
            continue
        node = diagnostics.at(document, "id")
        if document.id in lines:
            message = f"the drill '{excerpt(document.id)}' stands here a second time"
            diagnostics.add(node, message, f"it is in line {lines[document.id]} already: keep one")
        elif homes.get(document.id, diagnostics.path) != diagnostics.path:
            message = f"the drill '{excerpt(document.id)}' is in {homes[document.id].name} already"
            diagnostics.add(node, message, "keep one of them")
        lines.setdefault(document.id, node.line)
    for document in documents:
        for key, other in (("easier", document.easier), ("harder", document.harder)):
            if other is UNSET or not diagnostics.is_valid(document, key):
                continue
            if other not in drills and other not in named:
                message = f"no drill is named '{excerpt(other)}'"
                diagnostics.add_at(document, key, message, unknown_drill_hint(other, drills, diagnostics))
            elif document.id in _chain(other, key, drills):
                message = f"{key}: going on from {other} leads back to {document.id}"
                diagnostics.add_at(document, key, message, "a chain of drills has two ends")
        if document.sides != "each":
            _check_sideless(document, diagnostics)
        # A drill that ships is opened under no further lock by another file.
        written, known = document.while_locked, drills.get(document.id)
        most = known.open_at_most if known is not None else None
        if most is None or written is UNSET or not diagnostics.is_valid(document, "while_locked"):
            continue
        if _opens_more(written, most):
            message = (
                f"while_locked: {excerpt(document.id)} ships with coach, which keeps it closed under more"
            )
            hint = "leave it out" if most == "none" else f"write {most}, or leave it out"
            diagnostics.add_at(document, "while_locked", message, hint)


def _check_sideless(document: DrillDocument, diagnostics: Diagnostics) -> None:
    """Add the texts that name a side in a drill that is the same on both."""
    if diagnostics.is_valid(document, "cues"):
        for index, cue in enumerate(or_default(document.cues, [])):
            if with_side(cue, "left") != with_side(cue, "right"):
                message = f"cues: {excerpt(document.id)} is the same on both sides"
                hint = "write sides: each, or the cue without {side} and {other}"
                diagnostics.add(diagnostics.at(document, "cues", index), message, hint)
    if diagnostics.is_valid(document, "say_side"):
        message = f"say_side: {excerpt(document.id)} is the same on both sides"
        diagnostics.add_at_key(document, "say_side", message, "write sides: each, or leave it out")
    way_out = or_default(document.get_out, "")
    if with_side(way_out, "left") != with_side(way_out, "right"):
        message = f"get_out: {excerpt(document.id)} is the same on both sides"
        hint = "write sides: each, or the text without {side} and {other}"
        diagnostics.add_at(document, "get_out", message, hint)


def _chain(start: str, key: str, drills: Mapping[str, Drill]) -> Iterator[str]:
    """The drills from `start` on, each the next easier or harder one, until the chain ends or repeats."""
    seen: set[str] = set()
    name: str | None = start
    while name and name not in seen:
        yield name
        seen.add(name)
        drill = drills.get(name)
        name = None if drill is None else drill.easier if key == "easier" else drill.harder

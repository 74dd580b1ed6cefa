"""What has to hold between the parts of a whole program."""

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
)
from coach.model.units import duration_text
from coach.programs.decode import Diagnostics, nearest
from coach.programs.parse import shown
from coach.programs.schema import (
    AwayDocument,
    DrillDocument,
    MeasuredDocument,
    PartDocument,
    ProgramDocument,
    RungDocument,
    ScheduleDocument,
    SlotDocument,
)

MEASURES: Final = tuple(measure.value for measure in Measure)
_COMPANIONS: Final = {
    "pace": ("reps",),
    "tempo": ("reps",),
    "inhale": ("breaths", "reps"),
    "exhale": ("breaths", "reps"),
}
_COUNTED: Final = (Measure.REPS, Measure.BREATHS)


def measure_of(document: MeasuredDocument) -> tuple[Measure, int] | None:
    """How a slot or a rung is measured and how much it asks, or None where that cannot be said."""
    asked: dict[Measure, int | UnsetType] = {
        Measure.HOLD: document.hold,
        Measure.TIME: document.time,
        Measure.REPS: document.reps,
        Measure.BREATHS: document.breaths,
    }
    found = [(measure, amount) for measure, amount in asked.items() if amount is not UNSET]
    return found[0] if len(found) == 1 else None


def drill_of(slot: SlotDocument) -> str:
    """The drill that a slot starts with."""
    return slot.slot if slot.drill is UNSET else slot.drill


def amount_text(measure: Measure, amount: int) -> str:
    """An amount as it is written in a program."""
    return str(amount) if measure in _COUNTED else duration_text(amount)


def check_slot(slot: SlotDocument, drills: Mapping[str, Drill], reading: Diagnostics) -> None:
    """Say everything that is wrong with one slot."""
    _check_measured(slot, reading)
    _check_companions(slot, reading)
    _check_drill(slot, drills, reading)
    _check_load(slot, reading)
    if slot.ladder is not UNSET:
        for rung in slot.ladder:
            _check_measured(rung, reading)
            _check_rung(slot, rung, drills, reading)
            _check_carried(slot, rung, reading)
        _check_ladder(slot, slot.ladder, reading)
    _check_progress(slot, reading)


def _check_measured(document: MeasuredDocument, reading: Diagnostics) -> None:
    """Exactly one measure, and an `upto` that is not below it."""
    written = [key for key in MEASURES if reading.has(document, key)]
    if not written:
        reading.say(
            reading.whole(document), "how much is asked is missing", f"write one of: {', '.join(MEASURES)}"
        )
    for key in written[1:]:
        place = reading.at_key(document, key)
        reading.say(
            place,
            f"{written[0]} and {key} cannot both be the measure",
            f"keep one of them: {written[0]} or {key}",
        )
    found = measure_of(document)
    if found is None or document.upto is UNSET:
        return
    measure, amount = found
    if measure in _COUNTED and not document.upto.counted:
        reading.say(
            reading.at(document, "upto"), f"upto: {measure} are counted, not timed", "write a whole number"
        )
    elif document.upto < amount:
        upto, asked = amount_text(measure, document.upto), amount_text(measure, amount)
        reading.say(
            reading.at(document, "upto"),
            f"upto: {upto} is below {measure}: {asked}",
            f"write {asked} or more, or leave upto out",
        )


def _check_companions(slot: SlotDocument, reading: Diagnostics) -> None:
    """Keys that mean something with some measures only, or not beside another one."""
    for key, measures in _COMPANIONS.items():
        if reading.has(slot, key) and not any(reading.has(slot, measure) for measure in measures):
            said = " or ".join(measures)
            reading.say(
                reading.at_key(slot, key),
                f"{key} goes with {said} only",
                f"leave it out, or measure in {said}",
            )
    if reading.has(slot, "reps"):
        _check_pace(slot, reading)
    if reading.has(slot, "every") and reading.has(slot, "rest"):
        place = reading.at_key(slot, "every")
        reading.say(place, "every and rest cannot both say when the next set starts", "keep one of them")
    if reading.has(slot, "every") and slot.wait is True:
        reading.say(
            reading.at_key(slot, "wait"), "every starts by the clock, and wait does not", "keep one of them"
        )


def _check_pace(slot: SlotDocument, reading: Diagnostics) -> None:
    """Repetitions are led in one way: by a pace, a tempo or the breath."""
    breath = [key for key in ("inhale", "exhale") if reading.has(slot, key)]
    ways = [key for key in ("pace", "tempo") if reading.has(slot, key)] + breath[:1]
    for key in ways[1:]:
        message = f"{ways[0]} and {key} cannot both lead the repetitions"
        reading.say(reading.at_key(slot, key), message, f"keep one of them: {ways[0]} or {key}")
    if len(breath) == 1:
        other = "exhale" if breath == ["inhale"] else "inhale"
        reading.say(reading.at_key(slot, breath[0]), f"{breath[0]} without {other}", f"write {other}: too")


def _check_drill(slot: SlotDocument, drills: Mapping[str, Drill], reading: Diagnostics) -> None:
    key = "drill" if reading.has(slot, "drill") else "slot"
    if not reading.good(slot, key):
        return
    name = drill_of(slot)
    if name not in drills:
        hint = unknown_drill_hint(name, drills, reading)
        if key == "slot":
            hint = f"{hint} or say which with drill:"
        reading.say(reading.at(slot, key), f"no drill is named '{shown(name)}'", hint)
    elif slot.sides == "each" and not drills[name].sides:
        reading.say(
            reading.at(slot, "sides"),
            f"sides: {name} is the same on both sides",
            "leave sides out, or choose a drill that has sides",
        )


def unknown_drill_hint(name: str, drills: Mapping[str, Drill], reading: Diagnostics) -> str:
    """The nearest drill that there is; or where the drill itself is, with problems of its own."""
    if name in reading.broken_drills:
        return f"it has problems of its own, in {reading.broken_drills[name].name}"
    close = nearest(name, drills)
    return f"did you mean {close}?" if close else "add it to a file in your drills folder"


def _check_rung(
    slot: SlotDocument, rung: RungDocument, drills: Mapping[str, Drill], reading: Diagnostics
) -> None:
    if reading.good(rung, "drill"):
        name = rung.drill
        if name not in drills:
            hint = unknown_drill_hint(name, drills, reading)
            reading.say(reading.at(rung, "drill"), f"no drill is named '{shown(name)}'", hint)
        elif slot.sides == "each" and not drills[name].sides and name != drill_of(slot):
            reading.say(
                reading.at(rung, "drill"),
                f"{name} is the same on both sides, and this slot has sides: each",
                "leave sides out: each drill brings its own",
            )
    mine, slots = measure_of(rung), measure_of(slot)
    if mine and slots and mine[0] != slots[0]:
        place = reading.at_key(rung, mine[0].value)
        reading.say(place, f"{mine[0]} in the ladder of a slot with {slots[0]}", f"write {slots[0]}")


def _check_carried(slot: SlotDocument, rung: RungDocument, reading: Diagnostics) -> None:
    """What a rung says about the load of its slot."""
    said = [key for key in ("load", "hand") if reading.has(rung, key)]
    if not reading.has(slot, "load"):
        for key in said:
            place = reading.at_key(rung, key)
            hint = "leave it out, or write load: {start: 6kg, step: 1kg, max: 20kg} in the slot"
            reading.say(place, f"{key} on the ladder of a slot without a load", hint)
    elif len(said) == 2:
        message = "load: none and hand: one cannot both be true of a rung"
        reading.say(reading.at_key(rung, "hand"), message, "keep one of them")


def _check_ladder(slot: SlotDocument, ladder: list[RungDocument], reading: Diagnostics) -> None:
    """The starting drill is on it, once, and agrees with the slot."""
    seen: set[str] = set()
    for rung in ladder:
        if rung.drill in seen and reading.good(rung, "drill"):
            reading.say(
                reading.at(rung, "drill"), f"{rung.drill} is on this ladder twice", "keep one of them"
            )
        seen.add(rung.drill)
    start, readable = drill_of(slot), all(reading.good(rung, "drill") for rung in ladder)
    if start not in seen and readable and start:
        message = f"the ladder lacks {shown(start)}, with which the slot starts"
        reading.say(reading.at(slot, "ladder"), message, f"add a rung with drill: {shown(start)}")
    for rung in ladder:
        if rung.drill == start:
            _check_start(slot, rung, reading)
            return


def _check_start(slot: SlotDocument, rung: RungDocument, reading: Diagnostics) -> None:
    """The slot starts within the bounds of its own rung."""
    mine, other = measure_of(slot), measure_of(rung)
    if not mine or not other or mine[0] != other[0]:
        return
    measure, amount = mine
    if slot.upto is not UNSET and rung.upto is not UNSET and slot.upto != rung.upto:
        said, laddered = amount_text(measure, slot.upto), amount_text(measure, rung.upto)
        reading.say(
            reading.at(slot, "upto"),
            f"upto: {said} here, {laddered} on the ladder's rung {rung.drill}",
            "write the same in both, or leave it out here",
        )
        return
    top = rung.upto if rung.upto is not UNSET else slot.upto if slot.upto is not UNSET else other[1]
    if amount > top:
        reading.say(
            reading.at(slot, measure.value),
            f"{measure}: {amount_text(measure, amount)} is above the {amount_text(measure, top)} of its rung",
            f"write at most {amount_text(measure, top)}",
        )
    elif other[1] > top:
        reading.say(
            reading.at(slot, "upto"),
            f"upto: {amount_text(measure, top)} is below the {amount_text(measure, other[1])} of its rung",
            f"write {amount_text(measure, other[1])} or more",
        )


def _check_load(slot: SlotDocument, reading: Diagnostics) -> None:
    load = slot.load
    if load is not UNSET and reading.good(load, "start", "max") and load.start > load.max:
        message = f"load: start {load.start:g} kg is above max {load.max:g} kg"
        reading.say(reading.at(load, "start"), message, "write a max of at least the start")


def _check_progress(slot: SlotDocument, reading: Diagnostics) -> None:
    if slot.progress == "time-then-load" and not reading.has(slot, "load"):
        hint = "write load: {start: 6kg, step: 1kg, max: 20kg}"
        reading.say(reading.at(slot, "progress"), "progress: time-then-load wants a load", hint)
    if slot.progress == "time" and not reading.has(slot, "upto") and not reading.has(slot, "ladder"):
        hint = "write upto: and how far, or progress: none"
        reading.say(reading.at(slot, "progress"), "progress: time wants an upto", hint)


def check_starts(document: ProgramDocument, drills: Mapping[str, Drill], reading: Diagnostics) -> None:
    """Say where a set, at its longest, leaves no time before the next start."""
    parts: list[ProgramDocument | PartDocument] = [document]
    parts += [] if document.parts is UNSET else document.parts
    switch = SWITCH_SECONDS if document.switch is UNSET else int(document.switch)
    for part in parts:
        if reading.has(part, "every") and reading.has(part, "rest"):
            place = reading.at_key(part, "every")
            reading.say(place, "every and rest cannot both say when the next set starts", "keep one of them")
        for slot in [] if part.slots is UNSET else part.slots:
            _check_slot(part, slot, switch, drills, reading)


def _check_slot(
    part: ProgramDocument | PartDocument,
    slot: SlotDocument,
    switch: int,
    drills: Mapping[str, Drill],
    reading: Diagnostics,
) -> None:
    own = slot.every is not UNSET
    every = slot.every if own or reading.has(slot, "rest") else part.every
    if every is UNSET:
        return
    least = max(_longest(slot, switch, drills), default=0) + LEAST_REST_SECONDS
    if not own and slot.wait is True:
        reading.say(
            reading.at_key(slot, "wait"), "every starts by the clock, and wait does not", "keep one of them"
        )
    if least > every:
        message = f"every: {duration_text(every)} leaves no rest after {shown(slot.slot)}"
        place = reading.at(slot if own else part, "every")
        reading.say(place, message, f"write {duration_text(least)} or more, or make the set shorter")


def _longest(slot: SlotDocument, switch: int, drills: Mapping[str, Drill]) -> Iterator[int]:
    """The seconds that a set may come to take, with both of its sides, drill by drill."""
    rungs: list[tuple[str, MeasuredDocument]] = [(drill_of(slot), slot)]
    rungs += [] if slot.ladder is UNSET else [(rung.drill, rung) for rung in slot.ladder]
    for name, rung in rungs:
        found = measure_of(rung)
        if found is None:
            continue
        measure, amount = found
        most = max(amount, amount if rung.upto is UNSET else rung.upto)
        seconds = int(most * _each(slot, measure))
        sided = slot.sides == "each" if slot.sides is not UNSET else name in drills and drills[name].sides
        yield 2 * seconds + switch if sided else seconds


def _each(slot: SlotDocument, measure: Measure) -> int:
    """Seconds for one of what is measured; 0 for repetitions that wait for the user."""
    if measure is Measure.BREATHS:
        inhale = INHALE_SECONDS if slot.inhale is UNSET else int(slot.inhale)
        return inhale + (EXHALE_SECONDS if slot.exhale is UNSET else int(slot.exhale))
    return repetition_seconds(slot) or 0 if measure is Measure.REPS else 1


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


def check_program(document: ProgramDocument, drills: Mapping[str, Drill], reading: Diagnostics) -> None:
    """Say everything that is wrong with a program beyond its single values."""
    _check_id(document, reading)
    _check_layout(document, reading)
    if document.schedule is not UNSET:
        _check_schedule(document.schedule, reading)
    if document.away is not UNSET:
        _check_away(document.away, reading)
    slots = slots_of(document)
    for slot in slots:
        check_slot(slot, drills, reading)
    _check_slot_names(slots, reading)
    _check_sets(document, reading)
    check_starts(document, drills, reading)


def slots_of(document: ProgramDocument) -> list[SlotDocument]:
    """Every slot, in the order of the file."""
    slots = [] if document.slots is UNSET else list(document.slots)
    parts = [] if document.parts is UNSET else document.parts
    return slots + [slot for part in parts for slot in part.slots]


def _check_id(document: ProgramDocument, reading: Diagnostics) -> None:
    stem = reading.path.stem
    if reading.good(document, "id") and document.id != stem:
        message = f"id: '{document.id}' is not the file's name"
        reading.say(reading.at(document, "id"), message, f"write {stem}, or name the file {document.id}.yaml")


def _check_layout(document: ProgramDocument, reading: Diagnostics) -> None:
    """Either slots, with rounds, or parts."""
    if not reading.has(document, "parts"):
        if not reading.has(document, "slots"):
            reading.say(
                reading.whole(document), "the key 'slots' is missing", "write slots: and what is done"
            )
        return
    for key in ("slots", "rounds", "every"):
        if reading.has(document, key):
            hint = "move it into a part, or take parts away"
            reading.say(reading.at_key(document, key), f"{key} and parts cannot stand side by side", hint)
    parts = [] if document.parts is UNSET else document.parts
    if parts and all(part.warmup is True for part in parts):
        message = "every part is a warm-up, so that all of it may be skipped"
        reading.say(reading.at_key(document, "parts"), message, "leave warmup out of one of them")


def _check_schedule(schedule: ScheduleDocument, reading: Diagnostics) -> None:
    written = [key for key in _RHYTHMS if reading.has(schedule, key)]
    if not written:
        hint = f"write one of: {', '.join(_RHYTHMS)}, or leave schedule out"
        reading.say(reading.whole(schedule), "schedule: how often is missing", hint)
    for key in written[1:]:
        place = reading.at_key(schedule, key)
        reading.say(place, f"schedule: {written[0]} and {key} cannot both hold", "keep one of them")
    _check_days(schedule, reading)
    _check_hours(schedule, reading)


def _check_days(schedule: ScheduleDocument, reading: Diagnostics) -> None:
    if not reading.has(schedule, "days"):
        return
    if not reading.has(schedule, "per_week"):
        reading.say(
            reading.at_key(schedule, "days"), "schedule: days goes with per_week only", "write per_week:"
        )
    if schedule.days is UNSET:
        return
    for index, day in enumerate(schedule.days):
        if day in schedule.days[:index]:
            reading.say(
                reading.at(schedule, "days", index), f"schedule: {day} stands here twice", "name it once"
            )
    if schedule.per_week is not UNSET and len(schedule.days) != schedule.per_week:
        message = f"schedule: {len(schedule.days)} days for per_week: {schedule.per_week}"
        hint = f"name {schedule.per_week}, or write per_week: {len(schedule.days)}"
        reading.say(reading.at(schedule, "days"), message, hint)


def _check_hours(schedule: ScheduleDocument, reading: Diagnostics) -> None:
    for key, other in (("from", "until"), ("until", "from")):
        if not reading.has(schedule, key):
            continue
        place = reading.at_key(schedule, key)
        if not reading.has(schedule, "every"):
            reading.say(place, f"schedule: {key} goes with every only", "write every: 30m")
        elif not reading.has(schedule, other):
            reading.say(place, f"schedule: {key} without {other}", f"write {other}: too")
    start, end = schedule.from_, schedule.until
    if start is not UNSET and end is not UNSET and end <= start:
        reading.say(
            reading.at(schedule, "until"),
            f"schedule: until {end} is not after from {start}",
            "write a later time",
        )


def _check_away(away: AwayDocument, reading: Diagnostics) -> None:
    """Each tier comes after the one before it, those that are not written counting with their default."""
    usual = Away()
    tiers: list[tuple[str, int | UnsetType, int]] = [
        ("recount", away.recount, usual.recount),
        ("ease", away.ease, usual.ease),
        ("restart", away.restart, usual.restart),
        ("reset", away.reset, usual.reset),
    ]
    days = [(key, default if value is UNSET else value) for key, value, default in tiers]
    for (key, fewer), (later, more) in pairwise(days):
        if more <= fewer and not (reading.has(away, key) and not reading.good(away, key)):
            place = reading.at(away, later if reading.has(away, later) else key)
            message = f"away: {later} after {more} days is not later than {key} after {fewer}"
            reading.say(place, message, "recount, ease, restart and reset come one after the other")


def _check_slot_names(slots: list[SlotDocument], reading: Diagnostics) -> None:
    lines: dict[str, int] = {}
    for slot in slots:
        if not reading.good(slot, "slot"):
            continue
        place = reading.at(slot, "slot")
        if slot.slot in lines:
            message = f"the slot '{shown(slot.slot)}' stands here a second time"
            hint = f"it is in line {lines[slot.slot]} already: give it a name of its own, and say drill:"
            reading.say(place, message, hint)
        lines.setdefault(slot.slot, place.line)


def _check_sets(document: ProgramDocument, reading: Diagnostics) -> None:
    """No slot has more sets than there are rounds, and the session comes to an end."""
    parts: list[ProgramDocument | PartDocument] = [document]
    parts += [] if document.parts is UNSET else document.parts
    total = 0
    for part in parts:
        slots = [] if part.slots is UNSET else part.slots
        rounds = rounds_of(part)
        total += sum(2 * (rounds if slot.sets is UNSET else slot.sets) for slot in slots)
        for slot in slots:
            if part.rounds is not UNSET and slot.sets is not UNSET and slot.sets > part.rounds:
                message = f"sets: {slot.sets} in {part.rounds} rounds"
                reading.say(reading.at(slot, "sets"), message, f"at most {part.rounds}, or write more rounds")
    if total > MAX_SETS:
        place = reading.at_key(document, "parts" if reading.has(document, "parts") else "slots")
        reading.say(place, f"this session has about {total} sets", f"at most {MAX_SETS}")


def rounds_of(part: ProgramDocument | PartDocument) -> int:
    """How many times round: as written, or else as often as the slot with the most sets."""
    if part.rounds is not UNSET:
        return part.rounds
    slots = [] if part.slots is UNSET else part.slots
    return max((slot.sets for slot in slots if slot.sets is not UNSET), default=1)


def no_more_open(drill: Drill, known: Drill | None) -> Drill:
    """A drill that may take the place of one that ships, open under no lock under which that one is not."""
    most = known.open_at_most if known is not None else None
    if most is None:
        return drill
    opens = most if _opens_more(drill.while_locked, most) else drill.while_locked
    return replace(drill, while_locked=opens, open_at_most=most)


def _opens_more(while_locked: WhileLocked, most: WhileLocked) -> bool:
    order = get_args(WhileLocked)
    return order.index(while_locked) > order.index(most)


def check_drills(
    entries: list[DrillDocument],
    drills: Mapping[str, Drill],
    homes: Mapping[str, Path],
    reading: Diagnostics,
) -> None:
    """Say everything that is wrong between the drills of one file.

    Args:
        entries: the drills of the file.
        drills: every drill there is, those of this file among them.
        homes: the file that each drill of the user's comes from.
        reading: the file.
    """
    named = {entry.id for entry in entries}
    _check_names(entries, homes, reading)
    for entry in entries:
        _check_chain(entry, drills, named, reading)
        _check_lock(entry, drills.get(entry.id), reading)


def _check_names(entries: list[DrillDocument], homes: Mapping[str, Path], reading: Diagnostics) -> None:
    lines: dict[str, int] = {}
    for entry in entries:
        if not reading.good(entry, "id"):
            continue
        place = reading.at(entry, "id")
        if entry.id in lines:
            message = f"the drill '{shown(entry.id)}' stands here a second time"
            reading.say(place, message, f"it is in line {lines[entry.id]} already: keep one")
        elif homes.get(entry.id, reading.path) != reading.path:
            message = f"the drill '{shown(entry.id)}' is in {homes[entry.id].name} already"
            reading.say(place, message, "keep one of them")
        lines.setdefault(entry.id, place.line)


def _check_lock(entry: DrillDocument, known: Drill | None, reading: Diagnostics) -> None:
    """A drill that ships is what it is: another file opens it under no lock."""
    written, most = entry.while_locked, known.open_at_most if known is not None else None
    if most is None or written is UNSET or not reading.good(entry, "while_locked"):
        return
    if _opens_more(written, most):
        message = f"while_locked: {shown(entry.id)} ships with coach, which keeps it closed under more"
        hint = "leave it out" if most == "none" else f"write {most}, or leave it out"
        reading.say(reading.at(entry, "while_locked"), message, hint)


def _check_chain(
    entry: DrillDocument, drills: Mapping[str, Drill], named: set[str], reading: Diagnostics
) -> None:
    for key, other in (("easier", entry.easier), ("harder", entry.harder)):
        if other is UNSET or not reading.good(entry, key):
            continue
        if other not in drills and other not in named:
            message = f"no drill is named '{shown(other)}'"
            reading.say(reading.at(entry, key), message, unknown_drill_hint(other, drills, reading))
        elif entry.id in _chain(other, key, drills):
            message = f"{key}: going on from {other} leads back to {entry.id}"
            reading.say(reading.at(entry, key), message, "a chain of drills has two ends")


def _chain(start: str, key: str, drills: Mapping[str, Drill]) -> Iterator[str]:
    """The drills from `start` on, each the next easier or harder one, until the chain ends or repeats."""
    seen: set[str] = set()
    name: str | None = start
    while name and name not in seen:
        yield name
        seen.add(name)
        drill = drills.get(name)
        name = None if drill is None else drill.easier if key == "easier" else drill.harder

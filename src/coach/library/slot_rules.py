"""What has to hold between the keys of one slot, and between a slot and the drill catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import UNSET, UnsetType

from coach.library.documents import Measured, RungDocument, SlotDocument
from coach.library.nodes import shown
from coach.library.reading import Reading, nearest
from coach.model.program import Drill, Measure
from coach.model.quantities import duration_text

MEASURES: Final = tuple(measure.value for measure in Measure)
_COMPANIONS: Final = {
    "pace": ("reps",),
    "tempo": ("reps",),
    "inhale": ("breaths", "reps"),
    "exhale": ("breaths", "reps"),
}
_COUNTED: Final = (Measure.REPS, Measure.BREATHS)


def measure_of(document: Measured) -> tuple[Measure, int] | None:
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


def check_slot(slot: SlotDocument, drills: Mapping[str, Drill], reading: Reading) -> None:
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


def _check_measured(document: Measured, reading: Reading) -> None:
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


def _check_companions(slot: SlotDocument, reading: Reading) -> None:
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


def _check_pace(slot: SlotDocument, reading: Reading) -> None:
    """Repetitions are led in one way: by a pace, a tempo or the breath."""
    breath = [key for key in ("inhale", "exhale") if reading.has(slot, key)]
    ways = [key for key in ("pace", "tempo") if reading.has(slot, key)] + breath[:1]
    for key in ways[1:]:
        message = f"{ways[0]} and {key} cannot both lead the repetitions"
        reading.say(reading.at_key(slot, key), message, f"keep one of them: {ways[0]} or {key}")
    if len(breath) == 1:
        other = "exhale" if breath == ["inhale"] else "inhale"
        reading.say(reading.at_key(slot, breath[0]), f"{breath[0]} without {other}", f"write {other}: too")


def _check_drill(slot: SlotDocument, drills: Mapping[str, Drill], reading: Reading) -> None:
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


def unknown_drill_hint(name: str, drills: Mapping[str, Drill], reading: Reading) -> str:
    """The nearest drill that there is; or where the drill itself is, with problems of its own."""
    if name in reading.broken_drills:
        return f"it has problems of its own, in {reading.broken_drills[name].name}"
    close = nearest(name, drills)
    return f"did you mean {close}?" if close else "add it to a file in your drills folder"


def _check_rung(
    slot: SlotDocument, rung: RungDocument, drills: Mapping[str, Drill], reading: Reading
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


def _check_carried(slot: SlotDocument, rung: RungDocument, reading: Reading) -> None:
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


def _check_ladder(slot: SlotDocument, ladder: list[RungDocument], reading: Reading) -> None:
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


def _check_start(slot: SlotDocument, rung: RungDocument, reading: Reading) -> None:
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


def _check_load(slot: SlotDocument, reading: Reading) -> None:
    load = slot.load
    if load is not UNSET and reading.good(load, "start", "max") and load.start > load.max:
        message = f"load: start {load.start:g} kg is above max {load.max:g} kg"
        reading.say(reading.at(load, "start"), message, "write a max of at least the start")


def _check_progress(slot: SlotDocument, reading: Reading) -> None:
    if slot.progress == "time-then-load" and not reading.has(slot, "load"):
        hint = "write load: {start: 6kg, step: 1kg, max: 20kg}"
        reading.say(reading.at(slot, "progress"), "progress: time-then-load wants a load", hint)
    if slot.progress == "time" and not reading.has(slot, "upto") and not reading.has(slot, "ladder"):
        hint = "write upto: and how far, or progress: none"
        reading.say(reading.at(slot, "progress"), "progress: time wants an upto", hint)

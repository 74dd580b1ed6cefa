"""From documents without problems to the model: every default filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from coach.control_characters import one_line
from coach.model.program import (
    EXHALE_SECONDS,
    INHALE_SECONDS,
    Away,
    Block,
    Drill,
    Kind,
    Load,
    Measure,
    Part,
    Program,
    Progress,
    Progression,
    Rung,
    Schedule,
    Slot,
    Tempo,
)
from coach.programs.schema import (
    AwayDocument,
    BlockDocument,
    DrillDocument,
    PartDocument,
    ProgramDocument,
    ProgressionDocument,
    RestDocument,
    RungDocument,
    ScheduleDocument,
    SlotDocument,
)
from coach.programs.validate import drill_of, measure_of, repetition_seconds, rounds_of

StructT = TypeVar("StructT", bound=Struct)
T = TypeVar("T")
U = TypeVar("U")


def build_drill(document: DrillDocument) -> Drill:
    """A drill of the catalogue."""
    return Drill(
        id=document.id,
        name=_line(document.name),
        say=_line(_or(document.say, document.name)),
        sides=document.sides == "each",
        equipment=tuple(_or(document.equipment, [])),
        cues=tuple(map(_line, _or(document.cues, []))),
        check=None if document.check is UNSET else _line(document.check),
        avoid=None if document.avoid is UNSET else _line(document.avoid),
        easier=_or(document.easier, None),
        harder=_or(document.harder, None),
        while_locked=_or(document.while_locked, "none"),
    )


def build_program(document: ProgramDocument, drills: Mapping[str, Drill]) -> Program:
    """A program, from a document that has been checked against the same drills."""
    default = Program(id="", title="", kind=Kind.CUSTOM, parts=())
    kind = Kind(document.kind)
    parts: list[ProgramDocument | PartDocument] = [document]
    if document.parts is not UNSET:
        parts = list(document.parts)
    return Program(
        id=document.id,
        title=_line(document.title),
        kind=kind,
        about=_or(document.about, ""),
        schedule=_schedule(document.schedule),
        block=_block(document.block, kind),
        ready_seconds=_int(document.ready, default.ready_seconds),
        switch_seconds=_int(document.switch, default.switch_seconds),
        progression=_progression(document.progression),
        away=_away(document.away),
        parts=tuple(_part(part, document.rest, drills) for part in parts),
    )


def _line(text: str) -> str:
    """A text of the file on one line."""
    return one_line(text).strip()


def _or(value: T | UnsetType, default: U) -> T | U:
    return default if value is UNSET else value


def _int(value: int | UnsetType, default: int) -> int:
    """A plain int of a quantity, which is a subclass of int."""
    return int(default if value is UNSET else value)


def _optional_int(value: int | UnsetType) -> int | None:
    return None if value is UNSET else int(value)


def _schedule(document: ScheduleDocument | UnsetType) -> Schedule:
    if document is UNSET:
        return Schedule()
    return Schedule(
        per_week=_optional_int(document.per_week),
        days=tuple(_or(document.days, [])),
        per_day=_optional_int(document.per_day),
        every_seconds=_optional_int(document.every),
        from_time=None if document.from_ is UNSET else str(document.from_),
        until_time=None if document.until is UNSET else str(document.until),
    )


def _with_written(default: StructT, **values: int | UnsetType) -> StructT:
    """The default with the values that are written."""
    return replace(default, **{name: int(value) for name, value in values.items() if value is not UNSET})


def _block(document: BlockDocument | UnsetType, kind: Kind) -> Block | None:
    """The block as written; without one, core programs alone have the default block."""
    if document is UNSET:
        return Block() if kind is Kind.CORE else None
    return _with_written(Block(), weeks=document.weeks, trim_percent=document.trim)


def _progression(document: ProgressionDocument | UnsetType) -> Progression:
    if document is UNSET:
        return Progression()
    return _with_written(
        Progression(),
        after=document.after,
        step_seconds=document.step,
        misses=document.misses,
        floor_seconds=document.floor,
    )


def _away(document: AwayDocument | UnsetType) -> Away:
    if document is UNSET:
        return Away()
    return _with_written(
        Away(),
        recount=document.recount,
        ease=document.ease,
        restart=document.restart,
        reset=document.reset,
    )


def _part(
    document: ProgramDocument | PartDocument, above: RestDocument | UnsetType, drills: Mapping[str, Drill]
) -> Part:
    """A part; a rest that it does not have is the program's."""
    default = Part(slots=())
    rests = [rest for rest in (document.rest, above) if rest is not UNSET]
    between = [rest.between for rest in rests if rest.between is not UNSET]
    rounds = [rest.rounds for rest in rests if rest.rounds is not UNSET]
    count = rounds_of(document)
    slots = _or(document.slots, [])
    part = document if isinstance(document, PartDocument) else None
    return Part(
        slots=tuple(_slot(slot, count, drills) for slot in slots),
        title=None if part is None or part.title is UNSET else _line(part.title),
        rounds=count,
        rest_between_seconds=int(between[0]) if between else default.rest_between_seconds,
        rest_rounds_seconds=int(rounds[0]) if rounds else default.rest_rounds_seconds,
        warmup=part is not None and part.warmup is True,
        every_seconds=_optional_int(document.every),
    )


def _slot(document: SlotDocument, rounds: int, drills: Mapping[str, Drill]) -> Slot:
    measured = measure_of(document)
    if measured is None:
        raise ValueError(f"slot {document.slot} has not been checked")
    measure, amount = measured
    name, load, tempo = drill_of(document), document.load, document.tempo
    sided = drills[name].sides if document.sides is UNSET else document.sides == "each"
    ladder = _ladder(document, measure, amount, drills)
    start = next(index for index, rung in enumerate(ladder) if rung.drill == name)
    return Slot(
        slot=document.slot,
        drill=name,
        measure=measure,
        amount=int(amount),
        upto=ladder[start].upto,
        sided=sided,
        sets=_int(document.sets, rounds),
        ladder=ladder,
        start_rung=start,
        progress=_progress(document, ladder[start], int(amount)),
        load=None
        if load is UNSET
        else Load(start_kg=float(load.start), step_kg=float(load.step), max_kg=float(load.max)),
        pace_seconds=repetition_seconds(document) if measure is Measure.REPS else None,
        inhale_seconds=_int(document.inhale, INHALE_SECONDS),
        exhale_seconds=_int(document.exhale, EXHALE_SECONDS),
        rest_seconds=_optional_int(document.rest),
        wait=document.wait is True,
        tempo=None if tempo is UNSET else Tempo(*map(int, tempo.split("-"))),
        breath_led=measure is Measure.REPS and document.inhale is not UNSET,
        every_seconds=_optional_int(document.every),
    )


def _ladder(
    document: SlotDocument, measure: Measure, amount: int, drills: Mapping[str, Drill]
) -> tuple[Rung, ...]:
    """The ladder as written; without one, the drill alone."""
    name = drill_of(document)
    if document.ladder is UNSET:
        upto, open_for = _int(document.upto, amount), drills[name].while_locked
        return (Rung(drill=name, start=int(amount), upto=upto, while_locked=open_for),)
    return tuple(_rung(rung, document, drills) for rung in document.ladder)


def _rung(document: RungDocument, slot: SlotDocument, drills: Mapping[str, Drill]) -> Rung:
    measured = measure_of(document)
    start = int(measured[1]) if measured else 0
    own = slot.upto if document.upto is UNSET and document.drill == drill_of(slot) else document.upto
    sided = drills[document.drill].sides if slot.sides is UNSET else slot.sides == "each"
    while_locked = drills[document.drill].while_locked
    return Rung(
        drill=document.drill,
        start=start,
        upto=_int(own, start),
        sided=sided,
        while_locked=while_locked,
        loaded=document.load is UNSET,
        one_hand=document.hand is not UNSET,
    )


def _progress(document: SlotDocument, rung: Rung, amount: int) -> Progress:
    """As written; else time where there is room to grow, and nothing without."""
    if document.progress is not UNSET:
        return Progress(document.progress)
    grows = document.upto is not UNSET or rung.upto > amount
    return Progress.TIME if grows else Progress.NONE

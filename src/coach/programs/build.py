"""From documents without problems to the model: every default filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    DrillCue,
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
    ScheduleDocument,
    SlotDocument,
    or_default,
)
from coach.programs.validate import drill_of, measure_of, repetition_seconds, rounds_of

StructT = TypeVar("StructT", bound=Struct)


def build_drill(document: DrillDocument) -> Drill:
    """A drill of the catalogue."""
    return Drill(
        id=document.id,
        name=_line(document.name),
        say=_line(or_default(document.say, document.name)),
        sides=document.sides == "each",
        equipment=tuple(or_default(document.equipment, [])),
        action=or_default(document.action, None),
        say_side=None if document.say_side is UNSET else _line(document.say_side),
        cues=tuple(DrillCue(_line(cue), cue.phase) for cue in or_default(document.cues, [])),
        get_out=None if document.get_out is UNSET else _line(document.get_out),
        check=None if document.check is UNSET else _line(document.check),
        avoid=None if document.avoid is UNSET else _line(document.avoid),
        easier=or_default(document.easier, None),
        harder=or_default(document.harder, None),
        figure=or_default(document.figure, None),
        while_locked=or_default(document.while_locked, "none"),
    )


def build_program(document: ProgramDocument, drills: Mapping[str, Drill]) -> Program:
    """A program, from a document that has been checked against the same drills."""
    default = Program(id="", title="", kind=Kind.CUSTOM, parts=())
    kind = Kind(document.kind)
    schedule = or_default(document.schedule, ScheduleDocument())
    # Without a block as written, core programs alone have the default block.
    block = or_default(document.block, BlockDocument() if kind is Kind.CORE else None)
    progression = or_default(document.progression, ProgressionDocument())
    away = or_default(document.away, AwayDocument())
    parts: Sequence[ProgramDocument | PartDocument] = or_default(document.parts, [document])
    return Program(
        id=document.id,
        title=_line(document.title),
        kind=kind,
        about=or_default(document.about, ""),
        schedule=Schedule(
            per_week=_optional_int(schedule.per_week),
            days=tuple(or_default(schedule.days, [])),
            per_day=_optional_int(schedule.per_day),
            every_seconds=_optional_int(schedule.every),
            from_time=None if schedule.from_ is UNSET else str(schedule.from_),
            until_time=None if schedule.until is UNSET else str(schedule.until),
        ),
        block=None if block is None else _with_written(Block(), weeks=block.weeks, trim_percent=block.trim),
        ready_seconds=_int(document.ready, default.ready_seconds),
        switch_seconds=_int(document.switch, default.switch_seconds),
        progression=_with_written(
            Progression(),
            after=progression.after,
            step_seconds=progression.step,
            misses=progression.misses,
            floor_seconds=progression.floor,
            tries=progression.tries,
            after_tries=progression.after_tries,
            keep_top=UNSET if progression.top is UNSET else progression.top == "keep",
        ),
        away=_with_written(
            Away(), recount=away.recount, ease=away.ease, restart=away.restart, reset=away.reset
        ),
        parts=tuple(_part(part, document.rest, drills) for part in parts),
    )


def _line(text: str) -> str:
    """A text of the file on one line."""
    return one_line(text).strip()


def _int(value: int | UnsetType, default: int) -> int:
    """A plain int of a quantity, which is a subclass of int."""
    return int(default if value is UNSET else value)


def _optional_int(value: int | UnsetType) -> int | None:
    return None if value is UNSET else int(value)


def _with_written(default: StructT, **values: int | UnsetType) -> StructT:
    """The default with the values that are written."""
    written = {name: value for name, value in values.items() if value is not UNSET}
    plain = {name: value if isinstance(value, bool) else int(value) for name, value in written.items()}
    return replace(default, **plain)


def _part(
    document: ProgramDocument | PartDocument, above: RestDocument | UnsetType, drills: Mapping[str, Drill]
) -> Part:
    """A part; a rest that it does not have is the program's."""
    default = Part(slots=())
    rests = [rest for rest in (document.rest, above) if rest is not UNSET]
    between = [rest.between for rest in rests if rest.between is not UNSET]
    rounds = [rest.rounds for rest in rests if rest.rounds is not UNSET]
    count = rounds_of(document)
    slots = or_default(document.slots, [])
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
    ladder = _ladder(document, int(amount), drills)
    start = next(index for index, rung in enumerate(ladder) if rung.drill == name)
    # The default: time, where there is room to grow.
    grows = document.upto is not UNSET or ladder[start].upto > amount
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
        progress=_progress(document, grows=grows),
        load=None
        if load is UNSET
        else Load(start_kg=float(load.start), step_kg=float(load.step), max_kg=float(load.max)),
        pace_seconds=repetition_seconds(document) if measure is Measure.REPS else None,
        inhale_seconds=_int(document.inhale, INHALE_SECONDS),
        exhale_seconds=_int(document.exhale, EXHALE_SECONDS),
        rest_seconds=_optional_int(document.rest),
        wait=document.wait is True,
        tempo=None if tempo is UNSET else Tempo(*map(int, tempo.split("-"))),
        breath_led=measure in (Measure.REPS, Measure.TIME) and document.inhale is not UNSET,
        every_seconds=_optional_int(document.every),
    )


def _progress(document: SlotDocument, *, grows: bool) -> Progress:
    """What grows; `fixed`, a ladder without steps, is another word for nothing."""
    if document.progress is UNSET:
        return Progress.TIME if grows else Progress.NONE
    return Progress.NONE if document.progress == "fixed" else Progress(document.progress)


def _ladder(slot: SlotDocument, amount: int, drills: Mapping[str, Drill]) -> tuple[Rung, ...]:
    """The ladder as written; without one, the drill alone."""
    name = drill_of(slot)
    if slot.ladder is UNSET:
        upto, open_for = _int(slot.upto, amount), drills[name].while_locked
        return (Rung(drill=name, start=amount, upto=upto, while_locked=open_for),)
    rungs = []
    for rung in slot.ladder:
        measured = measure_of(rung)
        start = int(measured[1]) if measured else 0
        drill = drills[rung.drill]
        rungs.append(
            Rung(
                drill=rung.drill,
                start=start,
                upto=_int(slot.upto if rung.upto is UNSET and rung.drill == name else rung.upto, start),
                sided=drill.sides if slot.sides is UNSET else slot.sides == "each",
                while_locked=drill.while_locked,
                loaded=rung.load is UNSET,
                one_hand=rung.hand is not UNSET,
            )
        )
    return tuple(rungs)

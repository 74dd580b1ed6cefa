"""From documents without problems to the model: every default filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from msgspec import UNSET, UnsetType

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

T = TypeVar("T")
U = TypeVar("U")


def drill(document: DrillDocument) -> Drill:
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


def program(document: ProgramDocument, drills: Mapping[str, Drill]) -> Program:
    """A program, from a document that has been checked against the same drills."""
    usual = Program(id="", title="", kind=Kind.CUSTOM, parts=())
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
        ready_seconds=_whole(document.ready, usual.ready_seconds),
        switch_seconds=_whole(document.switch, usual.switch_seconds),
        progression=_progression(document.progression),
        away=_away(document.away),
        parts=tuple(_part(part, document.rest, drills) for part in parts),
    )


def _line(text: str) -> str:
    """Words that are shown in lines and lists: on one line, however they are written in the file."""
    return one_line(text).strip()


def _or(value: T | UnsetType, default: U) -> T | U:
    return default if value is UNSET else value


def _whole(value: int | UnsetType, default: int) -> int:
    """A plain int: written values are ints that know how they are written."""
    return int(default if value is UNSET else value)


def _maybe(value: int | UnsetType) -> int | None:
    return None if value is UNSET else int(value)


def _schedule(document: ScheduleDocument | UnsetType) -> Schedule:
    if document is UNSET:
        return Schedule()
    return Schedule(
        per_week=_maybe(document.per_week),
        days=tuple(_or(document.days, [])),
        per_day=_maybe(document.per_day),
        every_seconds=_maybe(document.every),
        from_time=None if document.from_ is UNSET else str(document.from_),
        until_time=None if document.until is UNSET else str(document.until),
    )


def _block(document: BlockDocument | UnsetType, kind: Kind) -> Block | None:
    """The block as written; without one, core goes in blocks and nothing else does."""
    if document is UNSET:
        return Block() if kind is Kind.CORE else None
    usual = Block()
    return Block(
        weeks=_whole(document.weeks, usual.weeks), trim_percent=_whole(document.trim, usual.trim_percent)
    )


def _progression(document: ProgressionDocument | UnsetType) -> Progression:
    if document is UNSET:
        return Progression()
    usual = Progression()
    return Progression(
        after=_whole(document.after, usual.after),
        step_seconds=_whole(document.step, usual.step_seconds),
        misses=_whole(document.misses, usual.misses),
        floor_seconds=_whole(document.floor, usual.floor_seconds),
    )


def _away(document: AwayDocument | UnsetType) -> Away:
    if document is UNSET:
        return Away()
    usual = Away()
    return Away(
        recount=_whole(document.recount, usual.recount),
        ease=_whole(document.ease, usual.ease),
        restart=_whole(document.restart, usual.restart),
        reset=_whole(document.reset, usual.reset),
    )


def _part(
    document: ProgramDocument | PartDocument, above: RestDocument | UnsetType, drills: Mapping[str, Drill]
) -> Part:
    """A part; a rest that it does not say is the program's."""
    usual = Part(slots=())
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
        rest_between_seconds=int(between[0]) if between else usual.rest_between_seconds,
        rest_rounds_seconds=int(rounds[0]) if rounds else usual.rest_rounds_seconds,
        warmup=part is not None and part.warmup is True,
        every_seconds=_maybe(document.every),
    )


def _slot(document: SlotDocument, rounds: int, drills: Mapping[str, Drill]) -> Slot:
    found = measure_of(document)
    if found is None:
        raise ValueError(f"slot {document.slot} has not been checked")
    measure, amount = found
    name = drill_of(document)
    sided = drills[name].sides if document.sides is UNSET else document.sides == "each"
    ladder = _ladder(document, measure, amount, drills)
    start = next(place for place, rung in enumerate(ladder) if rung.drill == name)
    return Slot(
        slot=document.slot,
        drill=name,
        measure=measure,
        amount=int(amount),
        upto=ladder[start].upto,
        sided=sided,
        sets=_whole(document.sets, rounds),
        ladder=ladder,
        start_rung=start,
        progress=_progress(document, ladder[start], int(amount)),
        load=_load(document),
        pace_seconds=repetition_seconds(document) if measure is Measure.REPS else None,
        inhale_seconds=_whole(document.inhale, INHALE_SECONDS),
        exhale_seconds=_whole(document.exhale, EXHALE_SECONDS),
        rest_seconds=_maybe(document.rest),
        wait=document.wait is True,
        tempo=_tempo(document.tempo),
        breath_led=measure is Measure.REPS and document.inhale is not UNSET,
        every_seconds=_maybe(document.every),
    )


def _tempo(written: str | UnsetType) -> Tempo | None:
    return None if written is UNSET else Tempo(*(int(part) for part in written.split("-")))


def _ladder(
    document: SlotDocument, measure: Measure, amount: int, drills: Mapping[str, Drill]
) -> tuple[Rung, ...]:
    """The ladder as written; without one, the drill alone."""
    name = drill_of(document)
    if document.ladder is UNSET:
        upto, open_for = _whole(document.upto, amount), drills[name].while_locked
        return (Rung(drill=name, start=int(amount), upto=upto, while_locked=open_for),)
    return tuple(_rung(rung, document, drills) for rung in document.ladder)


def _rung(document: RungDocument, slot: SlotDocument, drills: Mapping[str, Drill]) -> Rung:
    found = measure_of(document)
    start = int(found[1]) if found else 0
    own = slot.upto if document.upto is UNSET and document.drill == drill_of(slot) else document.upto
    sided = drills[document.drill].sides if slot.sides is UNSET else slot.sides == "each"
    while_locked = drills[document.drill].while_locked
    return Rung(
        drill=document.drill,
        start=start,
        upto=_whole(own, start),
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


def _load(document: SlotDocument) -> Load | None:
    load = document.load
    if load is UNSET:
        return None
    return Load(start_kg=float(load.start), step_kg=float(load.step), max_kg=float(load.max))

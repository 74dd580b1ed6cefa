"""Records of sets: what was asked, what was done, and which of two attempts is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import floor
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.model.events import End, Form, SetRecord
from coach.model.formatting import carried_text, count_text, in_sentence, name_of, seconds_text
from coach.model.program import Measure, Side
from coach.model.timeline import Interval
from coach.model.units import Units

LEFT_OUT: Final = "left out"
EPSILON_SECONDS: Final = 1e-6
"""Tolerance for sums of floating-point seconds; far below anything audible."""


def whole_seconds(elapsed: float) -> int:
    """The whole seconds in a duration, with a tolerance of `EPSILON_SECONDS`."""
    return max(0, floor(elapsed + EPSILON_SECONDS))


def new_record(
    work: Interval, elapsed: float, end: End, *, form: Form | None, pain: int | None = None
) -> SetRecord:
    """The record of a set that ends now.

    Seconds and repetitions are those really done, whole ones only, and never more than was asked. A set of
    which nothing was done counts as skipped, unless it hurt. Repetitions without a pace are those asked when
    the set is full, and else unknown.

    Args:
        elapsed: seconds in the set, without pauses.
    """
    timed = work.measure.in_seconds
    asked_seconds = work.seconds if timed else None
    seconds = min(asked_seconds, whole_seconds(elapsed)) if asked_seconds is not None else None
    each = work.pace_seconds
    if work.measure is Measure.BREATHS:
        each = (work.inhale_seconds or 0) + (work.exhale_seconds or 0)
    reps = 0 if end == "skipped" else None
    if timed:
        reps = None
    elif end == "full":
        reps = work.reps or 0
    elif each:
        reps = min(work.reps or 0, whole_seconds(elapsed) // each)
    done = seconds if timed else reps
    if done == 0 and end in ("early", "stopped"):
        end = "skipped"
    return SetRecord(
        slot=work.slot,
        drill=work.drill,
        round=work.round,
        side=work.side,
        asked_seconds=asked_seconds,
        seconds=seconds,
        asked_reps=None if timed else work.reps,
        reps=reps,
        load_kg=work.load_kg,
        form=form if done != 0 else None,
        pain=pain,
        end=end,
    )


def unattended_record(work: Interval) -> SetRecord:
    """The record of repetitions that wait for the user where there is no user to count them."""
    record = new_record(work, 0, "early", form=None)
    return replace(record, reps=None, form=None, end=None)


def skipped_record(work: Interval) -> SetRecord:
    """The record of a set that was left out."""
    return new_record(work, 0, "skipped", form=None)


def amount_done(record: SetRecord) -> int:
    """Seconds, repetitions or breaths done; 0 where they are not known."""
    return (record.seconds if record.asked_reps is None else record.reps) or 0


def is_attempted(record: SetRecord) -> bool:
    """Whether the set was begun, and not left out."""
    return amount_done(record) > 0 or record.end != "skipped"


def better_record(old: SetRecord | None, new: SetRecord) -> SetRecord:
    """The better record of a set: the attempt in which more was done, the later one of equals.

    Pain that was named in either of them stays.
    """
    if old is None:
        return new
    better = new if amount_done(new) >= amount_done(old) and is_attempted(new) else old
    return replace(better, pain=stronger_pain(old.pain, new.pain))


def stronger_pain(one: int | None, other: int | None) -> int | None:
    """The stronger of two answers about pain; None only where neither was given."""
    return max((pain for pain in (one, other) if pain is not None), default=None)


class DrillSummary(Struct, frozen=True, kw_only=True):
    """What was done in one slot."""

    slot: str
    drill: str | None
    name: str
    """Of the drill."""
    records: tuple[SetRecord, ...]
    """In the order in which they were done, those that were skipped included."""
    amount: str
    """`3 x 30 s a side, 6 kg a hand`; `left out` where nothing was done."""
    notes: tuple[str, ...]
    """`form slipped in 1 of 3`, `no pain`, `1 set left out`."""

    @property
    def text(self) -> str:
        """`plank 3 x 30 s, no pain`."""
        return ", ".join([f"{in_sentence(self.name)} {self.amount}", *self.notes])

    def is_full(self, sets: int) -> bool:
        """Whether so many sets, each side one, were done as long as they were asked."""
        return sum(map(_as_asked, self.records)) >= sets


def summarise(
    records: Iterable[SetRecord],
    names: Mapping[str, str],
    units: Units = "kg",
    *,
    one_hand: Collection[str] = (),
) -> tuple[DrillSummary, ...]:
    """A summary for each slot and drill, in the order in which they first came.

    Args:
        records: one for each set on each side, in the order in which they were done.
        names: of drills, by id; a missing one is called by its id.
        units: how loads are shown.
        one_hand: the ids of the drills whose load is carried in one hand.
    """
    grouped: dict[tuple[str, str | None], list[SetRecord]] = {}
    for record in records:
        grouped.setdefault((record.slot, record.drill), []).append(record)
    return tuple(
        DrillSummary(
            slot=slot,
            drill=drill,
            name=name_of(drill or slot, names),
            records=tuple(group),
            amount=_amount_text(group, units, one_hand=(drill or slot) in one_hand),
            notes=tuple(filter(None, _notes(group))),
        )
        for (slot, drill), group in grouped.items()
    )


def _as_asked(record: SetRecord) -> bool:
    asked = record.asked_seconds if record.asked_reps is None else record.asked_reps
    return is_attempted(record) and (asked is None or amount_done(record) >= asked)


def _amount_text(records: Sequence[SetRecord], units: Units, *, one_hand: bool) -> str:
    done = [record for record in records if is_attempted(record)]
    if not done:
        return LEFT_OUT
    sides: dict[Side | None, list[SetRecord]] = {}
    for record in done:
        sides.setdefault(record.side, []).append(record)
    # `3 x 30 s`, `30, 30 and 22 s`, and for two sides `3 x 30 s a side` or each side by itself.
    amounts = {side: _sets_text(group) for side, group in sides.items()}
    if len(amounts) == 2 and None not in amounts and len(set(amounts.values())) == 1:
        text = f"{next(iter(amounts.values()))} a side"
    else:
        text = "; ".join(f"{side} {amount}" if side else amount for side, amount in amounts.items())
    loads = [record.load_kg for record in done if record.load_kg is not None]
    return f"{text}, {carried_text(loads[0], units, one_hand=one_hand)}" if loads else text


def _notes(records: Sequence[SetRecord]) -> tuple[str, ...]:
    done = [record for record in records if is_attempted(record)]
    if not done:
        return (_pain_text(records),)
    left_out = len(records) - len(done)
    return (
        _form_text(done),
        _pain_text(records),
        f"{count_text(left_out, 'set')} left out" if left_out else "",
    )


def _sets_text(records: Sequence[SetRecord]) -> str:
    timed = [record for record in records if record.asked_reps is None]
    # Short holds share the unit at the end; longer ones have their own.
    unit = " s" if timed and all((record.seconds or 0) < 60 for record in timed) else ""
    amounts = []
    for record in records:
        if record.asked_reps is not None:
            amounts.append("not counted" if record.reps is None else str(record.reps))
        else:
            amounts.append(str(record.seconds or 0) if unit else seconds_text(record.seconds or 0))
    if len(set(amounts)) > 1:
        return f"{', '.join(amounts[:-1])} and {amounts[-1]}{unit}"
    return f"{amounts[0]}{unit}" if len(amounts) == 1 else f"{len(amounts)} x {amounts[0]}{unit}"


def _form_text(records: Sequence[SetRecord]) -> str:
    """In how many sets the form slipped. Nothing of the others: nobody was asked about each of them."""
    shaky = sum(record.form == "shaky" for record in records)
    if not shaky:
        return ""
    return "form slipped" if shaky == len(records) else f"form slipped in {shaky} of {len(records)}"


def _pain_text(records: Sequence[SetRecord]) -> str:
    """`no pain`, `pain 4`, or nothing where it was not asked about every set."""
    named = [record.pain for record in records if record.pain is not None]
    worst = max(named, default=None)
    if worst:
        return f"pain {worst} of 10"
    asked = all(record.pain is not None for record in records if amount_done(record))
    return "no pain" if worst == 0 and asked else ""

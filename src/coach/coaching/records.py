"""The best that was ever done of each drill; light weeks are left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from coach.coaching.curves import Effort, Efforts, What
from coach.model.program import Side

IsLight = Callable[[str, int], bool]
"""Whether a day, as an ordinal, was light for a program, by its id."""
_KINDS: Final[tuple[What, ...]] = ("seconds", "reps", "load_kg")


class Record(Struct, frozen=True, kw_only=True):
    """One best of one drill on one side, with the first day on which it was reached."""

    drill: str
    side: Side | None
    what: What
    amount: float
    date: date


def records(
    efforts: Efforts,
    drills: Sequence[str],
    is_light: IsLight,
    *,
    programs: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> tuple[Record, ...]:
    """The bests of some drills, in their order, the left side first.

    A set counts when it was neither shaky nor painful: a record should be worth repeating. What was done in a
    light week counts for none, for there less is asked on purpose.

    Args:
        efforts: everything that was done.
        drills: their ids.
        is_light: which days were light.
        programs: only what was done in these; empty: in any.
        since: the first day that counts.
        until: the last day that counts.
    """
    found: list[Record] = []
    for drill in drills:
        done = [
            effort
            for effort in efforts.of(drill, programs=programs, since=since, until=until)
            if not is_light(effort.program, effort.day)
        ]
        found += _of_drill(drill, done)
    return tuple(found)


def _of_drill(drill: str, done: list[Effort]) -> Iterator[Record]:
    sides: tuple[Side | None, ...] = ("left", "right", None)
    for side in sides:
        here = [effort for effort in done if effort.side == side]
        for what in _KINDS:
            # The first of equal ones: `max` keeps what it met first, and they come oldest first.
            best = max(here, key=lambda effort: effort.tidy_amount(what), default=None)
            if best is not None and best.tidy_amount(what):
                yield Record(
                    drill=drill,
                    side=side,
                    what=what,
                    amount=best.tidy_amount(what),
                    date=date.fromordinal(best.day),
                )

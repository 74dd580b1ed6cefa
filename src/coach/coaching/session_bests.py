"""The bests of one session: sets that were longer, more or heavier than any before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from coach.coaching.history import is_begun
from coach.model.events import Session, SetRecord
from coach.model.program import Side

_Place = tuple[str, Side | None]
"""A drill and a side of it."""


class SessionBest(Struct, frozen=True, kw_only=True):
    """The best set of one drill in a session, where none before it was as good."""

    drill: str
    amounts: tuple[tuple[Side | None, int], ...]
    """For each side on which it is a best: seconds, or a count for repetitions."""
    in_seconds: bool
    load_kg: float | None = None


def session_bests(earlier: Iterable[Session], session: Session) -> tuple[SessionBest, ...]:
    """The bests of a session, in the order in which the drills came.

    Only tidy sets without pain count, with as much load as before or more. What was never done before has
    nothing to be better than. A session that was only begun has no bests.

    Args:
        earlier: the live sessions before it.
        session: the session itself.
    """
    if is_begun(session):
        return ()
    today = _tidy_sets(session)
    before: dict[_Place, list[tuple[float, int]]] = {}
    for other in earlier:
        if other.id != session.id and not is_begun(other):
            for place, sets in _tidy_sets(other, today).items():
                before.setdefault(place, []).extend(sets)
    found: dict[str, list[tuple[Side | None, float, int]]] = {}
    for (drill, side), sets in today.items():
        known = before.get((drill, side))
        load, amount = max(sets)
        if known and all(load > kg or (load == kg and amount > most) for kg, most in known):
            found.setdefault(drill, []).append((side, load, amount))
    in_seconds = {one.drill or one.slot: one.asked_reps is None for one in session.sets}
    return tuple(
        SessionBest(
            drill=drill,
            amounts=tuple((side, amount) for side, _load, amount in bests),
            in_seconds=in_seconds[drill],
            load_kg=max(load for _side, load, _amount in bests) or None,
        )
        for drill, bests in found.items()
    )


def _tidy_sets(
    session: Session, only: Mapping[_Place, object] | None = None
) -> dict[_Place, list[tuple[float, int]]]:
    """Load and amount of each tidy set without pain, by drill and side."""
    found: dict[_Place, list[tuple[float, int]]] = {}
    for one in session.sets:
        place, amount = (one.drill or one.slot, one.side), _amount(one)
        if amount and one.form != "shaky" and not one.pain and (only is None or place in only):
            found.setdefault(place, []).append((one.load_kg or 0.0, amount))
    return found


def _amount(done: SetRecord) -> int:
    return (done.seconds if done.asked_reps is None else done.reps) or 0

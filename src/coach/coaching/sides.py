"""Left and right: which side goes first, and whether they differ enough to say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from coach.coaching.assessment import amount_of
from coach.coaching.history import History, is_begun
from coach.coaching.replay import SlotState
from coach.model.program import Side

RECENT: Final = 9
"""Sets of each side that are compared: three sessions of three rounds."""
APART: Final = (3, 4)
"""Below this part of the other side it is said; smaller differences are noise of measuring."""
USUAL: Final[tuple[Side, Side]] = ("left", "right")


class Sides(Struct, frozen=True):
    """What the last sets of each side held, newest first, in the unit of the slot."""

    left: Sequence[int] = ()
    right: Sequence[int] = ()

    @property
    def order(self) -> tuple[Side, Side]:
        """The weaker side first; left first when they are alike."""
        # Means are compared crosswise, so that no division can round a difference away.
        left, right = sum(self.left) * len(self.right), sum(self.right) * len(self.left)
        return ("right", "left") if right < left else USUAL

    @property
    def apart(self) -> bool:
        """Whether the weaker side held less than three quarters of the other, over nine sets a side."""
        if min(len(self.left), len(self.right)) < RECENT:
            return False
        weak, strong = sorted((sum(self.left), sum(self.right)))
        return weak * APART[1] < strong * APART[0]

    def mean(self, side: Side) -> int:
        """What a side held on average, to the nearest whole."""
        held = self.left if side == "left" else self.right
        return round(sum(held) / len(held)) if held else 0


def compare_sides(
    states: dict[str, SlotState], history: History, program: str, days: Sequence[int]
) -> dict[str, Sides]:
    """The last nine sets of each side, for every slot with sides whose level moves; read from the newest."""
    found = {
        name: (state, Sides([], []))
        for name, state in states.items()
        if state.tracked and state.slot.sided_on(state.level.rung)
    }
    result = {name: sides for name, (_, sides) in found.items()}
    sessions = history.sessions.get(program, {})
    for day in reversed(days):
        if not found:
            break
        for session in reversed(sessions[day]):
            if session.stopped and is_begun(session):
                continue
            for done in reversed(session.sets):
                if done.slot in found and done.side:
                    state, sides = found[done.slot]
                    _add(sides, done.side, amount_of(state.slot, done))
        found = {name: pair for name, pair in found.items() if not _full(pair[1])}
    return result


def _add(sides: Sides, side: Side, amount: int | None) -> None:
    held = sides.left if side == "left" else sides.right
    if amount and len(held) < RECENT and isinstance(held, list):
        held.append(amount)


def _full(sides: Sides) -> bool:
    return len(sides.left) >= RECENT and len(sides.right) >= RECENT

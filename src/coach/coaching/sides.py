"""The sides of a drill: which one goes first, and whether they are far apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from coach.coaching.assessment import amount_of
from coach.coaching.history import History, is_begun
from coach.coaching.messages import other_side
from coach.coaching.replay import SlotState
from coach.model.program import Side

RECENT: Final = 9
"""Sets of each side that are compared: three sessions of three rounds."""
APART: Final = (3, 4)
"""A side below this part of the other is reported; smaller differences are measuring noise."""
USUAL: Final[tuple[Side, Side]] = ("left", "right")


class Sides(Struct, frozen=True):
    """The amounts of the last sets of each side, newest first, in the unit of the slot."""

    left: Sequence[int] = ()
    right: Sequence[int] = ()

    first: Side | None = None
    """The side that goes first, whatever the amounts."""

    @property
    def order(self) -> tuple[Side, Side]:
        """The weaker side first; left first when they are alike."""
        if self.first is not None:
            return (self.first, other_side(self.first))
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
        """The average of a side, to the nearest whole."""
        held = self.left if side == "left" else self.right
        return round(sum(held) / len(held)) if held else 0


def stiff_hips(history: History) -> tuple[Side, ...]:
    """The sides whose hip did not reach 90 degrees, by the latest answer for each."""
    found: list[Side] = []
    answers = [one for _, same in sorted(history.check_ins.items()) for one in same]
    if [one.hip90_left for one in answers if one.hip90_left is not None][-1:] == [False]:
        found.append("left")
    if [one.hip90_right for one in answers if one.hip90_right is not None][-1:] == [False]:
        found.append("right")
    return tuple(found)


def compare_sides(
    states: dict[str, SlotState], history: History, program: str, days: Sequence[int]
) -> dict[str, Sides]:
    """The last nine sets of each side, for every slot with sides whose level moves."""
    amounts: dict[str, dict[Side, list[int]]] = {
        name: {"left": [], "right": []}
        for name, state in states.items()
        if state.tracked and state.slot.sided_on(state.level.rung)
    }
    found, sessions = dict(amounts), history.sessions.get(program, {})
    for day in reversed(days):
        if not amounts:
            break
        for session in reversed(sessions[day]):
            if session.stopped and is_begun(session):
                continue
            for done in reversed(session.sets):
                if done.slot in amounts and done.side:
                    amount, side = amount_of(states[done.slot].slot, done), amounts[done.slot][done.side]
                    if amount and len(side) < RECENT:
                        side.append(amount)
        amounts = {name: sides for name, sides in amounts.items() if min(map(len, sides.values())) < RECENT}
    return {name: Sides(sides["left"], sides["right"]) for name, sides in found.items()}

"""Red flags, and the clearances that lift them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from coach.coaching.history import read_history
from coach.coaching.locks import clearances_later_than, has_other_answers, is_allowed, lock_now
from coach.coaching.planner import plan_day
from coach.coaching.safety import HealthState, read_health
from coach.model.events import CheckIn, Control, Event, RedFlag, Tombstone
from tests.factories import check_in, control, core, day, moment, new_id, tombstone


def flagged(offset: int, *flags: RedFlag, hour: int = 7) -> CheckIn:
    return check_in(day(offset), hour, red_flags=flags or ("numb_toes",))


def cleared(offset: int, *flags: CheckIn, hour: int = 12) -> Control:
    made = control(day(offset), "cleared", hour)
    return replace(made, flags=tuple(one.id for one in flags)) if flags else made


def standing(events: Sequence[Event], on: int = 60, *, now: bool = False) -> tuple[str, ...]:
    lock = read_health(read_history(events, day(on), now=day(on) if now else None)).lock
    return lock.check_ins if lock else ()


def health(events: Sequence[Event], on: int = 60, *, now: bool = False) -> HealthState:
    return read_health(read_history(events, day(on), now=day(on) if now else None))


def test_clearance_lifts_only_named_check_ins() -> None:
    toes, leg = flagged(0), flagged(1, "leg_radiation")
    assert standing([toes, leg, cleared(2, toes)]) == (leg.id,)
    assert health([toes, leg, cleared(2, toes)]).flags == ("leg_radiation",)
    assert standing([toes, leg, cleared(2, toes), cleared(3, leg)]) == ()
    assert standing([toes, replace(cleared(2), flags=())]) == (toes.id,), "it names none"


def test_named_clearance_ignores_the_clock() -> None:
    toes = flagged(5)
    assert standing([cleared(3, toes), toes]) == (), "a clock was set back before the clearance"
    again = flagged(4)
    assert standing([toes, cleared(9, toes), again]) == (again.id,), "and before the next flag"


def test_unnamed_clearance_lifts_earlier_flags() -> None:
    before, same, after = flagged(0), flagged(2, hour=12), flagged(2, hour=13)
    assert standing([before, same, after, cleared(2)]) == (after.id,)


def test_flag_that_lists_a_clearance_is_not_lifted() -> None:
    ahead = cleared(300)
    toes = flagged(5)
    assert standing([ahead, toes], on=400) == ()
    aware = replace(toes, earlier_clearances=clearances_later_than(toes, [ahead, cleared(1)]))
    assert aware.earlier_clearances == (ahead.id,)
    assert standing([ahead, aware], on=400) == (aware.id,)
    put_back = replace(ahead, id=new_id(), replaces=ahead.id)
    assert standing([ahead, tombstone(ahead.id), put_back, aware], on=400) == (aware.id,)


def test_ids_are_case_insensitive() -> None:
    toes = flagged(0)
    clearance = replace(cleared(1), flags=(toes.id.upper(),))
    assert standing([toes, clearance]) == ()


def test_lock_lasts_from_first_flag_to_last_clearance() -> None:
    toes, leg = flagged(0), flagged(3, "leg_radiation")
    said = health([toes, leg, cleared(5, toes), cleared(8, leg)])
    first = day(0).toordinal()
    assert [said.restriction_on(first + offset) for offset in (0, 4, 6, 7, 8)] == ["locked"] * 4 + [None]
    assert said.clearances == [first + 5, first + 8]


def test_clearance_without_flags_is_ignored() -> None:
    toes = flagged(0)
    assert len(health([toes, cleared(2), cleared(3), cleared(4, toes)]).clearances) == 1
    assert health([toes, cleared(2), tombstone(toes.id)]).clearances == []


def test_corrected_note_does_not_lock_again() -> None:
    toes = flagged(0)
    noted = replace(toes, id=new_id(), at=moment(day(9), 7), replaces=toes.id, note="the left foot")
    for clearance in (cleared(2, toes), cleared(2)):
        events: list[Event] = [toes, clearance, noted, tombstone(toes.id)]
        assert standing(events) == ()
        again = replace(noted, id=new_id(), replaces=noted.id, note="no, the right one")
        assert standing([*events, again, tombstone(noted.id)]) == ()
        assert health(events).clearances == [day(2).toordinal()]


def test_correction_with_new_flag_locks() -> None:
    toes = flagged(0)
    more = replace(
        toes, id=new_id(), replaces=toes.id, red_flags=("numb_toes", "both_legs"), at=moment(day(9), 7)
    )
    assert standing([toes, cleared(2, toes), more, tombstone(toes.id)]) == (more.id,)


def test_circular_corrections_terminate() -> None:
    one = flagged(0)
    two = replace(one, id=new_id(), replaces=one.id)
    ring: list[Event] = [replace(one, replaces=two.id), two, cleared(1, flagged(0))]
    assert isinstance(standing(ring), tuple)


def test_later_flag_locks_now() -> None:
    later = check_in(day(40), red_flags=("numb_toes",), stiff=True, tug=True, spasm=True)
    assert standing([later], on=5) == ()
    assert standing([later], on=5, now=True) == (later.id,)
    said = health([later], on=5, now=True)
    assert (said.early_deloads, said.pauses, said.spasms, said.answers) == ([], [], [], {})
    assert said.restriction_on(day(5).toordinal()) == "locked"
    assert said.restriction_on(day(4).toordinal()) is None


def test_flag_moved_to_later_day_locks() -> None:
    toes = flagged(0)
    moved = replace(toes, id=new_id(), date=day(300), replaces=toes.id)
    events: list[Event] = [toes, moved, tombstone(toes.id)]
    assert plan_day([core()], events, day(5), now=day(5)).locked
    assert not plan_day([core()], events, day(5)).locked
    assert not plan_day([core()], [*events, cleared(5, moved)], day(5), now=day(5)).locked


def test_later_named_clearance_unlocks_now() -> None:
    toes = flagged(5)
    said = health([toes, cleared(6, toes)], on=5, now=True)
    assert not said.locked
    assert said.restriction_on(day(5).toordinal()) is None
    assert said.clearances == [day(5).toordinal()]
    assert health([toes, cleared(6, toes)], on=5).locked, "by dates it is not there yet"


def test_most_urgent_flag_sets_the_tier() -> None:
    events: list[Event] = [flagged(0, "recent_fall"), flagged(1, "numb_toes"), flagged(2, "recent_fall")]
    lock = lock_now(events, day(3))
    assert lock is not None
    assert (lock.tier, lock.flags) == ("call_today", ("recent_fall", "numb_toes"))
    assert len(lock.check_ins) == 3
    assert lock_now([], day(3)) is None
    emergency = lock_now([*events, flagged(3, "accident")], day(3))
    assert emergency is not None
    assert emergency.tier == "emergency"


def test_removed_flag_never_locked() -> None:
    toes = flagged(0)
    stone = Tombstone(id=new_id(), at=moment(day(1), 7), target=toes.id)
    assert standing([toes, stone], now=True) == ()
    undone = Tombstone(id=new_id(), at=moment(day(2), 7), target=stone.id)
    assert standing([toes, stone, undone], now=True) == (toes.id,)


@pytest.mark.parametrize(
    ("word", "tiers"),
    [
        ("none", [False, False, False]),
        ("call_today", [False, True, True]),
        ("always", [True, True, True]),
    ],
)
def test_drill_allowed_by_tier(word: str, tiers: list[bool]) -> None:
    found = [is_allowed(word, tier) for tier in ("emergency", "call_today", "call_this_week")]  # type: ignore[arg-type]
    assert found == tiers


def test_check_in_with_other_answers() -> None:
    bare = replace(flagged(0), kind="before", spasm=False)
    assert not has_other_answers(bare)
    assert not has_other_answers(replace(bare, earlier_clearances=(new_id(),), replaces=new_id()))
    assert has_other_answers(replace(bare, spasm=True))
    assert has_other_answers(replace(bare, kind="morning"))
    assert has_other_answers(replace(bare, note="since the fall"))
    assert has_other_answers(replace(bare, ticked=("sleep.dark",)))

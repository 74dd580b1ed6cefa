"""The streak: only an empty week in which training was due and possible ends it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.coaching.habits.week import Streak, weekly_streak
from coach.coaching.habits.week_data import WeeklyHistory
from coach.model.events import Event
from coach.model.program import Weekday
from tests.factories import activity, check_in, clean_planks, control, fixed_plank_program, hips, session_of

FIRST = date(2026, 1, 5)
NO_BLOCKS = replace(fixed_plank_program(), block=None)


def monday(week: int) -> date:
    return FIRST + timedelta(weeks=week)


def streak(*events: Event, on: date, blocks: bool = False, week_start: Weekday = "mon") -> Streak:
    program = fixed_plank_program() if blocks else NO_BLOCKS
    return weekly_streak(WeeklyHistory((program, hips()), events, on, week_start))


def weeks(*numbers: int) -> list[Event]:
    return [clean_planks(monday(number)) for number in numbers]


def test_active_weeks_add_up() -> None:
    row = streak(*weeks(0, 1, 2), on=monday(2))
    assert (row.weeks, row.since) == (3, monday(0))
    assert row.words[0] == "3 weeks in a row with something done."


def test_current_week_does_not_end_streak() -> None:
    assert streak(*weeks(0, 1), on=monday(2) + timedelta(days=6)).weeks == 2


def test_empty_due_week_restarts_streak() -> None:
    assert streak(*weeks(0, 1, 3), on=monday(3)).weeks == 1
    ended = streak(*weeks(0, 1), on=monday(3))
    assert (ended.weeks, ended.since) == (0, None)
    assert ended.words == ("Do anything this week and the count begins.",)


def test_rest_days_do_not_end_streak() -> None:
    far_apart: list[Event] = [
        clean_planks(monday(0)),
        clean_planks(monday(1) + timedelta(days=6)),
        clean_planks(monday(2)),
    ]
    assert streak(*far_apart, on=monday(2)).weeks == 3


def test_empty_session_is_no_active_week() -> None:
    assert streak(activity(monday(0), 10), *weeks(1), on=monday(1)).weeks == 2
    assert streak(activity(monday(0), 0), *weeks(1), on=monday(1)).weeks == 1
    assert streak(session_of(hips(), monday(0), []), *weeks(1), on=monday(1)).weeks == 1


def test_skipped_light_week_is_excused() -> None:
    fridays = [clean_planks(monday(number) + timedelta(days=4)) for number in (0, 1)]
    assert streak(*weeks(0, 1, 2, 3, 5), *fridays, on=monday(5), blocks=True).weeks == 5


def test_missed_week_of_a_rested_block_is_not_excused() -> None:
    assert streak(*weeks(0, 1, 2, 3, 5), on=monday(5), blocks=True).weeks == 1


def test_locked_weeks_are_excused_up_to_clearance() -> None:
    locked = check_in(monday(1), red_flags=("numb_toes",))
    assert streak(*weeks(0), locked, on=monday(9)).weeks == 1
    cleared = control(monday(4), "cleared")
    assert streak(*weeks(0, 5), locked, cleared, on=monday(5)).weeks == 2
    assert streak(*weeks(0, 6), locked, cleared, on=monday(6)).weeks == 1


def test_spasm_and_early_light_week_are_excused() -> None:
    spasm = [check_in(monday(1), spasm=True), check_in(monday(3) + timedelta(days=6), spasm=False)]
    assert streak(*weeks(0, 4), *spasm, on=monday(4)).weeks == 2
    ill = control(monday(1), "deload")
    assert streak(*weeks(0, 2), ill, on=monday(2)).weeks == 2


def test_moved_planned_light_week_is_excused() -> None:
    early = control(monday(1), "deload")
    fridays = [clean_planks(monday(number) + timedelta(days=4)) for number in (0, 3)]
    assert streak(*fridays, *weeks(0, 2, 3, 5), early, on=monday(5), blocks=True).weeks == 4


def test_long_absence_ends_streak() -> None:
    assert streak(*weeks(0, 6), on=monday(6)).weeks == 1
    assert streak(*weeks(0), on=monday(6)).weeks == 0


def test_streak_with_weeks_from_sunday() -> None:
    sunday = monday(1) - timedelta(days=1)
    events: list[Event] = [clean_planks(monday(0)), clean_planks(sunday)]
    assert streak(*events, on=sunday, week_start="sun").weeks == 2
    assert streak(*events, on=sunday).weeks == 1


def test_empty_journal_has_no_streak() -> None:
    assert streak(on=FIRST).weeks == 0


trained = st.sets(st.integers(0, 11)).map(lambda numbers: weeks(*sorted(numbers)))
body = st.lists(
    st.one_of(
        st.builds(control, st.integers(0, 83).map(lambda n: FIRST + timedelta(days=n)), st.just("deload")),
        st.builds(control, st.integers(0, 83).map(lambda n: FIRST + timedelta(days=n)), st.just("cleared")),
        st.builds(control, st.integers(0, 83).map(lambda n: FIRST + timedelta(days=n)), st.just("new_block")),
        st.builds(
            check_in,
            st.integers(0, 83).map(lambda n: FIRST + timedelta(days=n)),
            tug=st.booleans(),
            spasm=st.none() | st.booleans(),
            red_flags=st.sampled_from(((), (), ("numb_toes",))),
        ),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(trained, body, st.booleans(), st.integers(0, 6))
def test_excused_weeks_never_shorten_streak(
    events: list[Event], said: list[Event], blocks: bool, day: int
) -> None:
    on = monday(11) + timedelta(days=day)
    assert streak(*events, *said, on=on, blocks=blocks).weeks >= streak(*events, on=on, blocks=blocks).weeks


@settings(deadline=None)
@given(trained, body, st.data())
def test_streak_is_at_most_the_active_weeks(
    events: list[Event], said: list[Event], data: st.DataObject
) -> None:
    row = streak(*events, *said, on=monday(11), blocks=True)
    assert 0 <= row.weeks <= len(events)
    shuffled = data.draw(st.permutations([*events, *said]))
    assert streak(*shuffled, on=monday(11), blocks=True) == row


def test_later_sign_does_not_excuse_earlier_week() -> None:
    sign = control(monday(2), "deload")
    assert streak(*weeks(0, 2), sign, on=monday(2)).weeks == 1


def test_return_week_excuses_the_week_it_covers() -> None:
    def back_on(weekday: int) -> int:
        first = [
            clean_planks(monday(0)),
            clean_planks(monday(3) + timedelta(days=weekday)),
            clean_planks(monday(5)),
        ]
        return streak(*first, on=monday(5)).weeks

    friday, thursday = 4, 3
    assert back_on(friday) == 2
    assert back_on(thursday) == 1

"""Every way into training is tried with a red flag standing: none starts anything that its tier closes.

Each way of getting round a lock is tried with the strictest of them, where whatever opens too much shows; the
other tiers are tried without any. What may be done is said by the drill alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import msgspec
import pytest

from coach.app.breaks import read_break_situation
from coach.app.corrections import Logbook
from coach.app.due import due_now
from coach.app.history import week_summary
from coach.app.planning import current_lock, day_plan, session_timeline
from coach.app.programs import weeks_ahead
from coach.app.session_report import next_time
from coach.app.sessions import Sessions
from coach.app.workspace import Workspace
from coach.errors import UsageError
from coach.export.ics import planned_entries
from coach.journal.codec import new_id
from coach.journal.exchange import import_lines
from coach.journal.sync import synchronise
from coach.model.events import CheckIn, Control, RedFlag
from coach.paths import find_paths
from tests.support.answered import said_no_flags
from tests.support.commands import StillClock
from tests.support.commands import coach as command
from tests.support.short_session import SHORT_PROGRAM

MORNING: Final = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
ALWAYS: Final = frozenset({"long-exhale", "belly-breaths", "guided-imagery"})
EASY: Final = frozenset({"walk-5", "stand", "shoulder-rolls"})
OPEN: Final[dict[RedFlag, frozenset[str]]] = {
    "bowel_bladder": ALWAYS,
    "numb_toes": ALWAYS | EASY,
    "recent_fall": ALWAYS | EASY,
}
PLANK_IN_BREATHS: Final = """\
schema: 1
id: calm
title: Calm
kind: breathing
schedule: {per_day: 1}
slots:
  - {slot: calm, drill: plank, breaths: 10}
"""
OWN_DRILLS: Final = """\
schema: 1
drills:
  - {id: wall-sit, name: Wall sit, cues: [Sit.]}
  - {id: my-breath, name: My breath, cues: [Breathe.], while_locked: always}
"""
OWN_PROGRAM: Final = """\
schema: 1
id: own
title: Own
kind: custom
slots:
  - {slot: sit, drill: wall-sit, time: 10s}
  - {slot: breath, drill: my-breath, time: 10s}
"""


class FlaggedHome:
    """FlaggedHome with a session that was broken off, and a red flag since."""

    def __init__(self, home: Path, flag: RedFlag) -> None:
        self.home = home
        (home / "programs").mkdir(parents=True)
        (home / "drills").mkdir()
        self.program("tiny", SHORT_PROGRAM)
        self.config = home / "config.yaml"
        self.config.write_text("health: []\n")
        self.clock = StillClock(MORNING)
        with closing(self.workspace()) as workspace:
            workspace.journal.append(said_no_flags(MORNING - timedelta(minutes=5)))
            run = Sessions(workspace).start("tiny", mute=True)
            run.start()
            for _ in range(20):
                self.clock.advance(0.5)
                run.tick()
            run.close()
            self.flagged = CheckIn(
                id=new_id(self.clock.now()),
                date=workspace.today(),
                at=self.clock.now(),
                kind="before",
                red_flags=(flag,),
                note="it tingles",
            )
            Logbook(workspace).write(Logbook(workspace).addition(self.flagged))

    def workspace(self) -> Workspace:
        """A workspace opened anew."""
        return Workspace(find_paths({"COACH_HOME": str(self.home)}), self.clock)

    def program(self, name: str, text: str) -> None:
        """Write a program of the user's own."""
        (self.home / "programs" / f"{name}.yaml").write_text(text)


def nothing(one: FlaggedHome) -> None:
    """Nothing is tried."""


def clock_set_back(one: FlaggedHome) -> None:
    one.clock = StillClock(MORNING - timedelta(days=30))


def clock_set_back_an_hour_over_midnight(one: FlaggedHome) -> None:
    one.clock = StillClock(MORNING.replace(hour=0) - timedelta(hours=1))


def years_later(one: FlaggedHome) -> None:
    one.clock = StillClock(MORNING + timedelta(days=900))


def day_cutover_later(one: FlaggedHome) -> None:
    one.config.write_text("health: []\nday_cutover: 12\n")


def flight_west(one: FlaggedHome) -> None:
    one.clock = StillClock(MORNING.astimezone(timezone(timedelta(hours=-11))))


def flag_moved_to_another_year(one: FlaggedHome) -> None:
    with closing(one.workspace()) as workspace:
        Logbook(workspace).write(Logbook(workspace).change(one.flagged.id, ["date=2027-05-05"]))


def flag_of_a_later_day_imported(one: FlaggedHome) -> None:
    later = msgspec.structs.replace(one.flagged, id=new_id(MORNING), date=one.flagged.date.replace(year=2027))
    with closing(one.workspace()) as workspace:
        Logbook(workspace).write(Logbook(workspace).undo(one.flagged.id))
        import_lines(workspace.journal, [msgspec.json.encode(later)])
    one.flagged = later


def old_clearance_with_a_later_moment(one: FlaggedHome) -> None:
    with closing(one.workspace()) as workspace:
        Logbook(workspace).write(Logbook(workspace).undo(one.flagged.id))
        ahead = MORNING + timedelta(days=400)
        workspace.journal.append(Control(id=new_id(ahead), date=ahead.date(), at=ahead, action="cleared"))
        one.flagged = msgspec.structs.replace(one.flagged, id=new_id(MORNING))
        Logbook(workspace).write(Logbook(workspace).addition(one.flagged))


def clearance_of_an_earlier_flag(one: FlaggedHome) -> None:
    with closing(one.workspace()) as workspace:
        at = one.clock.now() + timedelta(seconds=5)
        earlier = Control(id=new_id(at), date=at.date(), at=at, action="cleared", flags=(new_id(at),))
        workspace.journal.append(earlier)


def a_later_no(one: FlaggedHome) -> None:
    with closing(one.workspace()) as workspace:
        workspace.journal.append(said_no_flags(one.clock.now() + timedelta(minutes=1)))


def another_machine_joins(one: FlaggedHome) -> None:
    folder = one.home / "shared"
    folder.mkdir()
    other = find_paths({"COACH_HOME": str(one.home / "other")})
    with closing(Workspace(other, one.clock)) as workspace:
        workspace.journal.append(said_no_flags(one.clock.now() + timedelta(minutes=2)))
        synchronise(workspace.journal, folder)
    with closing(one.workspace()) as workspace:
        synchronise(workspace.journal, folder)


def programs_become_breathing(one: FlaggedHome) -> None:
    one.program("tiny", SHORT_PROGRAM.replace("kind: core", "kind: breathing"))
    one.program(
        "core", SHORT_PROGRAM.replace("kind: core", "kind: breathing").replace("id: tiny", "id: core")
    )


def plank_counted_in_breaths(one: FlaggedHome) -> None:
    one.program("calm", PLANK_IN_BREATHS)
    one.program("tiny", PLANK_IN_BREATHS.replace("id: calm", "id: tiny"))


def program_gone(one: FlaggedHome) -> None:
    (one.home / "programs" / "tiny.yaml").unlink()


def own_drills(one: FlaggedHome) -> None:
    (one.home / "drills" / "mine.yaml").write_text(OWN_DRILLS)
    one.program("own", OWN_PROGRAM)


def drills_that_are_broken(one: FlaggedHome) -> None:
    (one.home / "drills" / "mine.yaml").write_text("schema: 1\ndrills: [{id: plank, while_locked: yes}]\n")


WAYS: Final[tuple[Callable[[FlaggedHome], None], ...]] = (
    clock_set_back,
    clock_set_back_an_hour_over_midnight,
    years_later,
    day_cutover_later,
    flight_west,
    flag_moved_to_another_year,
    flag_of_a_later_day_imported,
    old_clearance_with_a_later_moment,
    clearance_of_an_earlier_flag,
    a_later_no,
    another_machine_joins,
    programs_become_breathing,
    plank_counted_in_breaths,
    program_gone,
    own_drills,
    drills_that_are_broken,
)


def drills_that_can_be_reached(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Every drill that something leads to, with what leads to it."""
    today = workspace.today()
    for program in workspace.programs.values():
        for days in (0, -1, -400, 1, 500):
            on = today + timedelta(days=days)
            for speed in (None, 1000.0) if days == 0 else (None,):
                try:
                    run = Sessions(workspace).start(program.id, on=on, mute=True, speed=speed)
                except UsageError:
                    continue
                with closing(run):
                    for one in run.timeline.intervals:
                        yield f"run {program.id} --on {on}", one.drill
            try:
                timeline = session_timeline(workspace, program.id, on)
            except UsageError:
                continue
            for one in timeline.intervals:
                yield f"timeline {program.id} --on {on}", one.drill
        for row in weeks_ahead(workspace, program, 2):
            for dose in row.doses:
                yield f"look ahead in {program.id}", dose.drill
        if next_time(workspace, program) and program.id not in ("breathing",):
            yield f"next time of {program.id}", "anything"
    for plan in day_plan(workspace).programs:
        for dose in plan.slots:
            yield f"today, {plan.id}", dose.drill


@pytest.mark.parametrize(
    ("way", "flag"),
    [*((nothing, flag) for flag in OPEN), *((way, "bowel_bladder") for way in WAYS)],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_locked_training_cannot_start(home: Path, way: Callable[[FlaggedHome], None], flag: RedFlag) -> None:
    one = FlaggedHome(home, flag)
    way(one)
    allowed = OPEN[flag] | ({"my-breath"} if way is own_drills else set())
    with closing(one.workspace()) as workspace:
        lock = current_lock(workspace)
        assert lock is not None
        assert lock.flags == (flag,)
        assert day_plan(workspace).lock == lock
        wrong = {
            (place, drill) for place, drill in drills_that_can_be_reached(workspace) if drill not in allowed
        }
        assert not wrong
        (left,) = (found for found in Sessions(workspace).unfinished() if found.session.program == "tiny")
        assert not Sessions(workspace).can_resume(left)
        with pytest.raises(UsageError):
            Sessions(workspace).resume(left.session.id, mute=True)
        assert due_now(workspace).care is not None
        assert due_now(workspace, "core").care is not None
        assert read_break_situation(workspace).lock_text is not None
        titles = {entry.title for entry in planned_entries(workspace, 2)}
        assert titles <= {"Ten slow breaths"}
        assert week_summary(workspace).table.phase == "locked"
        kept = Sessions(workspace).keep(left.session.id)
        assert kept is not None, "what was done is kept"
        assert current_lock(workspace) == lock


@pytest.mark.parametrize(
    "words", [("run", "core"), ("run", "tiny"), ("timeline", "core"), ("fit", "core", "x"), ("sheet", "core")]
)
@pytest.mark.parametrize("on", [(), ("--on", "2025-12-01"), ("--on", "2026-03-01")])
def test_commands_do_not_lift_lock(home: Path, words: tuple[str, ...], on: tuple[str, ...]) -> None:
    one = FlaggedHome(home, "numb_toes")
    one.clock = StillClock(MORNING - timedelta(days=3))
    plain = ("--plain", "--mute") if words[0] == "run" else ()
    if on == ("--on", "2026-03-01") and words[0] == "run":
        on = ("--on", "2025-12-24")
    told = command(*words, *plain, *on, home=home, clock=one.clock)
    assert told.status == 2
    assert "numb toes" in told.err


def test_calendar_leaves_out_locked_training(home: Path) -> None:
    one = FlaggedHome(home, "numb_toes")
    one.clock = StillClock(MORNING - timedelta(days=3))
    calendar = command("calendar", "-", home=home, clock=one.clock)
    assert "SUMMARY:Core" not in calendar.out
    assert "SUMMARY:Ten slow breaths" in calendar.out
    assert "Training is off, so these are left out: Morning, Core holds" in calendar.err
    assert command("calendar", "-", "core", home=home, clock=one.clock).status == 2


def test_resuming_checks_original_program(home: Path) -> None:
    one = FlaggedHome(home, "numb_toes")
    with closing(one.workspace()) as workspace:
        run = Sessions(workspace).start("micro-break", mute=True)
        run.start()
        for _ in range(30):
            one.clock.advance(1)
            run.tick()
        run.close()
    one.program("tiny", SHORT_PROGRAM.replace("kind: core", "kind: breathing"))
    one.program("micro-break", SHORT_PROGRAM.replace("id: tiny", "id: micro-break"))
    with closing(one.workspace()) as workspace:
        begun = {found.session.program: found for found in Sessions(workspace).unfinished()}
        assert Sessions(workspace).can_resume(begun["micro-break"]), "a micro-break was begun"
        assert not Sessions(workspace).can_resume(begun["tiny"]), "planks were begun"
        more = msgspec.structs.replace(one.flagged, id=new_id(MORNING), red_flags=("accident",))
        Logbook(workspace).write(Logbook(workspace).addition(more))
        assert not Sessions(workspace).can_resume(begun["micro-break"]), (
            "in an emergency only breathing is left"
        )


def test_red_flag_elsewhere_stops_session(home: Path) -> None:
    one = FlaggedHome(home, "numb_toes")
    with closing(one.workspace()) as workspace:
        Logbook(workspace).write(Logbook(workspace).clearance())
        run = Sessions(workspace).start("core", mute=True)
        run.start()
        for _ in range(20):
            one.clock.advance(1)
            run.tick()
        assert not run.ended
        with closing(one.workspace()) as another:
            later = msgspec.structs.replace(one.flagged, id=new_id(MORNING), at=one.clock.now())
            Logbook(another).write(Logbook(another).addition(later))
        for _ in range(4):
            one.clock.advance(1)
            run.tick()
        assert run.care
        assert "Please call a doctor or a clinic today" in run.summary()[0]
        kept = run.finish(patience_seconds=5)
        run.close()
        assert kept is not None
        assert kept.sets[0].end == "stopped"
        assert (kept.sets[0].seconds or 0) >= 10, "what was held is kept"
        assert run.care == tuple(notice.text for notice in day_plan(workspace).notices)


def test_breathing_continues_after_red_flag(home: Path) -> None:
    one = FlaggedHome(home, "numb_toes")
    with closing(one.workspace()) as workspace:
        run = Sessions(workspace).start("breathing", mute=True)
        run.start()
        with closing(one.workspace()) as another:
            later = msgspec.structs.replace(one.flagged, id=new_id(MORNING), red_flags=("accident",))
            Logbook(another).write(Logbook(another).addition(later))
        for _ in range(30):
            one.clock.advance(1)
            run.tick()
        assert not run.ended
        run.close()

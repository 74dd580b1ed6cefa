"""How often a day is planned: once, however many use cases ask for the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import coach.coaching.planner
from coach.app.checkins import CheckIns
from coach.app.planning import DayPlanner, day_plan
from coach.app.sessions import Sessions
from coach.app.settings import change_settings
from coach.app.workspace import Workspace
from coach.coaching.replay import Replay
from coach.errors import UsageError
from coach.journal.journal import Journal
from coach.paths import find_paths
from coach.tui.today.data import TodayReader
from tests.support.answered import nothing_wrong, said_no_flags
from tests.support.commands import MONDAY, StillClock


class Work:
    """Counts plans, replays, personalised programs and reads of the journal."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.counts: Counter[str] = Counter()
        for name, owner, function in (
            ("plans", coach.coaching.planner, "plan_personalised"),
            ("replays", Replay, "__init__"),
            ("personalised", coach.coaching.planner, "personalise"),
            ("reads", Journal, "recent"),
            ("reads", Journal, "events"),
        ):
            self._count(monkeypatch, name, owner, function)

    def _count(self, monkeypatch: pytest.MonkeyPatch, name: str, owner: object, function: str) -> None:
        original: Callable[..., object] = getattr(owner, function)

        def counted(*args: object, **named: object) -> object:
            self.counts[name] += 1
            return original(*args, **named)

        monkeypatch.setattr(owner, function, counted)

    def take(self) -> dict[str, int]:
        """What was counted since the last time."""
        found, self.counts = dict(self.counts), Counter()
        return found


@pytest.fixture
def workspace(home: Path) -> Workspace:
    workspace = Workspace(find_paths({"COACH_HOME": str(home)}), StillClock(MONDAY))
    workspace.journal.append(said_no_flags(MONDAY))
    assert workspace.programs
    return workspace


def test_today_and_start_plan_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = DayPlanner(workspace)
    today = TodayReader(workspace, planner)
    work = Work(monkeypatch)
    today.day()
    counts = work.take()
    assert (counts["plans"], counts["replays"]) == (1, len(workspace.programs))
    assert counts["reads"] <= 3
    assert "personalised" not in counts, "the programs of a workspace are personalised already"
    assert not CheckIns(workspace, planner).wanted_before("core")
    Sessions(workspace, planner).start("core", mute=True).close()
    assert "plans" not in work.take()


def test_check_in_plans_once_more(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = DayPlanner(workspace)
    check_ins = CheckIns(workspace, planner)
    planner.plan()
    work = Work(monkeypatch)
    form = check_ins.form("before")
    check_ins.note(form, nothing_wrong(form))
    assert work.take()["plans"] == 1
    Sessions(workspace, planner).start("core", mute=True).close()
    assert "plans" not in work.take()


def test_session_plans_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(monkeypatch)
    Sessions(workspace).start("core", mute=True).close()
    counts = work.take()
    assert (counts["plans"], counts["replays"]) == (1, len(workspace.programs))


def test_lock_by_another_process_prevents_start(workspace: Workspace) -> None:
    planner = DayPlanner(workspace)
    assert planner.plan().program("core").slots
    other = Workspace(workspace.paths, workspace.clock)
    form = CheckIns(other).form("before")
    CheckIns(other).note(form, {form.questions[0].id: ("numb_toes",)})
    other.close()
    with pytest.raises(UsageError, match="training is off"):
        Sessions(workspace, planner).start("core", mute=True)


def test_plan_is_renewed_for_changed_inputs(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = DayPlanner(workspace)
    first = planner.plan()
    assert planner.plan() is first
    clock = workspace.clock
    assert isinstance(clock, StillClock)
    clock.advance(24 * 60 * 60)
    assert planner.plan() == day_plan(workspace) != first
    before = planner.plan()
    change_settings(workspace, {"health": "[heart]"})
    assert planner.plan() == day_plan(workspace) != before
    work = Work(monkeypatch)
    workspace.reload_catalog()
    planner.plan()
    assert work.take()["plans"] == 1

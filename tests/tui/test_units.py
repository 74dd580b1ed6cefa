"""Loads on the screens, in pounds for whoever has set so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from coach.app.history import HistoryReader
from coach.app.programs import starting_timeline
from coach.app.sessions import Sessions
from coach.coaching.simulate import simulate
from coach.coaching.statistics import PersonalBest
from coach.model.events import Control
from coach.programs.load import load_catalog
from coach.tui.history.data import control_text, entry_detail
from coach.tui.history.records import DrillCurveScreen, RecordsScreen, record_text
from coach.tui.programs.page import slot_text
from coach.tui.programs.preview import WHOLE_CELL, ahead_table, set_lines
from coach.tui.session.display import DisplayRenderer
from coach.tui.today.data import TodayReader
from tests.support.example_history import FIRST, NOW, held, session, workspace_with
from tests.support.screens import screen_text
from tests.support.settling import until
from tests.tui.rig import history_rig

FIFTEEN_POUNDS_KG = 6.804
CARRIED = session(1, FIRST, "core", held("farmer-carry", 1, 60, load=FIFTEEN_POUNDS_KG))


@pytest.fixture
def history(tmp_path: Path) -> HistoryReader:
    """A history in pounds, with one carry in it."""
    (tmp_path / "config.yaml").write_text("units: lb\n")
    return HistoryReader(workspace_with(tmp_path, [CARRIED]))


def test_program_page_uses_pounds() -> None:
    texts = {slot.slot: slot_text(slot, "lb") for slot in load_catalog(None).programs["core"].slots}
    assert texts["farmer-carry"] == "3 × 30 s, 13.2 lb a hand, up to 1 min"


def test_preview_uses_pounds() -> None:
    catalog = load_catalog(None)
    core = catalog.programs["core"]
    timeline = starting_timeline(core, catalog.drills, NOW.date())
    assert any("13.2 lb a hand" in line.text for line in set_lines(timeline, "lb"))
    sessions = simulate(core, (), NOW.date(), 1, drills=catalog.drills)
    table = ahead_table(sessions, catalog.drills, 6, WHOLE_CELL, "lb")
    assert " 13.2 lb" in [load for _name, load, _cells in table.rows]


def test_custom_level_uses_pounds() -> None:
    level = Control(
        id="1", date=NOW.date(), at=NOW, action="set_level", slot="farmer-carry", load_kg=FIFTEEN_POUNDS_KG
    )
    assert control_text(level, "lb").endswith("farmer-carry, 15 lb")


def test_records_use_pounds() -> None:
    best = PersonalBest(
        drill="farmer-carry", side=None, metric="load_kg", amount=FIFTEEN_POUNDS_KG, date=date(2026, 5, 3)
    )
    assert record_text(best, "lb") == "15 lb on 3 May 2026"


def test_entry_uses_pounds(history: HistoryReader) -> None:
    rows = entry_detail(CARRIED, history).rows
    assert [row.done for row in rows] == ["1 min with 15 lb"]


def test_today_uses_pounds(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("units: lb\n")
    day = TodayReader(workspace_with(tmp_path, [])).day()
    amounts = {dose.name: dose.amount for program in day.programs for dose in program.doses}
    assert amounts["Farmer carry"] == "3 × 30 s, 13.2 lb a hand"


def test_session_uses_pounds(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("units: lb\n")
    workspace = workspace_with(tmp_path, [])
    run = Sessions(workspace).start("core", mute=True, speed=1000)
    try:
        view = run.start()
        renderer = DisplayRenderer(run.timeline, run.plan, run.units)
        carries = [one for one in run.timeline.intervals if one.drill == "farmer-carry"]
        face = renderer.render(replace(view, interval=carries[-1]), NOW)
        # Nobody was asked for the weight: 2 kg.
        assert "4.4 lb a hand" in face.drill
    finally:
        run.close()


async def test_curves_use_pounds(tmp_path: Path, history: HistoryReader) -> None:
    rig = history_rig(tmp_path, [])
    curve = DrillCurveScreen(history)
    async with rig.show(curve).run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "load, lb a hand" in screen_text(pilot.app))
        assert "15 lb on" in screen_text(pilot.app)
    rig.restart()
    records = RecordsScreen(history)
    async with rig.show(records).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: not records.has_class("-empty"))
        assert "15 lb" in records.virtual_list.text

"""The report of a session as a table, and as short lines."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from coach.app.session_report import ReportRow, SessionReport
from coach.tui.session.report_table import ahead_content, done_content, report_content

ROWS = (
    ReportRow(
        name="Plank",
        done="3 x 30 s",
        notes=("no pain",),
        best="best so far: 30 s",
        next="3 x 35 s",
        why="2 full, steady sessions without pain: 5 s more.",
    ),
    ReportRow(name="Side plank", done="left 20 s of 3 x 30 s a side", notes=("pain 4 of 10",)),
    ReportRow(name="Kneeling hip flexor stretch with a long name", done="not done", next="1 x 2 min a side"),
)
REPORT = SessionReport(
    stopped="You stopped after 4 of 10 sets. What you did is kept, and it counts as a session.",
    rows=ROWS,
    total="8 min, 4 of 10 sets",
    week="2 of 3 sessions this week.",
    week_done=2,
    week_goal=3,
    streak="5 weeks in a row with something done.",
    next_time="Next time is Wednesday.",
)


def lines(width: int, report: SessionReport = REPORT) -> list[str]:
    return report_content(report, width).plain.splitlines()


def test_table_is_aligned() -> None:
    shown = lines(120)
    heads = next(line for line in shown if line.startswith("drill"))
    plank = next(line for line in shown if line.startswith("Plank"))
    assert plank.index("3 × 30 s, no pain") == heads.index("done")
    assert plank.index("3 × 35 s") == heads.index("next time")
    assert plank.index("2 full") == heads.index("why")
    assert "■■□  2 of 3 sessions this week." in shown


def test_reason_stands_below_where_there_is_no_column_for_it() -> None:
    shown = lines(76)
    assert "why" not in next(line for line in shown if line.startswith("drill"))
    assert any(line.strip() == "2 full, steady sessions without pain: 5 s more." for line in shown)


def test_narrow_screen_has_short_lines() -> None:
    shown = lines(46)
    assert "Plank  3 × 30 s, no pain" in shown
    assert not any(line.startswith("drill") for line in shown)


@pytest.mark.parametrize("width", [46, 60, 71, 72, 76, 100, 116, 200])
def test_no_line_is_too_wide(width: int) -> None:
    assert all(cell_len(line) <= width for line in lines(width))


@pytest.mark.parametrize("width", [-3, 0, 1, 10])
def test_no_width_is_too_small(width: int) -> None:
    assert lines(width)


@pytest.mark.parametrize("width", [46, 76, 116])
def test_every_fact_is_told_at_every_width(width: int) -> None:
    shown = " ".join(" ".join(lines(width)).split())
    for text in ("left 20 s of 3 × 30 s a side", "pain 4 of 10", "not done", "best so far: 30 s"):
        assert text in shown
    for text in (REPORT.stopped, REPORT.week, REPORT.streak, REPORT.next_time, "In all 8 min"):
        assert text in shown


def test_halves_tell_what_was_done_and_what_comes_apart() -> None:
    done, ahead = done_content(REPORT, 66).plain, ahead_content(REPORT, 46).plain
    assert "Plank" in done and "3 × 30 s, no pain" in done
    assert "3 × 35 s" not in done and REPORT.next_time not in done
    assert ahead.splitlines()[0].startswith("Plank")
    assert "3 × 35 s" in ahead and "3 × 30 s," not in ahead
    told = " ".join(f"{done} {ahead}".split())
    for text in (
        REPORT.stopped,
        REPORT.week,
        REPORT.streak,
        "In all 8 min",
        "2 full, steady sessions without",
    ):
        assert text in told
    widths = [cell_len(line) for line in (*done.splitlines(), *ahead.splitlines())]
    assert max(widths) <= 66


def test_empty_columns_are_left_out() -> None:
    report = SessionReport(rows=(ReportRow(name="Plank", done="3 x 30 s"),))
    assert lines(120, report) == ["drill   done", "Plank   3 × 30 s"]


def test_nothing_done_is_a_sentence() -> None:
    assert lines(80, SessionReport(stopped="Nothing was done.")) == ["Nothing was done."]


def test_text_mode_has_the_same_facts() -> None:
    told = REPORT.lines()
    assert told[0] == REPORT.stopped
    assert "Plank 3 x 30 s, no pain." in told
    assert "Best so far: 30 s." in told
    assert "Plank: next 3 x 35 s. 2 full, steady sessions without pain: 5 s more." in told
    assert told[-2:] != () and REPORT.next_time in told


def test_shared_reason_is_told_once() -> None:
    reason = "1 of 2 steady sessions for the next step."
    rows = tuple(
        ReportRow(name=name, done="3 x 30 s", next="3 x 30 s", why=reason) for name in ("Plank", "Bird-dog")
    )
    own = ReportRow(name="Farmer carry", done="3 x 30 s", next="3 x 35 s", why="5 s more.")
    for width in (46, 76, 116):
        shown = " ".join(" ".join(lines(width, SessionReport(rows=(*rows, own)))).split())
        assert shown.count(reason) == 1
        assert f"Plank, Bird-dog: {reason}" in shown
        assert "5 s more." in shown
    assert sum(reason in line for line in SessionReport(rows=rows).lines()) == 1
    assert f"All of them: {reason}" in lines(116, SessionReport(rows=rows))

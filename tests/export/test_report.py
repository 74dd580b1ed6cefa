"""The page for a clinician: facts with their days, no judgement, and nothing in it that is read as markup."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from coach.clock import Clock
from coach.export.report import MOST_ROWS, plain_text, summary_html
from coach.journal.journal import Journal
from coach.model.events import Activity, Control, Event
from tests.journal.factories import MOMENT, FixedClock, checkin, id_of, plank, session
from tests.support.commands import Result, coach

EVIL = "[b]x[/b] <script>alert(1)</script> | \x1b[31m *a* [l](http://x) &lt; \n# h `c`"


def at(days: int) -> Clock:
    return FixedClock(MOMENT + timedelta(days=days))


def summary(home: Path, *events: Event, words: tuple[str, ...] = ()) -> Result:
    with Journal.open(home / "journal.db", clock=FixedClock()) as journal:
        journal.append(*events)
    return coach("summary", *words, home=home, clock=at(20))


def rows(result: Result, title: str) -> list[str]:
    after = result.out.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    return [line for line in after.splitlines() if line.startswith("|")][2:]


def test_red_flags_spasms_and_signs_have_dates(home: Path) -> None:
    day = timedelta(days=1)
    result = summary(
        home,
        checkin("a", red_flags=("numb_toes",)),
        checkin("b", MOMENT + day, spasm=True, triggers=("long drive",), note="sudden"),
        checkin("c", MOMENT + 2 * day, stiff=True, tug=True),
        checkin("d", MOMENT + 3 * day, stiff=False),
        Control(id=id_of("e"), date=MOMENT.date() + day, at=MOMENT + day, action="cleared"),
    )
    (flag,) = rows(result, "Red flags")
    assert flag.startswith("| 5 January 2026 | ")
    assert rows(result, "Spasms and warning signs") == [
        "| 6 January 2026 | spasm | long drive; sudden |",
        "| 7 January 2026 | woke stiff, a tug in the lower back |  |",
    ]
    assert rows(result, "Decided") == ["| 6 January 2026 | cleared for training by a clinician |  |"]


def test_pain_and_doses_are_listed(home: Path) -> None:
    later = session(
        "two", MOMENT + timedelta(days=2), sets=(plank(35), plank(35, pain=4), plank(20, pain=2, side="left"))
    )
    result = summary(home, session("one", sets=(plank(30), plank(30))), later, checkin("c", pain=3))
    assert rows(result, "Pain, 0 to 10") == [
        "| 5 January 2026 | 3 of 10 | morning check-in |",
        "| 7 January 2026 | 4 of 10 | Plank, in Core holds |",
        "| 7 January 2026 | 2 of 10 | Plank, left, in Core holds |",
    ]
    (dose,) = rows(result, "Doses, as they were done")
    assert dose.startswith("| Core holds | Plank | 2 | 2 x 30 s | ")


def test_weeks_count_sessions_and_cardio(home: Path) -> None:
    walk = Activity(id=id_of("walk"), date=MOMENT.date(), at=MOMENT, kind="walk", minutes=40)
    result = summary(home, session("one"), session("two", program="hips"), walk, words=("--weeks", "3"))
    assert rows(result, "Week by week") == [
        "| 5 January 2026 | Core holds 1, hips 1 | 40 min | not asked |",
        "| 12 January 2026 | none | 0 min | not asked |",
        "| 19 January 2026 | none | 0 min | not asked |",
    ]


def test_removed_and_older_events_are_left_out(home: Path) -> None:
    old = checkin("old", MOMENT - timedelta(days=100), spasm=True)
    result = summary(home, old, words=("--weeks", "4"))
    assert "spasm |" not in result.out
    assert "no check-ins in these weeks" in result.out


def test_active_red_flag_is_listed_at_any_age(home: Path) -> None:
    old = checkin("old", MOMENT - timedelta(days=100), red_flags=("numb_toes",))
    lifted = checkin("lifted", MOMENT - timedelta(days=99), red_flags=("leg_radiation",))
    at_once = MOMENT - timedelta(days=98)
    clearance = Control(id=id_of("c"), date=at_once.date(), at=at_once, action="cleared", flags=(lifted.id,))
    ahead = checkin("ahead", MOMENT + timedelta(days=300), red_flags=("accident",))
    result = summary(home, old, lifted, clearance, ahead, words=("--weeks", "4"))
    assert [row.split("|")[1].strip() for row in rows(result, "Red flags")] == [
        "27 September 2025",
        "1 November 2026",
    ]


def test_empty_journal_gives_page(home: Path) -> None:
    result = coach("summary", home=home)
    assert result.status == 0
    assert "No session in these weeks." in result.out
    assert "Sessions on no days,\nno check-ins." in result.out


def test_report_fits_one_page(home: Path) -> None:
    many = [checkin(number, MOMENT + timedelta(hours=number), tug=True) for number in range(MOST_ROWS + 5)]
    result = summary(home, *many)
    assert len(rows(result, "Spasms and warning signs")) == MOST_ROWS
    assert "5 earlier left out." in result.out


def test_report_has_no_diagnosis_or_score(home: Path) -> None:
    text = summary(home, session("one"), checkin("c", spasm=True)).out.lower()
    assert not [word for word in ("diagnos", "score", "%", "should", "risk", "injury") if word in text]


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.links += [name for name, _value in attrs if name in {"href", "src"} or name.startswith("on")]


OWN_TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p"}
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}


def test_user_text_is_never_markup(home: Path) -> None:
    evil = checkin("a", spasm=True, triggers=(EVIL,), note=EVIL, red_flags=("numb_toes",))
    result = summary(home, evil, session("s", program=EVIL, sets=(plank(slot=EVIL, drill=EVIL, pain=3),)))
    assert "\x1b" not in result.out
    page = summary_html(result.out)
    tags = Tags()
    tags.feed(page)
    assert tags.found == OWN_TAGS | TABLE
    assert tags.links == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@given(st.text(max_size=60))
def test_any_text_is_one_cell(words: str) -> None:
    page = summary_html(f"| a | b |\n| --- | --- |\n| {plain_text(words)} | end |\n")
    tags = Tags()
    tags.feed(page)
    assert tags.found == {*OWN_TAGS - {"h1", "h2", "p"}, *TABLE}
    assert tags.links == []
    assert page.count("<td>") == 2


def test_html_needs_no_other_file(home: Path) -> None:
    with Journal.open(home / "journal.db", clock=FixedClock()) as journal:
        journal.append(replace(session("one")))
    result = coach("summary", "--format", "html", home=home, clock=at(3))
    assert result.out.startswith("<!doctype html>")
    assert "default-src 'none'" in result.out
    assert "http" not in result.out.replace("http-equiv", "")


def test_wrong_weeks_are_refused(home: Path) -> None:
    for weeks in ("0", "-1", "many", "9999"):
        assert coach("summary", "--weeks", weeks, home=home).status == 2

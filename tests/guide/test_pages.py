"""The pages of the guide: links, figures, wording, checklists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from coach.coaching.messages import NOTICES
from coach.config.schema import all_settings
from coach.errors import ProgramFileError, UsageError
from coach.guide.pages import ORDER, checklists, find_page, load_pages, pages_for, plain_text, read_page
from coach.model.events import CheckInKind
from coach.model.forms import Page
from coach.model.program import Kind

PAGES = load_pages()
SCREENS = {"start", "today", "session", "week", "history", "breaks", "settings"}
EVERYTHING = "\n".join(page.text for page in PAGES)

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)


def words_of(text: str) -> str:
    return " ".join(text.split()).lower()


def test_every_page_is_in_the_reading_order() -> None:
    assert [page.id for page in PAGES] == list(ORDER)


@each_page
def test_page_is_short_with_title_and_why(page: Page) -> None:
    assert page.title and page.why.endswith(".") and len(page.why) <= 100
    assert 60 <= len(page.text.split()) <= 420


@each_page
def test_page_places_exist(page: Page) -> None:
    known = {
        *(f"kind:{kind}" for kind in Kind),
        *(f"checkin:{kind}" for kind in get_args(CheckInKind)),
        *(f"notice:{code}" for code in NOTICES),
        *(f"screen:{screen}" for screen in SCREENS),
        *(f"setting:{setting.key}" for setting in all_settings()),
    }
    assert page.where
    assert set(page.where) <= known


def test_every_kind_of_program_has_a_page() -> None:
    for kind in Kind:
        assert pages_for(f"kind:{kind}"), kind
    for kind in get_args(CheckInKind):
        assert pages_for(f"checkin:{kind}"), kind


def test_pages_for_place_in_reading_order() -> None:
    assert [page.id for page in pages_for("kind:core", "checkin:before")] == ["help", "core", "blocks"]
    assert pages_for("screen:nowhere") == ()


@each_page
def test_page_links_and_commands_exist(page: Page) -> None:
    from coach.cli.main import COMMANDS

    for command in re.findall(r"`coach (\w+)", page.text):
        assert command in COMMANDS
    for link in re.findall(r"\]\(([^)]+)\)", page.text):
        assert link.startswith("https://") or link in ORDER


@each_page
def test_page_wording_is_calm(page: Page) -> None:
    text = words_of(page.text)
    for word in (
        "guarantee",
        "cure",
        "proven",
        "heals",
        "never hurt again",
        "you must",
        "should have",
        "fail",
    ):
        assert word not in text


@pytest.mark.parametrize(
    ("page", "figure"),
    [
        ("desk", "every 30 minutes"),
        ("desk", "ten slow breaths"),
        ("desk", "90 degrees"),
        ("desk", "top third of the screen"),
        ("core", "three rounds of 30 seconds"),
        ("core", "three days a week"),
        ("core", "360 degrees"),
        ("hips", "two minutes a side"),
        ("hips", "two hip drills every day"),
        ("hips", "90 degrees"),
        ("morning", "walk five easy minutes"),
        ("calm", "ten slow breaths"),
        ("sleep", "7 to 9 hours"),
        ("early-signs", "three mornings in a row"),
        ("early-signs", "about 30 %"),
        ("weekend-sport", "two to three times a week"),
        ("blocks", "four to six weeks"),
        ("blocks", "about 30 %"),
        ("cardio", "150 minutes a week"),
        ("shoes", "once a month"),
        ("food", "0.4 g for each kilogram"),
        ("food", "400 mg"),
        ("gear", "one slow minute on each"),
        ("habits", "3 core sessions"),
    ],
)
def test_figures_match_the_rules(page: str, figure: str) -> None:
    assert figure in words_of(find_page(page).text)


def test_supplements_have_a_caution() -> None:
    naming = [
        page.id for page in PAGES if re.search(r"magnesium glycinate|vitamin d", page.text, re.IGNORECASE)
    ]
    assert naming == ["food"]
    food = words_of(find_page("food").text)
    assert "ask your healthcare team about the dose before you take any" in food
    assert "no supplement is planned, offered or reminded of" in food


def test_red_flags_use_emergency_wording() -> None:
    page = words_of(find_page("help").text)
    for sign in (
        "bladder or bowel control",
        "numbness around the genitals or the back passage",
        "numbness in both legs",
        "runs down one leg",
        "numb toes",
    ):
        assert sign in page
    assert "call your emergency number" in page
    assert "do not wait" in page
    assert page.index("call now") < page.index("call a clinician today")
    assert "probably nothing" not in page


@pytest.mark.parametrize(
    ("page", "caveat"),
    [
        ("spasm", "not a treatment"),
        ("core", "prefer holds of about ten seconds"),
        ("morning", "avoided bending early in the day"),
        ("desk", "studies of breaks are mixed"),
        ("blocks", "no gain is promised"),
        ("food", "no real effect on ordinary cramps"),
        ("food", "that they make tissue stiff is not shown"),
        ("gear", "belts have not been shown"),
        ("shoes", "insoles alone have not been shown"),
        ("calm", "how much lasts is not settled"),
    ],
)
def test_each_caveat_appears_once(page: str, caveat: str) -> None:
    assert caveat in words_of(find_page(page).text)
    assert words_of(EVERYTHING).count(caveat) == 1


def test_strap_warning_is_bold() -> None:
    assert re.search(r"\*\*[^*]*looser[^*]*technique[^*]*\*\*", find_page("gear").text.replace("\n", " "))


def test_checklist_item_ids_are_unique() -> None:
    lists = checklists()
    assert set(lists) == {"desk", "home", "sleep", "shoes", "event-day"}
    items = [item.id for one in lists.values() for item in one.items]
    assert len(set(items)) == len(items)
    for name, one in lists.items():
        assert all(item.id.startswith(f"{name}.") for item in one.items)
        assert find_page(one.page).checklist == one
        for item in one.items:
            assert f"- {item.text}\n" in find_page(one.page).text
    assert [item.id for item in lists["event-day"].items] == [
        "event-day.warm-up",
        "event-day.pace",
        "event-day.water",
    ]


def test_plain_text_of_links_and_lists() -> None:
    text = (
        "Read [this](https://example.org).\nAnd `coach due` or **that**.\n\n## Then\n\n- one\n  more\n- two\n"
    )
    page = Page(id="x", title="X", why="Because.", where=("screen:today",), text=text)
    assert plain_text(page, 40).splitlines() == [
        "X",
        "=",
        "",
        "Because.",
        "",
        "Read this (https://example.org). And",
        "'coach due' or that.",
        "",
        "Then",
        "----",
        "",
        "- one more",
        "- two",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no head", "page.md:1: a page starts with its title, why and where, between ---"),
        ("---\ntitle: X\nwhy: Y\n---\n", "page.md:1: a page has a where"),
        ("---\ntitle: X\nwhat: Y\n---\n", "page.md:3: 'what: Y' is no 'key: value' of a page"),
        ("---\ntitle:\n---\n", "page.md:2: 'title:' is no 'key: value' of a page"),
        (
            "---\ntitle: X\nwhy: Y\nwhere: Z\nchecklist: c\n---\nText.\n",
            "page.md:7: a checklist has a name and items",
        ),
        ("---\ntitle: X\nwhy: Y\nwhere: Z\n---\n- [ ] a: b\n", "page.md:6: a checklist has a name and items"),
    ],
)
def test_invalid_page_error_has_its_line(text: str, says: str) -> None:
    with pytest.raises(ProgramFileError) as caught:
        read_page("page", text, Path("page.md"))
    assert str(caught.value) == says


def test_unknown_page() -> None:
    with pytest.raises(UsageError, match=r"there is no page 'zzz' \(there are spasm, habits"):
        find_page("zzz")

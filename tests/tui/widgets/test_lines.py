"""What fits on a line, and what gives way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coach.session.view import Breath, Mark
from coach.tui.session.lettering import big_word
from coach.tui.session.progress import strip_line, tiles
from coach.tui.session.widgets import disc, fullness, name_lines, until_next_step
from coach.tui.widgets.canvas import changed_cells, place
from coach.tui.widgets.footer import FooterEntry, fitting


def line(left: str, middle: str, right: str, width: int) -> str:
    placed = place((left, ""), (middle, ""), (right, ""), width=width)
    return "".join(text for text, _look in placed)


def test_three_texts_share_a_line() -> None:
    assert line("Core", "round 1", "9:00", 30) == "Core       round 1        9:00"


def test_middle_goes_first_then_left_end() -> None:
    assert line("Core holds", "round 1", "9:00 left", 22) == "Core holds   9:00 left"
    assert line("A very long title", "", "9:00", 16) == "A very lo…  9:00"


PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z", "M"]), max_size=30)


@given(PRINTABLE, PRINTABLE, PRINTABLE, st.integers(1, 80))
def test_line_fits_its_width(left: str, middle: str, right: str, width: int) -> None:
    assert cell_len(line(left, middle, right, width)) <= width


def test_lightest_keys_go_first() -> None:
    entries = [
        FooterEntry("space", "pause", weight=9),
        FooterEntry("n", "next", weight=1),
        FooterEntry("x", "it hurts", weight=8),
        FooterEntry("q", "stop", weight=7),
    ]
    assert [entry.key for entry in fitting(entries, 60)] == ["space", "n", "x", "q"]
    assert [entry.key for entry in fitting(entries, 33)] == ["space", "x", "q"]
    assert [entry.key for entry in fitting(entries, 12)] == ["space"]
    assert fitting(entries, 3) == []


def test_only_changed_cells_are_written() -> None:
    assert changed_cells((("7:12 left", ""),), (("7:11 left", ""),), 20) == [(3, 4)]
    assert changed_cells((("same", ""),), (("same", "muted"),), 20) == [(0, 4)]
    assert changed_cells((("体幹", ""),), (("体操", ""),), 20) == [(0, 20)]
    assert changed_cells((("カ\u3099a", ""),), (("カ\u3099b", ""),), 20) == [(0, 20)]
    assert changed_cells((("a", ""),), (("a", ""), ("b", "")), 1) == []
    assert changed_cells((("a       b", ""),), (("c       d", ""),), 20) == [(0, 1), (8, 9)]
    assert changed_cells((("a   b", ""),), (("c   d", ""),), 20) == [(0, 5)]


def test_sets_are_tiles_or_a_count() -> None:
    groups = ((Mark.DONE, Mark.SHORT, Mark.SKIPPED), (Mark.NOW, Mark.AHEAD, Mark.AHEAD))
    text = {
        width: "".join(part for part, _look in tiles(groups, "set 1 of 3", width))
        for width in (40, 26, 19, 18, 14, 9)
    }
    assert text == {
        40: "set 1 of 3  ▄▄ ▂▂ ··   ██ ▁▁ ▁▁",
        26: "set 1 of 3  ▄ ▂ ·   █ ▁ ▁",
        19: "set 1 of 3  █ ▁ ▁",
        18: "set 1 of 3  █ ▁ ▁",
        14: "set 1 of 3",
        9: "3 of 6 sets",
    }


def test_disc_follows_the_breath() -> None:
    def cells(*, inhaling: bool) -> list[int]:
        moments = [Breath(number=1, of=2, inhaling=inhaling, fraction=step / 10) for step in range(11)]
        return [sum(line.count("█") for line in disc(fullness(one), 24, 11)) for one in moments]

    assert cells(inhaling=True) == sorted(cells(inhaling=True))
    assert cells(inhaling=False) == sorted(cells(inhaling=False), reverse=True)
    assert len(set(cells(inhaling=True))) >= 6


def test_lone_right_text_is_cut_after_word() -> None:
    assert line("", "", "No sound: nothing answers.", 26) == "No sound: nothing answers."
    assert line("", "", "No sound: nothing answers.", 25) == "       No sound: nothing…"
    assert line("", "", "No sound: nothing answers.", 12) == "   No sound…"
    assert line("", "", "Unbelievable", 6) == "Unbel…"


def test_last_parts_are_dropped_whole() -> None:
    text = "Hip hinge · 8 times, then space"
    assert line(text, "", "", 31) == text
    assert line(text, "", "", 30).rstrip() == "Hip hinge"
    assert line(text, "", "", 5).rstrip() == "Hip…"


@given(PRINTABLE, st.integers(1, 40), st.integers(1, 2))
def test_big_name_fits_its_width(name: str, width: int, scale: int) -> None:
    lines, lettering = name_lines(name, width, 2, scale)
    assert len(lines) * lettering.rows <= 6
    assert all(len(row) <= width for one in lines for row in big_word(one, lettering))


def test_big_name_is_as_large_as_it_fits() -> None:
    def shown(name: str, width: int, scale: int = 1) -> tuple[tuple[str, ...], bool, int]:
        lines, lettering = name_lines(name, width, 2, scale)
        return lines, lettering.narrow, lettering.scale

    assert shown("Side plank", 60) == (("Side plank",), False, 1)
    assert shown("Side plank", 120, 2) == (("Side plank",), False, 2)
    assert shown("Side plank", 41) == (("Side plank",), True, 1)
    assert shown("Side plank", 30) == (("Side", "plank"), False, 1)
    assert shown("Kneeling hip flexor stretch", 118) == (("Kneeling hip flexor stretch",), True, 1)
    assert shown("Hip hinge, hands on thighs", 118)[0] == ("Hip hinge, hands on thighs",)
    assert shown("Hip hinge, hands on thighs", 45)[0] == ("Hip hinge",)
    assert shown("Café crème (7)", 80)[0] == ("Café crème (7)",)
    assert shown("Side plank", 12)[0] == ()
    assert shown("体幹", 60)[0] == ()
    assert shown("", 60)[0] == ()
    assert big_word("é") == big_word("E")


def test_strip_shows_work_rest_and_the_place() -> None:
    parts = ((False, 10.0), (True, 20.0), (False, 10.0))
    assert "".join(text for text, _look in strip_line(parts, 1, 0.5, 8)) == "▁▁▄▄█▄▁▁"
    assert strip_line((), 0, 0.0, 8) == ()


@given(
    st.lists(st.tuples(st.booleans(), st.floats(0, 600)), max_size=40),
    st.integers(0, 45),
    st.floats(0, 1),
    st.integers(0, 200),
)
def test_strip_fills_its_row(
    parts: list[tuple[bool, float]], index: int, fraction: float, width: int
) -> None:
    text = "".join(text for text, _look in strip_line(parts, index, fraction, width))
    assert len(text) in (0, width)
    assert text.count("█") == (1 if text else 0)


@given(st.booleans(), st.floats(0, 0.99), st.integers(12, 60), st.integers(6, 30))
def test_next_disc_step_is_predicted(inhaling: bool, fraction: float, width: int, height: int) -> None:
    def at(moment: float) -> tuple[str, ...]:
        breath = Breath(number=1, of=1, inhaling=inhaling, fraction=min(1.0, moment))
        return disc(fullness(breath), width, height)

    now = Breath(number=1, of=1, inhaling=inhaling, fraction=fraction)
    until = until_next_step(now, width, height)
    assert until > 0
    assert at(fraction + 0.5 * until) in (at(fraction), at(fraction + until))
    if fraction + until < 1:
        assert at(fraction + until) != at(fraction)

"""What fits on a line, and what gives way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coach.session.view import Breath, Mark
from coach.tui.session.lettering import big_word
from coach.tui.session.widgets import big_lines, disc, fullness, squares, until_next_step
from coach.tui.widgets.canvas import changed_cells, place
from coach.tui.widgets.footer import FooterEntry, fitting


def line(left: str, middle: str, right: str, width: int) -> str:
    placed = place((left, ""), (middle, ""), (right, ""), width=width)
    return "".join(text for text, _look in placed)


def test_three_texts_stand_left_in_the_middle_and_right() -> None:
    assert line("Core", "round 1", "9:00", 30) == "Core       round 1        9:00"


def test_the_middle_gives_way_first_and_then_the_end_of_the_left() -> None:
    assert line("Core holds", "round 1", "9:00 left", 22) == "Core holds   9:00 left"
    assert line("A very long title", "", "9:00", 16) == "A very lo…  9:00"


PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z", "M"]), max_size=30)


@given(PRINTABLE, PRINTABLE, PRINTABLE, st.integers(1, 80))
def test_a_line_is_never_wider_than_its_place(left: str, middle: str, right: str, width: int) -> None:
    assert cell_len(line(left, middle, right, width)) <= width


def test_the_lightest_keys_give_way_and_the_others_keep_their_order() -> None:
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


def test_only_the_cells_that_differ_are_written() -> None:
    assert changed_cells((("7:12 left", ""),), (("7:11 left", ""),), 20) == [(3, 4)]
    assert changed_cells((("same", ""),), (("same", "muted"),), 20) == [(0, 4)]
    assert changed_cells((("体幹", ""),), (("体操", ""),), 20) == [(0, 20)]
    assert changed_cells((("カ\u3099a", ""),), (("カ\u3099b", ""),), 20) == [(0, 20)]
    assert changed_cells((("a", ""),), (("a", ""), ("b", "")), 1) == []
    assert changed_cells((("a       b", ""),), (("c       d", ""),), 20) == [(0, 1), (8, 9)]
    assert changed_cells((("a   b", ""),), (("c   d", ""),), 20) == [(0, 5)]


def test_sets_are_squares_by_round_or_a_count() -> None:
    groups = ((Mark.DONE, Mark.SHORT, Mark.SKIPPED), (Mark.NOW, Mark.AHEAD, Mark.AHEAD))
    text = {width: "".join(part for part, _look in squares(groups, width)) for width in (20, 6, 5)}
    assert text == {20: "■◧· ▣□□", 6: "■◧·▣□□", 5: "3 of 6 sets"}


def test_the_disc_grows_with_the_breath_in_and_shrinks_with_the_breath_out() -> None:
    def cells(*, inhaling: bool) -> list[int]:
        moments = [Breath(number=1, of=2, inhaling=inhaling, fraction=step / 10) for step in range(11)]
        return [sum(line.count("█") for line in disc(fullness(one), 24, 11)) for one in moments]

    assert cells(inhaling=True) == sorted(cells(inhaling=True))
    assert cells(inhaling=False) == sorted(cells(inhaling=False), reverse=True)
    assert len(set(cells(inhaling=True))) >= 6


def test_what_stands_alone_at_the_right_is_cut_behind_a_word() -> None:
    assert line("", "", "No sound: nothing answers.", 26) == "No sound: nothing answers."
    assert line("", "", "No sound: nothing answers.", 25) == "       No sound: nothing…"
    assert line("", "", "No sound: nothing answers.", 12) == "   No sound…"
    assert line("", "", "Unbelievable", 6) == "Unbel…"


def test_the_last_parts_of_a_text_give_way_whole() -> None:
    text = "Hip hinge · 8 times, then space"
    assert line(text, "", "", 31) == text
    assert line(text, "", "", 30).rstrip() == "Hip hinge"
    assert line(text, "", "", 5).rstrip() == "Hip…"


@given(PRINTABLE, st.integers(1, 40))
def test_a_name_in_big_letters_is_never_wider_than_its_place(name: str, width: int) -> None:
    lines = big_lines(name, width)
    assert len(lines) <= 2
    assert all(len(row) <= width for one in lines for row in big_word(one))


def test_a_name_in_big_letters_takes_two_lines_at_most_or_none() -> None:
    assert big_lines("Side plank", 60) == ("Side plank",)
    assert big_lines("Side plank", 30) == ("Side", "plank")
    assert big_lines("Side plank", 20) == ()
    assert big_lines("Hip hinge, hands on thighs", 60) == ("Hip hinge",)
    assert big_lines("Café crème (7)", 80) == ("Café crème",)
    assert big_word("é") == big_word("E")
    assert big_lines("体幹", 60) == ()
    assert big_lines("", 60) == ()


@given(st.booleans(), st.floats(0, 0.99), st.integers(12, 60), st.integers(6, 30))
def test_the_next_step_of_the_disc_is_known_beforehand(
    inhaling: bool, fraction: float, width: int, height: int
) -> None:
    def at(moment: float) -> tuple[str, ...]:
        breath = Breath(number=1, of=1, inhaling=inhaling, fraction=min(1.0, moment))
        return disc(fullness(breath), width, height)

    now = Breath(number=1, of=1, inhaling=inhaling, fraction=fraction)
    until = until_next_step(now, width, height)
    assert until > 0
    assert at(fraction + 0.5 * until) in (at(fraction), at(fraction + until))
    if fraction + until < 1:
        assert at(fraction + until) != at(fraction)

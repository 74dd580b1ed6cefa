"""Big digits: every size, every digit, told apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.tui.session.lettering import SMALLEST_ROWS, best_rows, big_text, text_width

ROWS = range(SMALLEST_ROWS, 21)


@pytest.mark.parametrize("rows", ROWS)
def test_digits_have_their_size_and_differ(rows: int) -> None:
    drawn = {digit: big_text(digit, rows) for digit in "0123456789"}
    for lines in drawn.values():
        assert len(lines) == rows
        assert {len(line) for line in lines} == {text_width("0", rows)}
    for one, other in combinations(drawn, 2):
        cells = sum(
            a != b
            for mine, theirs in zip(drawn[one], drawn[other], strict=True)
            for a, b in zip(mine, theirs, strict=True)
        )
        assert cells >= max(1, rows // 2), (one, other)


def test_digits_use_block_characters() -> None:
    assert set("".join(big_text("0123456789:", 8))) <= set(" ▀▄█")


@given(
    text=st.text("0123456789:", min_size=1, max_size=7), width=st.integers(1, 200), rows=st.integers(3, 40)
)
def test_best_rows_is_largest_that_fits(text: str, width: int, rows: int) -> None:
    best = best_rows(text, width, rows)
    assert SMALLEST_ROWS <= best <= max(rows, SMALLEST_ROWS)
    assert best == SMALLEST_ROWS or text_width(text, best) <= width
    assert best == rows or text_width(text, best + 1) > width

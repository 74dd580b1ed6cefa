"""The texts of reasons and notices."""

from __future__ import annotations

import re

import pytest

from coach.coaching.messages import (
    CAUSE_WORDS,
    REASONS,
    ReasonCode,
    all_reasons,
    cause_text,
    joined,
    sessions_text,
    word_reason,
)

CODES = {
    *("start_dose", "clean_count", "step_time", "step_load", "step_variant"),
    *("top_of_ladder", "short_repeat", "short_down", "pain_repeat", "pain_down"),
    *("partial", "extra_session", "same_day", "morning_after", "away_count"),
    *("away_backoff", "away_restart", "away_reset", "cleared", "set_by_user"),
    *("phase_deload", "phase_early", "phase_return", "back_to_full", "trim_time_instead"),
}


def test_every_code_has_a_text() -> None:
    assert {sentence.code for sentence in REASONS.values()} >= CODES


@pytest.mark.parametrize("spoken", all_reasons(), ids=lambda spoken: spoken.code)
def test_sentences_are_complete(spoken: object) -> None:
    text = str(getattr(spoken, "text", ""))
    assert text
    assert not re.search(r"[{}]", text)
    assert "  " not in text


@pytest.mark.parametrize("key", REASONS)
def test_reasons_are_plain_and_kind(key: str) -> None:
    text = word_reason(ReasonCode(key, REASONS[key].example)).text
    assert text[0].isupper() or text[0].isdigit()
    assert text.endswith(".")
    assert not re.search(r"fail|bad|wrong|must|should|never|!|score|weak\b", text, re.IGNORECASE)
    assert not re.search(r"deload|rung|slot|lens", text)


def test_single_session_is_singular() -> None:
    assert sessions_text(1) == "1 full, steady session without pain"


def test_lists_are_joined_with_and() -> None:
    assert [joined(list(parts)) for parts in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert cause_text([("stiff", 4), ("tug", 0), ("tug", 0)]) == (
        "4 stiff mornings in a row and a tug in the lower back"
    )
    assert all(cause_text([(cause, 3)]) for cause in CAUSE_WORDS)

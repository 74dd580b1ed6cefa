from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from coach.journal.codec import is_id, new_id

MOMENT = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = UUID(new_id(MOMENT))
    assert (made.version, made.variant) == (7, RFC_4122)


def test_an_id_carries_its_moment() -> None:
    assert UUID(new_id(MOMENT)).int >> 80 == int(MOMENT.timestamp() * 1000)


def test_ids_of_one_moment_differ() -> None:
    assert len({new_id(MOMENT) for _ in range(1_000)}) == 1_000


def test_ids_of_later_moments_sort_later() -> None:
    made = [new_id(MOMENT + timedelta(milliseconds=number)) for number in range(100)]
    assert made == sorted(made)


@given(st.datetimes(timezones=st.just(UTC)))
def test_any_moment_gives_an_id(moment: datetime) -> None:
    assert is_id(new_id(moment))


def test_what_is_no_id() -> None:
    assert not any(map(is_id, ("", "x", "0195e0c2", "{0195e0c2-0000-7000-8000-000000000000}", "1" * 32)))

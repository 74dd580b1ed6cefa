from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.journal.codec import decode_event, encode_event, is_id, max_pain, new_id, same_content
from coach.model.events import Event, Session
from tests.journal.factories import MOMENT, checkin, events, id_of, plank, session, text

GOOD = {
    "schema": 1,
    "id": id_of("good"),
    "type": "session",
    "date": "2026-01-05",
    "at": "2026-01-05T07:30:12+01:00",
    "program": "core",
    "kind": "core",
    "sets": [{"slot": "plank", "seconds": 30, "pain": 0, "end": "full"}],
}


def with_fields(**fields: object) -> str:
    return json.dumps({**GOOD, **fields})


def with_set(**fields: object) -> str:
    return with_fields(sets=[{"slot": "plank", **fields}])


@given(events)
def test_every_event_survives_round_trip(event: Event) -> None:
    line = encode_event(event)
    assert line.event == event
    assert decode_event(line.text) == line


def test_text_is_kept_verbatim() -> None:
    written = (
        '{ "type":"activity","date":"2026-01-05", "heart":[1, 2], "at":"2026-01-05T07:30:12.5+01:00",'
        f'"kind":"walk",  "id" : "{id_of("a")}" }}'
    )
    assert decode_event(f"  {written}\n").text == written


def test_line_ends_between_keys_become_spaces() -> None:
    assert "\n" not in decode_event(json.dumps(GOOD, indent=2)).text


def test_null_list_is_empty_list() -> None:
    assert decode_event(with_fields(sets=None, schema=None)).event.schema == 1


def test_ids_become_lower_case() -> None:
    line = decode_event(with_fields(id=id_of("good").upper()))
    assert line.event.id == id_of("good")
    assert id_of("good") in line.text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nope", "not one JSON object"),
        ("{", "not one JSON object"),
        ("[1]", "one JSON object in braces"),
        ("null", "one JSON object in braces"),
        ('{"a":1} {"b":2}', "not one JSON object"),
        ("{}", "type is missing"),
        (with_fields(type="run"), "type cannot be 'run'"),
        (with_fields(schema=2), "schema 2 is not known here"),
        (with_fields(id="7"), "id has to be a UUID, not '7'"),
        (with_fields(replaces="7"), "replaces has to be a UUID"),
        (with_fields(date="5.1.2026"), "date has to be a date like 2026-01-05"),
        (with_fields(date="2026-02-30"), "date has to be a date like"),
        (with_fields(at="2026-01-05T07:30:12"), "at has to end in an offset"),
        (with_fields(at=5), "at has to be a moment like"),
        (with_fields(ended_at="2026-01-05T07:30:12"), "ended_at has to end in an offset"),
        (with_fields(program=""), "program is empty"),
        (with_fields(program=None), "program has to be text, not null"),
        (with_fields(sets={}), "sets has to be a list, not an object"),
        (with_fields(sets=[{"seconds": 30}]), "sets[0].slot is missing"),
        (with_fields(sets=[{"slot": "plank"}] * 1_001), "at most 1,000 sets"),
        (with_set(seconds="30"), "sets[0].seconds has to be a whole number or null, not text"),
        (with_set(seconds=-1), "sets[0].seconds is -1: it goes from 0 to 86,400"),
        (with_set(pain=11), "sets[0].pain is 11: it goes from 0 to 10"),
        (with_set(form="sloppy"), "sets[0].form cannot be 'sloppy'"),
        (with_set(slot=""), "sets[0].slot is empty"),
        (with_set(load_kg=float("1e300")), "sets[0].load_kg is 1e+300"),
        (with_fields(note="\ud800"), "not one JSON object"),
        (with_fields(deep=json.loads("[" * 900 + "]" * 900)), None),
        (
            with_fields(deep=0).replace('"deep": 0', '"deep": ' + "[" * 50_000 + "]" * 50_000),
            "nested too deeply",
        ),
        (with_fields(sets=None)[:-1] + ', "deep": ' + "[" * 50_000 + "]" * 50_000 + "}", "nested too deeply"),
        (with_fields(note="-").replace("-", "\ud800"), "not valid Unicode text"),
        (with_fields(at="half past seven"), "at has to be a moment like"),
        ("x" * 1_000_001, "longer than 1,000,000 characters"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_line_is_reported(line: str, reason: str | None) -> None:
    if reason is None:
        assert decode_event(line).event.id == GOOD["id"]
        return
    with pytest.raises(ValueError) as caught:
        decode_event(line)
    assert reason in str(caught.value)


def test_tombstone_cannot_target_itself() -> None:
    line = {"id": id_of(1), "type": "tombstone", "at": MOMENT.isoformat(), "target": id_of(1)}
    with pytest.raises(ValueError, match="the tombstone's own id"):
        decode_event(json.dumps(line))


@given(st.text())
def test_any_text_gives_event_or_error(line: str) -> None:
    try:
        decode_event(line)
    except ValueError as error:
        assert str(error)


def test_tombstone_date_defaults_to_local_date() -> None:
    line = {"id": id_of(1), "type": "tombstone", "at": "2026-01-05T00:30:00+14:00", "target": id_of(2)}
    assert decode_event(json.dumps(line)).day == date(2026, 1, 5)


def test_times_are_compared_as_instants() -> None:
    early = decode_event(with_fields(at="2026-01-05T08:00:00+02:00"))
    late = decode_event(with_fields(at="2026-01-05T07:30:00+01:00"))
    assert early.instant < late.instant


def test_equal_content_ignores_spelling() -> None:
    one, other = '{"a":1,"b":null,"c":[{"d":null}]}', '{ "c":[{}], "a": 1 }'
    assert same_content(one, other)
    assert not same_content(one, '{"a":2,"c":[{}]}')


@pytest.mark.parametrize(
    "later",
    [{"stopped": False}, {"stopped": None, "asked_sets": None}, {"stopped": False, "earlier_clearances": []}],
)
def test_missing_key_equals_its_default(
    later: dict[str, object],
) -> None:
    assert same_content(with_fields(), with_fields(**later))
    assert not same_content(with_fields(), with_fields(stopped=True))
    assert not same_content(with_fields(), with_fields(asked_sets=18))


def test_empty_clearance_differs_from_full_clearance() -> None:
    cleared = {"schema": 1, "id": id_of("c"), "type": "control", "at": GOOD["at"], "date": GOOD["date"]}
    cleared["action"] = "cleared"
    assert not same_content(json.dumps(cleared), json.dumps({**cleared, "flags": []}))


def test_null_answer_equals_missing() -> None:
    read = decode_event(with_fields(stopped=None, asked_sets=None)).event
    assert isinstance(read, Session)
    assert (read.stopped, read.asked_sets) == (False, None)
    check_in = json.loads(text(checkin()))
    assert (
        decode_event(json.dumps({**check_in, "earlier_clearances": None, "red_flags": None})).event
        == checkin()
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"asked_sets": -1}, "asked_sets is -1: it goes from 0 to 1,000"),
        ({"asked_sets": 1_001}, "asked_sets is 1001: it goes from 0 to 1,000"),
        ({"asked_sets": "many"}, "asked_sets has to be a whole number or null, not text"),
        ({"stopped": "yes"}, "stopped has to be true or false, not text"),
    ],
)
def test_stopped_session_is_validated(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        decode_event(with_fields(**fields))


@pytest.mark.parametrize("key", ["flags", "earlier_clearances"])
def test_ids_in_lists_are_validated(key: str) -> None:
    event = {"schema": 1, "id": id_of("c"), "type": "control", "at": GOOD["at"], "date": GOOD["date"]}
    event |= {"action": "cleared"} if key == "flags" else {"type": "checkin", "kind": "before"}
    with pytest.raises(ValueError, match=re.escape(f"{key}[1] has to be a UUID, not 'both'")):
        decode_event(json.dumps({**event, key: [id_of("f"), "both"]}))
    line = decode_event(json.dumps({**event, key: [id_of("f").upper()]}))
    assert getattr(line.event, key) == (id_of("f"),)
    assert id_of("f") in line.text


def test_highest_pain_of_event() -> None:
    sets = (plank(pain=2), plank(), plank(pain=7))
    assert max_pain(session(sets=sets)) == 7
    assert max_pain(session()) is None
    assert max_pain(checkin(pain=3)) == 3
    assert decode_event(text(session(sets=sets))).event == session(sets=sets)


def test_deep_nesting_is_compared_as_text() -> None:
    deep = "[" * 50_000 + "]" * 50_000
    assert same_content(f'{{"a":{deep}}}', f'{{"a":{deep}}}')
    assert not same_content(f'{{"a":{deep}}}', f'{{"a": {deep}}}')


def test_id_is_uuid_version_7() -> None:
    made = UUID(new_id(MOMENT))
    assert (made.version, made.variant) == (7, RFC_4122)


def test_id_contains_its_time() -> None:
    assert UUID(new_id(MOMENT)).int >> 80 == int(MOMENT.timestamp() * 1000)


def test_ids_of_one_time_differ() -> None:
    assert len({new_id(MOMENT) for _ in range(1_000)}) == 1_000


def test_later_ids_sort_later() -> None:
    made = [new_id(MOMENT + timedelta(milliseconds=number)) for number in range(100)]
    assert made == sorted(made)


@given(st.datetimes(timezones=st.just(UTC)))
def test_any_time_gives_id(moment: datetime) -> None:
    assert is_id(new_id(moment))


def test_invalid_ids_are_refused() -> None:
    assert not any(map(is_id, ("", "x", "0195e0c2", "{0195e0c2-0000-7000-8000-000000000000}", "1" * 32)))

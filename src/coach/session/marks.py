"""State transitions that mark a set as shaky, or take the answer about pain at the end."""

from __future__ import annotations

from msgspec.structs import replace

from coach.model.events import WORST_PAIN, SetRecord
from coach.session.course import Route
from coach.session.records import is_attempted, stronger_pain
from coach.session.standing import SessionState, save_record


def subject_set(state: SessionState) -> int | None:
    """The key of the set that a mark or an answer is about: the one in progress, or the last attempted."""
    in_progress = state.set_in_progress
    return state.last_set if in_progress is None else in_progress


def is_shaky(state: SessionState) -> bool:
    """Whether that set is marked shaky."""
    if state.set_in_progress is not None:
        return state.shaky
    return state.last_set is not None and state.records[state.last_set].form == "shaky"


def mark_shaky(route: Route, state: SessionState) -> SessionState:
    """Mark that set as shaky, or remove the mark."""
    if state.mode == "unstarted":
        return state
    key = state.set_in_progress
    if key is not None:
        state = replace(state, shaky=not state.shaky)
    else:
        key = state.last_set
    record = None if key is None else state.records.get(key)
    if key is None or record is None or not is_attempted(record):
        return state
    return save_record(state, key, _toggle_shaky(route, record))


def _toggle_shaky(route: Route, record: SetRecord) -> SetRecord:
    if record.form != "shaky":
        return replace(record, form="shaky")
    return replace(record, form="clean" if route.attended else None)


def answer_check(state: SessionState, pain: int, slot: str | None) -> SessionState:
    """Take the answer at the end of the session: how much it hurt, in one drill or in all of them.

    Sets that have an answer keep it unless this one is worse.

    Raises:
        ValueError: when pain is not 0 to 10.
    """
    if not 0 <= pain <= WORST_PAIN:
        raise ValueError(f"pain is a number from 0 to {WORST_PAIN}, not {pain}")
    if state.mode != "over":
        return state
    for key, record in sorted(state.records.items()):
        if is_attempted(record) and slot in (None, record.slot):
            state = save_record(state, key, replace(record, pain=stronger_pain(record.pain, pain)))
    return state

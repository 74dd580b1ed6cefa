"""What a change to the journal does to today's doses, told before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from coach.coaching.messages import FLAG_WORDS, joined
from coach.model.formatting import PHASES, format_dose
from coach.model.plan import Dose, Lock, Plan, ProgramPlan
from coach.model.units import Units

NO_EFFECT: Final = "None of today's doses change."


def effects(before: Plan, after: Plan, names: Mapping[str, str], units: Units = "kg") -> tuple[str, ...]:
    """One sentence for each dose, week or notice of the day that the change moves; one that says so for none.

    Args:
        before: the day as it stands.
        after: the same day with the change.
        names: what people call a program or a drill, by id.
        units: how loads are shown.
    """
    sentences: list[str] = []
    sentences += lock_effects(before.lock, after.lock)
    known = {plan.id: plan for plan in before.programs}
    pairs = [(known[plan.id], plan) for plan in after.programs if plan.id in known]
    if before.locked == after.locked:
        sentences += _programs(pairs, names, units)
    told = {notice.text for notice in before.notices}
    sentences += [notice.text for notice in after.notices if notice.text not in told]
    return tuple(sentences) or (NO_EFFECT,)


def lock_effects(before: Lock | None, after: Lock | None, *, would: bool = False) -> tuple[str, ...]:
    """Whether a change opens or closes training, or lifts or adds red flags; nothing where it does neither.

    Args:
        before: what keeps training off.
        after: what would keep it off with the change.
        would: nothing is changed yet.
    """
    verb = "would lift" if would else "lifts"
    if after is None:
        return (f"This {verb} the lock.",) if before is not None else ()
    if before is None:
        return (f"This {'would lock' if would else 'locks'} training.",)
    gone = [FLAG_WORDS[flag] for flag in before.flags if flag not in after.flags]
    come = [FLAG_WORDS[flag] for flag in after.flags if flag not in before.flags]
    sentences: list[str] = []
    if gone:
        sentences.append(f"This {verb} a part of the lock: {joined(gone)}. Training stays off.")
    if come:
        sentences.append(f"Training is off for another reason too: {joined(come)}.")
    return tuple(sentences)


def _programs(
    pairs: Sequence[tuple[ProgramPlan, ProgramPlan]], names: Mapping[str, str], units: Units
) -> list[str]:
    """What moves in each program; what happens to all of them alike is said once.

    A pause is said by its notice, and nothing that it leaves at will is called a dose.
    """
    phases = {(before.phase, after.phase) for before, after in pairs}
    if any(after == "paused" for _, after in phases):
        return []
    if any(before == "paused" for before, _ in phases):
        return ["Training is no longer paused."]
    sentences: list[str] = []
    alike = len(pairs) > 1 and len(phases) == 1
    if alike:
        was, becomes = pairs[0][0].phase, pairs[0][1].phase
        if was != becomes:
            sentences.append(
                f"Every program: {PHASES[was].in_sentence} becomes {PHASES[becomes].in_sentence}."
            )
    for before, after in pairs:
        sentences += _program(before, after, names, units, phase_is_said=alike)
    return sentences


def _program(
    before: ProgramPlan,
    after: ProgramPlan,
    names: Mapping[str, str],
    units: Units,
    *,
    phase_is_said: bool = False,
) -> list[str]:
    title = names.get(after.id, after.id)
    sentences: list[str] = []
    if before.phase != after.phase:
        if phase_is_said:
            return _doses(before, after, title, names, units)
        was, becomes = PHASES[before.phase].in_sentence, PHASES[after.phase].in_sentence
        sentences.append(f"{title}: {was} becomes {becomes}.")
    elif (before.block, before.week) != (after.block, after.week):
        sentences.append(f"{title}: {_position(before)} becomes {_position(after)}.")
    return [*sentences, *_doses(before, after, title, names, units)]


def _doses(
    before: ProgramPlan, after: ProgramPlan, title: str, names: Mapping[str, str], units: Units
) -> list[str]:
    sentences: list[str] = []
    doses = {dose.slot: dose for dose in before.slots}
    for dose in after.slots:
        earlier = doses.get(dose.slot)
        if earlier is not None and _asks(earlier) != _asks(dose):
            was, will_be = (
                format_dose(one, units=units, name=names.get(one.drill, one.drill)) for one in (earlier, dose)
            )
            sentences.append(f"{title}: {was} becomes {will_be}.")
    return sentences


def _asks(dose: Dose) -> tuple[object, ...]:
    return (dose.drill, dose.sets, dose.seconds, dose.reps, dose.load_kg, dose.one_hand, dose.sides)


def _position(plan: ProgramPlan) -> str:
    return f"week {plan.week} of block {plan.block}"

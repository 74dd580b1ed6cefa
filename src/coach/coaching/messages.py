"""The texts of the coaching rules: reasons, notices, and what a change does to a day.

Each reason and notice is a template with an example, so that all of them can be listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from coach.coaching.adjustments import ADJUSTMENTS, ASK_FIRST
from coach.model.events import RedFlag
from coach.model.formatting import PHASES, count_text, format_dose, in_sentence, name_of
from coach.model.plan import Dose, Lock, Notice, Plan, ProgramPlan, Reason
from coach.model.program import Side
from coach.model.units import Units

Value = str | int
Values = Mapping[str, Value]
NO_VALUES: Final[Values] = MappingProxyType({})


class Sentence(Struct, frozen=True):
    """A stable code and a template, with example values."""

    code: str
    template: str
    example: Values = NO_VALUES


class ReasonCode(Struct, frozen=True):
    """A reason as a key of `REASONS` and the values of its template."""

    key: str
    values: Values = NO_VALUES


_CLEAN: Final[dict[str, Value]] = {"sessions": "2 full, steady sessions without pain"}
_SINCE: Final[dict[str, Value]] = {"days": 16, "dose": "35 s", "step": "10 s"}

REASONS: Final[dict[str, Sentence]] = {
    "start_dose": Sentence("start_dose", "The starting dose of this program."),
    "start_dose:fixed": Sentence("start_dose", "The same every time; this one has no levels."),
    "clean_count": Sentence(
        "clean_count", "{clean} of {after} steady sessions for the next step.", {"clean": 1, "after": 2}
    ),
    "step_time": Sentence("step_time", "{sessions}: {step} more.", {**_CLEAN, "step": "5 s"}),
    "step_load": Sentence(
        "step_load",
        "{sessions}: {load} more, and back to {dose}.",
        {**_CLEAN, "load": "1 kg a hand", "dose": "30 s"},
    ),
    "step_variant": Sentence(
        "step_variant",
        "{sessions}: on to the next drill, {drill}, at {whole}.",
        {**_CLEAN, "drill": "suitcase carry", "whole": "20 s and 10 kg in one hand"},
    ),
    "plateau": Sentence(
        "plateau",
        "We stay at {here} for this block: {above} did not hold {times}.",
        {"here": "30 s", "above": "35 s", "times": "twice"},
    ),
    "plateau:count": Sentence(
        "plateau",
        "{clean} of {after} steady sessions before {above} again: it did not hold {times}.",
        {"clean": 2, "after": 4, "above": "35 s", "times": "twice"},
    ),
    "plateau:next": Sentence(
        "plateau",
        "One more steady session, then {above} again: it did not hold {times}.",
        {"above": "35 s", "times": "twice"},
    ),
    "top_of_ladder": Sentence("top_of_ladder", "You are at the top of this ladder: keep it here."),
    "kept": Sentence("kept", "Kept at the top: {sets} sets are enough to hold it.", {"sets": 2}),
    "short_repeat": Sentence("short_repeat", "Short or shaky last time: the same again."),
    "short_down": Sentence(
        "short_down",
        "Short or shaky {misses} times in a row: easier, down to what you can hold well.",
        {"misses": 2},
    ),
    "short_down:1": Sentence(
        "short_down", "Short or shaky last time: easier, down to what you can hold well."
    ),
    "short_down:floor": Sentence(
        "short_down",
        "Short or shaky again. There is nothing easier here, so take it calmly: the same once more.",
    ),
    "pain_repeat": Sentence("pain_repeat", "A little pain last time: the same again."),
    "pain_repeat:fixed": Sentence(
        "pain_repeat", "It hurt last time. Stay in a range that does not hurt, or leave it out today."
    ),
    "pain_down": Sentence("pain_down", "Pain last time: one step easier."),
    "pain_down:strong": Sentence("pain_down", "Strong pain last time: one step easier."),
    "pain_down:floor": Sentence(
        "pain_down", "Pain last time, and there is nothing easier here. Leave it out if it still hurts."
    ),
    "partial": Sentence("partial", "Not all of it was done as asked: the same again, nothing is lost."),
    "extra_session": Sentence(
        "extra_session",
        "An extra session that week, beyond {per_week}: it is kept, and does not count towards a step.",
        {"per_week": 3},
    ),
    "same_day": Sentence("same_day", "Several sessions on that day: together they count once."),
    "morning_after": Sentence(
        "morning_after",
        "Full and steady, but the next morning was stiff or sore: no credit for that one"
        " ({clean} of {after} stands).",
        {"clean": 1, "after": 2},
    ),
    "away_count": Sentence(
        "away_count",
        "{days} days since the last time: the same level, and the count starts again.",
        {"days": 11},
    ),
    "away_backoff": Sentence(
        "away_backoff", "{days} days since you last did this: {step} less, so {dose}.", _SINCE
    ),
    "away_backoff:same": Sentence(
        "away_backoff",
        "{days} days since you last did this: {dose} again, and the count starts over.",
        _SINCE,
    ),
    "away_backoff:past": Sentence("away_backoff", "After {days} days away: {dose} again.", _SINCE),
    "away_restart": Sentence(
        "away_restart",
        "{days} days since you last did this: back to {dose}.",
        {"days": 30, "dose": "30 s and 6 kg a hand"},
    ),
    "away_restart:past": Sentence(
        "away_restart", "After {days} days away: back at {dose}.", {"days": 30, "dose": "30 s"}
    ),
    "away_reset": Sentence(
        "away_reset", "{days} days since you last did this: the starting dose again.", {"days": 90}
    ),
    "away_reset:past": Sentence(
        "away_reset", "After {days} days away: the starting dose again.", {"days": 90}
    ),
    "away_reset:lower": Sentence(
        "away_reset",
        "{days} days since you last did this: you start again at {dose}.",
        {"days": 90, "dose": "20 s"},
    ),
    "away_reset:lower:past": Sentence(
        "away_reset", "After {days} days away: started again at {dose}.", {"days": 90, "dose": "20 s"}
    ),
    "spasm_backoff": Sentence(
        "spasm_backoff", "After a spasm: {step} less, so {dose}.", {"step": "10 s", "dose": "30 s"}
    ),
    "spasm_backoff:same": Sentence(
        "spasm_backoff", "After a spasm: {dose} again, and the count starts over.", {"dose": "30 s"}
    ),
    "spasm_backoff:past": Sentence("spasm_backoff", "After a spasm: {dose} again.", {"dose": "30 s"}),
    "cleared": Sentence("cleared", "A clinician has cleared you: you start again a notch easier."),
    "set_by_user": Sentence("set_by_user", "You set this level yourself."),
    "set_by_user:again": Sentence(
        "set_by_user", "You go on from what you did while an answer about your health held."
    ),
    "start_changed": Sentence(
        "start_changed",
        "By the program and the journal as they are now, this stands at {dose}. Last time it was {before}.",
        {"dose": "40 s", "before": "30 s"},
    ),
    "ladder_changed": Sentence(
        "ladder_changed",
        "Last time it was {before}, which is not on this ladder any more: {drill} takes its place.",
        {"before": "wall plank", "drill": "plank"},
    ),
    "easier_today": Sentence("easier_today", "Easier today, as you asked: {dose}.", {"dose": "30 s"}),
    "easier_today:drill": Sentence(
        "easier_today",
        "Easier today, as you asked: {drill}, {dose}.",
        {"drill": "knee plank", "dose": "30 s"},
    ),
    "easier_today:past": Sentence("easier_today", "Easier last time, as you asked: the same again."),
    "phase_deload": Sentence(
        "phase_deload",
        "Light week ({week} of {weeks}): about {percent} % less. Your level stays.",
        {"week": 5, "weeks": 5, "percent": 30},
    ),
    "phase_early": Sentence(
        "phase_early",
        "Early light week ({cause}): about {percent} % less.",
        {"cause": "a tug in the lower back", "percent": 30},
    ),
    "phase_early:twice": Sentence(
        "phase_early",
        "Early light week ({cause}): twice today, it eases the back.",
        {"cause": "3 stiff mornings in a row"},
    ),
    "phase_return": Sentence("phase_return", "First week back: about {percent} % less.", {"percent": 30}),
    "phase_paused": Sentence(
        "phase_paused", "With a spasm, and the day after: only if you like, in a range that does not hurt."
    ),
    "back_to_full": Sentence("back_to_full", "The light week is over: your full level again."),
    "deload_skipped": Sentence(
        "deload_skipped", "You have rested enough in this block: no light week this time."
    ),
    "ramp_week": Sentence(
        "ramp_week",
        "Week {week} of {weeks} on the way to your event: {minutes} minutes in {sessions} sessions.",
        {"week": 2, "weeks": 6, "minutes": 55, "sessions": 3},
    ),
    "ramp_last_week": Sentence(
        "ramp_last_week",
        "The last week before your event: {minutes} minutes in {sessions} sessions, to arrive fresh.",
        {"minutes": 38, "sessions": 3},
    ),
    "event_tomorrow": Sentence(
        "event_tomorrow", "Your event is tomorrow: rest today, and stretch if you like."
    ),
    "event_day": Sentence("event_day", "Today is your event. Warm up, pace yourself, drink."),
    "trim_time_instead": Sentence(
        "trim_time_instead", "With so few sets, each is shorter, and none is left out."
    ),
}

NOTICES: Final[dict[str, Sentence]] = {
    "locked_emergency": Sentence(
        "locked_emergency",
        "You reported: {flags}. This can be an emergency. Call {number} or go to the nearest emergency"
        " department now. Do not drive yourself. Do not wait to see if it passes.",
        {"flags": "pain, tingling, weakness or numbness in both legs", "number": "your emergency number"},
    ),
    "locked_call_today": Sentence(
        "locked_call_today",
        "You reported: {flags}. Please call a doctor or a clinic today and tell them. Do not train until"
        " someone has looked at it.",
        {"flags": "numb toes"},
    ),
    "locked_call_this_week": Sentence(
        "locked_call_this_week",
        "You reported: {flags}. Please call your doctor this week and tell them. Training waits until then.",
        {"flags": "a minor fall or accident since which the back hurts"},
    ),
    "locked_open": Sentence(
        "locked_open",
        "Easy walking and changing position are fine if they do not make it worse. So are slow breathing and"
        " the micro-break.",
    ),
    "locked_open:emergency": Sentence("locked_open", "Slow breathing is fine."),
    "locked_watch": Sentence(
        "locked_watch",
        "Call {number} at once, or go to the nearest emergency department, if any of this comes: {flags}. Do"
        " not drive yourself. Do not wait to see if it passes.",
        {"flags": "back pain together with chest pain", "number": "your emergency number"},
    ),
    "locked_until": Sentence(
        "locked_until",
        "Everything else opens again once you record that a clinician has cleared you, or take back what was"
        " entered by mistake.",
    ),
    "paused": Sentence(
        "paused",
        "Training is paused while you have a spasm. Gentle walking and slow breathing are fine. Say so in a"
        " check-in when it is over.",
    ),
    "paused:after": Sentence(
        "paused",
        "The day of a spasm and the day after it are easy ones: core work opens again {when}. Gentle walking"
        " and slow breathing are fine.",
        {"when": "tomorrow"},
    ),
    "strong_pain": Sentence(
        "strong_pain",
        "Enough for today. If it has not eased by tomorrow, runs down a leg, or a leg or foot feels numb or"
        " weak, call a clinician. The next seven days are lighter.",
    ),
    "early_light_week": Sentence(
        "early_light_week",
        "A lighter week ({cause}), up to and including {until}. Stretch twice a day, and have a look at how"
        " you sleep: a mattress that does not sag, a pillow between or under the knees, a cool,"
        " dark, quiet room.",
        {"cause": "3 stiff mornings in a row", "until": "20 January"},
    ),
    "see_someone": Sentence(
        "see_someone",
        "This has come back several times lately. A physiotherapist can look at how you move and find what"
        " keeps setting it off. Nothing is locked; it is simply worth a visit.",
    ),
    "hip_first": Sentence(
        "hip_first", "Your {side} hip did not reach 90 degrees: it goes first.", {"side": "right"}
    ),
    "hip_first:both": Sentence(
        "hip_first",
        "Neither hip reached 90 degrees yet. The left side goes first, as usual.",
    ),
    "asymmetry": Sentence(
        "asymmetry",
        "{drill}: lately your {weak} side holds about {short} where the {strong} side holds {long}. The"
        " {weak} side goes first; nothing extra is asked.",
        {"drill": "Side plank", "weak": "right", "strong": "left", "short": "20 s", "long": "30 s"},
    ),
}

JUDGED: Final[dict[str, str]] = {
    "clean": "full and steady",
    "miss": "short or shaky",
    "partial": "part of it",
    "pain_low": "a little pain",
    "pain_mid": "pain",
    "pain_high": "strong pain",
    "set_level": "set by you",
}
"""How the day's sets of one drill were read."""

LEVEL_CHANGES: Final[dict[str, Sentence]] = {
    "moved": Sentence("moved", "now {dose}", {"dose": "plank, 35 s"}),
    "same": Sentence("same", "stays"),
    "count": Sentence("count", "{clean} of {after} for the next step", {"clean": 1, "after": 2}),
    "misses": Sentence("misses", "{miss} of {misses} before it gets easier", {"miss": 1, "misses": 2}),
    "light": Sentence("light", "stays: a lighter week moves nothing"),
    "stopped": Sentence("stopped", "stays: training was on hold"),
}
"""What a day did to the level of one drill."""

FLAG_WORDS: Final[dict[RedFlag, str]] = {
    "bowel_bladder": (
        "trouble peeing, not feeling when you need to go, or losing control of bladder or bowel"
    ),
    "saddle_numbness": (
        "numbness or tingling around the genitals, buttocks or back passage, also when wiping"
    ),
    "both_legs": "pain, tingling, weakness or numbness in both legs",
    "sexual_function": "new numbness during sex, or new trouble with erections",
    "chest_pain": "back pain together with chest pain",
    "accident": "back pain after a serious fall or accident",
    "leg_radiation": "a spasm or pain that runs down one leg",
    "numb_toes": "numb toes",
    "foot_weakness": "one leg or foot that is getting weaker",
    "serious_illness": "cancer now or before, a fever, or weight loss without a reason",
    "recent_fall": "a minor fall or accident since which the back hurts",
}

CAUSE_WORDS: Final[dict[str, str]] = {
    "stiff": "{mornings} stiff mornings in a row",
    "tug": "a tug in the lower back",
    "short_leg": "a leg that feels shorter",
    "spasm": "a spasm",
    "strong_pain": "strong pain in a session",
    "by_hand": "you asked for it",
}


def word_reason(reason: ReasonCode) -> Reason:
    """The text of a reason."""
    sentence = REASONS[reason.key]
    return Reason(sentence.code, sentence.template.format_map(reason.values))


def notice(key: str, **values: Value) -> Notice:
    """The text of a notice."""
    sentence = NOTICES[key]
    return Notice(sentence.code, sentence.template.format_map(values))


def level_change_text(key: str, **values: Value) -> str:
    """What a day did to a level."""
    return LEVEL_CHANGES[key].template.format_map(values)


def all_reasons() -> tuple[Reason, ...]:
    """Every text of a dose, a day or an explanation, with example values."""
    spoken = [word_reason(ReasonCode(key, sentence.example)) for key, sentence in REASONS.items()]
    for key, sentence in NOTICES.items():
        words = notice(key, **sentence.example)
        spoken.append(Reason(words.code, words.text))
    spoken += [Reason(ASK_FIRST, change.notice) for change in ADJUSTMENTS.values()]
    spoken += [Reason(key, words) for key, words in JUDGED.items()]
    spoken += [Reason(one.code, level_change_text(key, **one.example)) for key, one in LEVEL_CHANGES.items()]
    return tuple(spoken)


def sessions_text(count: int) -> str:
    """`2 full, steady sessions without pain`."""
    return f"{count_text(count, 'full, steady session')} without pain"


def failed_times_text(count: int) -> str:
    """How often a level did not hold: `once`, `twice`, or `yet` for more."""
    return {1: "once", 2: "twice"}.get(count, "yet")


def joined(parts: list[str]) -> str:
    """`a`, `a and b`, or `a, b and c`."""
    return " and ".join([*([", ".join(parts[:-1])] if parts[1:] else []), *parts[-1:]])


def cause_text(causes: list[tuple[str, int]]) -> str:
    """What caused an early light week, from (cause, stiff mornings)."""
    return joined([CAUSE_WORDS[cause].format(mornings=mornings) for cause, mornings in dict(causes).items()])


def other_side(side: Side) -> Side:
    """The opposite side."""
    return "right" if side == "left" else "left"


def drill_text(drill: str, names: Mapping[str, str]) -> str:
    """A drill's name within a sentence."""
    return in_sentence(name_of(drill, names))


NO_CHANGE: Final = "None of today's doses change."


def plan_changes(before: Plan, after: Plan, names: Mapping[str, str], units: Units = "kg") -> tuple[str, ...]:
    """What a change to the journal does to a day: a sentence for each dose, week or notice that changes.

    Returns:
        `NO_CHANGE` alone where nothing changes.
    """
    sentences = [*lock_changes(before.lock, after.lock)]
    known = {plan.id: plan for plan in before.programs}
    pairs = [(known[plan.id], plan) for plan in after.programs if plan.id in known]
    if before.locked == after.locked:
        sentences += _program_changes(pairs, names, units)
    earlier = {notice.text for notice in before.notices}
    sentences += [notice.text for notice in after.notices if notice.text not in earlier]
    return tuple(sentences) or (NO_CHANGE,)


def lock_changes(before: Lock | None, after: Lock | None, *, would: bool = False) -> tuple[str, ...]:
    """Whether a change locks or unlocks training, or lifts or adds red flags; empty where it does neither.

    Args:
        before: the lock without the change.
        after: the lock with the change.
        would: the change is not made yet.
    """
    verb = "would lift" if would else "lifts"
    if after is None:
        return (f"This {verb} the lock.",) if before is not None else ()
    if before is None:
        return (f"This {'would lock' if would else 'locks'} training.",)
    lifted = [FLAG_WORDS[flag] for flag in before.flags if flag not in after.flags]
    added = [FLAG_WORDS[flag] for flag in after.flags if flag not in before.flags]
    sentences: list[str] = []
    if lifted:
        sentences.append(f"This {verb} a part of the lock: {joined(lifted)}. Training stays off.")
    if added:
        sentences.append(f"Training is off for another reason too: {joined(added)}.")
    return tuple(sentences)


def _program_changes(
    pairs: Sequence[tuple[ProgramPlan, ProgramPlan]], names: Mapping[str, str], units: Units
) -> list[str]:
    """What changes in each program; a change of phase that all of them share is named once.

    A pause has a notice of its own, and what is optional during it is no dose.
    """
    phases = {(before.phase, after.phase) for before, after in pairs}
    if any(after == "paused" for _, after in phases):
        return []
    if any(before == "paused" for before, _ in phases):
        return ["Training is no longer paused."]
    sentences: list[str] = []
    shared = len(pairs) > 1 and len(phases) == 1
    if shared and pairs[0][0].phase != pairs[0][1].phase:
        sentences.append(f"Every program: {_phase_change(*pairs[0])}.")
    for before, after in pairs:
        title = names.get(after.id, after.id)
        if before.phase != after.phase:
            if not shared:
                sentences.append(f"{title}: {_phase_change(before, after)}.")
        elif (before.block, before.week) != (after.block, after.week):
            weeks = (f"week {plan.week} of block {plan.block}" for plan in (before, after))
            sentences.append(f"{title}: {' becomes '.join(weeks)}.")
        earlier = {dose.slot: dose for dose in before.slots}
        for dose in after.slots:
            old = earlier.get(dose.slot, dose)
            if _work_of(old) != _work_of(dose):
                texts = (
                    format_dose(one, units=units, name=names.get(one.drill, one.drill)) for one in (old, dose)
                )
                sentences.append(f"{title}: {' becomes '.join(texts)}.")
    return sentences


def _phase_change(before: ProgramPlan, after: ProgramPlan) -> str:
    return f"{PHASES[before.phase].in_sentence} becomes {PHASES[after.phase].in_sentence}"


def _work_of(dose: Dose) -> tuple[object, ...]:
    return (dose.drill, dose.sets, dose.seconds, dose.reps, dose.load_kg, dose.one_hand, dose.sides)

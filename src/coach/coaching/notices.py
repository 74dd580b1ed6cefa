"""The notices of a day: locks, a pause, an early light week, and sides that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from coach.coaching.locks import TIERS
from coach.coaching.messages import FLAG_WORDS, cause_text, drill_text, joined, notice, other_side
from coach.coaching.replay import Sides
from coach.coaching.safety import HealthState
from coach.model.formatting import format_amount, short_day, weekday_name
from coach.model.plan import Dose, Notice

EMERGENCY_NUMBER = "your emergency number"


def health_notices(health: HealthState, on: date, emergency_number: str | None = None) -> list[Notice]:
    """The notices about health: a lock or a pause first, then a light week, then a visit to a clinician."""
    found: list[Notice] = []
    early = health.early_deload_at(health.on)
    if health.lock is not None:
        # What to do now, what may still be done, when it would be an emergency, and what ends the lock.
        number = emergency_number or EMERGENCY_NUMBER
        flags = joined([FLAG_WORDS[flag] for flag in health.flags])
        if health.lock.tier == "emergency":
            do_now = notice("locked_emergency", flags=flags, number=number)
            return [do_now, notice("locked_open:emergency"), notice("locked_until")]
        urgent = "; ".join(words for flag, words in FLAG_WORDS.items() if TIERS[flag] == "emergency")
        return [
            notice(f"locked_{health.lock.tier}", flags=flags),
            notice("locked_open"),
            notice("locked_watch", flags=urgent, number=number),
            notice("locked_until"),
        ]
    if health.in_spasm and health.paused:
        found.append(notice("paused"))
    elif health.paused:
        days = (health.pauses[-1].end or health.on + 1) - health.on
        when = "tomorrow" if days == 1 else f"on {weekday_name(on + timedelta(days=days))}"
        found.append(notice("paused:after", when=when))
    elif health.strong_pain_today:
        found.append(notice("strong_pain"))
    elif early:
        until = on + timedelta(days=early.end - health.on)
        found.append(notice("early_light_week", cause=early_deload_cause(health), until=short_day(until)))
    if health.should_see_someone():
        found.append(notice("see_someone"))
    return found


def early_deload_cause(health: HealthState) -> str:
    """The latest cause of the early light week of the current day; empty without one."""
    early = health.early_deload_at(health.on)
    if early is None:
        return ""
    return cause_text([(one.cause, one.stiff_mornings) for one in early.latest(health.on)])


def side_notices(doses: Sequence[Dose], sides: Mapping[str, Sides], names: Mapping[str, str]) -> list[Notice]:
    """A notice for each drill whose sides are far apart."""
    found = []
    for dose in doses:
        of_dose = sides.get(dose.slot)
        if of_dose is None or not of_dose.apart:
            continue
        weak = of_dose.order[0]
        strong = other_side(weak)
        drill = drill_text(dose.drill, names)
        text = notice(
            "asymmetry",
            drill=drill[:1].upper() + drill[1:],
            weak=weak,
            strong=strong,
            short=format_amount(dose.measure, of_dose.mean(weak)),
            long=format_amount(dose.measure, of_dose.mean(strong)),
        )
        found.append(text)
    return found

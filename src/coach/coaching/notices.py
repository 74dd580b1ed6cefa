"""What is to be known on a day that is not about one dose: locks, a pause, an early light week, sides."""

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
    """What the body's own words ask for: care first, then a pause, a light week, a visit to someone."""
    found: list[Notice] = []
    if health.locked:
        found += _locked(health, emergency_number)
    elif health.paused:
        found.append(notice("paused") if health.in_spasm else notice("paused:after", when=_opens(health, on)))
    window = health.early_deload_at(health.on)
    if health.strong_pain_today and not health.locked and not health.paused:
        found.append(notice("strong_pain"))
    elif window and not health.locked and not health.paused:
        until = on + timedelta(days=window.end - health.on)
        found.append(notice("early_light_week", cause=early_deload_cause(health), until=short_day(until)))
    if health.should_see_someone() and not health.locked:
        found.append(notice("see_someone"))
    return found


def _opens(health: HealthState, on: date) -> str:
    """When a pause that has an end is over."""
    end = health.pauses[-1].end or health.on + 1
    days = end - health.on
    return "tomorrow" if days == 1 else f"on {weekday_name(on + timedelta(days=days))}"


def _locked(health: HealthState, emergency_number: str | None) -> list[Notice]:
    """What to do now, what is still fine, when it would become an emergency, and what opens the rest."""
    tier = health.lock.tier if health.lock is not None else "emergency"
    number = emergency_number or EMERGENCY_NUMBER
    flags = joined([FLAG_WORDS[flag] for flag in health.flags])
    if tier == "emergency":
        do_now = notice("locked_emergency", flags=flags, number=number)
        return [do_now, notice("locked_open:emergency"), notice("locked_until")]
    urgent = "; ".join(words for flag, words in FLAG_WORDS.items() if TIERS[flag] == "emergency")
    return [
        notice(f"locked_{tier}", flags=flags),
        notice("locked_open"),
        notice("locked_watch", flags=urgent, number=number),
        notice("locked_until"),
    ]


def early_deload_cause(health: HealthState) -> str:
    """What set off, or last kept up, the early light week of the day asked about; empty without one."""
    window = health.early_deload_at(health.on)
    if window is None:
        return ""
    return cause_text([(one.cause, one.stiff_mornings) for one in window.latest(health.on)])


def side_notices(doses: Sequence[Dose], sides: Mapping[str, Sides], names: Mapping[str, str]) -> list[Notice]:
    """A calm word for each drill whose sides are far apart."""
    return [
        _apart(dose, sides[dose.slot], names)
        for dose in doses
        if (dose.slot in sides and sides[dose.slot].apart)
    ]


def _apart(dose: Dose, sides: Sides, names: Mapping[str, str]) -> Notice:
    weak = sides.order[0]
    strong = other_side(weak)
    drill = drill_text(dose.drill, names)
    return notice(
        "asymmetry",
        drill=drill[:1].upper() + drill[1:],
        weak=weak,
        strong=strong,
        short=format_amount(dose.measure, sides.mean(weak)),
        long=format_amount(dose.measure, sides.mean(strong)),
    )

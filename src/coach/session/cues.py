"""The cues of an interval: which tone and which words at which second.

No two cues share a moment. Words come in sentences, the most needed first: the drill before its length, so
that the last ones can be left out where the time before the next tone is short.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from coach.model.formatting import in_sentence
from coach.model.program import Measure, Tempo
from coach.model.timeline import Cue, CueKind, Interval, IntervalKind

_SMALL: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number_words(number: int) -> str:
    """`thirty-five` of 35; from a thousand on the digits."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" {number_words(rest)}" if rest else "")
    return str(number)


def counted(number: int, unit: str) -> str:
    """`one minute`, `eight repetitions`: a number in words with its unit."""
    return f"{number_words(number)} {unit}" + ("" if number == 1 else "s")


def sentence(text: str) -> str:
    """The text as a sentence: a capital at its start, a period at its end."""
    return f"{text[:1].upper()}{text[1:]}."


def spoken(seconds: int) -> str:
    """`Thirty seconds.`, `One minute thirty seconds.`, `One hour.`: a length in words."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    units = ((hours, "hour"), (minutes, "minute"), (left, "second"))
    parts = [counted(number, unit) for number, unit in units if number]
    return sentence(" ".join(parts) or "zero seconds")


def spoken_name(interval: Interval) -> str:
    """`Side plank, right`: the drill and its side, without a period."""
    return f"{interval.say}, {interval.side}" if interval.side else interval.say


def spoken_amount(interval: Interval) -> str:
    """`Thirty seconds.`, `Eight repetitions.` or `Ten breaths.`: what one set asks for."""
    if interval.measure is Measure.REPS and interval.reps is not None:
        return sentence(counted(interval.reps, "repetition"))
    if interval.measure is Measure.BREATHS and interval.reps is not None:
        return sentence(counted(interval.reps, "breath"))
    return spoken(interval.seconds) if interval.seconds else ""


def rests_text(delta: int) -> str:
    """`Rests are 5 s longer today.`, from the seconds beyond the rests' own length."""
    if delta == 0:
        return "Rests have their own length again."
    return f"Rests are {abs(delta)} s {'longer' if delta > 0 else 'shorter'} today."


def spoken_round(interval: Interval) -> str:
    """`Round two of three.`, or nothing where there is one."""
    if interval.rounds < 2:
        return ""
    return f"Round {number_words(interval.round)} of {number_words(interval.rounds)}."


TICKS: Final = (3, 2, 1)
"""Seconds before work at which a tick is heard."""
TONE_ROOM_SECONDS: Final = 1
"""The longest opening tone and a breath after it: no tick comes sooner."""
ANNOUNCE_SECONDS: Final = 8
"""Seconds before work at which a rest announces the set once more."""
ANNOUNCED_REST_SECONDS: Final = 15
"""The shortest rest with that announcement."""
HALFWAY_FROM_SECONDS: Final = 20
LAST_SECONDS: Final = 10
LAST_SECONDS_FROM: Final = 30
_TIMED: Final = (Measure.HOLD, Measure.TIME)


def lead_cues(lead: Interval, coming: Interval, *, to_set: bool, resumed: bool = False) -> tuple[Cue, ...]:
    """The cues of a get-ready, a rest, a switch or a wait.

    Args:
        lead: the interval, with its length in seconds.
        coming: the set that it leads to.
        to_set: that set follows at once, so the last seconds are counted down.
        resumed: the set was begun before and goes on, so its length is left out.
    """
    cues = [_opening(lead, coming, resumed=resumed)]
    if lead.seconds is None or not to_set:
        return tuple(cues)
    if _is_announced(lead):
        at = lead.seconds - ANNOUNCE_SECONDS
        cues.append(Cue(at=at, cue=CueKind.ANNOUNCE, say=_announcement(coming)))
    ticks = (lead.seconds - before for before in TICKS)
    cues.extend(Cue(at=at, cue=CueKind.TICK) for at in ticks if at >= TONE_ROOM_SECONDS)
    return tuple(cues)


def set_cues(work: Interval, *, last: bool, unannounced: bool = False) -> tuple[Cue, ...]:
    """The cues of a set, from its start tone on.

    Args:
        work: the set; without a length it has its start tone alone.
        last: the session ends with it, so its end is a finish.
        unannounced: no interval before it has its name, so its own start does.
    """
    words = [f"{spoken_name(work)}."] if unannounced else []
    if work.inhale_seconds:
        words.append("In.")
    elif work.tempo:
        words.append("Down.")
    cues = [Cue(at=0, cue=CueKind.START, say=" ".join(words) or None), *_cues_within(work)]
    if last and work.seconds is not None:
        cues.append(Cue(at=work.seconds, cue=CueKind.FINISH, say="That's all. Well done."))
    return tuple(cues)


def _opening(lead: Interval, coming: Interval, *, resumed: bool) -> Cue:
    """The tone and words with which an interval before a set begins."""
    name = spoken_name(coming)
    if lead.kind is IntervalKind.SWITCH:
        return Cue(at=0, cue=CueKind.SWITCH, say=f"Switch. {name}.")
    if lead.kind is IntervalKind.WAIT:
        return Cue(at=0, cue=CueKind.ANNOUNCE, say=f"{name}. Go on when you are ready.")
    if lead.kind is IntervalKind.READY:
        return Cue(at=0, cue=CueKind.ANNOUNCE, say=f"{name}." if resumed else _announcement(coming))
    words = ["Rest.", f"Next: {in_sentence(name)}."]
    if lead.kind is IntervalKind.ROUND_REST:
        words.append(spoken_round(coming))
    if not _is_announced(lead):
        words.append(spoken_amount(coming))
    return Cue(at=0, cue=CueKind.REST, say=" ".join(filter(None, words)))


def _is_announced(lead: Interval) -> bool:
    rest = lead.kind in (IntervalKind.REST, IntervalKind.ROUND_REST)
    return rest and lead.seconds is not None and lead.seconds >= ANNOUNCED_REST_SECONDS


def _announcement(coming: Interval) -> str:
    return f"{spoken_name(coming)}. {spoken_amount(coming)}".strip()


def _cues_within(work: Interval) -> Iterator[Cue]:
    """The cues of a set between its start and its end."""
    seconds = work.seconds
    if seconds is None:
        return
    if work.measure in _TIMED:
        if seconds >= HALFWAY_FROM_SECONDS:
            half = seconds / 2 if seconds % 2 else seconds // 2
            yield Cue(at=half, cue=CueKind.HALFWAY, say="Halfway.")
        if seconds >= LAST_SECONDS_FROM:
            yield Cue(at=seconds - LAST_SECONDS, cue=CueKind.LAST_SECONDS, say=spoken(LAST_SECONDS))
    elif work.inhale_seconds:
        yield from _breath_cues(work)
    elif work.tempo:
        yield from _tempo_cues(work, work.tempo)
    elif work.pace_seconds:
        # The start tone stands for the first repetition.
        for number in range(1, work.reps or 0):
            say = sentence(number_words(number + 1))
            yield Cue(at=number * work.pace_seconds, cue=CueKind.TICK, say=say)


def _breath_cues(work: Interval) -> Iterator[Cue]:
    """Each out, and each in but the first, for which the start tone stands."""
    inhale, exhale = work.inhale_seconds or 0, work.exhale_seconds or 0
    for number in range(work.reps or 0):
        at = number * (inhale + exhale)
        if number:
            say = "In." if work.measure is Measure.BREATHS else f"In. {sentence(number_words(number + 1))}"
            yield Cue(at=at, cue=CueKind.INHALE, say=say)
        yield Cue(at=at + inhale, cue=CueKind.EXHALE, say="Out.")


def _tempo_cues(work: Interval, tempo: Tempo) -> Iterator[Cue]:
    """A tick and its word for each movement of a repetition; the start tone stands for the first."""
    for number in range(work.reps or 0):
        at = number * tempo.seconds
        if number:
            yield Cue(at=at, cue=CueKind.TICK, say=f"Down. {sentence(number_words(number + 1))}")
        if tempo.hold_seconds:
            yield Cue(at=at + tempo.lower_seconds, cue=CueKind.TICK, say="Hold.")
        yield Cue(at=at + tempo.lower_seconds + tempo.hold_seconds, cue=CueKind.TICK, say="Up.")

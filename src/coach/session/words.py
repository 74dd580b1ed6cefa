"""Numbers, durations and sides in spoken words."""

from __future__ import annotations

from typing import Final

from coach.model.program import Measure
from coach.model.timeline import Interval

_SMALL: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def number_words(number: int) -> str:
    """`thirty-five` of 35; from a thousand on the digits, which no session reaches.

    Args:
        number: 0 or more.
    """
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
    """`one minute`, `eight repetitions`: a number in words with its unit, which adds an s for many."""
    return f"{number_words(number)} {unit}" + ("" if number == 1 else "s")


def sentence(text: str) -> str:
    """The text as a sentence: a capital at its start, a period at its end."""
    return f"{text[:1].upper()}{text[1:]}."


def spoken(seconds: int) -> str:
    """`Thirty seconds.`, `Two minutes.`, `One minute thirty seconds.`: a length as speech says it.

    Args:
        seconds: 1 or more; from an hour on, hours are said too.
    """
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    units = ((hours, "hour"), (minutes, "minute"), (left, "second"))
    said = [counted(number, unit) for number, unit in units if number]
    return sentence(" ".join(said) or "zero seconds")


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
    """`Rests are 5 s longer today.`: what holds for every rest that is still to come.

    Args:
        delta: seconds beyond each rest's own length; less than 0: shorter.
    """
    if delta == 0:
        return "Rests have their own length again."
    return f"Rests are {abs(delta)} s {'longer' if delta > 0 else 'shorter'} today."


def spoken_round(interval: Interval) -> str:
    """`Round two of three.`, or nothing where there is but one."""
    if interval.rounds < 2:
        return ""
    return f"Round {number_words(interval.round)} of {number_words(interval.rounds)}."

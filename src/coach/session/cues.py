"""The cues of an interval: which tone and which words at which second.

No two cues share a moment. Words come in sentences, the most needed first: the drill before its length, and
both before how it is done. A cue of a drill is planned where it fits before the next tone, by an estimate; of
the other words the player leaves out the last ones where the time is short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import ceil, inf
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from coach.model.formatting import in_sentence
from coach.model.program import Kind, Measure
from coach.model.timeline import RESTS, Cue, CueKind, Interval, IntervalKind, Spoken

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


TICKS: Final = (3, 2, 1)
"""Seconds before work at which a tick is heard."""
TONE_ROOM_SECONDS: Final = 1
"""The longest opening tone and a breath after it: no tick comes sooner."""
ANNOUNCE_SECONDS: Final = 8
"""Seconds before work at which a rest announces the set once more."""
ANNOUNCED_REST_SECONDS: Final = 15
"""The shortest rest with that announcement, and the shortest outside of core that is called a rest."""
HALFWAY_FROM_SECONDS: Final = 20
LAST_SECONDS: Final = 10
LAST_SECONDS_FROM: Final = 30
MINUTES_LEFT: Final = (10, 5, 1)
"""What is left of a long walk when it is said; only where it is a third of it at most."""
LEAST_COUNTED_BREATHS: Final = 3
"""So many breaths have their last one said, and twice as many the last five."""

_TONE_SECONDS: Final[dict[CueKind, float]] = {
    CueKind.SAY: 0.0,
    CueKind.TICK: 0.25,
    CueKind.LAST_SECONDS: 0.5,
    CueKind.HALFWAY: 0.55,
    CueKind.START: 0.65,
    CueKind.ANNOUNCE: 0.75,
    CueKind.INHALE: 0.75,
    CueKind.EXHALE: 0.75,
    CueKind.SWITCH: 0.85,
    CueKind.REST: 1.0,
}
"""From a tone until its words may begin."""
_BEFORE_TONE_SECONDS: Final = 0.2
_AFTER_CHANGE_SECONDS: Final = 0.5
"""From the moment at which a cue begins to stand until it is said."""
_BETWEEN_SECONDS: Final = 0.4
"""At least between the names and how to get into position."""
_QUIET_SECONDS: Final = 1.5
"""Between the words of the start and those of a cue."""
_SHORT_SET_SECONDS: Final = 20
"""In a shorter set one thing is said."""
_LONG_SET_SECONDS: Final = 40
"""From here on every cue of a set is said when it begins to stand."""
_TIMED: Final = (Measure.HOLD, Measure.TIME)


class Speech(Struct, frozen=True, kw_only=True):
    """What is said in a session."""

    spoken: Spoken
    kind: Kind
    """Of the program: in core a rest is a rest, in a stretch it is the time to turn over."""

    def says_setup(self, coming: Interval) -> bool:
        """Whether it is said how to get into position for a set."""
        return self.spoken == "all" or (self.spoken == "cues" and coming.set == 1)

    def says_rest(self, lead: Interval) -> bool:
        """Whether the time before a set is called a rest."""
        long = (lead.seconds or 0) >= ANNOUNCED_REST_SECONDS
        return self.kind is Kind.CORE or (self.kind in (Kind.CUSTOM, Kind.PRACTICE) and long)


def spoken_seconds(sentences: Sequence[str]) -> float:
    """About how long sentences take, from their letters, as a calm voice says them."""
    return sum(0.4 + 0.05 * len(one) for one in sentences) + 0.25 * (len(sentences) - 1) if sentences else 0.0


def lead_cues(
    lead: Interval, coming: Interval, speech: Speech, *, to_set: bool, resumed: bool = False
) -> tuple[Cue, ...]:
    """The cues of a get-ready, a rest, a switch or a wait.

    Args:
        lead: the interval, with its length in seconds.
        coming: the set that it leads to.
        speech: what is said.
        to_set: that set follows at once, so the last seconds are counted down.
        resumed: the set was begun before and goes on, so its length is left out.
    """
    seconds = lead.seconds
    ticks: list[int] = []
    announced = None
    if seconds is not None and to_set:
        ticks = [at for before in TICKS if (at := seconds - before) >= TONE_ROOM_SECONDS]
        if lead.kind in RESTS and seconds >= ANNOUNCED_REST_SECONDS:
            announced = seconds - ANNOUNCE_SECONDS
    until = min([*([] if announced is None else [announced]), *ticks], default=seconds)
    cues = _opening(lead, coming, speech, until, resumed=resumed, with_amount=announced is None)
    if announced is not None:
        room = _room(CueKind.ANNOUNCE, announced, min(ticks))
        whole = [*_named(coming), spoken_amount(coming)]
        if spoken_seconds(whole) > room and coming.say_side:
            whole = [f"{coming.say}, {coming.side}.", spoken_amount(coming)]
        cues.append(Cue(at=announced, cue=CueKind.ANNOUNCE, say=_joined(whole)))
    cues.extend(Cue(at=at, cue=CueKind.TICK) for at in ticks)
    return tuple(cues)


def _opening(
    lead: Interval, coming: Interval, speech: Speech, until: int | None, *, resumed: bool, with_amount: bool
) -> list[Cue]:
    """The tone and words with which an interval before a set begins, and how to get into position."""
    amount = spoken_amount(coming) if with_amount and not resumed else ""
    before, after = [], [amount]
    match lead.kind:
        case IntervalKind.SWITCH:
            kind, before, after = CueKind.SWITCH, ["Switch."], []
        case IntervalKind.WAIT:
            kind, after = CueKind.ANNOUNCE, ["Go on when you are ready."]
        case IntervalKind.READY:
            kind = CueKind.ANNOUNCE
        case _:
            kind, before = CueKind.REST, ["Rest."] if speech.says_rest(lead) else []
            if lead.kind is IntervalKind.ROUND_REST and coming.rounds > 1:
                after = [f"Round {number_words(coming.round)} of {number_words(coming.rounds)}.", amount]
    says_setup = speech.says_setup(coming) and not resumed and until is not None
    setup = list(coming.setup_cues) if says_setup else []
    names = _named(coming)
    if kind is CueKind.SWITCH:
        # Only what is another on this side.
        setup = [text for text in setup if _names_a_side(text)]
        names = names[1:] or names
    elif kind is CueKind.REST:
        names = [f"Next: {in_sentence(names[0])}", *names[1:]]
    # As many cues as fit, and rather one without the amount than none.
    ways = [(after, setup[:count]) for count in range(len(setup), 0, -1)]
    ways += [([one for one in after if one != amount], one) for _, one in ways[-1:]]
    room = _room(kind, 0, until)
    for rest, said in [*ways, (after, [])]:
        # A cue that names the side says more than the side alone.
        own = [one for one in names if one != coming.say_side] if any(map(_names_a_side, said)) else names
        words = [one for one in (*before, *own, *rest) if one]
        if kind is CueKind.SWITCH:
            words, said = [*words, *said], []
        then = ceil((spoken_seconds(words) + _BETWEEN_SECONDS) * 4) / 4 if said else 0.0
        if then + spoken_seconds(said or words) <= room:
            break
    cues = [Cue(at=0, cue=kind, say=_joined(words))]
    if said:
        cues.append(Cue(at=_plain(_TONE_SECONDS[kind] + then), cue=CueKind.SAY, say=_joined(said)))
    return cues


def _named(interval: Interval) -> list[str]:
    """The drill and its side: `Side plank, right.`, or the side in the drill's own words."""
    if interval.side and interval.say_side:
        return [f"{interval.say}.", interval.say_side]
    return [f"{interval.say}, {interval.side}." if interval.side else f"{interval.say}."]


def _names_a_side(text: str) -> bool:
    return bool(re.search(r"\b(left|right)\b", text, re.IGNORECASE))


def _plain(moment: float) -> float:
    return int(moment) if moment.is_integer() else moment


def _joined(sentences: Iterable[str]) -> str | None:
    return " ".join(filter(None, sentences)) or None


def _room(kind: CueKind, at: float, until: float | None) -> float:
    """The seconds for words after a tone, before the next one."""
    return inf if until is None else until - at - _TONE_SECONDS[kind] - _BEFORE_TONE_SECONDS


def set_cues(
    work: Interval, speech: Speech, *, last: bool, leads: Sequence[Interval] = ()
) -> tuple[Cue, ...]:
    """The cues of a set, from its start tone on.

    Args:
        work: the set; without a length it has its start tone alone.
        speech: what is said.
        last: the session ends with it, so its end is a finish.
        leads: the intervals right before it; without any, its own start says its name.
    """
    cues = [Cue(at=0, cue=CueKind.START), *sorted(_cues_within(work, speech), key=lambda cue: cue.at)]
    words = [] if leads else _named(work)
    if leads and speech.says_setup(work) and leads[-1].kind is not IntervalKind.SWITCH:
        # What there was no time for before it.
        before = " ".join(cue.say for lead in leads for cue in lead.cues if cue.say)
        words = [text for text in work.setup_cues if text not in before]
        words = words[: 1 if work.seconds is not None and work.seconds < _SHORT_SET_SECONDS else None]
    end = cues[1].at if len(cues) > 1 else work.seconds
    if work.inhale_seconds or work.tempo:
        first = "In." if work.inhale_seconds else "Down."
        cues[0] = replace(cues[0], say=_joined([*([] if leads else words), first]))
        cues = _with_led_cues(work, cues) if speech.says_setup(work) else cues
    else:
        while words and spoken_seconds(words) > _room(CueKind.START, 0, end) and leads:
            words.pop()
        cues[0] = replace(cues[0], say=_joined(words))
        if speech.spoken != "names":
            cues = _with_work_cues(work, cues)
    if last and work.seconds is not None:
        cues.append(Cue(at=work.seconds, cue=CueKind.FINISH, say="That's all. Well done."))
    return tuple(cues)


def _cues_within(work: Interval, speech: Speech) -> Iterator[Cue]:
    """The cues of a set between its start and its end."""
    seconds = work.seconds
    if seconds is None:
        return
    if work.measure in _TIMED:
        if seconds >= HALFWAY_FROM_SECONDS:
            half = seconds / 2 if seconds % 2 else seconds // 2
            yield Cue(at=half, cue=CueKind.HALFWAY, say="Halfway.")
        if work.measure is Measure.TIME and speech.spoken != "names":
            for minutes in MINUTES_LEFT:
                if seconds >= 3 * 60 * minutes:
                    say = sentence(f"{counted(minutes, 'minute')} left")
                    yield Cue(at=seconds - 60 * minutes, cue=CueKind.SAY, say=say)
        if seconds >= LAST_SECONDS_FROM:
            yield Cue(at=seconds - LAST_SECONDS, cue=CueKind.LAST_SECONDS, say=spoken(LAST_SECONDS))
        return
    if work.inhale_seconds:
        inhale, exhale = work.inhale_seconds, work.exhale_seconds or 0
        for number in range(work.reps or 0):
            at = number * (inhale + exhale)
            if number:
                yield Cue(
                    at=at, cue=CueKind.INHALE, say=_joined(["In.", _breath_count(work, number, speech)])
                )
            yield Cue(at=at + inhale, cue=CueKind.EXHALE, say="Out.")
        return
    for number in range(work.reps or 0):
        # The start tone stands for the first repetition.
        at, count = number * (work.pace_seconds or 0), sentence(number_words(number + 1))
        if work.tempo:
            held = at + work.tempo.lower_seconds
            if number:
                yield Cue(at=at, cue=CueKind.TICK, say=f"Down. {count}")
            if work.tempo.hold_seconds:
                yield Cue(at=held, cue=CueKind.TICK, say="Hold.")
            yield Cue(at=held + work.tempo.hold_seconds, cue=CueKind.TICK, say="Up.")
        elif work.pace_seconds and number:
            yield Cue(at=at, cue=CueKind.TICK, say=count)


def _breath_count(work: Interval, number: int, speech: Speech) -> str:
    """What is said of a breath from 0: how many are left, or which repetition it is."""
    if work.measure is not Measure.BREATHS:
        return sentence(number_words(number + 1))
    breaths = work.reps or 0
    if speech.spoken == "names" or breaths < LEAST_COUNTED_BREATHS:
        return ""
    left = breaths - number
    return "Last one." if left == 1 else "Five more." if left == 5 and breaths >= 8 else ""


def _with_led_cues(work: Interval, cues: Sequence[Cue]) -> list[Cue]:
    """Breaths or repetitions with each cue said once, beside `In.` and `Out.`, or in their place.

    A cue that stands for a whole breath may also be said while one breathes out.
    """
    texts = {shown.at: shown.text for shown in work.work_cues}
    said: set[str] = set()
    led: list[Cue] = []
    waiting = ""
    ends = [*(cue.at for cue in cues[1:]), float(work.seconds or 0)]
    for cue, until in zip(cues, ends, strict=True):
        text = texts.get(int(cue.at), waiting)
        waiting = ""
        if text and text not in said:
            word = (cue.say or "").rstrip(".").casefold()
            names_phase = text.casefold().startswith((f"{word} ", f"breathe {word} "))
            fitting = [text] if names_phase else [cue.say or "", text]
            room = _room(cue.cue, cue.at, until)
            if spoken_seconds(fitting) > room and until in texts and work.measure is not Measure.BREATHS:
                # It belongs to this half, and the tone says which one that is.
                fitting = [text]
            if spoken_seconds(fitting) <= room:
                said.add(text)
                cue = replace(cue, say=_joined(fitting))
            elif cue.cue is not CueKind.EXHALE:
                waiting = text
        led.append(cue)
    return led


def _with_work_cues(work: Interval, cues: Sequence[Cue]) -> list[Cue]:
    """A set with its standing cues said where nothing else is heard; in a short one only the first."""
    start, seconds = cues[0], work.seconds
    groups: dict[int, list[str]] = {}
    for shown in work.work_cues:
        if shown.text not in (start.say or "") and all(shown.text not in texts for texts in groups.values()):
            groups.setdefault(shown.at, []).append(shown.text)
    if seconds is None:
        first = next(iter(groups.values()), [])
        return [replace(start, say=_joined([start.say or "", *first]))]
    if seconds < _LONG_SET_SECONDS:
        groups = dict(list(groups.items())[:1])
    if seconds < _SHORT_SET_SECONDS and start.say:
        return list(cues)
    result = list(cues)
    for at, texts in groups.items():
        if at == 0 and not start.say:
            until = cues[1].at if len(cues) > 1 else seconds
            if spoken_seconds(texts) <= _room(CueKind.START, 0, until):
                result[0] = replace(start, say=_joined(texts))
                continue
        earliest = at + _AFTER_CHANGE_SECONDS
        if at == 0:
            said = [start.say] if start.say else []
            earliest = _TONE_SECONDS[CueKind.START] + spoken_seconds(said) + _QUIET_SECONDS
        moment = _free_moment(earliest, spoken_seconds(texts), result, seconds)
        if moment is not None:
            result.append(Cue(at=moment, cue=CueKind.SAY, say=_joined(texts)))
            result.sort(key=lambda cue: cue.at)
    return result


def _free_moment(earliest: float, length: float, cues: Sequence[Cue], seconds: int) -> float | None:
    """The first half second from `earliest` on at which words of that length meet no cue and no end."""
    taken = [
        (cue.at, cue.at + _TONE_SECONDS[cue.cue] + spoken_seconds([cue.say] if cue.say else []))
        for cue in cues
    ]
    moments = (half / 2 for half in range(ceil(earliest * 2), 2 * seconds))
    for moment in moments:
        end = moment + length + _BEFORE_TONE_SECONDS
        if end > seconds or moment > earliest + 10:
            return None
        if all(end <= begin or moment >= until + _BEFORE_TONE_SECONDS for begin, until in taken):
            return _plain(moment)
    return None

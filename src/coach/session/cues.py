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
from coach.model.program import Measure
from coach.model.timeline import RESTS, Cue, CueKind, Interval, IntervalKind, ShownCue, Spoken
from coach.model.units import Units, load_in

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


def spoken_load(interval: Interval, units: Units) -> str:
    """What is carried, to half a kilo or a whole pound; empty where nothing is."""
    if interval.load_kg is None:
        return ""
    load = load_in(interval.load_kg, units)
    halves = round(2 * load) if units == "kg" else 2 * round(load)
    return load_sentence(max(1, halves), units, one_hand=interval.one_hand)


def load_sentence(halves: int, units: Units, *, one_hand: bool) -> str:
    """`Six kilos in each hand.`, `Two and a half kilos in one hand.`: a load from its half units."""
    whole, half = divmod(halves, 2)
    number = " and ".join([number_words(whole)] * (whole > 0) + ["a half"] * half)
    unit = f"{'kilo' if units == 'kg' else 'pound'}{'s' if halves > 2 else ''}"
    return sentence(f"{number} {unit} in {'one' if one_hand else 'each'} hand")


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
"""The shortest rest with that announcement."""
CALLED_REST_SECONDS: Final = 30
"""The shortest rest that is called one; a shorter one is the time to get into position."""
GET_OUT_SECONDS: Final = 4
"""How long a rest shows how to leave the position before."""
READING_SECONDS: Final = 6
"""The least time for which a cue stands."""
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
_BETWEEN_SECONDS: Final = 0.4
"""At least between the names and how to get into position."""
_QUIET_SECONDS: Final = 2.0
"""At least between two cues of a set: time to do what was said, and to breathe."""
_SHORT_SET_SECONDS: Final = 20
"""In a shorter set one thing is said."""
_LONG_SET_SECONDS: Final = 40
"""From here on cues take turns evenly; in a shorter set they come in its first half, while they help most."""
_SOON_SECONDS: Final = 8
"""From one cue to the next in such a shorter set."""
_TIMED: Final = (Measure.HOLD, Measure.TIME)


class Speech(Struct, frozen=True, kw_only=True):
    """What is said in a session."""

    spoken: Spoken
    units: Units = "kg"

    def says_setup(self, coming: Interval) -> bool:
        """Whether it is said how to get into position for a set."""
        return self.spoken == "all" or (self.spoken == "cues" and coming.set == 1)

    def says_get_out(self, lead: Interval) -> bool:
        """Whether it is said how to leave the position before: in the first round, and after each round."""
        often = self.spoken == "all" or lead.round == 1 or lead.kind is IntervalKind.ROUND_REST
        return bool(lead.get_out) and self.spoken != "names" and often


def spoken_seconds(sentences: Sequence[str]) -> float:
    """About how long sentences take, from their letters, as a calm voice says them."""
    whole = [one for text in sentences for one in re.findall(r"[^.?!]+[.?!]*", text)]
    return sum(0.4 + 0.05 * len(one.strip()) for one in whole) + 0.25 * (len(whole) - 1) if whole else 0.0


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
    load = spoken_load(coming, speech.units) if coming.set == 1 and not resumed else ""
    before, after = [], [amount]
    match lead.kind:
        case IntervalKind.SWITCH:
            kind, before, after = CueKind.SWITCH, ["Switch."], []
        case IntervalKind.WAIT:
            kind, after = CueKind.ANNOUNCE, ["Go on when you are ready."]
        case IntervalKind.READY:
            kind = CueKind.ANNOUNCE
        case _:
            kind = CueKind.REST
            before = ["Rest."] if (lead.seconds or 0) >= CALLED_REST_SECONDS else []
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
    # As many cues as fit: rather one more than the amount, and rather one than the way out, which stands.
    without_amount = [one for one in after if one != amount]
    ways = [(rest, setup[:count]) for count in range(len(setup), 0, -1) for rest in (after, without_amount)]
    room = _room(kind, 0, until)
    out = [lead.get_out] if speech.says_get_out(lead) else []
    outs = [(leaving, way) for leaving in (out, []) for way in ways]
    for leaving, (rest, said) in [*outs, (out, (after, [])), ([], (after, []))]:
        # A cue that names the side says more than the side alone.
        own = [one for one in names if one != coming.say_side] if any(map(_names_a_side, said)) else names
        words = [one for one in (*leaving, *before, *own, load, *rest) if one]
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


def with_set_cues(work: Interval, speech: Speech, *, last: bool, leads: Sequence[Interval] = ()) -> Interval:
    """A set with its cues, from its start tone on, and with what stands when, which is what is said then.

    Args:
        work: the set; without a length it has its start tone alone.
        speech: what is said.
        last: the session ends with it, so its end is a finish.
        leads: the intervals right before it; without any, its own start says its name.
    """
    start = Cue(at=0, cue=CueKind.START)
    cues: Sequence[Cue] = sorted(_cues_within(work, speech), key=lambda cue: cue.at)
    shown: Sequence[ShownCue] = work.turns
    names = [] if leads else _named(work)
    if work.inhale_seconds or work.tempo:
        first = "In." if work.inhale_seconds else "Down."
        cues = [replace(start, say=_joined([*names, first])), *cues]
        if speech.says_setup(work):
            cues = _with_led_cues(work, cues, shown)
    else:
        cues = [replace(start, say=_joined(names)), *cues]
        if speech.spoken != "names":
            cues, shown = _scheduled(work, cues, every=speech.says_setup(work))
    if last and work.seconds is not None:
        out = work.get_out if speech.spoken != "names" else ""
        say = _joined([out, "That's all. Well done."])
        cues = [*cues, Cue(at=work.seconds, cue=CueKind.FINISH, say=say)]
    return replace(work, cues=tuple(cues), work_cues=tuple(shown))


def _cues_within(work: Interval, speech: Speech) -> Iterator[Cue]:
    """The cues of a set between its start and its end."""
    seconds = work.seconds
    if seconds is None:
        return
    if work.measure in _TIMED and not work.breaths:
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
        for number in range(work.reps or work.breaths or 0):
            at = number * (inhale + exhale)
            if number:
                yield Cue(
                    at=at, cue=CueKind.INHALE, say=_joined(["In.", _breath_count(work, number, speech)])
                )
            if at + inhale < seconds:
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
    if work.measure is Measure.REPS:
        return sentence(number_words(number + 1))
    breaths = work.reps or work.breaths or 0
    if speech.spoken == "names" or breaths < LEAST_COUNTED_BREATHS:
        return ""
    left = breaths - number
    return "Last one." if left == 1 else "Five more." if left == 5 and breaths >= 8 else ""


def _with_led_cues(work: Interval, cues: Sequence[Cue], shown: Sequence[ShownCue]) -> list[Cue]:
    """Breaths or repetitions with each cue said once, beside `In.` and `Out.`, or in their place."""
    texts = {one.at: one.text for one in shown}
    said: set[str] = set()
    led: list[Cue] = []
    ends = [*(cue.at for cue in cues[1:]), float(work.seconds or 0)]
    for cue, until in zip(cues, ends, strict=True):
        text = texts.get(int(cue.at), "")
        if text and text not in said:
            word = (cue.say or "").rstrip(".").casefold()
            names_phase = re.match(rf"(breathe )?{word}\b", text.casefold()) is not None
            room = _room(cue.cue, cue.at, until)
            fitting = [text] if names_phase else [cue.say or "", text]
            if spoken_seconds(fitting) > room:
                # The tone says which half it is.
                fitting = [text]
            if spoken_seconds(fitting) <= room:
                said.add(text)
                cue = replace(cue, say=_joined(fitting))
        led.append(cue)
    return led


def _scheduled(
    work: Interval, cues: Sequence[Cue], *, every: bool
) -> tuple[Sequence[Cue], Sequence[ShownCue]]:
    """A set with its cues said at the second from which they stand, and when that is.

    Args:
        every: each cue is said, not the first one alone; of a hold, the first two.
    """
    start, seconds, later = cues[0], work.seconds, work.turns
    texts = list(dict.fromkeys(cue.text for cue in later))
    if not texts:
        return cues, later
    if seconds is None:
        return [replace(start, say=_joined([start.say or "", texts[0]])), *cues[1:]], later
    if seconds < _SHORT_SET_SECONDS:
        fits = not start.say and spoken_seconds(texts[:1]) <= _room(CueKind.START, 0, _next(cues, seconds))
        return [replace(start, say=texts[0]) if fits else start, *cues[1:]], later
    turn = next((cue.at for cue in later if cue.at), _SOON_SECONDS)
    turn = min(turn, _SOON_SECONDS) if seconds < _LONG_SET_SECONDS else turn
    result, shown = list(cues), list[ShownCue]()
    at, end = 0, _TONE_SECONDS[CueKind.START] + spoken_seconds([start.say] if start.say else [])
    for place, text in enumerate(texts):
        length = spoken_seconds([text])
        says = every or place <= (1 if work.measure is Measure.HOLD else 0)
        if place == 0 and not start.say and length <= _room(CueKind.START, 0, _next(cues, seconds)):
            result[0] = replace(start, say=text)
            shown.append(ShownCue(at=0, text=text))
            end += length
            continue
        earliest = 0 if place == 0 else max(at + turn, ceil(end))
        moment = (
            _free_moment(max(earliest, ceil(end + _QUIET_SECONDS)), length, result, seconds) if says else None
        )
        if moment is not None:
            result.append(Cue(at=moment, cue=CueKind.SAY, say=text))
            result.sort(key=lambda cue: cue.at)
            end = moment + length
        at = earliest if moment is None or place == 0 else int(moment)
        if place and at + READING_SECONDS > seconds:
            break
        shown.append(ShownCue(at=at, text=text))
    again = [cue for cue in later if cue.at >= at + READING_SECONDS]
    shown += again[1:] if again and again[0].text == shown[-1].text else again
    return result, shown


def _next(cues: Sequence[Cue], seconds: int) -> float:
    """The moment of the second cue of a set, or its end."""
    return cues[1].at if len(cues) > 1 else seconds


def _free_moment(earliest: int, length: float, cues: Sequence[Cue], seconds: int) -> float | None:
    """The first quarter of a second from `earliest` on at which words so long meet no cue and no end."""
    taken = [
        (cue.at, cue.at + _TONE_SECONDS[cue.cue] + spoken_seconds([cue.say] if cue.say else []))
        for cue in cues
    ]
    latest = min(seconds - READING_SECONDS, earliest + 15)
    for moment in (quarter / 4 for quarter in range(4 * earliest, 4 * latest + 1)):
        end = moment + length + _BEFORE_TONE_SECONDS
        if all(end <= begin or moment >= until + _BEFORE_TONE_SECONDS for begin, until in taken):
            return _plain(moment)
    return None

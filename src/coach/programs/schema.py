"""The format of program and drill files: the one definition of their keys.

The decoder, the JSON Schema and the notes of the editor all come from these documents.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar, Final, Literal, Self, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType, field

from coach.control_characters import harmless
from coach.model.program import BreathPhase, DrillAction, Weekday, WhileLocked
from coach.model.units import (
    DURATION_FORMS,
    DURATION_PATTERN,
    LOAD_FORMS,
    LOAD_PATTERN,
    MAX_PLAIN_SECONDS,
    TIME_OF_DAY_PATTERN,
    QuantityError,
    parse_duration,
    parse_load,
    parse_percent,
    parse_time_of_day,
)
from coach.programs.parse import MappingNode, Node, ScalarNode, excerpt, kind_text

Schema = dict[str, object]
T = TypeVar("T")
U = TypeVar("U")

_DATE_PATTERN: Final = "^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$"
_STEP_PATTERN: Final = (
    r"^(?:(?:0{1,3} *m(?:in)? *)?0*(?:[1-9]|1[0-5]) *(?:s(?:ec)?)?|0{1,3}:(?:0[1-9]|1[0-5]))$"
)
_UNKNOWN_PLACEHOLDER: Final = r"\{(?!(?:side|other)\})[A-Za-z_]+\}"
_TEMPO_SECONDS: Final = "0?[1-9]|[12][0-9]|30"


class Quantity:
    """A value that is written with a unit or in a form of its own."""

    schema: ClassVar[Schema]
    """The JSON Schema of what `from_node` takes."""

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The value of a node.

        Raises:
            QuantityError: with what is wrong and what would be right.
        """
        raise NotImplementedError


def _scalar(node: Node, called: str, hint: str) -> ScalarNode:
    """A node that is a scalar with a value other than true or false, called `called` in the error."""
    if isinstance(node, ScalarNode) and node.kind not in ("null", "bool"):
        return node
    raise QuantityError(f"{called} is wanted, not {kind_text(node)}", hint)


class Seconds(int, Quantity):
    """A duration in seconds: `30s`, `2m`, `1m30s`, `1:30` or a bare number."""

    schema: ClassVar[Schema] = {
        "anyOf": [
            {"type": "string", "pattern": DURATION_PATTERN},
            {"type": "integer", "minimum": 1, "maximum": MAX_PLAIN_SECONDS},
        ]
    }

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The seconds of a duration."""
        scalar = _scalar(node, "a duration", f"write {DURATION_FORMS}")
        seconds = scalar.integer
        if seconds is None:
            return cls(parse_duration(scalar.text))
        if seconds < 1:
            raise QuantityError("a duration is more than 0 seconds", f"write {DURATION_FORMS}")
        if seconds > MAX_PLAIN_SECONDS:
            raise QuantityError("a duration is less than a day", f"write {DURATION_FORMS}")
        return cls(seconds)


class StepSeconds(Seconds):
    """How much longer a hold gets at once: at most 15 seconds."""

    most: ClassVar[int] = 15
    schema: ClassVar[Schema] = {
        "anyOf": [
            {"allOf": [{"type": "string", "pattern": DURATION_PATTERN}, {"pattern": _STEP_PATTERN}]},
            {"type": "integer", "minimum": 1, "maximum": most},
        ]
    }

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The seconds of a step."""
        seconds = super().from_node(node)
        if seconds > cls.most:
            raise QuantityError(
                f"a step of {seconds} s is too much at once", f"at most {cls.most}s; 5s suits most people"
            )
        return seconds


class Amount(int, Quantity):
    """How far a slot may grow: a duration, or a count where repetitions or breaths are counted.

    Attributes:
        counted: a bare whole number, which can be either.
    """

    schema: ClassVar[Schema] = Seconds.schema

    counted: bool = False

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The amount, as seconds or a count."""
        amount = cls(Seconds.from_node(node))
        amount.counted = isinstance(node, ScalarNode) and node.integer is not None
        return amount


class Kilograms(float, Quantity):
    """A load in kilograms: `6kg`, `2.5kg` or `10lb`."""

    schema: ClassVar[Schema] = {"type": "string", "pattern": LOAD_PATTERN}

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The kilograms of a load."""
        return cls(parse_load(_scalar(node, "a load", f"write {LOAD_FORMS}").text))


class SomeKilograms(Kilograms):
    """A load that is more than nothing."""

    schema: ClassVar[Schema] = {"type": "string", "pattern": f"^(?=.*[1-9]){LOAD_PATTERN[1:]}"}

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The kilograms of a load that is more than 0."""
        load = super().from_node(node)
        if load <= 0:
            raise QuantityError("a load here is more than 0", f"write {LOAD_FORMS}")
        return load


class TrimPercent(int, Quantity):
    """How much a light week takes off: 10 % to 50 %."""

    schema: ClassVar[Schema] = {"type": "string", "pattern": "^0?(?:[1-4][0-9]|50) *%$"}

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The whole number of a percentage."""
        scalar = _scalar(node, "a percentage", "write 30%")
        percent = scalar.integer if scalar.integer is not None else parse_percent(scalar.text)
        if not 10 <= percent <= 50:
            raise QuantityError(f"a light week cannot be {percent} % lighter", "10% to 50%; 30% suits most")
        return cls(parse_percent(scalar.text))


class TempoText(str, Quantity):
    """How one repetition is spent, as `3-1-2`: seconds to lower, to hold, to lift."""

    __slots__ = ()
    most: ClassVar[int] = 30
    schema: ClassVar[Schema] = {
        "type": "string",
        "pattern": f"^(?:{_TEMPO_SECONDS})-(?:00?|{_TEMPO_SECONDS})-(?:{_TEMPO_SECONDS})$",
    }

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The three numbers, with dashes between."""
        hint = "write 3-1-2: seconds to lower, to hold, to lift"
        text = _scalar(node, "a tempo", hint).text
        if not re.fullmatch(r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}", text):
            raise QuantityError(f"'{excerpt(text)}' is not a tempo", hint)
        seconds = [int(part) for part in text.split("-")]
        if not (seconds[0] and seconds[2]):
            raise QuantityError(f"{text}: lowering and lifting take a second at least", hint)
        if max(seconds) > cls.most:
            raise QuantityError(
                f"{max(seconds)} seconds are too long for one movement", f"at most {cls.most}"
            )
        return cls(text)


class TimeOfDay(str, Quantity):
    """A time of day as `HH:MM`."""

    __slots__ = ()
    schema: ClassVar[Schema] = {"type": "string", "pattern": TIME_OF_DAY_PATTERN}

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The time as `HH:MM`."""
        return cls(parse_time_of_day(_scalar(node, "a time of day", 'write "09:00" or "17:30"').text))


class CivilDate(str, Quantity):
    """A date as `YYYY-MM-DD`."""

    __slots__ = ()
    schema: ClassVar[Schema] = {"type": "string", "pattern": _DATE_PATTERN, "format": "date"}

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The text of a date that is in the calendar."""
        text = _scalar(node, "a date", "write 2026-05-01").text
        if not re.fullmatch(_DATE_PATTERN, text):
            raise QuantityError(f"'{excerpt(text)}' is not a date", "write 2026-05-01")
        try:
            date.fromisoformat(text)
        except ValueError:
            raise QuantityError(f"{text} is not in the calendar", "write 2026-05-01") from None
        return cls(text)


class CueText(str, Quantity):
    """A line about how a drill is done: text, or `in: text` and `out: text` for a half of the breath."""

    most: ClassVar[int] = 200
    phase: BreathPhase | None = None
    _text: ClassVar[Schema] = {
        "type": "string",
        "maxLength": most,
        "allOf": [{"pattern": r"\S"}, {"pattern": rf"^(?![\s\S]*{_UNKNOWN_PLACEHOLDER})"}],
    }
    schema: ClassVar[Schema] = {
        "anyOf": [
            _text,
            {
                "type": "object",
                "properties": {"in": _text, "out": _text},
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": False,
            },
        ]
    }

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The text of a cue, with the phase that it belongs to."""
        phase: BreathPhase | None = None
        if isinstance(node, MappingNode):
            if len(node.pairs) != 1 or node.pairs[0][0].text not in ("in", "out"):
                raise QuantityError(
                    "a cue is text, or belongs to one phase", "write - in: or - out: and the text"
                )
            phase = "in" if node.pairs[0][0].text == "in" else "out"
            node = node.pairs[0][1]
        if not isinstance(node, ScalarNode) or node.kind != "text":
            hint = "write something, or leave it out"
            if isinstance(node, ScalarNode) and node.kind != "null":
                hint = f'put it in quotes: "{excerpt(node.text)}"'
            raise QuantityError(f"text is wanted, not {kind_text(node)}", hint)
        if not harmless(node.text).strip():
            raise QuantityError("this text is empty", "write something, or leave it out")
        if len(node.text) > cls.most:
            raise QuantityError(f"this text has {len(node.text)} characters", f"at most {cls.most}")
        unknown = re.search(_UNKNOWN_PLACEHOLDER, node.text)
        if unknown:
            raise QuantityError(f"{excerpt(unknown[0])} stands for nothing", "there are {side} and {other}")
        cue = cls(node.text)
        cue.phase = phase
        return cue


class SideText(str, Quantity):
    """A text with placeholders for the side, and without a phase."""

    __slots__ = ()
    schema: ClassVar[Schema] = CueText._text

    @classmethod
    def from_node(cls, node: Node) -> Self:
        """The text, which has no phase."""
        if isinstance(node, MappingNode):
            raise QuantityError("text is wanted, not keys with values", "write it on one line, in quotes")
        return cls(CueText.from_node(node))


SchemaName = Literal["program", "drills", "figures"]
"""The kinds of file that have a JSON Schema."""

Name = Annotated[str, Meta(pattern="^[a-z0-9-]+$", max_length=64, extra={"word": "name"})]
DrillName = Annotated[str, Meta(pattern="^[a-z0-9-]+$", max_length=64, extra={"word": "drill"})]
Line = Annotated[str, Meta(pattern=r"\S", max_length=200, extra={"word": "line"})]
Text = Annotated[str, Meta(pattern=r"\S", max_length=2000, extra={"word": "text"})]
Count = Annotated[int, Meta(ge=1, le=1000)]
Times = Annotated[int, Meta(ge=1, le=100)]
Sessions = Annotated[int, Meta(ge=1, le=20)]
Days = Annotated[int, Meta(ge=1, le=3650)]
SchemaOne = Annotated[Literal[1], Meta(description="The version of this format.")]
SideWord = Annotated[Literal["none", "each"], Meta(description="each: done once on each side.")]


def or_default(value: T | UnsetType, default: U) -> T | U:
    """The value of a key; the default where the key is absent."""
    return default if value is UNSET else value


class Document(Struct, kw_only=True, forbid_unknown_fields=True):
    """The keys of a mapping in a file."""


class ScheduleDocument(Document, kw_only=True):
    """When the program is due."""

    per_week: Annotated[int, Meta(ge=1, le=7, description="Days a week.")] | UnsetType = UNSET
    days: (
        Annotated[
            list[Weekday], Meta(min_length=1, max_length=7, description="Which days: as many as per_week.")
        ]
        | UnsetType
    ) = UNSET
    per_day: Annotated[int, Meta(ge=1, le=48, description="Times a day.")] | UnsetType = UNSET
    every: Annotated[Seconds, Meta(description="Again after this long.")] | UnsetType = UNSET
    from_: Annotated[TimeOfDay, Meta(description="With every: from this time.")] | UnsetType = field(
        default=UNSET, name="from"
    )
    until: Annotated[TimeOfDay, Meta(description="With every: until this time.")] | UnsetType = UNSET


class BlockDocument(Document, kw_only=True):
    """Weeks of building, closed by a light one."""

    weeks: Annotated[int, Meta(ge=4, le=6, description="4 to 6; the last one is light.")] | UnsetType = UNSET
    trim: Annotated[TrimPercent, Meta(description="How much lighter: 10% to 50%.")] | UnsetType = UNSET


class RestDocument(Document, kw_only=True):
    """Rests by the clock."""

    between: Annotated[Seconds, Meta(description="Between two drills.")] | UnsetType = UNSET
    rounds: Annotated[Seconds, Meta(description="Between two rounds.")] | UnsetType = UNSET


class ProgressionDocument(Document, kw_only=True):
    """How fast a level moves."""

    after: Annotated[Sessions, Meta(description="Clean sessions for a step up.")] | UnsetType = UNSET
    step: Annotated[StepSeconds, Meta(description="How much longer: at most 15s.")] | UnsetType = UNSET
    misses: (
        Annotated[Sessions, Meta(description="Short or shaky sessions in a row for a step down.")] | UnsetType
    ) = UNSET
    floor: Annotated[Seconds, Meta(description="A hold never gets shorter than this.")] | UnsetType = UNSET
    tries: (
        Annotated[Sessions, Meta(description="Failed tries of a level until it is asked more seldom.")]
        | UnsetType
    ) = UNSET
    after_tries: (
        Annotated[Sessions, Meta(description="Clean sessions before such a level is tried again.")]
        | UnsetType
    ) = UNSET
    top: (
        Annotated[
            Literal["keep", "full"],
            Meta(description="At the top of a ladder: one set fewer after a whole block, or all of them."),
        ]
        | UnsetType
    ) = UNSET


class AwayDocument(Document, kw_only=True):
    """Days without training from which a level is eased; each more than the one before."""

    recount: Annotated[Days, Meta(description="The count starts again.")] | UnsetType = UNSET
    ease: Annotated[Days, Meta(description="A little shorter.")] | UnsetType = UNSET
    restart: Annotated[Days, Meta(description="Back to the start of the drill.")] | UnsetType = UNSET
    reset: Annotated[Days, Meta(description="Back to the start of the program.")] | UnsetType = UNSET


class LoadDocument(Document, kw_only=True):
    """What is carried, a hand."""

    start: Annotated[Kilograms, Meta(description="To begin with.")]
    step: Annotated[SomeKilograms, Meta(description="How much more at once.")]
    max: Annotated[SomeKilograms, Meta(description="Never more than this.")]


class MeasuredDocument(Document, kw_only=True):
    """What is measured in one of four ways, with how far it grows."""

    hold: Annotated[Seconds, Meta(description="A held position: pausing ends it.")] | UnsetType = UNSET
    time: Annotated[Seconds, Meta(description="May be paused, pieces add up.")] | UnsetType = UNSET
    reps: Annotated[Count, Meta(description="Repetitions.")] | UnsetType = UNSET
    breaths: Annotated[Count, Meta(description="Breaths.")] | UnsetType = UNSET
    upto: Annotated[Amount, Meta(description="How far it grows, in the same unit.")] | UnsetType = UNSET


class RungDocument(MeasuredDocument, kw_only=True):
    """One rung of a ladder."""

    drill: Annotated[DrillName, Meta(description="A drill of the catalogue.")]
    load: Annotated[Literal["none"], Meta(description="none: without the slot's load.")] | UnsetType = UNSET
    hand: Annotated[Literal["one"], Meta(description="one: the load in one hand.")] | UnsetType = UNSET


class SlotDocument(MeasuredDocument, kw_only=True):
    """A place in the program whose level is tracked."""

    slot: Annotated[Name, Meta(description="Its name, once in a program.")]
    drill: Annotated[DrillName, Meta(description="Where it starts; absent: as the slot.")] | UnsetType = UNSET
    sides: SideWord | UnsetType = UNSET
    sets: Annotated[Times, Meta(description="How many times; absent: once a round.")] | UnsetType = UNSET
    ladder: (
        Annotated[
            list[RungDocument],
            Meta(min_length=1, max_length=20, description="Easier to harder; absent: the drill alone."),
        ]
        | UnsetType
    ) = UNSET
    load: LoadDocument | UnsetType = UNSET
    progress: (
        Annotated[Literal["time", "time-then-load", "fixed", "none"], Meta(description="What grows.")]
        | UnsetType
    ) = UNSET
    pace: Annotated[Seconds, Meta(description="With reps: for one; else it waits.")] | UnsetType = UNSET
    tempo: (
        Annotated[TempoText, Meta(description="With reps: seconds to lower, hold, lift: 3-1-2.")] | UnsetType
    ) = UNSET
    inhale: (
        Annotated[Seconds, Meta(description="In: of a breath (4s), or of each of the reps, or of a time.")]
        | UnsetType
    ) = UNSET
    exhale: (
        Annotated[Seconds, Meta(description="Out: of a breath (6s), or of each of the reps, or of a time.")]
        | UnsetType
    ) = UNSET
    rest: Annotated[Seconds, Meta(description="After each set, in place of the part's own.")] | UnsetType = (
        UNSET
    )
    every: Annotated[Seconds, Meta(description="Each set starts so long after the last.")] | UnsetType = UNSET
    wait: Annotated[bool, Meta(description="true: waits for you before each set.")] | UnsetType = UNSET


Slots = Annotated[list[SlotDocument], Meta(min_length=1, max_length=100, description="What is done.")]
Rounds = Annotated[Times, Meta(description="How many times round; absent: once.")]
Every = Annotated[Seconds, Meta(description="Each set starts so long after the one before it.")]


class PartDocument(Document, kw_only=True):
    """A stretch of a program that is gone round as a circuit."""

    title: Annotated[Line, Meta(description="Its name on screen.")] | UnsetType = UNSET
    rounds: Rounds | UnsetType = UNSET
    rest: RestDocument | UnsetType = UNSET
    every: Every | UnsetType = UNSET
    warmup: Annotated[bool, Meta(description="true: may be skipped, is never judged.")] | UnsetType = UNSET
    slots: Slots


class ProgramDocument(Document, kw_only=True):
    """A program."""

    schema: SchemaOne
    id: Annotated[Name, Meta(description="The file's name without .yaml.")]
    title: Annotated[Line, Meta(description="Its name on screen.")]
    kind: Annotated[
        Literal["core", "mobility", "morning", "break", "breathing", "practice", "cardio", "custom"],
        Meta(description="What it is for: decides which coaching rules apply."),
    ]
    about: Annotated[Text, Meta(description="What it is, for whom.")] | UnsetType = UNSET
    schedule: ScheduleDocument | UnsetType = UNSET
    block: BlockDocument | UnsetType = UNSET
    ready: Annotated[Seconds, Meta(description="To get into position; absent: 10s.")] | UnsetType = UNSET
    switch: Annotated[Seconds, Meta(description="Between the two sides; absent: 8s.")] | UnsetType = UNSET
    rest: RestDocument | UnsetType = UNSET
    rounds: Rounds | UnsetType = UNSET
    every: Every | UnsetType = UNSET
    progression: ProgressionDocument | UnsetType = UNSET
    away: AwayDocument | UnsetType = UNSET
    slots: Slots | UnsetType = UNSET
    parts: (
        Annotated[
            list[PartDocument],
            Meta(min_length=1, max_length=50, description="Several parts, in place of rounds and slots."),
        ]
        | UnsetType
    ) = UNSET


class DrillDocument(Document, kw_only=True):
    """A drill of the catalogue."""

    id: Annotated[Name, Meta(description="What programs call it.")]
    name: Annotated[Line, Meta(description="What people call it.")]
    say: Annotated[Line, Meta(description="How speech says it; absent: the name.")] | UnsetType = UNSET
    sides: SideWord | UnsetType = UNSET
    action: (
        Annotated[DrillAction, Meta(description="What one does in it; absent: as measured.")] | UnsetType
    ) = UNSET
    say_side: (
        Annotated[SideText, Meta(description="How speech says the side: '{side} arm, {other} leg.'.")]
        | UnsetType
    ) = UNSET
    equipment: Annotated[list[Line], Meta(max_length=20, description="What is needed.")] | UnsetType = UNSET
    cues: (
        Annotated[
            list[CueText], Meta(max_length=20, description="What to do; the first two while one gets ready.")
        ]
        | UnsetType
    ) = UNSET
    get_out: (
        Annotated[SideText, Meta(description="How to leave the position, or put a weight down, after a set.")]
        | UnsetType
    ) = UNSET
    check: Annotated[Text, Meta(description="The quick check.")] | UnsetType = UNSET
    avoid: Annotated[Text, Meta(description="When to leave it out.")] | UnsetType = UNSET
    easier: Annotated[DrillName, Meta(description="The next easier drill.")] | UnsetType = UNSET
    harder: Annotated[DrillName, Meta(description="The next harder drill.")] | UnsetType = UNSET
    figure: Annotated[Name, Meta(description="Its figure; absent: the one with its id.")] | UnsetType = UNSET
    while_locked: (
        Annotated[
            WhileLocked, Meta(description="Whether it may be done while a red flag keeps training off.")
        ]
        | UnsetType
    ) = UNSET


class DrillsDocument(Document, kw_only=True):
    """A drill catalogue."""

    schema: SchemaOne
    drills: Annotated[list[DrillDocument], Meta(min_length=1, max_length=2000, description="The drills.")]

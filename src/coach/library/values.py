"""The values of a program file as they are written: what each means, and which texts are one.

Each is the plain number or text it stands for, with two more things to say: how it is read from the file, and
its part of the JSON Schema.
"""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar, Final, Self

from coach.library.nodes import Node, Scalar, shown, what_it_is
from coach.model.quantities import (
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

Schema = dict[str, object]

_DATE_PATTERN: Final = "^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$"


class Written:
    """A value that knows how it is written."""

    @classmethod
    def read(cls, node: Node) -> Self:
        """The value of a node.

        Raises:
            QuantityError: with what is wrong and what would be right.
        """
        raise NotImplementedError

    @classmethod
    def schema(cls) -> Schema:
        """The JSON Schema of what `read` takes."""
        raise NotImplementedError


def _text_of(node: Node, called: str, hint: str) -> Scalar:
    """The scalar that a node is, unless it is a list, a group, empty or a truth value."""
    if isinstance(node, Scalar) and node.kind not in ("null", "bool"):
        return node
    raise QuantityError(f"{called} is wanted, not {what_it_is(node)}", hint)


class Seconds(int, Written):
    """A duration in seconds: `30s`, `2m`, `1m30s`, `1:30` or a bare number."""

    @classmethod
    def read(cls, node: Node) -> Self:
        """The seconds of a duration."""
        scalar = _text_of(node, "a duration", f"write {DURATION_FORMS}")
        whole = scalar.whole
        if whole is None:
            return cls(parse_duration(scalar.text))
        if whole < 1:
            raise QuantityError("a duration is more than 0 seconds", f"write {DURATION_FORMS}")
        if whole > MAX_PLAIN_SECONDS:
            raise QuantityError("a duration is less than a day", f"write {DURATION_FORMS}")
        return cls(whole)

    @classmethod
    def schema(cls) -> Schema:
        """A text that is a duration, or whole seconds."""
        return {
            "anyOf": [
                {"type": "string", "pattern": DURATION_PATTERN},
                {"type": "integer", "minimum": 1, "maximum": MAX_PLAIN_SECONDS},
            ]
        }


class StepSeconds(Seconds):
    """How much longer a hold gets at once: at most 15 seconds."""

    most: ClassVar[int] = 15

    @classmethod
    def read(cls, node: Node) -> Self:
        """The seconds of a step."""
        seconds = super().read(node)
        if seconds > cls.most:
            raise QuantityError(
                f"a step of {seconds} s is too much at once", f"at most {cls.most}s; 5s suits most people"
            )
        return seconds

    @classmethod
    def schema(cls) -> Schema:
        """A duration of at most 15 s."""
        seconds = r"0*(?:[1-9]|1[0-5])"
        text = rf"^(?:(?:0{{1,3}} *m(?:in)? *)?{seconds} *(?:s(?:ec)?)?|0{{1,3}}:(?:0[1-9]|1[0-5]))$"
        return {
            "anyOf": [
                {"allOf": [{"type": "string", "pattern": DURATION_PATTERN}, {"pattern": text}]},
                {"type": "integer", "minimum": 1, "maximum": cls.most},
            ]
        }


class Amount(int, Written):
    """How far a slot may grow: a duration, or a count where repetitions or breaths are counted.

    Attributes:
        counted: a bare whole number, which can be either.
    """

    counted: bool = False

    @classmethod
    def read(cls, node: Node) -> Self:
        """The amount, as seconds or a count."""
        amount = cls(Seconds.read(node))
        amount.counted = isinstance(node, Scalar) and node.whole is not None
        return amount

    @classmethod
    def schema(cls) -> Schema:
        """What a duration may be; which of its forms fits is up to the measure."""
        return Seconds.schema()


class Kilograms(float, Written):
    """A load in kilograms: `6kg`, `2.5kg` or `10lb`."""

    @classmethod
    def read(cls, node: Node) -> Self:
        """The kilograms of a load."""
        return cls(parse_load(_text_of(node, "a load", f"write {LOAD_FORMS}").text))

    @classmethod
    def schema(cls) -> Schema:
        """A text with its unit."""
        return {"type": "string", "pattern": LOAD_PATTERN}


class SomeKilograms(Kilograms):
    """A load that is more than nothing."""

    @classmethod
    def read(cls, node: Node) -> Self:
        """The kilograms of a load that is more than 0."""
        load = super().read(node)
        if load <= 0:
            raise QuantityError("a load here is more than 0", f"write {LOAD_FORMS}")
        return load

    @classmethod
    def schema(cls) -> Schema:
        """A text with its unit and a digit other than 0."""
        return {"type": "string", "pattern": f"^(?=.*[1-9]){LOAD_PATTERN[1:]}"}


class TrimPercent(int, Written):
    """How much a light week takes off: 10 % to 50 %."""

    @classmethod
    def read(cls, node: Node) -> Self:
        """The whole number of a percentage."""
        scalar = _text_of(node, "a percentage", "write 30%")
        percent = scalar.whole if scalar.whole is not None else parse_percent(scalar.text)
        if not 10 <= percent <= 50:
            raise QuantityError(f"a light week cannot be {percent} % lighter", "10% to 50%; 30% suits most")
        return cls(parse_percent(scalar.text))

    @classmethod
    def schema(cls) -> Schema:
        """A text with a percent sign."""
        return {"type": "string", "pattern": "^0?(?:[1-4][0-9]|50) *%$"}


class TempoText(str, Written):
    """How one repetition is spent, as `3-1-2`: seconds to lower, to hold, to lift."""

    __slots__ = ()
    most: ClassVar[int] = 30

    @classmethod
    def read(cls, node: Node) -> Self:
        """The three numbers, with dashes between."""
        hint = "write 3-1-2: seconds to lower, to hold, to lift"
        text = _text_of(node, "a tempo", hint).text
        if not re.fullmatch(r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}", text):
            raise QuantityError(f"'{shown(text)}' is not a tempo", hint)
        seconds = [int(part) for part in text.split("-")]
        if not (seconds[0] and seconds[2]):
            raise QuantityError(f"{text}: lowering and lifting take a second at least", hint)
        if max(seconds) > cls.most:
            raise QuantityError(
                f"{max(seconds)} seconds are too long for one movement", f"at most {cls.most}"
            )
        return cls(text)

    @classmethod
    def schema(cls) -> Schema:
        """Three numbers with dashes between; only the hold may be 0."""
        some = "0?[1-9]|[12][0-9]|30"
        return {"type": "string", "pattern": f"^(?:{some})-(?:00?|{some})-(?:{some})$"}


class TimeOfDay(str, Written):
    """A time of day as `HH:MM`."""

    __slots__ = ()

    @classmethod
    def read(cls, node: Node) -> Self:
        """The time as `HH:MM`."""
        return cls(parse_time_of_day(_text_of(node, "a time of day", 'write "09:00" or "17:30"').text))

    @classmethod
    def schema(cls) -> Schema:
        """A text with a colon."""
        return {"type": "string", "pattern": TIME_OF_DAY_PATTERN}


class CivilDate(str, Written):
    """A date as `YYYY-MM-DD`."""

    __slots__ = ()

    @classmethod
    def read(cls, node: Node) -> Self:
        """The text of a date that is in the calendar."""
        text = _text_of(node, "a date", "write 2026-05-01").text
        if not re.fullmatch(_DATE_PATTERN, text):
            raise QuantityError(f"'{shown(text)}' is not a date", "write 2026-05-01")
        try:
            date.fromisoformat(text)
        except ValueError:
            raise QuantityError(f"{text} is not in the calendar", "write 2026-05-01") from None
        return cls(text)

    @classmethod
    def schema(cls) -> Schema:
        """A text that looks like a date; whether the calendar has it is for the reader to say."""
        return {"type": "string", "pattern": _DATE_PATTERN, "format": "date"}

"""The JSON Schema of program and drill files, for editors that complete and check while one types.

It is made from the documents that are decoded. The rules between keys are added here, as far as JSON Schema
has words for them: it cannot compare two values or read other files, so `coach check` finds a little more (an
`upto` below the measure, a name that is there twice, an unknown drill).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, cast

from msgspec import Struct
from msgspec import json as msgspec_json

from coach.programs.schema import DrillsDocument, ProgramDocument, Quantity, Schema, SchemaName, Seconds

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_MEASURES: Final = ("hold", "time", "reps", "breaths")
_COUNT: Final[Schema] = {"type": "integer", "minimum": 1, "maximum": 99_999}


def _measure_rules(*, has_ladder: bool) -> Schema:
    """Exactly one measure, and `upto` in its unit."""
    branches: list[Schema] = []
    for measure in _MEASURES:
        timed = measure in ("hold", "time")
        properties: Schema = {"upto": Seconds.schema if timed else _COUNT}
        if has_ladder:
            properties["ladder"] = {"items": {"required": [measure]}}
        branches.append({"required": [measure], "properties": properties})
    return {"oneOf": branches}


def _not_both(one: str, other: str) -> Schema:
    return {"not": {"required": [one, other]}}


def _is(key: str, value: object) -> Schema:
    return {"properties": {key: {"const": value}}, "required": [key]}


_BY_THE_CLOCK: Final[Schema] = {
    "if": {"required": ["every"]},
    "then": {
        "properties": {
            "slots": {"items": {"not": {"allOf": [_is("wait", True), {"not": {"required": ["rest"]}}]}}}
        }
    },
}
"""Where each set starts at a fixed time, none waits, but for one with a rest of its own."""
_LOADED: Final[Schema] = {"if": _is("progress", "time-then-load"), "then": {"required": ["load"]}}
_GROWING: Final[Schema] = {
    "if": _is("progress", "time"),
    "then": {"anyOf": [{"required": ["upto"]}, {"required": ["ladder"]}]},
}
_BREATHED: Final[Schema] = {"anyOf": [{"required": [key]} for key in ("breaths", "reps", "time")]}
_LED: Final[Schema] = {
    "if": {"anyOf": [{"required": ["reps"]}, {"required": ["time"]}]},
    "then": {
        "dependentRequired": {"inhale": ["exhale"], "exhale": ["inhale"]},
        "allOf": [
            _not_both("pace", "tempo"),
            *(_not_both(way, half) for way in ("pace", "tempo") for half in ("inhale", "exhale")),
        ],
    },
}
_CARRIED: Final[Schema] = {
    "if": {"not": {"required": ["load"]}},
    "then": {"properties": {"ladder": {"items": {"properties": {"load": False, "hand": False}}}}},
}
_WAITS: Final[Schema] = {"not": {"allOf": [{"required": ["every"]}, _is("wait", True)]}}
_RULES: Final[Mapping[str, Schema]] = {
    "ProgramDocument": {
        # Slots, with rounds, or parts; something of it is not a warm-up.
        "oneOf": [
            {"required": ["slots"], "not": {"required": ["parts"]}},
            {
                "required": ["parts"],
                "not": {"anyOf": [{"required": [key]} for key in ("slots", "rounds", "every")]},
                "properties": {"parts": {"contains": {"not": _is("warmup", True)}}},
            },
        ],
        "allOf": [_not_both("every", "rest"), _BY_THE_CLOCK],
    },
    "ScheduleDocument": {
        # One rhythm; days as many as per_week; hours in pairs.
        "oneOf": [{"required": [key]} for key in ("per_week", "per_day", "every")],
        "dependentRequired": {"days": ["per_week"], "from": ["every", "until"], "until": ["every", "from"]},
        "allOf": [
            {"properties": {"days": {"uniqueItems": True}}},
            *(
                {
                    "if": _is("per_week", count),
                    "then": {"properties": {"days": {"minItems": count, "maxItems": count}}},
                }
                for count in range(1, 8)
            ),
        ],
    },
    "SlotDocument": {
        # The keys that need another one beside them.
        **_measure_rules(has_ladder=True),
        "dependentRequired": {"pace": ["reps"], "tempo": ["reps"]},
        "dependentSchemas": {"inhale": _BREATHED, "exhale": _BREATHED},
        "allOf": [_LOADED, _CARRIED, _GROWING, _LED, _WAITS, _not_both("every", "rest")],
    },
    "PartDocument": {"allOf": [_not_both("every", "rest"), _BY_THE_CLOCK]},
    "RungDocument": {**_measure_rules(has_ladder=False), **_not_both("load", "hand")},
}
"""The rules between the keys of one document."""


def json_schema(name: SchemaName, drills: Collection[str] = ()) -> Schema:
    """The JSON Schema of a program or a drill file.

    Args:
        name: which kind.
        drills: the ids of the drills there are, for completion; empty: any name passes.
    """
    if name == "program":
        return document_schema(ProgramDocument, "A coach program", drills)
    if name == "figures":
        # Loaded only where it is asked for, like everything of figures.
        from coach.programs.figure_schema import FiguresDocument

        return document_schema(FiguresDocument, "A coach figure file")
    return document_schema(DrillsDocument, "A coach drill catalogue", drills)


def document_schema(document: type[Struct], title: str, drills: Collection[str] = ()) -> Schema:
    """The JSON Schema of any document that `decode` reads."""

    def quantity_schema(kind: type) -> Schema:
        # Of the types of the documents, msgspec knows all but the quantities.
        return dict(cast(type[Quantity], kind).schema)

    schema = cast(Schema, msgspec_json.schema(document, schema_hook=quantity_schema))
    definitions = cast(dict[str, Schema], schema["$defs"])
    for key, definition in definitions.items():
        definition.update(_RULES.get(key, {}))
        definition.pop("title", None)
        if not definition.get("required"):
            definition.pop("required", None)
        properties = cast(dict[str, Schema], definition.get("properties", {}))
        for name in ("drill", "easier", "harder"):
            if drills and name in properties:
                properties[name]["enum"] = sorted(drills)
    top = definitions.pop(document.__name__)
    return {"$schema": _DIALECT, **top, "title": title, "$defs": definitions}

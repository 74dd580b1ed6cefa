"""Where each key and value of a YAML text begins and ends, so that one of them can be changed in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import yaml
from msgspec import Struct, field
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

Shape = Literal["scalar", "flow", "block"]
"""`flow`: in brackets. `block`: on lines of its own, by indentation."""

_BREAKS: Final = "\r\n"


class Spot(Struct):
    """A value: characters `start` up to and without `end` of the text."""

    start: int
    end: int
    """Of a block: where its last value ends, without the comments after it."""
    shape: Shape
    entries: list[Entry] | None = None
    """Of a group of keys; None for anything else."""
    scalars: list[tuple[int, int]] = field(default_factory=list)
    """Every scalar in it, keys too: what looks like a comment in there is none."""

    def find(self, key: str) -> Entry | None:
        """The first entry of that key."""
        return next((entry for entry in self.entries or () if entry.key == key), None)


class Entry(Struct):
    """A key with its value."""

    key: str
    start: int
    value: Spot


class Text(Struct):
    """The places of a whole text."""

    root: Spot | None
    """None where nothing stands in it but comments."""
    end: int
    """Where something can be added at the end."""


def find_places(text: str) -> Text:
    """The places of a text that is YAML and whose keys are words.

    Raises:
        yaml.YAMLError: it is not.
    """
    # The faster parser counts bytes in some texts; here characters matter, and the file is small.
    events = iter(yaml.parse(text, yaml.SafeLoader))
    root: Spot | None = None
    end = len(text)
    for event in events:
        if isinstance(event, DocumentEndEvent):
            end = _at(event)[0] if event.explicit else len(text)
            break
        if isinstance(event, ScalarEvent | AliasEvent | MappingStartEvent | SequenceStartEvent):
            root = _spot(event, events)
    if root is not None and root.shape == "scalar" and root.start == root.end:
        root = None
    return Text(root, end)


def _spot(event: Event, events: Iterator[Event]) -> Spot:
    """The place of the value that begins with an event."""
    start, end = _at(event)
    if isinstance(event, MappingStartEvent):
        return _group(event, events)
    if isinstance(event, SequenceStartEvent):
        spot = Spot(start, end, "flow" if event.flow_style else "block")
        for item in events:
            if isinstance(item, SequenceEndEvent):
                return _closed(spot, item)
            _take(spot, _spot(item, events))
    scalars = [(start, end)] if isinstance(event, ScalarEvent) else []
    return Spot(start, end, "scalar", scalars=scalars)


def _group(event: MappingStartEvent, events: Iterator[Event]) -> Spot:
    start, end = _at(event)
    entries: list[Entry] = []
    spot = Spot(start, end, "flow" if event.flow_style else "block", entries)
    for key in events:
        if isinstance(key, MappingEndEvent):
            return _closed(spot, key)
        name = _spot(key, events)
        _take(spot, name)
        value = _spot(next(events), events)
        _take(spot, value)
        entries.append(Entry(key.value if isinstance(key, ScalarEvent) else "", name.start, value))
    return spot


def _take(spot: Spot, inner: Spot) -> None:
    spot.scalars += inner.scalars
    spot.end = max(spot.end, inner.end)


def _closed(spot: Spot, event: Event) -> Spot:
    if spot.shape == "flow":
        spot.end = _at(event)[1]
    return spot


def _at(event: Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return (start.index if start else 0), (end.index if end else 0)


def line_start(text: str, index: int) -> int:
    """Where the line of a character begins."""
    return max(text.rfind(mark, 0, index) for mark in _BREAKS) + 1


def line_end(text: str, index: int) -> int:
    """Where the line of a character ends, its line break included."""
    found = [at for mark in _BREAKS if (at := text.find(mark, index)) >= 0]
    if not found:
        return len(text)
    at = min(found)
    return at + 2 if text.startswith("\r\n", at) else at + 1


def comments_between(text: str, start: int, end: int, scalars: list[tuple[int, int]]) -> list[str]:
    """The comments of a stretch of text, without the spaces around them.

    Args:
        text: the whole of it.
        start: of the stretch.
        end: of the stretch.
        scalars: the places in which a `#` is no comment.
    """
    found: list[str] = []
    at = start
    while (at := text.find("#", at, end)) >= 0:
        inside = next((last for first, last in scalars if first <= at < last), None)
        if inside is not None:
            at = inside
            continue
        stop = min(line_end(text, at), end)
        found.append(text[at:stop].rstrip())
        at = stop
    return found

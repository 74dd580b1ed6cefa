"""Changing settings in the text of config.yaml, with every comment and all else left as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from json import dumps
from pathlib import Path
from typing import Final

from msgspec.structs import asdict
from yaml import YAMLError
from yaml.error import MarkedYAMLError

from coach.errors import LibraryError
from coach.library.config_reading import check_config
from coach.library.places import Entry, Spot, Text, comments_between, find_places, line_end, line_start
from coach.library.problems import Problem
from coach.library.settings_list import find_setting, written_value
from coach.library.source import source_of
from coach.library.tree import read_tree
from coach.model.settings import Settings

_WORK: Final = ("work.from", "work.until")
_WORK_DAYS: Final = "work.days"
_QUIET: Final = ("quiet.from", "quiet.until")

_INDENT: Final = "  "
_SAME_KEY_AT_MOST: Final = 20


def edit_settings(text: str, changes: Mapping[str, str | None], path: Path) -> str:
    """The text with these settings changed; what is not about them stays, to the letter.

    Args:
        text: of config.yaml; may be empty.
        changes: by key, such as `volume` or `rest.between`: the value as a person would write it, or None for
            the default, which takes the key out.
        path: of the file, for what is said about it.

    Raises:
        LibraryError: there is no such setting, the value does not fit, or the text is laid out in a way that
            leaves no safe place for the change; with line and column where the text is what is wrong.
    """
    _must_be_readable(text, path)
    whole = _whole_windows(text, changes)
    edited = _changed(text, whole)
    _must_be_right(text, edited, whole, path)
    return edited


def _changed(text: str, changes: Mapping[str, str | None]) -> str:
    for key, value in changes.items():
        setting = find_setting(key)
        text = _without(text, key) if value is None else _with(text, key, written_value(setting, value))
    return text


def _whole_windows(text: str, changes: Mapping[str, str | None]) -> dict[str, str | None]:
    """The changes, with what a window of time needs to stay whole: it has a beginning and an end.

    Working hours have a default for each; quiet hours have none, so that without one end they are gone.
    """
    whole = dict(changes)
    if any(whole.get(key, "") is None for key in _QUIET):
        whole |= dict.fromkeys(_QUIET)
    if any(key in changes for key in (*_WORK, _WORK_DAYS)):
        root = find_places(text).root
        entry = root.find("work") if root else None
        there = {f"work.{one.key}" for one in (entry.value.entries if entry else None) or ()}
        after = {*there, *changes} - {key for key, value in changes.items() if value is None}
        if after & {*_WORK, _WORK_DAYS}:
            whole |= {key: find_setting(key).default for key in _WORK if key not in after}
    return whole


def _must_be_readable(text: str, path: Path) -> None:
    tree = read_tree(text, path)
    if tree.root is None and tree.problems:
        raise _said(tree.problems[0], "repair that first")
    try:
        find_places(text)
    except YAMLError as error:
        # The parser that knows the places is stricter about tabs than the one that reads the settings.
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        raise LibraryError(
            "nothing can be changed safely in this file as it is laid out here",
            hint="write spaces in place of tabs",
            path=str(path),
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from error


def _must_be_right(before: str, after: str, changes: Mapping[str, str | None], path: Path) -> None:
    """Nothing new is wrong, nor what was asked for, and nothing else means something else now.

    Raises:
        LibraryError: something is.
    """
    old, old_problems = _read(before, path)
    new, new_problems = _read(after, path)
    known = {problem.message for problem in old_problems} - _wrong(changes, path)
    for problem in new_problems:
        if problem.message not in known:
            raise _said(problem)
    meant = {field for key in changes for field in find_setting(key).fields}
    values = asdict(new)
    for field, value in asdict(old).items():
        if field not in meant and values[field] != value:
            raise LibraryError(
                f"changing this here would change {field} too", hint="edit the file by hand", path=str(path)
            )


def _wrong(changes: Mapping[str, str | None], path: Path) -> set[str]:
    """What is wrong with these values by themselves, whatever else stands in the file."""
    return {problem.message for problem in _read(_changed("", changes), path)[1]}


def _read(text: str, path: Path) -> tuple[Settings, list[Problem]]:
    source = source_of(text, path, "config")
    return check_config(source), sorted(source.problems)


def _said(problem: Problem, hint: str = "") -> LibraryError:
    return LibraryError(
        problem.message,
        hint=hint or problem.hint or None,
        path=str(problem.path),
        line=problem.line,
        column=problem.column,
    )


def _split(key: str) -> tuple[str, str | None]:
    """`rest.between` as its group and its key; an action's id after `keys.` may have dots of its own."""
    group, dot, inner = key.partition(".")
    return group, inner if dot else None


def _with(text: str, key: str, written: str) -> str:
    """The text with a value in its place, or a new line for it."""
    places = find_places(text)
    group, inner = _split(key)
    root = places.root
    entry = root.find(group) if root else None
    if entry is None:
        return _added(text, places, group, written, inner)
    if inner is None:
        return _replaced(text, entry, entry, written)
    if entry.value.entries is None:
        return _replaced(text, entry, entry, f"{{{_key(inner)}: {written}}}")
    own = entry.value.find(inner)
    if own is not None:
        return _replaced(text, own, entry, written)
    return _added_inside(text, entry.value, f"{_key(inner)}: {written}")


def _key(name: str) -> str:
    """A key as it is written: the names of settings and actions are plain words."""
    return name if name.replace(".", "").replace("_", "").isalnum() else dumps(name, ensure_ascii=False)


def _added(text: str, places: Text, group: str, written: str, inner: str | None) -> str:
    """A new key at the end of the file."""
    if places.root is not None and places.root.shape == "flow":
        value = written if inner is None else f"{{{_key(inner)}: {written}}}"
        return _added_inside(text, places.root, f"{group}: {value}")
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = ""
    if places.root is not None:
        indent = text[line_start(text, places.root.start) : places.root.start]
        indent = indent if indent.strip() == "" else ""
    lines = [f"{indent}{group}: {written}"]
    if inner is not None:
        lines = [f"{indent}{group}:", f"{indent}{_INDENT}{_key(inner)}: {written}"]
    before, after = text[: places.end], text[places.end :]
    joint = "" if before == "" or before.endswith(("\n", "\r")) else newline
    return f"{before}{joint}{newline.join(lines)}{newline}{after}"


def _added_inside(text: str, group: Spot, entry: str) -> str:
    """One more key at the end of a group."""
    last = group.entries[-1] if group.entries else None
    if last is None:
        return f"{text[: group.start]}{{{entry}}}{text[group.end :]}"
    if group.shape == "flow":
        return f"{text[: last.value.end]}, {entry}{text[last.value.end :]}"
    indent = text[line_start(text, last.start) : last.start]
    indent = indent if indent.strip() == "" else " " * len(indent)
    at = _content_end(text, last.value)
    newline = "\r\n" if "\r\n" in text else "\n"
    joint = "" if text[:at].endswith(("\n", "\r")) else newline
    return f"{text[:at]}{joint}{indent}{entry}{newline}{text[at:]}"


def _content_end(text: str, value: Spot) -> int:
    """The end of the line on which a value ends; a text over several lines may end with its line break."""
    if value.end > value.start and text[value.end - 1] in "\r\n":
        return value.end
    return line_end(text, value.end)


def _replaced(text: str, entry: Entry, outer: Entry, written: str) -> str:
    """Another value for a key; comments that stood in the middle of the old one come before the key."""
    spot = entry.value
    old = text[spot.start : spot.end]
    comments = comments_between(text, spot.start, spot.end, spot.scalars)
    if spot.shape == "block":
        # The value stood on lines of its own; the new one goes behind the colon.
        colon = text.rfind(":", entry.start, spot.start) + 1
        between = comments_between(text, colon, spot.start, [])
        changed = f"{text[:colon]} {written}{text[spot.end :]}"
        return _with_comments(changed, outer, between + comments)
    space = " " if old == "" and not text[: spot.start].endswith((" ", "\t")) else ""
    tail = "\n" if old.endswith(("\n", "\r")) else ""
    return _with_comments(f"{text[: spot.start]}{space}{written}{tail}{text[spot.end :]}", outer, comments)


def _with_comments(text: str, entry: Entry, comments: list[str]) -> str:
    """Comments on lines of their own, before the line on which an entry begins."""
    if not comments:
        return text
    at = line_start(text, entry.start)
    indent = text[at : entry.start]
    indent = indent if indent.strip() == "" else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    return text[:at] + "".join(f"{indent}{comment}{newline}" for comment in comments) + text[at:]


def _without(text: str, key: str) -> str:
    """The text without a key, however often it stands there."""
    group, inner = _split(key)
    for _ in range(_SAME_KEY_AT_MOST):
        root = find_places(text).root
        entry = root.find(group) if root else None
        if root is None or entry is None:
            break
        own = entry if inner is None else entry.value.find(inner)
        if own is None:
            break
        if inner is not None and len(entry.value.entries or ()) > 1:
            text = _taken_out(text, entry.value, own, entry)
        else:
            text = _taken_out(text, root, entry, entry)
    return text


def _taken_out(text: str, group: Spot, entry: Entry, outer: Entry) -> str:
    """The text without one entry of a group; its comments stay."""
    if group.shape == "flow":
        return _out_of_brackets(text, group, entry, outer)
    start, end = line_start(text, entry.start), _content_end(text, entry.value)
    indent = text[start : entry.start]
    scalars = [(entry.start, entry.start + len(entry.key)), *entry.value.scalars]
    newline = "\r\n" if "\r\n" in text else "\n"
    comments = comments_between(text, start, end, scalars)
    kept = "".join(f"{indent}{comment}{newline}" for comment in comments)
    return text[:start] + kept + text[end:]


def _out_of_brackets(text: str, group: Spot, entry: Entry, outer: Entry) -> str:
    entries = group.entries or []
    place = entries.index(entry)
    if place + 1 < len(entries):
        start, end = entry.start, entries[place + 1].start
    else:
        start, end = (entries[place - 1].value.end if place else entry.start), entry.value.end
    comments = comments_between(text, start, end, group.scalars)
    return _with_comments(text[:start] + text[end:], outer, comments)

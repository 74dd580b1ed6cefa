"""Changes settings in the text of config.yaml; comments, quotes and order stay, white space may change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Final

from msgspec.structs import asdict
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark, MarkedYAMLError, YAMLError
from ruamel.yaml.resolver import BaseResolver, VersionedResolver
from ruamel.yaml.scalarstring import PlainScalarString
from ruamel.yaml.tokens import CommentToken, ScalarToken

from coach.config.schema import WINDOW, check_config, find_setting, value_text, windows, written_value
from coach.errors import ProgramFileError
from coach.model.settings import Settings
from coach.programs.load import source_of
from coach.programs.parse import Problem, read_tree

_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))#.*", re.MULTILINE)
_NEVER_FOLDED: Final = 1_000_000

_Path = tuple[str, ...]


class _TextResolver(VersionedResolver):
    """Reads every plain scalar as text, so that `on`, `08:30` and `0o14` are written as they were read."""

    def resolve(self, kind: object, value: object, implicit: object) -> object:
        return BaseResolver.resolve(self, kind, value, implicit)


def edit_settings(text: str, changes: Mapping[str, str | None], path: Path) -> str:
    """The text with these settings changed; comments, order and quotes stay, white space may change.

    Args:
        text: of config.yaml; may be empty.
        changes: by key, such as `volume` or `rest.between`: the value as a person would write it, or None for
            the default, which takes the key out.

    Raises:
        UsageError: there is no such setting.
        ProgramFileError: the value does not fit, or the text is laid out in a way that leaves no safe place
            for the change.
    """
    try:
        tree = read_tree(text, path)
        if tree.root is None and tree.problems:
            raise _error(tree.problems[0], "repair that first")
        document = _round_trip().load(text.replace("\r\n", "\n"))
        if document is None or document == "":
            # The text has nothing but comments.
            document = CommentedMap()
        if not isinstance(document, CommentedMap):
            raise _error(_check(text, path)[1][0], "repair that first")
        completed = _complete_windows(document, changes)
        edited = _dump(document, text) if _change(document, completed) else text
    except (YAMLError, NotImplementedError) as error:
        # ruamel.yaml is stricter about tabs than PyYAML, and raises NotImplementedError for some comments.
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        raise ProgramFileError(
            "nothing can be changed safely in this file as it is laid out here",
            hint="write spaces in place of tabs" if mark else "edit the file by hand",
            path=str(path),
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from error
    _check_edit(text, edited, completed, path)
    return edited


def _round_trip(text: str = "") -> YAML:
    """A parser that keeps comments, and the document markers of `text`."""
    parser = YAML()
    parser.preserve_quotes = True
    parser.allow_duplicate_keys = True
    parser.width = _NEVER_FOLDED
    parser.indent(mapping=2, sequence=4, offset=2)
    parser.explicit_start = re.search(r"^---(?=\s)", text, re.MULTILINE) is not None
    parser.explicit_end = re.search(r"^\.\.\.\s*\Z", text, re.MULTILINE) is not None
    parser.Resolver = _TextResolver
    parser.composer.warn_double_anchors = False
    return parser


def _change(document: CommentedMap, changes: Mapping[str, str | None]) -> bool:
    """Change settings in a document; returns whether it has changed."""
    changed = False
    for key, value in changes.items():
        setting = find_setting(key)
        # An action's id after `keys.` may have dots of its own.
        group, _, inner = key.partition(".")
        if value is not None:
            changed |= _set_value(document, group, inner, written_value(setting, value))
            continue
        entries = document.get(group)
        if not inner or (isinstance(entries, CommentedMap) and list(entries) == [inner]):
            # The last key of a group goes with its group.
            changed |= group in document
            if group in document:
                del document[group]
        elif isinstance(entries, CommentedMap) and inner in entries:
            del entries[inner]
            changed = True
    return changed


def _set_value(document: CommentedMap, group: str, inner: str, written: str) -> bool:
    value = _round_trip().load(f"value: {written}")["value"]
    if not inner:
        return _assign(document, group, value)
    entries = document.get(group)
    if not isinstance(entries, CommentedMap):
        document[group] = CommentedMap({inner: value})
        return True
    below = ""
    token = _last_comment(entries) if inner not in entries else None
    if token is not None:
        # The comment below the last key of a group is about the next group.
        own, _, below = token.value.partition("\n")
        token.value = f"{own}\n"
    changed = _assign(entries, inner, value)
    if below:
        entries.ca.items[inner] = [None, None, CommentToken(f"\n{below}", CommentMark(0), None), None]
    return changed


def _assign(mapping: CommentedMap, key: str, value: object) -> bool:
    old = mapping.get(key)
    if type(old) is type(value) and old == value:
        return False
    # A text of no such type would be written in the quotes of the old one.
    mapping[key] = PlainScalarString(value) if type(value) is str else value
    return True


def _last_comment(node: CommentedMap | CommentedSeq) -> CommentToken | None:
    """The comment after and below the last key or item in a block."""
    if not node or node.fa.flow_style() is True:
        return None
    last = next(reversed(node)) if isinstance(node, CommentedMap) else len(node) - 1
    value = node[last]
    if isinstance(value, CommentedMap | CommentedSeq) and value and value.fa.flow_style() is not True:
        return _last_comment(value)
    tokens = node.ca.items.get(last) or []
    place = 2 if isinstance(node, CommentedMap) else 0
    token = tokens[place] if len(tokens) > place else None
    return token if isinstance(token, CommentToken) else None


def _dump(document: CommentedMap, before: str) -> str:
    """The text of a document, with every comment of the text before."""
    out = StringIO()
    if document:
        _round_trip(before).dump(document, out)
    after, old = out.getvalue(), before.replace("\r\n", "\n")
    if all(not line.strip() or line.lstrip().startswith("#") for line in old.splitlines()):
        after = f"{old}{'' if old.endswith(chr(10)) or not old else chr(10)}{after}"
    else:
        after = _restore_comments(old, after)
    return after.replace("\n", "\r\n") if "\r\n" in before else after


def _restore_comments(before: str, after: str) -> str:
    """The text with the comments of removed keys and values, before the next key that is still there."""
    left = Counter(comment for _, comment in _comments(after))
    lost: list[tuple[int, str]] = []
    for line, comment in _comments(before):
        if left[comment]:
            left[comment] -= 1
        else:
            lost.append((line, comment))
    if not lost:
        return after
    old, new = _key_lines(before), _key_lines(after)
    lines = after.removesuffix("\n").split("\n")
    added: dict[int, list[str]] = {}
    for line, comment in lost:
        at = next((new[key] for key, there in old.items() if there > line and key in new), len(lines))
        below = lines[at] if at < len(lines) else ""
        indent = below[: len(below) - len(below.lstrip(" "))]
        added.setdefault(at, []).append(f"{indent}{comment}")
    joined = [one for at in range(len(lines) + 1) for one in (*added.get(at, ()), *lines[at : at + 1])]
    return "".join(f"{line}\n" for line in joined)


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Each comment with its line from 0; `#` in a value is no comment."""
    bare = list(text)
    for token in YAML(typ="safe", pure=True).scan(StringIO(text)):
        if isinstance(token, ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            bare[start:end] = (mark if mark == "\n" else "x" for mark in text[start:end])
    for number, line in enumerate("".join(bare).split("\n")):
        if found := _COMMENT.search(line):
            yield number, found[0].rstrip()


def _key_lines(text: str) -> dict[_Path, int]:
    """The line from 0 of each key in block style, in the order of the text."""
    document = _round_trip().load(text)
    found: dict[_Path, int] = {}

    def note(mapping: CommentedMap, path: _Path) -> None:
        for key, value in mapping.items():
            found[*path, str(key)] = mapping.lc.key(key)[0]
            if isinstance(value, CommentedMap) and value.fa.flow_style() is not True:
                note(value, (*path, str(key)))

    if isinstance(document, CommentedMap) and document.fa.flow_style() is not True:
        note(document, ())
    return found


def _complete_windows(document: CommentedMap, changes: Mapping[str, str | None]) -> dict[str, str | None]:
    """The changes, with those that keep `from` and `until` of a window together.

    `work` has defaults: a missing end is filled with its own. `quiet` has none: taking out one end takes out
    the other.
    """
    completed = dict(changes)
    for group, settings in windows().items():
        keys = {setting.key for setting in settings}
        ends = [setting for setting in settings if setting.key.removeprefix(f"{group}.") in WINDOW]
        if not all(value_text(setting, Settings()) for setting in ends):
            if any(changes.get(setting.key, "") is None for setting in ends):
                completed |= {setting.key: None for setting in ends}
        elif keys & changes.keys():
            entries = document.get(group)
            present = {f"{group}.{key}" for key in entries} if isinstance(entries, CommentedMap) else set()
            after = {*present, *changes} - {key for key, value in changes.items() if value is None}
            if after & keys:
                completed |= {setting.key: setting.default for setting in ends if setting.key not in after}
    return completed


def _check_edit(before: str, after: str, changes: Mapping[str, str | None], path: Path) -> None:
    """Check that the edit makes no new problem and changes no other setting.

    Raises:
        ProgramFileError: it does.
    """
    old, old_problems = _check(before, path)
    new, new_problems = _check(after, path)
    # The problems that these changes have by themselves, without the rest of the file, are new.
    alone = CommentedMap()
    _change(alone, changes)
    own = {problem.message for problem in _check(_dump(alone, ""), path)[1]}
    known = {problem.message for problem in old_problems} - own
    for problem in new_problems:
        if problem.message not in known:
            raise _error(problem)
    meant = {find_setting(key).field for key in changes}
    # The values of a window of time count only together.
    groups = {key.partition(".")[0] for key in changes}
    meant |= {setting.field for group in groups for setting in windows().get(group, ())}
    values = asdict(new)
    for field, value in asdict(old).items():
        if field not in meant and values[field] != value:
            raise ProgramFileError(
                f"changing this here would change {field} too", hint="edit the file by hand", path=str(path)
            )


def _check(text: str, path: Path) -> tuple[Settings, list[Problem]]:
    source = source_of(text, path, "config")
    return check_config(source), sorted(source.problems)


def _error(problem: Problem, hint: str = "") -> ProgramFileError:
    return ProgramFileError(
        problem.message,
        hint=hint or problem.hint or None,
        path=str(problem.path),
        line=problem.line,
        column=problem.column,
    )

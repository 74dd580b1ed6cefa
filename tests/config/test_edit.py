"""Changing settings in the text of config.yaml: the value arrives, and every word of its owner stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.config.edit import edit_settings
from coach.config.schema import all_settings, check_config, find_setting, value_text
from coach.errors import ProgramFileError, UsageError
from coach.model.settings import Settings
from coach.programs.load import source_of

PATH = Path("config.yaml")
MINE = """\
# My settings.

volume: 60        # the neighbours
units: kg
work: {from: "08:30", until: "16:00", days: [mon, tue, wed, thu]}

rest:
  # long ones
  between: 30s    # half a minute
keys:
  session.pause: space, p
# theme: nord
"""


def read(text: str) -> Settings:
    source = source_of(text, PATH, "config")
    settings = check_config(source)
    assert source.problems == [], text
    return settings


def edited(text: str, key: str, value: str | None) -> str:
    return edit_settings(text, {key: value}, PATH)


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came, whatever the gap before a comment."""
    old, new = (re.sub(r"(?<=\S) +#", " #", text).splitlines() for text in (before, after))
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("key", "value", "gone", "come"),
    [
        ("volume", "5", ["volume: 60 # the neighbours"], ["volume: 5 # the neighbours"]),
        ("units", "LB", ["units: kg"], ["units: lb"]),
        ("speech", "no", [], ["speech: false"]),
        ("theme", "nord", [], ["theme: nord"]),
        ("emergency_number", "112", [], ['emergency_number: "112"']),
        ("carry", "2.5kg", [], ['carry: "2.5kg"']),
        ("rest.rounds", "1m30s", [], ['  rounds: "1m30s"']),
        (
            "rest.between",
            "20",
            ["  between: 30s # half a minute"],
            ["  between: 20 # half a minute"],
        ),
        ("keys.session.next", "n, right", [], ['  session.next: "n, right"']),
        ("volumes.speech", "60", [], ["volumes:", "  speech: 60"]),
        ("hum", "on", [], ["hum: true"]),
        ("cues.halfway", "off", [], ["cues:", "  halfway: false"]),
        ("event_date", "2026-05-01", [], ['event_date: "2026-05-01"']),
    ],
)
def test_one_value_changes_one_line(key: str, value: str, gone: list[str], come: list[str]) -> None:
    assert changed_lines(MINE, edited(MINE, key, value)) == (gone, come)


def test_a_value_inside_brackets_changes_there() -> None:
    after = edited(MINE, "work.from", "7:15")
    assert 'work: {from: "7:15", until: "16:00", days: [mon, tue, wed, thu]}\n' in after
    fewer = edited(MINE, "work.days", "mon, fri")
    assert 'work: {from: "08:30", until: "16:00", days: [mon, fri]}\n' in fewer
    without = edited(MINE, "work.days", None)
    assert 'work: {from: "08:30", until: "16:00"}\n' in without
    assert "cues: {tick: false, switch: false}" in edited("cues: {tick: false}", "cues.switch", "no")


def test_default_removes_line_and_keeps_comment() -> None:
    after = edited(MINE, "volume", None)
    assert changed_lines(MINE, after) == (["volume: 60 # the neighbours"], ["# the neighbours"])
    assert read(after).volume == Settings().volume


def test_last_key_removes_its_group() -> None:
    after = edited(MINE, "rest.between", None)
    assert "rest:" not in after
    assert "# long ones\n# half a minute\n" in after
    assert edited("cues: {tick: false}\nvolume: 3\n", "cues.tick", None) == "volume: 3\n"


def test_default_of_missing_key_changes_nothing() -> None:
    assert edited(MINE, "device", None) == MINE
    assert edited(MINE, "quiet.from", None) == MINE
    assert edited("", "volume", None) == ""


def test_empty_file_and_comments_can_be_edited() -> None:
    assert edited("", "volume", "7") == "volume: 7\n"
    assert edited("# nothing yet", "volume", "7") == "# nothing yet\nvolume: 7\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("volume: 3", "volume: 3\nunits: lb\n"),
        ("volume: 3\r\n# end\r\n", "volume: 3\r\n# end\r\nunits: lb\r\n"),
        ("---\nvolume: 3\n...\n", "---\nvolume: 3\nunits: lb\n...\n"),
        ("{volume: 3}\n", "{volume: 3, units: lb}\n"),
        ("{}\n", "units: lb\n"),
        ("  volume: 3\n", "volume: 3\nunits: lb\n"),
        ('"units": kg # x\n', '"units": lb # x\n'),
        ("units: >-\n  kg\n# c\n", "units: lb # c\n"),
        ("units: # none yet\n", "units: lb # none yet\n"),
        ("units: kg\nunits: kg\n", "units: lb\n"),
        ("speech: no # a\nunits: 'kg'\n# b\n", "speech: no # a\nunits: lb\n# b\n"),
    ],
)
def test_every_layout_can_be_edited(text: str, after: str) -> None:
    assert edited(text, "units", "lb") == after


def test_a_duplicate_key_is_removed_twice() -> None:
    assert edited("units: lb\nvolume: 3\nunits: lb\n", "units", None) == "volume: 3\n"


def test_comments_inside_a_value_stay() -> None:
    text = "volume: 3\nwork:\n  from: '08:00'\n  until: '12:00'\n  days: [mon,  # a\n    tue]  # b\n"
    after = edited(text, "work.days", "sat")
    assert after == "volume: 3\nwork:\n  from: '08:00'\n  until: '12:00'\n  days: [sat] # b\n# a\n"
    as_a_list = "work:\n  from: '08:00'\n  until: '12:00'\n  days:\n    # c\n    - mon # d\n    - tue\n"
    listed = edited(as_a_list, "work.days", "sat")
    assert read(listed).work_days == ("sat",)
    assert "# c\n" in listed and "# d\n" in listed


def test_hash_in_text_is_no_comment() -> None:
    text = 'device: "card #2"\ntheme: "a # b"  # real\n'
    assert edited(text, "device", None) == 'theme: "a # b"  # real\n'
    assert edited(text, "theme", None) == 'device: "card #2"\n# real\n'


def test_working_hours_stay_complete() -> None:
    assert read(edited("", "work.days", "sat")).work_days == ("sat",)
    assert read(edited("", "work.from", "10:00")).work_until == "17:30"
    assert "09:00" in edited(MINE, "work.from", None), "the end that stays needs its beginning"
    gone = edit_settings(MINE, {"work.from": None, "work.until": None, "work.days": None}, PATH)
    assert "work" not in gone


def test_quiet_hours_are_set_together() -> None:
    quiet = edit_settings(MINE, {"quiet.from": "22:00", "quiet.until": "7:00"}, PATH)
    assert (read(quiet).quiet_from, read(quiet).quiet_until) == ("22:00", "07:00")
    assert edited(quiet, "quiet.until", None) == MINE
    with pytest.raises(ProgramFileError, match="'until' is missing"):
        edited(MINE, "quiet.from", "22:00")


@pytest.mark.parametrize(
    ("text", "key", "value", "says"),
    [
        (MINE, "volume", "200", "config.yaml:3:9: volume: 200 is more than 100"),
        (MINE, "volume", "loud", "config.yaml:3:9: "),
        (MINE, "work.until", "07:00", "config.yaml:5:30: work: until 07:00 is not after from 08:30"),
        (MINE, "rest.rounds", "soon", "config.yaml:10:11: "),
        ("volume: [", "units", "kg", "config.yaml:2:1: a value is missing here (repair that first)"),
    ],
)
def test_invalid_value_has_position(text: str, key: str, value: str, says: str) -> None:
    with pytest.raises(ProgramFileError) as caught:
        edited(text, key, value)
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("volumen", "3", "there is no setting 'volumen' (did you mean 'volume'?)"),
        ("work", "3", "'work' is set piece by piece (there are work.from, work.until, work.days)"),
        ("keys", "3", "'keys' is set piece by piece (there are keys.ACTION)"),
        ("volume", "\x07", "'volume' needs a value"),
    ],
)
def test_an_unknown_setting_is_refused(key: str, value: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        edited(MINE, key, value)
    assert str(caught.value).startswith(says)


def test_existing_problem_does_not_prevent_edit() -> None:
    text = "volum: 3\nunits: kg\n"
    assert edited(text, "units", "lb") == "volum: 3\nunits: lb\n"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("volume: 9999\n", "volume"),
        ('rest:\n  between: "soon"\n', "rest.between"),
        ('units: "st"\n', "units"),
    ],
)
def test_existing_invalid_value_is_refused_again(text: str, key: str) -> None:
    (wrong,) = re.findall(r"\w+(?=\W*$)", text)
    with pytest.raises(ProgramFileError) as caught:
        edited(text, key, wrong)
    assert wrong in str(caught.value)
    assert edited(text, key, None).strip() == ""


def test_an_alias_keeps_its_value() -> None:
    text = "weight: &mine 70kg\ncarry: *mine\n"
    assert edited(text, "weight", None) == "carry: &mine 70kg\n"
    assert edited(text, "weight", "80kg") == 'weight: "80kg"\ncarry: &mine 70kg\n'
    assert edited(text, "carry", "8kg") == 'weight: &mine 70kg\ncarry: "8kg"\n'


def test_a_comment_below_a_group_stays_there() -> None:
    text = "rest:\n  between: 30s # half\n\n# Keys below.\nkeys:\n  session.next: n\n"
    after = edited(text, "rest.rounds", "60")
    assert after == text.replace("# half\n", "# half\n  rounds: 60\n")


def test_comment_of_removed_key_moves_to_next() -> None:
    text = "rest:\n  between: 30s # half\n  # long\n  rounds: 1m\nvolume: 3\n"
    assert edited(text, "rest.between", None) == "rest:\n  # half\n  # long\n  rounds: 1m\nvolume: 3\n"


@pytest.mark.parametrize("plain", ["on", "no", "08:30", "0o14", "012", "1_000", "~", "2026-05-01", "1e3", ""])
def test_other_scalar_types_keep_their_style(plain: str) -> None:
    text = f"mine: {plain}".rstrip() + "\n"
    assert edited(text, "units", "lb") == text + "units: lb\n"


def test_file_without_mapping_is_refused() -> None:
    with pytest.raises(ProgramFileError, match=r"config.yaml:1:1: .*\(.*\)"):
        edited("- volume\n", "volume", "3")


VALUES: dict[str, st.SearchStrategy[str]] = {
    "volume": st.integers(0, 100).map(str),
    "sound": st.sampled_from(["true", "false"]),
    "units": st.sampled_from(["kg", "lb"]),
    "day_cutover": st.integers(0, 12).map(str),
    "theme": st.text(
        st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20
    ).filter(lambda text: text.strip() == text and text.isprintable()),
    "device": st.sampled_from(
        ["HDMI: 1", "card #2", "yes", "~", "null", "- x", "'", '"', "a\\b", "3", "*a", "&b"]
    ),
    "rest.between": st.integers(1, 300).map(lambda seconds: f"{seconds}s"),
    "rest.rounds": st.integers(1, 300).map(lambda seconds: f"{seconds}s"),
    "cues.tick": st.sampled_from(["true", "false"]),
    "work.days": st.sampled_from(["sat", "mon, tue"]),
    "work.from": st.sampled_from(["07:00", "08:15"]),
    "weight": st.integers(40, 120).map(lambda kg: f"{kg}kg"),
    "event_date": st.dates().filter(lambda day: 1900 < day.year < 2900).map(lambda day: day.isoformat()),
}
FRAGMENTS = [
    "# a comment of mine\n",
    "\n",
    "volume: 3   # loud\n",
    "units: kg\n",
    "rest:  # rests\n  # inner\n  between: 20s # t\n  # tail\n",
    "rest: {between: 20s,  # in brackets\n  rounds: 1m}\n",
    "cues:\n    tick: false\n    switch: true  # s\n",
    "cues: {tick: false}\n",
    "work:\n  from: '08:00'\n  until: '18:00'\n  days:\n  - mon  # list\n  - tue\n",
    "theme: 'a # b'\n",
    "device: >-\n  a long\n  name # not a comment\n",
    "weight: 70kg\n",
    "event_date: 2026-05-01 # the race\n",
]


@st.composite
def config_texts(draw: st.DrawFn) -> str:
    """A file of somebody's own: fragments in some order, each key once."""
    chosen = draw(st.lists(st.sampled_from(FRAGMENTS), max_size=8))
    seen: set[str] = set()
    text = ""
    for fragment in chosen:
        key = fragment.partition(":")[0] if fragment[0] not in "#\n" else ""
        if key not in seen:
            text += fragment
        seen |= {key} - {""}
    text = text if draw(st.booleans()) else text.rstrip("\n")
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def comment_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


def all_comments(text: str) -> list[str]:
    """Every comment of the fragments, wherever it stands."""
    return re.findall(r"# (?:a comment of mine|loud|rests|inner|t|tail|in brackets|s|list|the race)\b", text)


@given(
    text=config_texts(),
    edits=st.lists(
        st.sampled_from(sorted(VALUES)).flatmap(lambda key: st.tuples(st.just(key), st.none() | VALUES[key])),
        max_size=8,
    ),
)
def test_any_edits_keep_every_comment(text: str, edits: list[tuple[str, str | None]]) -> None:
    before = read(text)
    expected: dict[str, str | None] = {
        key: value_text(find_setting(key), before) for key in VALUES if not key.startswith("work.")
    }
    after = text
    for key, value in edits:
        after = edited(after, key, value)
        default = value_text(find_setting(key), Settings())
        expected[key] = default if value is None else value
    settings = read(after)
    for key, value in expected.items():
        if value is not None or key in dict(edits):
            assert value_text(find_setting(key), settings) == value, (key, after)
    assert sorted(all_comments(after)) == sorted(all_comments(text))
    assert [line for line in comment_lines(text) if line not in comment_lines(after)] == []


def test_every_setting_has_meaning_and_default() -> None:
    for setting in all_settings():
        assert setting.meaning.endswith("."), setting.key
        assert setting.default
        assert hasattr(Settings(), setting.field)
        if setting.key != "keys":
            assert find_setting(setting.key) == setting


def test_every_setting_can_be_set() -> None:
    reached = {setting.field for setting in all_settings()}
    assert reached == set(Settings.__struct_fields__)


def test_tab_has_position() -> None:
    with pytest.raises(ProgramFileError, match=r"config.yaml:2:8: nothing can be changed safely.*spaces"):
        edit_settings("# mine\nvolume:\t3\n", {"volume": "4"}, Path("config.yaml"))

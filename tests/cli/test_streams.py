"""Output that goes nowhere, to a full disk, or through an old code page."""

from __future__ import annotations

import codecs
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from coach.cli.console import READABLE, Console, readable
from coach.cli.main import COMMANDS, run_command
from coach.control_characters import ORDER_MARK, harmless, is_harmless, one_line
from tests.support.commands import MONDAY, StillClock, coach

SHELL = "/bin/sh"
needs_shell = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")


def shell(line: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """One line of a shell, with `coach` in it."""
    return subprocess.run(
        [SHELL, "-c", line.replace("coach", f"'{sys.executable}' -m coach", 1)],
        capture_output=True,
        text=True,
        timeout=30,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "COACH_HOME": str(home), **environment},
    )


class FullDisk(io.StringIO):
    """A file on a full disk."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


class ClosedPipe(io.StringIO):
    """A pipe without a reader."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


WORDS: Mapping[str, list[str]] = {
    "run": ["breathing", "--plain", "--mute", "--speed", "10000"],
    "breaks": ["--nonsense"],
    "why": ["core"],
    "simulate": ["core"],
    "timeline": ["core"],
    "log": ["walk", "--minutes", "10"],
    "figure": ["plank"],
    "sheet": ["core"],
    "set": ["volume", "50"],
    "new": ["mine"],
    "import-program": ["nowhere.txt"],
    "calendar": ["-"],
    "fit": ["core", "nowhere/core.fit"],
    "schema": ["program"],
    "import": ["nowhere.jsonl"],
    "sync": ["shared"],
    "doctor": ["--repair"],
}
"""What each command needs besides its name."""


def status_with(out: io.StringIO, err: io.StringIO, words: list[str], home: Path) -> int:
    """The exit status of a command that writes to these."""

    def open_screen(_workspace: object, _request: object) -> int:
        return 0

    console = Console(
        open_screen=open_screen,
        clock=StillClock(MONDAY),
        environment={"COACH_HOME": str(home)},
        out=out,
        err=err,
        stdin=None,
    )
    return run_command(words, open_screen=open_screen, console=console)


@pytest.mark.parametrize("name", COMMANDS)
def test_full_disk_is_a_one_line_error(
    name: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shared").mkdir()
    coach("log", "walk", "--minutes", "10", home=home)
    out, err = FullDisk(), io.StringIO()
    assert status_with(out, err, [name, *WORDS.get(name, [])], home) == 2
    assert err.getvalue().count("\n") == 1
    if name not in {"breaks", "import", "import-program", "fit"}:
        assert err.getvalue() == "coach: the output cannot be written: no space left on device\n"
    status_with(FullDisk(), FullDisk(), [name, *WORDS.get(name, [])], home)


@pytest.mark.parametrize("name", COMMANDS)
def test_closed_pipe_is_no_error(
    name: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shared").mkdir()
    err = io.StringIO()
    status = status_with(ClosedPipe(), err, [name, *WORDS.get(name, [])], home)
    assert (status, err.getvalue()) == (0, "") or name in {"breaks", "import", "import-program", "fit"}


@pytest.mark.parametrize("out", [FullDisk(), ClosedPipe()])
def test_red_flag_is_written_whatever_happens_to_the_output(out: io.StringIO, home: Path) -> None:
    status_with(out, io.StringIO(), ["log", "before", "--flag", "leg_radiation", "--yes"], home)
    told = coach("today", home=home)
    assert "leg" in told.out
    assert coach("run", "core", "--plain", "--mute", "--speed", "10000", home=home).status != 0


@needs_shell
@pytest.mark.parametrize(
    ("line", "status", "says"),
    [
        ("coach today >/dev/full", 2, "coach: the output cannot be written: no space left on device\n"),
        (
            "coach today --help >/dev/full",
            2,
            "coach: the output cannot be written: no space left on device\n",
        ),
        ("coach --help >/dev/full 2>&1", 2, ""),
        ("coach today >&-", 0, ""),
        ("coach today >&- 2>&- <&-", 0, ""),
        ("coach nonsense 2>/dev/full", 2, ""),
        ("coach nonsense 2>&-", 2, ""),
    ],
)
def test_unwritable_stream_is_reported_or_ignored(line: str, status: int, says: str, home: Path) -> None:
    done = shell(line, home)
    assert (done.returncode, done.stdout, done.stderr) == (status, "", says)


@needs_shell
def test_no_file_gets_the_number_of_a_closed_stream(home: Path) -> None:
    # Whatever is opened first would be standard output, and be written into.
    assert shell("coach log walk --minutes 10 >&- 2>&- <&-", home).returncode == 0
    history = shell("coach doctor --silent", home)
    assert "journal: 1 entries" in history.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "cp850", "cp1252", "koi8-r", "cp932"])
def test_every_text_is_readable_in_an_old_code_page(encoding: str, home: Path) -> None:
    codecs.register_error(READABLE, readable)
    pages = [coach("guide", page.split()[0], home=home).out for page in coach("guide", home=home).lines[:6:2]]
    texts = [coach("today", home=home).out, coach("week", home=home).out, *pages]
    for text in [
        *texts,
        "\u201cEasy\u201d \u2013 2\u00d7 \u2265 5 \u2588\u2588\u2591 \u2192 caf\u00e9 \u65e5 \u2713",
    ]:
        written = text.encode(encoding, READABLE).decode(encoding)
        assert "\\u" not in written
        assert written.count("?") - text.count("?") <= text.count("\u65e5")


def test_unencodable_characters_are_replaced() -> None:
    codecs.register_error(READABLE, readable)
    shown = "\u201cNa\u00efve\u201d \u2013 \u2265 3 \u2588\u2502\u2500 \u2192 \ufb01n \u65e5".encode(
        "ascii", READABLE
    )
    assert shown == b'"Naive" - >= 3 #|- -> fin ?'


@needs_shell
@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "cp437:strict"},
    ],
    ids=str,
)
def test_commands_run_in_a_locale_without_utf8(environment: dict[str, str], home: Path) -> None:
    done = shell("coach guide spasm | cat", home, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u" not in done.stdout


@pytest.mark.parametrize(
    "sign",
    [
        *"\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069",
        *"\u206a\u3164\ufe0e\ufe0f\ufeff\uffa0\ufff9\U000e0001\U000e0041\U000e0100",
    ],
    ids=lambda sign: f"U+{ord(sign):04X}",
)
def test_invisible_characters_are_not_printed(sign: str) -> None:
    assert harmless(f"one{sign}two{sign}") == "onetwo"
    assert harmless(sign * 3) == ""


@pytest.mark.parametrize(
    "sign", [chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))], ids=repr
)
def test_escape_sequences_are_made_visible(sign: str) -> None:
    shown = harmless(f"a{sign}b")
    assert shown == ("a b" if sign == "\x85" else "a\ufffdb")


def test_quick_look_finds_every_character_that_is_replaced() -> None:
    # The escape before it has the text searched, whatever the quick look says of the character.
    replaced = {
        sign for sign in map(chr, range(0x110000)) if harmless(f"\x1b{sign}") != f"{ORDER_MARK}{sign}"
    }
    assert len(replaced) > 6_000
    assert {sign for sign in map(chr, range(0x110000)) if not is_harmless(sign)} == replaced


@pytest.mark.parametrize("sign", "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\t", ids=repr)
def test_line_ends_become_spaces_in_one_line(sign: str) -> None:
    assert harmless(one_line(f"one {sign} two")) == "one two"


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u2764\ufe0f\u200d\U0001f525",
        "\U0001f469\U0001f3fd\u200d\u2695\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "1\ufe0f\u20e3",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
        "\u845b\U000e0100",
        "R\u00fccken, \u043a\u043e\u0440, \u6838\u5fc3, \U0001f9d8",
    ],
)
def test_joiners_and_marks_are_printed(text: str) -> None:
    assert harmless(text) == text

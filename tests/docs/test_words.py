"""What the pages and the helps say of commands is true, and leaves nothing out."""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from coach.cli.main import COMMANDS, EXAMPLES, example_lines, load_command
from scripts.make_commands import PAGE, words_of
from scripts.make_commands import page as page_of_commands
from tests.docs.commands import all_parsers, usage_error
from tests.docs.pages import PAGES, ROOT, Code, all_text, code_in_sentences
from tests.support.commands import coach

CODE: Final = code_in_sentences()
TEXT: Final = all_text()
PARSERS: Final = all_parsers()
OPTIONS: Final = {option for parser in PARSERS for one in words_of(parser) for option in one.option_strings}
OF_OTHERS: Final = {"--help", "--version", "-h", "-V"}
"""Options that every command has, or the app itself."""


def pieces(pattern: str) -> list[Code]:
    """The pieces of code that match."""
    return [code for code in CODE if re.match(pattern, code.text)]


@pytest.mark.parametrize("code", pieces(r"coach(?: |$)"), ids=lambda code: f"{code.page}: {code.text}")
def test_commands_in_text_parse(code: Code) -> None:
    words = shlex.split(code.text.replace("COMMAND", "today"))
    assert usage_error(words[1:]) is None


@pytest.mark.parametrize("code", pieces(r"-{1,2}[a-z]"), ids=lambda code: f"{code.page}: {code.text}")
def test_options_in_text_exist(code: Code) -> None:
    option = re.split(r"[ =]", code.text)[0]
    assert option in OPTIONS | OF_OTHERS or f'"{option}"' in benchmark_sources()


def benchmark_sources() -> str:
    """The benchmarks have options of their own."""
    return "".join(path.read_text("utf-8") for path in (ROOT / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("code", pieces(r"python -m "), ids=lambda code: f"{code.page}: {code.text}")
def test_modules_in_text_exist(code: Code) -> None:
    assert find_spec(shlex.split(code.text)[2]) is not None


@pytest.mark.parametrize("code", pieces(r"pip install "), ids=lambda code: f"{code.page}: {code.text}")
def test_extras_in_text_exist(code: Code) -> None:
    (extra,) = re.findall(r"\[(\w+)\]", code.text)
    assert re.search(rf"^{extra} = \[", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)


def test_files_in_the_map_exist() -> None:
    named = [
        code.text
        for code in CODE
        if code.page == "CONTRIBUTING.md" and re.fullmatch(r"[\w./-]+/[\w.-]*", code.text)
    ]
    assert len(named) > 40
    missing = [
        name for name in named if not any((base / name).exists() for base in (ROOT, ROOT / "src" / "coach"))
    ]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_links_resolve(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        file, _, heading = target.partition("#")
        found = page.parent / file if file else page
        assert found.exists(), target
        assert not heading or heading in headings(found), target


def headings(page: Path) -> set[str]:
    """The anchors of a page, as they are made from its headings."""
    found = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).strip().replace(" ", "-") for one in found}


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: str(parser.prog))
def test_help_describes_every_argument(parser: ArgumentParser) -> None:
    shown = parser.format_help()
    assert parser.description
    assert parser.description in " ".join(shown.split())
    unexplained = [word.dest for word in words_of(parser) if not word.help]
    assert unexplained == []
    for option in (option for word in words_of(parser) for option in word.option_strings):
        assert option in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_help_ends_with_examples(command: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert coach(command, "--help", home=home).status == 0
    shown = capsys.readouterr().out
    assert example_lines(f"coach {command}")
    for line in example_lines(f"coach {command}"):
        assert f"\n  {line}\n" in shown


@pytest.mark.parametrize(
    "line", [line for lines in EXAMPLES.values() for line, _ in lines], ids=lambda line: str(line)
)
def test_examples_parse(line: str) -> None:
    assert usage_error(shlex.split(line.partition(" > ")[0])[1:]) is None


def test_examples_are_for_commands_that_exist() -> None:
    assert list(EXAMPLES) == list(COMMANDS)
    for command, lines in EXAMPLES.items():
        assert all(line.split()[:2] == ["coach", command] for line, _ in lines)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_page_has_every_command(command: str) -> None:
    assert re.search(rf"\bcoach {command}\b(?!-)", TEXT)
    assert load_command(command).run.__doc__


def test_commands_page_has_every_option() -> None:
    assert [option for option in sorted(OPTIONS) if not re.search(rf"{option}(?![\w-])", TEXT)] == []


def test_commands_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page_of_commands(), "python scripts/make_commands.py"

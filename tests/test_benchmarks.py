"""The table of what things cost: its verdicts are right, and a machine that lacks something gets the rest."""

from __future__ import annotations

import json
import math
import random
import re
import subprocess
from array import array
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import growth, heard, page, peer_sessions, peers, spoken
from benchmarks.measure import Line, Missing, Row, table
from benchmarks.sound import Accuracy
from coach.model.timeline import Cue, CueKind
from coach.programs.load import load_catalog
from coach.sound.samples import RATE


def row(ours: float, base: float | None, budget: str, unit: str = "ms") -> Row:
    return Row("something", ours, base, unit, budget, "something else")


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (row(1.4, 1.0, "1.4"), True),
        (row(1.5, 1.0, "1.4"), False),
        (row(3.0, 1.0, "2 % more", "%"), True),
        (row(3.1, 1.0, "2 % more", "%"), False),
        (row(40.0, None, "40 ms"), True),
        (row(41.0, 100.0, "40 ms"), False),
        (row(0, None, "0 cues", "cues"), True),
        (row(1, None, "0 cues", "cues"), False),
        (row(math.nan, None, "1 ms"), False),
        (row(1.0, 0.0, "1.4"), False),
        (row(99.0, 1.0, ""), None),
        (row(99.0, 1.0, "-"), None),
    ],
    ids=lambda value: f"{value.ours} of {value.budget or 'nothing'}" if isinstance(value, Row) else "",
)
def test_budget_formats(line: Row, kept: bool | None) -> None:
    assert line.kept is kept


def test_table_has_budget_and_verdict() -> None:
    lines = list(table([row(12.345, 10, "1.1"), row(1234.5, None, ""), Missing("cues", "there is no card")]))
    assert lines == [
        "| what | ours | beside | ratio | budget | kept |",
        "|---|---|---|---|---|---|",
        "| something | 12.3 ms | 10 ms (something else) | 1.23 | 1.1 | **no** |",
        "| something | 1234 ms | something else |  |  |  |",
        "| cues | not measured: there is no card |  |  |  |  |",
    ]


EFFORT = command.make_effort(command.make_parser().parse_args(["--quick"]))


def test_failed_section_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_folder: Path, _effort: command.Effort) -> Sequence[Line]:
        raise OSError("no room left\nand more")

    def fine(_folder: Path, _effort: command.Effort) -> Sequence[Line]:
        return [row(1, 1, "")]

    monkeypatch.setattr(command, "sections", lambda: {"a": ("first", broken), "b": ("second", fine)})
    assert list(command.measured(["a", "b"], tmp_path, EFFORT)) == [
        Missing("first", "OSError: no room left"),
        row(1, 1, ""),
    ]


def test_missing_sound_card_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (cues,) = command.measured(["cues"], tmp_path, EFFORT)
    assert cues == Missing(
        "when cues are heard", "there is no virtual sound card without pulseaudio, pactl, parec"
    )


def test_missing_timers_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert peers.find_peers(None) == {}
    assert peers.find_peers(tmp_path) == {}
    assert [line.what for line in command.measured(["peers"], tmp_path, EFFORT)] == [
        f"{name}, beside a session" for name in peers.DIGITS
    ]


def test_suite_is_timed_on_request(tmp_path: Path) -> None:
    (suite,) = command.measured(["suite"], tmp_path, EFFORT)
    assert isinstance(suite, Missing)


@pytest.mark.parametrize("count", growth.INTERVALS)
def test_generated_program_has_the_interval_count(count: int) -> None:
    _, timeline = growth.laid_out(growth.program_text(count), load_catalog(None).drills)
    assert len(timeline.intervals) == count


def test_beats_are_compared_with_a_fitted_row() -> None:
    found: Accuracy = peers.on_the_second([7.25, 8.25, 9.26, 10.25, 11.25], 5)
    assert (found.heard, found.planned) == (5, 5)
    assert found.p50 == pytest.approx(0, abs=0.01)
    assert found.worst == pytest.approx(10, abs=0.01)


def test_page_lines_between_marks_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "performance.md"
    file.write_text(f"a\n{page.mark('one')}old\n{page.ENDS}b\n{page.mark('two')}old too\n{page.ENDS}c\n")
    monkeypatch.setattr(page, "PAGE", file)
    page.write_page("two", ["new", "lines"])
    assert (
        file.read_text()
        == f"a\n{page.mark('one')}old\n{page.ENDS}b\n{page.mark('two')}new\nlines\n{page.ENDS}c\n"
    )
    with pytest.raises(ValueError, match="three"):
        page.write_page("three", [])


def test_performance_page_has_marks() -> None:
    text = page.PAGE.read_text("utf-8")
    assert [text.count(page.mark(name)) for name in ("measured", "heard")] == [1, 1]
    assert text.count(page.ENDS) == 2


TICK, START, REST = CueKind.TICK, CueKind.START, CueKind.REST
PLANNED = [(0.0, TICK), (1.0, TICK), (3.0, START), (33.0, REST)]


def test_growing_lateness_is_matched() -> None:
    found = peer_sessions.follow(PLANNED, [(TICK, 7.0), (TICK, 9.5), (REST, 43.0)])
    assert (found.heard, found.planned) == (3, 4)
    assert [round(error) for _, error in found.errors] == [7000, 8500, 10000]
    assert math.isnan(found.latency)
    assert [found.p50, found.worst] == pytest.approx([1500, 1500])


def test_silence_counts_as_missing() -> None:
    found = peer_sessions.follow(PLANNED, [])
    assert (found.heard, found.planned) == (0, 4)


def test_countdown_plays_by_seconds_left() -> None:
    words = peer_sessions.termdown_words("/bin/termdown", PLANNED)
    command = words[words.index("--exec-cmd") + 1]
    assert words[-1] == "41"
    assert re.findall(r"(\d+)\.\*\)", command) == ["37", "36", "34", "4"]
    line = command.format(34.9997, "").replace("paplay", "echo")
    told = subprocess.run(["sh", "-c", line], stdout=subprocess.PIPE, text=True, check=True)
    assert Path(told.stdout.strip()).name == "start.wav"


def test_script_has_a_countdown_per_interval() -> None:
    script = peer_sessions.countdown_words("/bin/countdown", PLANNED)[-1]
    assert re.findall(r"countdown (\d+)s", script) == ["2", "0", "1", "29"]
    assert re.findall(r"(\w+)\.wav", script) == ["tick", "tick", "start", "rest"]


def test_terminal_program_ends_or_times_out(tmp_path: Path) -> None:
    told = tmp_path / "size"
    peer_sessions.run_in_terminal(["sh", "-c", f"sleep 0.2; stty size > {told}"], {}, 30)
    assert told.read_text() == "24 80\n"
    peer_sessions.run_in_terminal(["sleep", "1000"], {}, 0.1)


def run(who: str, *, busy: bool = False, worst: float = 0.25, latency: float | None = 0.5) -> heard.Run:
    return heard.Run(
        who=who,
        busy=busy,
        planned=182,
        heard=181,
        latency=latency,
        p50=0.02,
        p99=0.1,
        worst=worst,
        drift_per_minute=0.001,
        load=0.1,
    )


def test_latest_run_of_a_kind_counts(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    assert heard.read_runs(kept) == []
    peer, busy, idle = run("countdown", latency=None), run("miniaudio", busy=True), run("miniaudio")
    runs = [peer, run("miniaudio", worst=9), busy, idle]
    kept.write_text("".join(json.dumps(asdict(one)) + "\n" for one in runs))
    assert heard.read_runs(kept) == [idle, busy, peer]


def test_session_table_marks_unknown_values() -> None:
    lines = list(heard.table([run("miniaudio", busy=True), run("termdown", latency=None)]))
    figures = "0.020 | 0.100 | 0.250 | +0.001 | 1 of 182 |"
    assert lines[2:] == [
        f"| coach, miniaudio, kept busy | 0.50 ms | {figures}",
        f"| termdown, a player started by its command | not known | {figures}",
    ]


def test_stored_result_leaves_out_single_errors() -> None:
    kept = heard.run_of("countdown", False, peer_sessions.follow(PLANNED, [(TICK, 1.0)]), 0.0)
    assert (kept.latency, kept.planned, kept.heard) == (None, 4, 1)


def voice(text: str) -> array[int]:
    """A tenth of a second of noise, another one for each sentence."""
    chance = random.Random(text)
    return array("h", (chance.randint(-9000, 9000) for _ in range(RATE // 10)))


NOISES = {kind: voice(kind.value) for kind in (CueKind.TICK, CueKind.START, CueKind.REST)}


SAID = [
    (0.2, Cue(at=0, cue=CueKind.START, say="Plank. Thirty seconds.")),
    (2.0, Cue(at=0, cue=CueKind.SAY, say="Keep breathing.")),
    (3.0, Cue(at=0, cue=CueKind.REST)),
]


def played(late: dict[str, float]) -> tuple[list[spoken.Planned], array[int]]:
    """What is planned, and its recording, 0.5 s into which it begins: 4 ms late, and some of it later."""
    planned = list(spoken.plan(SAID, voice, NOISES))
    recording = array("h", bytes(2 * 4 * RATE))
    for one in planned:
        start = round((0.5 + 0.004 + one.moment + late.get(one.name, 0.0)) * RATE)
        for index, value in enumerate(one.samples, start):
            recording[index] += value // 2
    return planned, recording


def test_all_that_is_said_is_found_in_a_recording() -> None:
    planned, recording = played({})
    assert [one.name for one in planned] == ["start", "Plank.", "Thirty seconds.", "Keep breathing.", "rest"]
    assert planned[2].moment == pytest.approx(planned[1].moment + 0.1 + 0.25)
    heard_now = spoken.listen(recording, planned, 0.5)
    assert max(abs(one.error) for one in heard_now) < 0.0002
    assert (spoken.missing(heard_now), spoken.overlaps(heard_now)) == (0, 0)


def test_late_and_lost_sentences_are_missing_and_words_over_tones_are_counted() -> None:
    planned, recording = played({"Keep breathing.": 0.08})
    del recording[int((0.5 + planned[-1].moment) * RATE) :]
    recording.extend(bytes(2 * RATE))
    heard_now = spoken.listen(recording, planned, 0.5)
    assert [one.planned.name for one in heard_now if not one.is_there] == ["Keep breathing.", "rest"]


def test_words_over_a_tone_are_counted() -> None:
    planned, recording = played({"start": 0.28})
    # The tone of the start comes so late that it falls into the first sentence.
    one = next(one for one in planned if one.name == "start")
    late = replace(one, moment=one.moment + 0.28)
    assert spoken.overlaps(spoken.listen(recording, [late, *planned[1:]], 0.5)) == 1

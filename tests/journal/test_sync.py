"""Between machines: whatever a synchroniser does to the files, every journal comes to hold every event."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import JournalError, UsageError
from coach.journal.connection import FileLock
from coach.journal.journal import Journal
from coach.journal.sync import FULL_BYTES, SharedFolder, device_file, device_id, synchronise
from coach.model.events import Event, Tombstone
from tests.journal.factories import MOMENT, FixedClock, id_of, long_history, memory_folder, session, text
from tests.support.examples import examples

MACHINES = 3


class Machine:
    """A journal, and its own copy of the folder that is carried about."""

    def __init__(self, place: Path, number: int) -> None:
        self.number = number
        self.folder = place / f"folder {number}"
        self.folder.mkdir(parents=True)
        self.path = place / f"home {number}" / "journal.db"
        self.written = 0

    def write(self) -> Event:
        made = session(f"{self.number} {self.written}", MOMENT.replace(month=1 + self.written % 3))
        self.written += 1
        with Journal.open(self.path, clock=FixedClock()) as journal:
            journal.append(made)
            journal.close(back_up=False)
        return made

    def sync(self) -> None:
        journal = Journal.open(self.path, clock=FixedClock())
        synchronise(journal, self.folder)
        journal.close(back_up=False)

    def ids(self) -> list[str]:
        journal = Journal.open(self.path, clock=FixedClock())
        found = [event.id for event in journal.events()]
        journal.close(back_up=False)
        return found


def carry(source: Machine, target: Machine, choice: int, share: float) -> None:
    """One file from one copy of the folder to another, perhaps cut off; what was there is kept."""
    names = sorted(path.name for path in source.folder.glob("coach-*.jsonl"))
    if not names:
        return
    name = names[choice % len(names)]
    data = (source.folder / name).read_bytes()
    data = data[: round(len(data) * share)]
    there = target.folder / name
    if there.exists() and there.read_bytes() != data:
        stem = there.name.removesuffix(".jsonl")
        there.rename(there.with_name(f"{stem}.sync-conflict-{len(names)}-{choice}.jsonl"))
    there.write_bytes(data)


def carry_all(machines: list[Machine]) -> None:
    """In the end every file reaches every copy of the folder, under whatever name."""
    for source in machines:
        for path in source.folder.glob("coach-*.jsonl"):
            for target in machines:
                if target is not source:
                    stem = path.name.removesuffix(".jsonl")
                    shutil.copyfile(path, target.folder / f"{stem} (copy of {source.number}).jsonl")


machine = st.integers(0, MACHINES - 1)
steps = st.one_of(
    st.tuples(st.just("write"), machine),
    st.tuples(st.just("sync"), machine),
    st.tuples(st.just("carry"), machine, machine, st.integers(0, 9), st.sampled_from([1.0, 1.0, 0.4, 0.93])),
    st.tuples(st.just("lose"), machine, st.integers(0, 9)),
)


@examples(100)
@given(st.lists(steps, max_size=25))
def test_three_machines_converge(
    happened: list[tuple[object, ...]],
) -> None:
    with memory_folder() as place:
        machines = [Machine(place, number) for number in range(MACHINES)]
        written = {each.write().id for each in machines}
        for step in happened:
            match step:
                case ("write", int(one)):
                    written.add(machines[one].write().id)
                case ("sync", int(one)):
                    machines[one].sync()
                case ("carry", int(one), int(other), int(choice), float(share)) if one != other:
                    carry(machines[one], machines[other], choice, share)
                case ("lose", int(one), int(choice)):
                    for path in sorted(machines[one].folder.iterdir())[choice:][:1]:
                        path.unlink()
                case _:
                    pass
        for each in machines:
            each.sync()
        carry_all(machines)
        for each in machines:
            each.sync()
        found = [each.ids() for each in machines]
        assert set(found[0]) == written
        assert len(found[0]) == len(written)
        assert found[0] == found[1] == found[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


def own_file(journal: Journal, folder: Path) -> Path:
    name = device_id(journal.path.parent, MOMENT)
    return folder / device_file(name, "2026-01")


def test_second_machine_imports_events(journal: Journal, folder: Path, tmp_path: Path) -> None:
    journal.append(session("one"), session("two"))
    first = synchronise(journal, folder)
    assert (first.taken_in, first.written, first.files) == (0, 2, 0)
    with Journal.open(tmp_path / "other" / "journal.db") as other:
        second = synchronise(other, folder)
        assert (second.taken_in, second.written, second.files) == (2, 0, 1)
        assert other.events() == journal.events()


def test_repeated_sync_changes_no_byte(journal: Journal, folder: Path) -> None:
    journal.append(session("one"))
    synchronise(journal, folder)
    file = own_file(journal, folder)
    before = file.stat()
    report = synchronise(journal, folder)
    assert (report.taken_in, report.written) == (0, 0)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_imported_events_are_not_written_again(journal: Journal, folder: Path, tmp_path: Path) -> None:
    journal.append(session("one"))
    synchronise(journal, folder)
    with Journal.open(tmp_path / "other" / "journal.db") as other:
        synchronise(other, folder)
        assert len(list(folder.iterdir())) == 1


def test_removal_elsewhere_is_applied(journal: Journal, folder: Path, tmp_path: Path) -> None:
    journal.append(session("one"))
    synchronise(journal, folder)
    with Journal.open(tmp_path / "other" / "journal.db") as other:
        synchronise(other, folder)
        other.append(Tombstone(id=id_of("stone"), at=MOMENT, target=id_of("one")))
        synchronise(other, folder)
    synchronise(journal, folder)
    assert journal.sessions() == ()


def test_files_are_monthly_and_private(journal: Journal, folder: Path) -> None:
    journal.append(session("one"), session("two", MOMENT.replace(month=2)))
    synchronise(journal, folder)
    months = sorted(path.name.removesuffix(".jsonl")[-7:] for path in folder.iterdir())
    assert months == ["2026-01", "2026-02"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_truncated_line_is_completed_by_owner(journal: Journal, folder: Path, tmp_path: Path) -> None:
    journal.append(session("one"), session("two"))
    synchronise(journal, folder)
    file = own_file(journal, folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:-40])
    with Journal.open(tmp_path / "other" / "journal.db") as other:
        report = synchronise(other, folder)
        assert (report.taken_in, report.unfinished, report.problems) == (1, 1, ())
    report = synchronise(journal, folder)
    assert (report.written, report.problems) == (1, ())
    assert sorted(file.read_bytes().splitlines()) == sorted(whole.splitlines())


def test_bad_line_is_reported_good_ones_imported(journal: Journal, folder: Path) -> None:
    (folder / "coach-other-2026-01.jsonl").write_text(f"{{torn\n{text(session('one'))}\n[]\n\n")
    report = synchronise(journal, folder)
    assert report.taken_in == 1
    assert [problem.line for problem in report.problems] == [1, 3]
    assert report.problems[0].text().startswith("coach-other-2026-01.jsonl:1: not one JSON object")


def test_git_merge_conflict_is_read(journal: Journal, folder: Path) -> None:
    one, two = text(session("one")), text(session("two"))
    merged = f"<<<<<<< HEAD\n{one}\n=======\n{two}\n>>>>>>> other\n"
    (folder / "coach-0123456789ab-2026-01.jsonl").write_text(merged)
    report = synchronise(journal, folder)
    assert (report.taken_in, report.problems) == (2, ())


@pytest.mark.parametrize(
    "name",
    [
        "coach-0123456789ab-2026-01.sync-conflict-20260105-073012-ABCDEF7.jsonl",
        "coach-0123456789ab-2026-01 (conflicted copy 2026-01-05).jsonl",
        "coach-0123456789ab-2026-01 (1).jsonl",
        "coach-0123456789ab-2026-01-DESKTOP.JSONL",
    ],
)
def test_conflict_copies_are_read(journal: Journal, folder: Path, name: str) -> None:
    (folder / name).write_text(text(session("one")))
    assert synchronise(journal, folder).taken_in == 1


@pytest.mark.parametrize(
    "name", ["notes.jsonl", ".coach-x.jsonl", "coach-x.jsonl.part", "~syncthing~coach-x.jsonl.tmp"]
)
def test_other_files_are_ignored(journal: Journal, folder: Path, name: str) -> None:
    (folder / name).write_text(text(session("one")))
    assert synchronise(journal, folder).files == 0
    assert (folder / name).read_text() == text(session("one"))


def test_conflicting_id_keeps_own_event(journal: Journal, folder: Path) -> None:
    journal.append(session("one"))
    (folder / "coach-x.jsonl").write_text(text(session("one", program="hips")) + "\n")
    report = synchronise(journal, folder)
    assert report.taken_in == 0
    assert "says something else" in report.problems[0].text()
    assert [event.program for event in journal.sessions()] == ["core"]


def test_links_are_not_followed(journal: Journal, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.jsonl"
    secret.write_text(text(session("secret")) + "\n")
    (folder / "coach-link.jsonl").symlink_to(secret)
    journal.append(session("one"))
    own_file(journal, folder).symlink_to(secret)
    report = synchronise(journal, folder)
    assert report.taken_in == 0
    assert all("a link, which is not followed" in problem.reason for problem in report.problems)
    assert secret.read_text() == text(session("secret")) + "\n"
    assert not own_file(journal, folder).is_symlink()


def test_pipe_or_folder_does_not_block(journal: Journal, folder: Path) -> None:
    os.mkfifo(folder / "coach-pipe.jsonl")
    (folder / "coach-folder.jsonl").mkdir()
    report = synchronise(journal, folder)
    assert report.files == 0
    assert len(report.problems) == 2


def test_too_large_file_is_skipped(journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.journal.sync.MAX_FILE_BYTES", 1_000_000)
    (folder / "coach-large.jsonl").write_bytes(b" " * 1_000_001)
    (folder / "coach-small.jsonl").write_text(text(session("one")))
    report = synchronise(journal, folder)
    assert report.taken_in == 1
    assert report.problems[0].text() == "coach-large.jsonl: not read: larger than 1 MB"


def test_too_many_events_are_refused(journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.journal.sync.MAX_NEW", 2)
    (folder / "coach-x.jsonl").write_text("\n".join(text(session(number)) for number in range(3)))
    with pytest.raises(UsageError, match="more than 2 new events"):
        synchronise(journal, folder)
    assert journal.events() == ()


def test_full_file_is_followed_by_another(folder: Path) -> None:
    line = '{"x":"' + "y" * 900_000 + '"}'
    SharedFolder(folder).add("0123456789ab", "2026-01", [line] * 6)
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert sorted(sizes) == ["coach-0123456789ab-2026-01.2.jsonl", "coach-0123456789ab-2026-01.jsonl"]
    assert max(sizes.values()) <= FULL_BYTES
    assert sum(sizes.values()) == 6 * (len(line) + 1)


def test_newer_line_stays_in_own_file(journal: Journal, folder: Path) -> None:
    newer = text(session("newer")).replace('"schema":1', '"schema":2')
    own_file(journal, folder).write_text(f"{newer}\n{{torn\n")
    journal.append(session("one"))
    synchronise(journal, folder)
    assert own_file(journal, folder).read_text().splitlines() == [newer, text(session("one"))]


def test_missing_folder_is_not_created(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        synchronise(journal, tmp_path / "drive")
    assert not (tmp_path / "drive").exists()


def test_dry_run_writes_nothing(journal: Journal, folder: Path) -> None:
    journal.append(session("mine"))
    (folder / "coach-x.jsonl").write_text(text(session("theirs")))
    report = synchronise(journal, folder, dry_run=True)
    assert (report.taken_in, report.written) == (1, 1)
    assert len(journal.events()) == 1
    assert [path.name for path in folder.iterdir()] == ["coach-x.jsonl"]


def test_concurrent_syncs_lose_nothing(journal: Journal, folder: Path) -> None:
    lock = FileLock(journal.path.with_name(".sync.lock"))
    assert lock.acquire()
    with pytest.raises(JournalError, match="another coach is syncing"):
        synchronise(journal, folder)
    lock.release()
    assert synchronise(journal, folder).problems == ()


def test_device_id_is_kept_or_renewed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    name = device_id(home, MOMENT)
    assert device_id(home, MOMENT) == name
    assert stat.S_IMODE((home / "machine").stat().st_mode) == 0o600
    (home / "machine").write_text("../../etc/passwd")
    assert device_id(home, MOMENT) not in {name, "../../etc/passwd"}


def test_unusual_spelling_is_imported_once(journal: Journal, folder: Path) -> None:
    odd = text(session("one")).replace('"reps"', '"reps\r"')
    (folder / "coach-x.jsonl").write_bytes(odd.encode() + b"\n")
    assert synchronise(journal, folder).taken_in == 1
    again = synchronise(journal, folder)
    assert (again.taken_in, again.written, again.problems) == (0, 0, ())


def test_unwritable_folder_is_reported(
    journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.append(session("one"))

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    device_id(journal.path.parent, MOMENT)
    with monkeypatch.context() as patch:
        patch.setattr("coach.journal.sync.os.fsync", refuse)
        with pytest.raises(UsageError, match="cannot be written to: No space left"):
            synchronise(journal, folder)
    assert list(folder.iterdir()) == []


def test_unreadable_folder_is_reported(
    journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", refuse)
        with pytest.raises(UsageError, match="cannot be read: Permission denied"):
            synchronise(journal, folder)


def test_too_many_files_are_refused(journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.journal.sync.MAX_FILES", 1)
    for name in ("coach-a.jsonl", "coach-b.jsonl"):
        (folder / name).write_text("")
    with pytest.raises(UsageError, match="more than 1 files"):
        synchronise(journal, folder)


def test_long_or_binary_lines_are_reported(journal: Journal, folder: Path) -> None:
    lines = [b'{"note":"' + b"x" * 1_000_000 + b'"}', b"\xff\xfe", text(session("one")).encode(), b""]
    (folder / "coach-x.jsonl").write_bytes(b"\n".join(lines))
    report = synchronise(journal, folder)
    assert report.taken_in == 1
    assert [problem.line for problem in report.problems] == [1, 2]


def test_long_history_is_imported_in_batches(journal: Journal, folder: Path, tmp_path: Path) -> None:
    journal.append(*long_history(400))
    synchronise(journal, folder)
    with Journal.open(tmp_path / "other" / "journal.db") as other:
        assert synchronise(other, folder).taken_in == len(journal.events())
        assert other.events() == journal.events()

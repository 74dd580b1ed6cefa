"""Kill -9 of a whole session just after it has announced the next interval: the set before it is on disk."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from coach.journal.active_sessions import unfinished_sessions
from coach.journal.journal import Journal

PROGRAM = """\
schema: 1
id: brief
title: Brief holds
kind: custom
about: Holds of two seconds.
ready: 1s
switch: 2s
rest: {between: 2s, rounds: 2s}
rounds: 2
slots:
  - {slot: plank, hold: 2s, progress: none}
  - {slot: side-plank, hold: 2s, progress: none}
"""
SLOW_DISK = """\
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
static void nap(void) { struct timespec most = {0, 20 * 1000000L}; nanosleep(&most, 0); }
static int is_log(int fd) {
    char link[64], name[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, sizeof name);
    return length > 4 && memcmp(name + length - 4, "-wal", 4) == 0;
}
int fsync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    nap();
    return real(fd);
}
int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    nap();
    return real(fd);
}
ssize_t pwrite64(int fd, const void *data, size_t count, off64_t place) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite64");
    if (is_log(fd)) nap();
    return real(fd, data, count, place);
}
ssize_t pwrite(int fd, const void *data, size_t count, off_t place) {
    return pwrite64(fd, data, count, place);
}
"""
SETS = 6
AT_ONCE = 6
AFTER_SECONDS = 0.03
PATIENCE_SECONDS = 60.0
_HEADING = re.compile(rb"^ *\d+:\d\d  (\w+)")


def kill_sessions(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill so many sessions, each up to 30 ms after one of its announcements; returns what was announced."""
    return _kill(folder, kills, seed, {})


def kill_sessions_on_a_slow_disk(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """The same where every write of the journal's log, and every flush, takes 20 ms more."""
    source, slow = folder / "slow.c", folder / "slow.so"
    source.write_text(SLOW_DISK)
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return {"kills": 0, "for want of a C compiler and Linux; lost": 0}
    subprocess.run([compiler, "-shared", "-fPIC", "-o", slow, source, "-ldl"], check=True)
    return _kill(folder, kills, seed, {"LD_PRELOAD": str(slow)})


def _kill(folder: Path, kills: int, seed: int, environment: dict[str, str]) -> dict[str, int]:
    chance = random.Random(seed)
    plans = [
        (folder / str(number), chance.randint(1, SETS - 1), chance.uniform(0, AFTER_SECONDS))
        for number in range(kills)
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        lost = list(pool.map(lambda plan: kill_session(plan[0], plan[1], plan[2], environment), plans))
    worst = sum(one > 0 for one in lost)
    assert not worst, f"{worst} of {kills} sessions lost a set that was announced as over"
    return {"kills": kills, "sets announced as over": sum(count for _, count, _ in plans), "lost": 0}


def kill_session(home: Path, announced: int, after: float, environment: dict[str, str]) -> int:
    """Kill one session when it has gone on from so many sets; returns how many of them are not on disk.

    Args:
        home: for this session alone.
        announced: after so many sets it is killed.
        after: so many seconds after the next interval was announced.
        environment: what it runs with besides the usual.
    """
    (home / "programs").mkdir(parents=True)
    (home / "programs" / "brief.yaml").write_text(PROGRAM)
    process = subprocess.Popen(
        [sys.executable, "-m", "coach", "run", "brief", "--plain", "--mute"],
        env={**os.environ, **environment, "COACH_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await_announcement(process, announced)
        time.sleep(after)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
    return announced - _on_disk(home)


def _await_announcement(process: subprocess.Popen[bytes], announced: int) -> None:
    """Read until an interval has begun that follows so many sets."""
    assert process.stdout is not None
    until = time.monotonic() + PATIENCE_SECONDS
    working, done = False, 0
    for line in process.stdout:
        heading = _HEADING.match(line)
        if heading:
            done += working
            working = heading[1] == b"WORK"
            if done == announced:
                return
        assert time.monotonic() < until
    raise AssertionError("the session came to its end before it could be killed")


def _on_disk(home: Path) -> int:
    with Journal.open(home / "journal.db") as journal:
        return max((len(left.records) for left in unfinished_sessions(journal)), default=0)

"""No network at all: whatever a command or a screen does, nothing is looked up or connected."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.short_session import make_short_home
from tests.support.terminal import Terminal

WATCH = """
import os, sys
_out = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
_NAMES = {
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo",
    "urllib.Request", "http.client.connect",
    "ftplib.connect", "smtplib.connect", "webbrowser.open", "os.system",
}
def _watch(event, arguments):
    if event in _NAMES:
        os.write(_out, (event + " " + repr(arguments) + "\\n").encode())
    elif event == "import" and arguments[0].partition(".")[0] in {"requests", "httpx", "aiohttp"}:
        os.write(_out, ("import " + arguments[0] + "\\n").encode())
sys.addaudithook(_watch)
os.write(_out, b"watching\\n")
"""

COMMANDS = [
    ["run", "tiny", "--plain", "--speed", "50"],
    ["today"],
    ["week"],
    ["history"],
    ["check"],
    ["export"],
    ["restore"],
    ["summary", "--format", "html"],
    ["sync", "."],
    ["doctor", "--silent"],
    ["settings"],
    ["guide"],
    ["locate"],
]


@pytest.fixture
def watched(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where what happens is written down, by every Python that is started from here."""
    make_short_home(home)
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "watch"))
    monkeypatch.setenv("WATCHED", str(tmp_path / "seen"))
    return tmp_path / "seen"


def seen(watched: Path) -> set[str]:
    lines = watched.read_text().splitlines()
    assert "watching" in lines, "nothing was watched"
    return set(lines) - {"watching"}


def test_commands_use_no_network(watched: Path, tmp_path: Path) -> None:
    """All of them in one process of their own, one after the other."""
    code = (
        "import sys; from coach.__main__ import main\n"
        f"statuses = [main(words) for words in {COMMANDS!r}]\n"
        "assert set(statuses) <= {0, 1}, statuses"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert seen(watched) == set()


def test_app_uses_no_network(watched: Path) -> None:
    with Terminal([sys.executable, "-m", "coach"], environment=os.environ) as terminal:
        terminal.wait_for("Today")
        terminal.send("q")
        assert terminal.exit_status() == 0
    assert seen(watched) == set()


def test_session_screen_uses_no_network(watched: Path) -> None:
    with Terminal(
        [sys.executable, "-m", "coach", "run", "tiny", "--speed", "5"], environment=os.environ
    ) as terminal:
        terminal.wait_for("Plank")
        terminal.read(1.0)
    assert seen(watched) == set()


def traced() -> bool:
    """Whether the calls of a process can be watched here."""
    found = shutil.which("strace")
    return (
        found is not None
        and subprocess.run([found, "-qq", "-o", "/dev/null", "true"], check=False).returncode == 0
    )


@pytest.mark.skipif(not traced(), reason="needs strace, and leave to use it")
def test_session_opens_no_remote_socket(home: Path, tmp_path: Path) -> None:
    """Seen from the kernel, so that the sound's own process and its libraries are watched as well."""
    make_short_home(home)
    log = tmp_path / "calls"
    watch = ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto,bind", "-o", str(log)]
    words = [*watch, sys.executable, "-m", "coach", "run", "tiny", "--plain", "--speed", "20"]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert set(re.findall(r"\b[AP]F_[A-Z0-9_]+", log.read_text())) <= {"AF_UNIX"}


def test_watch_notices_network_use(watched: Path) -> None:
    """The other half: somebody who does reach out is caught."""
    code = (
        "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9), 0.2)\nexcept OSError:\n    pass"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=20)
    assert any(line.startswith("socket.connect") for line in seen(watched))

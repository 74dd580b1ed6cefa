"""What kind of machine it was measured on."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

_QUIET = 0.5


def kind() -> str:
    """Processor, cores, memory, system and Python, in one line; nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = os.cpu_count() or 1
    return (
        f"{_processor()}, {cores} {'core' if cores == 1 else 'cores'}, {memory:.0f} GB; "
        f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"
    )


def load() -> str:
    """How busy it is with other things, in words; nothing on a quiet machine."""
    found = waiting()
    return f"; busy with other things, at a load of {found:.1f}" if found > _QUIET else ""


def waiting() -> float:
    """How many processes wanted a processor in the last minute."""
    return os.getloadavg()[0]


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else platform.machine()

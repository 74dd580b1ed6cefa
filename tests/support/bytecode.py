"""Bytecode of the tests, in a folder of its own where Python may keep none beside the sources.

Without it each worker would rewrite and compile every test, and each of the hundred processes that the tests
start would compile the app.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / ".pytest_cache" / "bytecode"


def keep_bytecode() -> None:
    """Keep it for this process and its children, unless Python keeps it already."""
    if sys.dont_write_bytecode:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(FOLDER)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(FOLDER)


# On import, before the imports that follow it: pytest rewrites all of Hypothesis where it finds no bytecode.
keep_bytecode()

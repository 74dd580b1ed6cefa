"""The three streams of this process: open, able to take every sign, and quiet where nobody reads them."""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import suppress
from typing import Final, TextIO

READABLE: Final = "coach-readable"
"""The name under which Python knows how to write a sign that a stream has no room for."""

_INSTEAD: Final = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2022": "*",
    "\u00b7": "-",
    "\u00d7": "x",
    "\u00b0": " deg",
    "\u2190": "<-",
    "\u2192": "->",
    "\u2191": "^",
    "\u2193": "v",
    "\u2264": "<=",
    "\u2265": ">=",
    "\u2248": "~",
    "\u25b2": "^",
    "\u25bc": "v",
    "\u2713": "x",
    "\u25cf": "*",
    "\u25cb": "o",
    "\u00df": "ss",
    "\u00e6": "ae",
    "\u00f8": "o",
    "\u0153": "oe",
}
_BARS: Final = range(0x2500, 0x25A0)
"""Lines, corners and blocks: drawn things."""


def mend_streams() -> None:
    """Fill the place of every stream that was closed, and have none of them stop at a sign.

    A place that is left free would be given to the next file that is opened, the journal among them, and
    whatever writes to that stream would write into it.
    """
    for handle in range(3):
        try:
            os.fstat(handle)
        except OSError:
            # The lowest free number is the one that is missing.
            opened = os.open(os.devnull, os.O_RDWR)
            with suppress(OSError):
                os.set_inheritable(opened, True)
    # Nothing reads it to its end and nobody closes them: they live as long as the process.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    codecs.register_error(READABLE, readable)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=READABLE)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def readable(error: UnicodeError) -> tuple[str | bytes, int]:
    """Something that can be read in place of signs that an encoding does not have, for `codecs`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_instead(sign, error.encoding) for sign in signs), error.end


def _instead(sign: str, encoding: str) -> str:
    import unicodedata

    plain = _INSTEAD.get(sign)
    if plain is None and ord(sign) in _BARS:
        plain = {"\u2500": "-", "\u2502": "|", "\u2501": "-", "\u2503": "|"}.get(sign, "#")
    if plain is None:
        # A letter without its accent; a sign on top of another one is left out.
        apart = unicodedata.normalize("NFKD", sign)
        plain = "".join(part for part in apart if not unicodedata.combining(part))
        if unicodedata.combining(sign):
            return ""
        # Some signs come apart into ones that no encoding of bytes has either.
        plain = plain if plain.isascii() and plain.isprintable() and plain else "?"
    try:
        plain.encode(encoding)
    except (UnicodeError, LookupError):
        return "?"
    return plain


def silence(stream: TextIO | None) -> None:
    """Let what is left in a stream, and all that follows, go nowhere: Python would write it at its end."""
    try:
        number = stream.fileno() if stream is not None else -1
    except (OSError, ValueError):
        return
    if number not in (1, 2):
        return
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)

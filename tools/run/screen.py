"""What the run says, one line for each step, with the seconds since the start."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

BEGAN = time.monotonic()
LAST_LINES = 15


def say(text: str) -> None:
    """Prints a line. A terminal that is gone (SIGHUP, closed pipe) must not keep us from stopping everything."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{time.monotonic() - BEGAN:6.1f} s  {text}\n")
        sys.stdout.flush()


def complain(text: str) -> None:
    """Prints an error."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"\n{text}\n")
        sys.stderr.flush()


def show(lines: Sequence[str]) -> None:
    """Prints a block as it is."""
    with contextlib.suppress(OSError):
        sys.stdout.write("\n" + "\n".join(lines) + "\n\n")
        sys.stdout.flush()


def last_words(log: Path) -> str:
    """The last lines of a log, indented; what a process said before it died."""
    lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:] if log.exists() else []
    return "\n".join(f"    {line}" for line in lines) or "    (it said nothing)"

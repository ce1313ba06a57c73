"""The home of a run: one folder, one run at a time, made and locked before anything is written into it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tools.run.settings import RunError

LOCK = "run.lock"


@contextmanager
def taken(home: Path) -> Iterator[None]:
    """Makes the folder where it is missing and holds it. Raises RunError when it cannot be used or another run has it.

    The system lets the lock go when the process ends, however it ends.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / LOCK).open("a+", encoding="ascii")
    except OSError as error:
        raise RunError(
            f"The folder of the run, {shortened(home)}, cannot be used: {error.strerror}. Set RUN_HOME to another one."
        ) from error
    with lock:
        hold(lock, home)
        yield


def hold(lock: IO[str], home: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        owner = lock.read().strip() or "unknown"
        raise RunError(
            f"Another run (process {owner}) uses the folder {home}. End it, or give this one a folder of its own: "
            "RUN_HOME=... make run"
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def shortened(path: Path, most: int = 120) -> str:
    """
    >>> shortened(Path("/short"))
    '/short'
    """
    text = str(path)
    return text if len(text) <= most else f"{text[: most // 2]}...{text[-most // 2 :]}"

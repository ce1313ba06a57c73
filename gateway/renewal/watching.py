"""When to look anew: files that changed, and have come to rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

Mark: TypeAlias = tuple[int, int, int] | None
"""Of a file: inode, size, nanoseconds of its last change; None where there is none."""


def mark_of(file: Path) -> Mark:
    """What changes when a file is written, replaced, or led elsewhere by a link (as config maps are)."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


class Watched:
    """Looks at some files again and again. Looking costs a system call each, works on every file system, also where
    nobody tells of changes (network mounts, containers), and needs no thread.
    """

    def __init__(self, files: Callable[[], Iterable[Path]], mark: Callable[[Path], Mark] = mark_of) -> None:
        self._files = files
        self._mark = mark
        self._settled = self._marks()
        self._latest = self._settled

    def _marks(self) -> dict[Path, Mark]:
        return {file: self._mark(file) for file in self._files()}

    def has_settled_anew(self) -> bool:
        """Whether something changed since this was last true, and nothing since the last look: writing is over."""
        marks = self._marks()
        is_resting, self._latest = marks == self._latest, marks
        if not is_resting or marks == self._settled:
            return False
        self._settled = marks
        return True

"""The ministry's rules, pure: who sees what, and what a period covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.kit.errors import BadInputError
from services.kit.guard import has_scope
from services.kit.identity import Caller

STAFF = "cip:manage"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at entries: the actor (None: anonymous), and whether that is staff of the programme."""

    actor_id: str | None
    is_staff: bool


def viewer_of(caller: Caller | None) -> Viewer:
    return Viewer(caller.actor_id if caller else None, has_scope(caller, STAFF))


def years(start: date | None, end: date | None) -> tuple[int | None, int | None]:
    """First and last year of a period; grants are known by the year. ``BadInputError`` when it ends too early."""
    if start and end and end < start:
        raise BadInputError("period.until must not be before period.from.")
    return start.year if start else None, end.year if end else None

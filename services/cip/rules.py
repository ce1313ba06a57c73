"""The ministry's rules, pure: who sees what, and what a period is."""

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


def check_period(start: date | None, end: date | None) -> None:
    """``BadInputError`` for a period that ends before it begins; None is an open end."""
    if start and end and end < start:
        raise BadInputError("period.until must not be before period.from.")

"""The ministry's rules, pure: who sees what, and what a period is."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from services.kit.errors import BadInputError
from services.kit.guard import has_scope
from services.kit.identity import Caller

STAFF = "cip:manage"
MIGRATION = "service:migrate"
PLACE_HOLDER = "Ehemaliges CIP-Mitglied"


class Viewer(NamedTuple):
    """Who looks at entries: the actor (None: anonymous), and whether that is staff of the programme."""

    actor_id: str | None
    is_staff: bool


def viewer_of(caller: Caller | None) -> Viewer:
    return Viewer(caller.actor_id if caller else None, has_scope(caller, STAFF))


def may_read_former_community(caller: Caller | None) -> bool:
    """Whether names, dates and texts of the former community are for the caller: those who move it, and the staff.

    The marketplace has taken these fields over and decides there who sees them; here nothing is known of consents or of
    what was withdrawn. That composition asks the marketplace protects nothing: this port is open to others, too.
    """
    return has_scope(caller, STAFF) or has_scope(caller, MIGRATION)


def check_period(start: date | None, end: date | None) -> None:
    """``BadInputError`` for a period that ends before it begins; None is an open end."""
    if start and end and end < start:
        raise BadInputError("period.until must not be before period.from.")

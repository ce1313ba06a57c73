"""The ministry's rules, pure: who sees what, and what an area or a period covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.kit.errors import BadInputError
from services.kit.guard import has_scope
from services.kit.identity import Caller

STAFF = "cip:manage"
PARTS_OF_ARS = (2, 3, 5, 9, 12)
"""Digits after which a Regionalschlüssel (ARS) may end: Land, Regierungsbezirk, Kreis, Verband, Gemeinde."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at entries: the actor (None: anonymous), and whether that is staff of the programme."""

    actor_id: str | None
    is_staff: bool


def viewer_of(caller: Caller | None) -> Viewer:
    return Viewer(caller.actor_id if caller else None, has_scope(caller, STAFF))


def area(ars: str) -> str:
    """An SQL pattern for the region and all regions in it; a Land holds its Kreise and Gemeinden.

    >>> area("150000000000"), area("150020000000"), area("150020000001"), area("000000000000")
    ('15%', '15002%', '150020000001%', '%')

    Something that is no ARS has no regions in it, and matches only itself.

    >>> area("15_%")
    '15\\\\_\\\\%'
    """
    if len(ars) != max(PARTS_OF_ARS) or not ars.isdecimal():
        return ars.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
    if not ars.strip("0"):
        return "%"
    return next(ars[:digits] for digits in PARTS_OF_ARS if not ars[digits:].strip("0")) + "%"


def years(start: date | None, end: date | None) -> tuple[int | None, int | None]:
    """First and last year of a period; grants are known by the year. ``BadInputError`` when it ends too early."""
    if start and end and end < start:
        raise BadInputError("period.until must not be before period.from.")
    return start.year if start else None, end.year if end else None

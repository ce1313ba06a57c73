"""Who looks: the actor, and whether that is staff of the data lab. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from services.kit.guard import has_scope
from services.kit.identity import Caller

STAFF = "cdl:manage"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at data sets and projects: the actor (None: anonymous), and whether that is staff of the data lab.

    Everybody sees PUBLISHED and DEPRECATED data sets; what is not published yet, or withdrawn, is its publisher's and
    the staff's alone. An organisation's things are those of its administrators, too. The database applies this
    (``may_see``, ``may_see_project``), so that pages and totals are right.
    """

    actor_id: str | None
    is_staff: bool

    @property
    def arguments(self) -> tuple[bool, str | None]:
        """As statements take it."""
        return self.is_staff, self.actor_id


def viewer_of(caller: Caller | None) -> Viewer:
    return Viewer(caller.actor_id if caller else None, has_scope(caller, STAFF))

"""Who looks at what is personal or the staff's. Pure."""

from __future__ import annotations

from typing import NamedTuple

from services.kit.guard import has_scope
from services.kit.identity import Caller

STAFF = "ideenwerkstatt:manage"
EXPERT = "expert:review"
"""Of experts of the pool: they read applications; what is said of one slot or project is for its own experts."""


class Viewer(NamedTuple):
    """The actor (None: anonymous, or a machine), and whether that is staff of the programme or one of its experts."""

    actor_id: str | None
    is_staff: bool
    is_expert: bool

    @property
    def seen(self) -> tuple[str | None, bool]:
        """What statements take that show somebody's own things, and staff all."""
        return self.actor_id, self.is_staff

    @property
    def reading(self) -> tuple[str | None, bool, bool]:
        """The same for applications, which experts of the pool read, too; the scope alone makes nobody one."""
        return self.actor_id, self.is_staff, self.is_expert


def viewer_of(caller: Caller | None) -> Viewer:
    return Viewer(caller.actor_id if caller else None, has_scope(caller, STAFF), has_scope(caller, EXPERT))

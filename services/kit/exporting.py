"""A house's part of somebody's data export (Art. 15 and 20 GDPR; domain_slice2 2.12): read when it is asked for.

The export is an entity of the marketplace; each house adds a field that requires whose it is and until when:

    @field(requires=EXPORT_NEEDS, description="JSON of everything that ... keeps of the member; ...")
    async def cip_json(self, info: Info) -> str | None:
        member = own_export(info.context.caller, self.said, info.context.moment)
        return None if member is None else await export_of(info.context.database, member)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.kit.errors import ForbiddenError, UnauthenticatedError
from services.kit.identity import Caller
from services.kit.schema import key, point_in_time

EXPORT_NEEDS = ["memberId", "expiresAt"]
NOT_YOURS = "An export is for the member alone whose data it holds."


@dataclass(frozen=True, slots=True)
class SaidExport:
    """What a representation says: whose export, and until when it can be read (None: it does not say)."""

    member_id: str
    until: datetime | None


def said_export(representation: Mapping[str, Any]) -> SaidExport:
    """What a representation says. ``BadInputError`` for what is no id or no moment."""
    of = key(representation, "memberId") if "memberId" in representation else ""
    given = representation.get("expiresAt")
    return SaidExport(of, None if given is None else point_in_time(key(representation, "expiresAt")))


def own_export(caller: Caller | None, said: SaidExport, at: datetime) -> str | None:
    """The member whose export it is, who must be the caller: a representation is never a proof. None for an export that
    can be read no longer, or that does not say how long.

    Raises ``UnauthenticatedError`` without a caller, ``ForbiddenError`` for anybody else.
    """
    if caller is None:
        raise UnauthenticatedError
    if caller.actor_id is None or caller.actor_id != said.member_id:
        raise ForbiddenError(NOT_YOURS)
    return said.member_id if said.until is not None and at < said.until else None

"""A house's part of somebody's data export (Art. 15 and 20 GDPR; domain_slice2 2.12): read when it is asked for.

The export is an entity of the marketplace; each house adds a field that requires ``memberId``:

    @field(requires=["memberId"], description="JSON of everything that ... keeps of the member.")
    async def cip_json(self, info: Info) -> str | None:
        return await export.export_of(info.context.database, own_export(info.context.caller, self.member_id))
"""

from __future__ import annotations

from services.kit.errors import ForbiddenError, UnauthenticatedError
from services.kit.identity import Caller

NOT_YOURS = "An export is for the member alone whose data it holds."


def own_export(caller: Caller | None, member_id: str) -> str:
    """The member whose export it is, who must be the caller: a representation is never a proof.

    Raises ``UnauthenticatedError`` without a caller, ``ForbiddenError`` for anybody else.
    """
    if caller is None:
        raise UnauthenticatedError
    if caller.actor_id is None or caller.actor_id != member_id:
        raise ForbiddenError(NOT_YOURS)
    return member_id

"""A copy of one's data, and to be forgotten (domain_slice2 2.12)."""

from __future__ import annotations

import strawberry

from services.kit.field import field
from services.kit.guard import authenticated
from services.marketplace.store import erasing, exporting
from services.marketplace.types.context import Info
from services.marketplace.types.rights import (
    PERSONAL,
    DataExportPayload,
    ErasurePayload,
    erasure_payload,
    export_payload,
)


@strawberry.type
class RightsVerbs:
    @field(description="One a day; it can be read for fourteen days.", guard=authenticated(), tags=PERSONAL)
    async def request_data_export(self, info: Info) -> DataExportPayload | None:
        database, viewer, at = info.context.writes
        return await export_payload(info, await exporting.request_export(database, viewer.member_id or "", at))

    @field(
        description="In fourteen days the account is erased in all four houses; until then it can be cancelled.",
        guard=authenticated(),
        tags=PERSONAL,
    )
    async def request_erasure(self, info: Info, confirm_handle: str) -> ErasurePayload | None:
        database, viewer, at = info.context.writes
        changed = await erasing.request_erasure(database, viewer.member_id or "", at, confirm_handle)
        return await erasure_payload(info, changed)

    @field(guard=authenticated(), tags=PERSONAL)
    async def cancel_erasure(self, info: Info) -> ErasurePayload | None:
        database, viewer, at = info.context.writes
        return await erasure_payload(info, await erasing.cancel_erasure(database, viewer.member_id or "", at))

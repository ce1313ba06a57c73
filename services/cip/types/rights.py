"""CIP's part of a member's data export."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.cip.store.rights import export_of
from services.cip.types.context import Info
from services.kit.exporting import EXPORT_NEEDS, SaidExport, own_export, said_export
from services.kit.field import field
from services.kit.schema import key


@federation.type(keys=["id"], authenticated=True, tags=["personal"])
class DataExport:
    """``said``: whose export it is and until when it can be read, as the marketplace says."""

    id: strawberry.ID
    said: strawberry.Private[SaidExport]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> DataExport:
        return cls(id=strawberry.ID(key(representation, "id")), said=said_export(representation))

    @field(external=True)
    def member_id(self) -> strawberry.ID:
        return strawberry.ID(self.said.member_id)

    @field(external=True)
    def expires_at(self) -> datetime | None:
        return self.said.until

    @field(
        requires=EXPORT_NEEDS, description="JSON of everything that CIP keeps of the member; null when it has expired."
    )
    async def cip_json(self, info: Info) -> str | None:
        member = own_export(info.context.caller, self.said, info.context.moment)
        return None if member is None else await export_of(info.context.database, member)

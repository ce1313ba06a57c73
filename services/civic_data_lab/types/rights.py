"""A member's right to a copy: the house's part of a data export (domain_slice2 2.12)."""

from __future__ import annotations

import strawberry
from strawberry import federation

from services.civic_data_lab.store.erasing import export_of
from services.civic_data_lab.types.context import Info
from services.kit.exporting import own_export
from services.kit.field import field
from services.kit.schema import key


@federation.type(keys=["id"], authenticated=True, tags=["personal"])
class DataExport:
    """``of``: the member whose export it is, as the marketplace says."""

    id: strawberry.ID
    of: strawberry.Private[str]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> DataExport:
        of = key(representation, "memberId") if "memberId" in representation else ""
        return cls(id=strawberry.ID(key(representation, "id")), of=of)

    @field(external=True)
    def member_id(self) -> strawberry.ID:
        return strawberry.ID(self.of)

    @field(requires=["memberId"], description="JSON of everything that the Civic Data Lab keeps of the member.")
    async def civic_data_lab_json(self, info: Info) -> str | None:
        return await export_of(info.context.database, own_export(info.context.caller, self.of))

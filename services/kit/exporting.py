"""A house's part of somebody's data export (Art. 15 and 20 GDPR; domain_slice2 2.12): read when it is asked for.

The export is an entity of the marketplace; each house adds a field that requires whose it is and until when:

    @federation.type(keys=["id"], authenticated=True, tags=["personal"])
    class DataExport(ExportForm):
        cip_json = own_json("CIP", export_of)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import orjson
import strawberry

from services.kit.database import Database
from services.kit.errors import ForbiddenError, UnauthenticatedError
from services.kit.field import field
from services.kit.identity import Caller
from services.kit.schema import key, point_in_time
from services.kit.sql import Statement

Info = strawberry.Info[Any, None]
Export = Callable[[Database, str], Awaitable[str]]

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


@strawberry.type
class ExportForm:
    """``said``: whose export it is and until when it can be read, as the marketplace says."""

    id: strawberry.ID
    said: strawberry.Private[SaidExport]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Self:
        return cls(id=strawberry.ID(key(representation, "id")), said=said_export(representation))

    @field(external=True)
    def member_id(self) -> strawberry.ID:
        return strawberry.ID(self.said.member_id)

    @field(external=True)
    def expires_at(self) -> datetime | None:
        return self.said.until


def own_json(house: str, export_of: Export) -> Any:
    """The field with all that the house keeps of the member."""

    async def resolve(self: ExportForm, info: Info) -> str | None:
        member = own_export(info.context.caller, self.said, info.context.clock.now())
        return None if member is None else await export_of(info.context.database, member)

    about = f"JSON of everything that {house} keeps of the member; null when it has expired."
    return field(requires=EXPORT_NEEDS, description=about)(resolve)


def export_by(statement: Statement) -> Export:
    """All that a house keeps of a member, as JSON; the statement takes the member and gives one object."""

    async def export_of(database: Database, member_id: str) -> str:
        found: dict[str, Any] = await database.value(statement, member_id)
        return orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode()

    return export_of

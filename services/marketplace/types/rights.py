"""What everybody may ask about themselves: a copy of their data, and to be forgotten (domain_slice2 2.12)."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, federation

from services.kit.civic import LocalizedText, UserError, localized
from services.kit.field import field
from services.kit.finding import found, found_by, reads
from services.kit.guard import has_scope
from services.kit.leading import leads_to
from services.kit.making import made
from services.kit.ordering import NewestOrder
from services.kit.payloads import payload_of
from services.kit.under import listed_under
from services.marketplace.rules.erasure import DataRequestStatus, ErasureAction, erasure_actions, export_status
from services.marketplace.rules.kept import kept_words
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.store import erasing, exporting
from services.marketplace.store.erasure_rows import ErasureRow, StepUnder
from services.marketplace.types import actors
from services.marketplace.types.contact import who
from services.marketplace.types.context import Info, MarketplaceContext
from services.marketplace.types.cuts import IN_TIME
from services.marketplace.types.programmes import ANCHORS, Programme, umbrella

PERSONAL = ["personal"]
STAFF = "marketplace:manage"
WHILE_READY = "JSON; null when the export has expired."


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=PERSONAL,
    description="A personal data export (Art. 15/20 GDPR); every ministry adds its own part to this entity.",
)
class DataExport:
    """Its parts are read when they are asked for, for the member alone."""

    id: ID
    member_id: ID = federation.field(inaccessible=True)
    requested_at: datetime
    expires_at: datetime | None

    def is_ready(self, info: Info) -> bool:
        return self.expires_at is not None and info.context.clock.now() < self.expires_at

    @field()
    def status(self, info: Info) -> DataRequestStatus:
        return export_status(self.expires_at or self.requested_at, info.context.clock.now())

    @field()
    async def member(self, info: Info) -> actors.Member | None:
        return await actors.member_by_id(info, self.member_id)

    @field(description=WHILE_READY)
    async def profile_json(self, info: Info) -> str | None:
        return await exporting.profile_of(info.context.database, self.member_id) if self.is_ready(info) else None

    @field(description=WHILE_READY)
    async def ideas_json(self, info: Info) -> str | None:
        return await exporting.ideas_of(info.context.database, self.member_id) if self.is_ready(info) else None

    @field(
        description="Contact requests, conversations and messages that the member wrote; of others only that they were "
        "there."
    )
    async def messages_json(self, info: Info) -> str | None:
        context = info.context
        if not self.is_ready(info):
            return None
        return await exporting.messages_of(context.database, self.member_id, context.clock.now())

    @field(description="Account, consents, follows, bookmarks, notifications, reports, decisions of moderation.")
    async def account_json(self, info: Info) -> str | None:
        return await exporting.account_of(info.context.database, self.member_id) if self.is_ready(info) else None

    resolve_reference = found_by(exporting.exports_by_ids, further=who)


@federation.type(
    authenticated=True, tags=PERSONAL, description="What a house has done of an erasure, and what it must keep."
)
class ErasureStep:
    status: DataRequestStatus
    at: datetime | None
    row: strawberry.Private[StepUnder]

    @field()
    async def programme(self, info: Info) -> Programme | None:
        slug, anchor = self.row.slug, ANCHORS.get(self.row.type_name or "")
        if slug is None:
            return None
        return await umbrella(info, slug) if anchor is None else anchor(slug=ID(slug))

    @field(description="What a law makes it keep, and until when.")
    def kept_for(self) -> LocalizedText | None:
        words = kept_words(self.row.kept["kept"])
        return None if words is None else localized(words)


def who_looks(context: MarketplaceContext) -> tuple[str | None, bool]:
    """What relations to erasures take beside keys: staff see that there is one, and whom it waits for."""
    return context.viewer.member_id, has_scope(context.caller, STAFF)


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=PERSONAL,
    description="A member wants to be forgotten (Löschung, Art. 17 GDPR): in two weeks, in all four houses.",
)
class ErasureRequest:
    id: ID
    status: DataRequestStatus
    requested_at: datetime
    scheduled_for: datetime
    completed_at: datetime | None
    row: strawberry.Private[ErasureRow]

    steps = leads_to(list[ErasureStep], erasing.steps_of_erasures, description="One of each house.")

    @field(description="What the caller may do with it now.")
    def viewer_actions(self, info: Info) -> list[ErasureAction]:
        if self.row.member_id != info.context.viewer.member_id:
            return []
        return erasure_actions(self.status, self.scheduled_for, info.context.clock.now())

    resolve_reference = found_by(erasing.erasures_by_ids, further=who_looks)


@federation.type(tags=PERSONAL)
class DataExportPayload:
    data_export: DataExport | None
    errors: list[UserError]


@federation.type(tags=PERSONAL)
class ErasurePayload:
    erasure_request: ErasureRequest | None
    errors: list[UserError]


export_by_id = reads(DataExport, exporting.exports_by_ids, who)
erasure_by_id = reads(ErasureRequest, erasing.erasures_by_ids, who_looks)


def erasure(row: ErasureRow) -> ErasureRequest:
    return made(ErasureRequest, row)


export_payload = payload_of(DataExportPayload, export_by_id, SENTENCES)
erasure_payload = payload_of(ErasurePayload, erasure_by_id, SENTENCES)


@strawberry.type
class RightsOfViewer:
    """The fields of ``Viewer`` that are about the own data."""

    data_exports: list[DataExport] = listed_under(
        DataExport, exporting.exports_of_members, NewestOrder, IN_TIME, description="The newest first."
    )

    @field(description="The newest; also one that was cancelled.")
    async def erasure_request(self, info: Info) -> ErasureRequest | None:
        return await found(info, ErasureRequest, erasing.erasures_of_members, info.context.viewer.member_id)

"""Offers of advice: consultations and the call for data projects."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.civic_data_lab.rules.offers import MAY_NOT_APPLY, DataProjectCallAction, OfferNow, actions_of_call
from services.civic_data_lab.rules.viewing import STAFF
from services.civic_data_lab.store import consultations as session_store
from services.civic_data_lab.store import offers as store
from services.civic_data_lab.types.context import Info, at_moment
from services.civic_data_lab.types.cuts import IN_TIME, SESSIONS
from services.civic_data_lab.types.interfaces import Offer
from services.civic_data_lab.types.references import SessionType, SlotType
from services.kit.civic import LocalizedText
from services.kit.connections import PersonalListing, personal_listing
from services.kit.field import field
from services.kit.finding import found_all, found_by
from services.kit.guard import needing, requires_scopes
from services.kit.making import made
from services.kit.ordering import BeginningOrder
from services.kit.relation import there
from services.kit.under import listed_under

BARRED = tuple(sorted(MAY_NOT_APPLY))


@federation.type(keys=["id"], description="Bookable advice on data (Datensprechstunde).")
class DataConsultation(Offer):
    resolve_reference = found_by(store.data_consultations_by_id, further=at_moment)

    next_free_slots: list[DataConsultationSlot] = listed_under(
        SlotType, store.next_free_slots, BeginningOrder, IN_TIME, further=at_moment, first=5
    )

    sessions: PersonalListing[SessionType] | None = listed_under(
        SessionType,
        session_store.sessions_of_consultation,
        BeginningOrder,
        SESSIONS,
        pages=personal_listing,
        guard=requires_scopes(STAFF),
        tags=["internal"],
    )


@federation.type(keys=["id"])
class DataConsultationSlot:
    resolve_reference = found_by(store.slots_by_id)
    id: strawberry.ID
    starts_at: datetime
    minutes: int
    is_free: bool


@federation.type(
    keys=["id"],
    description="The offer to plan, finance and accompany a data project (Begleitung von Datenvorhaben).",
)
class DataProjectCall(Offer):
    resolve_reference = found_by(store.data_project_calls_by_id, further=at_moment)
    places: int

    @field(description="What applicants must have read (Datenschutzhinweis); submitDataProject needs its version.")
    async def privacy_text(self, info: Info) -> PrivacyText | None:
        row = await store.newest_privacy_text(info.context.database, info.context.moment)
        return None if row is None else made(PrivacyText, row)

    @field()
    async def selection_principles(self, info: Info) -> list[SelectionPrinciple]:
        return await found_all(info, SelectionPrinciple, store.principles_of_call, self.id)

    @field(
        offers=needing(STAFF, APPLY=("dataprojects:apply",)),
        description="What the viewer can do with the call now: to apply, and what the staff does.",
    )
    async def viewer_actions(self, info: Info) -> list[DataProjectCallAction]:
        load, viewer, moment = info.context.load, info.context.viewer, info.context.moment
        row = there(await load(store.calls_seen, self.id, moment))
        actor = viewer.actor_id
        may_apply = actor is not None and await load(store.may_apply_by_ids, actor, BARRED) is not None
        seen = OfferNow(row.status, row.programme_status, row.apply_until)
        return actions_of_call(row.stored, seen, moment, may_apply=may_apply, is_staff=viewer.is_staff)


@strawberry.type(description="What applicants must have read about their data (Datenschutzhinweis).")
class PrivacyText:
    version: str
    body: LocalizedText


@strawberry.type
class SelectionPrinciple:
    key: str
    label: LocalizedText

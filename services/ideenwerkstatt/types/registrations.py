"""Registrations for workshops: for who is registered, and for staff."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.ideenwerkstatt.rules import registering as rules
from services.ideenwerkstatt.rules.registering import RegistrationAction
from services.ideenwerkstatt.rules.viewing import STAFF
from services.ideenwerkstatt.rules.vocabulary import RegistrationStatus
from services.ideenwerkstatt.store import offers, personal
from services.ideenwerkstatt.store.personal_rows import RegistrationRow
from services.ideenwerkstatt.types import meetings
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.offering import is_over
from services.ideenwerkstatt.types.references import ActorType, WorkshopType
from services.kit.field import field
from services.kit.finding import certain, found_by
from services.kit.guard import needing
from services.kit.named import named
from services.kit.relation import there


@federation.type(
    keys=["id"], authenticated=True, tags=["personal"], description="A registration for a workshop (Anmeldung)."
)
class WorkshopRegistration:
    resolve_reference = found_by(personal.visible_registrations_by_ids, further=lambda context: context.viewer.seen)
    row: strawberry.Private[RegistrationRow]
    id: strawberry.ID
    actor: ActorType | None = named(ActorType, id="actor_id")
    status: RegistrationStatus
    waiting_position: int | None = strawberry.field(
        description="Place on the waiting list (Warteliste), from 1; null when not waiting."
    )
    registered_at: datetime

    @field()
    async def workshop(self, info: Info) -> WorkshopType:
        at = info.context.moment
        return await certain(info, meetings.Workshop, offers.workshops_by_id, self.row.workshop_id, at)

    @field(
        offers=needing(STAFF, CANCEL=("events:register", STAFF)),
        description="What the viewer can do now, by the table of its life cycle.",
    )
    async def viewer_actions(self, info: Info) -> list[RegistrationAction]:
        if await is_over(info):
            return []
        context = info.context
        own = await context.load(personal.own_actors_by_ids, self.row.actor_id, context.viewer.actor_id)
        workshop = there(await context.load(personal.workshops_seen, self.row.workshop_id, context.moment))
        roles = rules.roles_of(is_own=own is not None, is_staff=context.viewer.is_staff)
        return rules.actions_of_registration(self.status, workshop.starts_at, context.moment, roles)

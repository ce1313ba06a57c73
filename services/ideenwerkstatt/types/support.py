"""Offers other than workshops: individual advice, calls for pilot projects, computing time."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.ideenwerkstatt.rules import consulting as rules
from services.ideenwerkstatt.rules.applying import BEFORE, CallNow, PilotCallAction, actions_of_call
from services.ideenwerkstatt.rules.consulting import SlotAction
from services.ideenwerkstatt.rules.viewing import EXPERT, STAFF
from services.ideenwerkstatt.rules.vocabulary import PilotApplicationStatus, PilotCallPhase, SlotStatus
from services.ideenwerkstatt.store import offers as store
from services.ideenwerkstatt.store import personal
from services.ideenwerkstatt.store import projects as project_store
from services.ideenwerkstatt.store.orders import PilotProjectOrder
from services.ideenwerkstatt.store.personal_rows import BookingRow
from services.ideenwerkstatt.store.rows import SlotRow
from services.ideenwerkstatt.store.slot_writing import roles, seen
from services.ideenwerkstatt.types.context import Info, at_moment
from services.ideenwerkstatt.types.cuts import APPLICATIONS, PROJECTS, SLOTS
from services.ideenwerkstatt.types.interfaces import Offer
from services.ideenwerkstatt.types.offering import is_member, is_over
from services.ideenwerkstatt.types.references import (
    ActorType,
    ApplicationType,
    ExpertType,
    IdeaType,
    PilotProjectType,
    SlotType,
)
from services.kit.connections import PersonalListing, personal_listing
from services.kit.errors import ForbiddenError
from services.kit.field import field
from services.kit.finding import found, found_by
from services.kit.guard import authenticated, needing, requires_scopes
from services.kit.leading import leads_to
from services.kit.named import named
from services.kit.ordering import BeginningOrder, NewestOrder
from services.kit.relation import there
from services.kit.under import listed_under


@federation.type(keys=["id"], description="Bookable individual advice (KI-Sprechstunde).")
class AiConsultation(Offer):
    resolve_reference = found_by(store.ai_consultations_by_id, further=at_moment)

    slots: list[SlotType] = listed_under(
        SlotType,
        store.slots_of_consultation,
        BeginningOrder,
        SLOTS,
        first=10,
        by_id=store.slots_by_id,
    )


@federation.type(authenticated=True, tags=["personal"])
class SlotBooking:
    """For who booked, for the expert of the slot, and for staff."""

    row: strawberry.Private[BookingRow]
    booked_by: ActorType | None = named(ActorType, id="actor_id")
    idea: IdeaType | None = named(IdeaType, id="idea_id")
    question: str
    booked_at: datetime
    outcome: str | None


@federation.type(keys=["id"])
class ConsultationSlot:
    resolve_reference = found_by(store.slots_by_id)
    row: strawberry.Private[SlotRow]
    id: strawberry.ID
    starts_at: datetime
    minutes: int
    status: SlotStatus

    expert = leads_to(ExpertType | None, store.experts_by_id, by="row.expert_id")

    @field()
    async def consultation(self, info: Info) -> AiConsultation | None:
        at = info.context.moment
        return await found(info, AiConsultation, store.ai_consultations_by_id, self.row.consultation_id, at)

    @field(
        guard=authenticated(),
        tags=["personal"],
        description="For who booked, for the expert of the slot, and for staff; null for all others.",
    )
    async def booking(self, info: Info) -> SlotBooking | None:
        viewer = info.context.viewer
        return await found(info, SlotBooking, personal.visible_bookings_by_slots, self.id, *viewer.seen)

    @field(
        offers=needing(STAFF, BOOK=("events:register",), GIVE_BACK=("events:register", STAFF), RECORD=(STAFF, EXPERT)),
        description="What the viewer can do with the slot now, by the table of its life cycle.",
    )
    async def viewer_actions(self, info: Info) -> list[SlotAction]:
        if await is_over(info):
            return []
        context = info.context
        row = there(await context.load(personal.slots_seen, self.id, context.moment, context.viewer.actor_id))
        held = roles(row, context.viewer)
        if not await is_member(info):
            held -= rules.MEMBER
        return rules.actions_of_slot(seen(row), held, context.moment)


async def check_expert(call: PilotCall, info: Info) -> None:
    """``ForbiddenError`` for who is neither staff nor an expert of the pool: the scope alone makes nobody one."""
    viewer = info.context.viewer
    if not viewer.is_staff and await info.context.load(store.experts_by_actor, viewer.actor_id or "") is None:
        raise ForbiddenError


@federation.type(
    keys=["id"],
    description="A call for pilot projects: two stages, one year of support (Aufruf für Pilotprojekte).",
)
class PilotCall(Offer):
    resolve_reference = found_by(store.pilot_calls_by_id, further=at_moment)
    phase: PilotCallPhase
    places: int

    projects: list[PilotProjectType] = listed_under(
        PilotProjectType,
        project_store.pilot_projects_of_call,
        PilotProjectOrder,
        PROJECTS,
        by_id=project_store.pilot_projects_by_id,
    )

    applications: PersonalListing[ApplicationType] | None = listed_under(
        ApplicationType,
        personal.applications_of_call,
        NewestOrder,
        APPLICATIONS,
        check=check_expert,
        pages=personal_listing,
        guard=requires_scopes(STAFF, EXPERT),
        tags=["internal"],
    )

    @field(
        offers=needing(STAFF, APPLY=("pilot:apply",)),
        description="What the viewer can do with the call now, by the table of its life cycle and by the time.",
    )
    async def viewer_actions(self, info: Info) -> list[PilotCallAction]:
        if await is_over(info):
            return []
        context, is_staff = info.context, info.context.viewer.is_staff
        states = await context.load(personal.states_of_applications_of_call, self.id) if is_staff else []
        number = {PilotApplicationStatus(each.status): each.count for each in states}
        return actions_of_call(
            CallNow(self.phase, self.status.value, self.apply_until, self.places),
            context.moment,
            {phase: sum(number.get(each, 0) for each in before) for phase, before in BEFORE.items()},
            has_applicant=await context.load(personal.calls_to_apply_in, self.id, context.viewer.actor_id) is not None,
            is_staff=is_staff,
            shown=self.status.value,
        )


@federation.type(keys=["id"], description="Computing time and development platform for prototypes (Rechenkapazität).")
class ComputeQuota(Offer):
    resolve_reference = found_by(store.compute_quotas_by_id, further=at_moment)
    gpu_hours_per_project: int
    green_power_share: float

"""Appointments of the data consultation: for who booked them, whoever acts for the organisation, and the staff."""

from __future__ import annotations

import strawberry
from strawberry import federation

from services.civic_data_lab.rules import consultations as rules
from services.civic_data_lab.rules.consultations import DataConsultationAction
from services.civic_data_lab.rules.viewing import STAFF
from services.civic_data_lab.rules.vocabulary import ConsultationOutcome, ConsultationStatus
from services.civic_data_lab.store import consultations as store
from services.civic_data_lab.store import offers as offer_store
from services.civic_data_lab.store import projects as project_store
from services.civic_data_lab.store.personal_rows import SessionRow
from services.civic_data_lab.types import hubs, projects
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.references import ActorType, DataProjectType, IdeaType, SlotType
from services.kit.field import field
from services.kit.finding import found, found_by
from services.kit.guard import needing
from services.kit.leading import leads_to
from services.kit.named import named


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=["personal"],
    description="An appointment of the data consultation (Termin der Datensprechstunde).",
)
class DataConsultationSession:
    resolve_reference = found_by(store.sessions_by_id, further=as_seen)
    row: strawberry.Private[SessionRow]
    id: strawberry.ID
    concern: str
    status: ConsultationStatus
    outcome: ConsultationOutcome | None
    idea: IdeaType | None = named(IdeaType, id="idea_id")

    slot = leads_to(SlotType, offer_store.slots_by_id, by="row.slot_id")

    @field(description="The organisation that it was booked for, else the member.")
    def requested_by(self) -> ActorType | None:
        return hubs.actor(self.row.on_behalf_of or self.row.member_id)

    @field()
    async def data_project(self, info: Info) -> DataProjectType | None:
        by_id = project_store.data_projects_by_id
        return await found(info, projects.DataProject, by_id, self.row.data_project_id, *info.context.seen)

    @field(
        offers=needing(STAFF, CANCEL=("events:register", STAFF)),
        description="What the viewer can do now, by the table of its life cycle.",
    )
    async def viewer_actions(self, info: Info) -> list[DataConsultationAction]:
        viewer, row = info.context.viewer, self.row
        own = row.member_id == viewer.actor_id or await is_own(info, row.on_behalf_of)
        roles = rules.roles_of(is_person=own, is_staff=viewer.is_staff)
        return rules.actions_of_session(self.status, row.starts_at, info.context.moment, roles)


async def is_own(info: Info, actor_id: str | None) -> bool:
    """Whether the viewer is the actor, or acts for it."""
    viewer = info.context.viewer.actor_id
    if actor_id is None or viewer is None:
        return False
    return actor_id == viewer or await info.context.load(store.own_actors, actor_id, viewer) is not None

"""Applications to become a pilot project: for who acts for the applicant, for staff and for experts."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import federation

from services.ideenwerkstatt.rules import applying as rules
from services.ideenwerkstatt.rules.applying import PilotApplicationAction
from services.ideenwerkstatt.rules.viewing import STAFF
from services.ideenwerkstatt.rules.vocabulary import PilotApplicationStatus, PilotCallPhase
from services.ideenwerkstatt.store import offers, personal
from services.ideenwerkstatt.store.personal_rows import ApplicationRow
from services.ideenwerkstatt.types import support
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.offering import is_over
from services.ideenwerkstatt.types.references import ActorType, IdeaType, PilotCallType, PilotProjectType
from services.kit.field import field
from services.kit.finding import certain, found_by
from services.kit.guard import needing
from services.kit.leading import leads_to
from services.kit.named import named


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=["personal"],
    description="An application to become a pilot project (Bewerbung als Pilotprojekt), in two stages.",
)
class PilotApplication:
    resolve_reference = found_by(personal.visible_applications_by_ids, further=lambda context: context.viewer.reading)
    row: strawberry.Private[ApplicationRow]
    id: strawberry.ID
    applicant: ActorType | None = named(ActorType, id="applicant_id")
    idea: IdeaType | None = named(IdeaType, id="idea_id")
    title: str
    description: str
    needs: list[str] = strawberry.field(
        description="What is needed: data, sensors, programming, computing time (Bedarfe)."
    )
    plan: str | None = strawberry.field(description="What stage two asks for; null before.")
    status: PilotApplicationStatus
    submitted_at: datetime
    decision_note: str | None

    @field()
    async def call(self, info: Info) -> PilotCallType:
        at = info.context.moment
        return await certain(info, support.PilotCall, offers.pilot_calls_by_id, self.row.call_id, at)

    project = leads_to(PilotProjectType | None, personal.project_of_application)

    @field(
        offers=needing(STAFF, SUBMIT_STAGE_TWO=("pilot:apply",), WITHDRAW=("pilot:apply",)),
        description="What the viewer can do now, by the table of its life cycle and in the phase of its call.",
    )
    async def viewer_actions(self, info: Info) -> list[PilotApplicationAction]:
        if await is_over(info):
            return []
        viewer = info.context.viewer
        row = await info.context.load(personal.applications_seen, self.id, *viewer.reading)
        if row is None:
            return []
        phase = PilotCallPhase(row.phase)
        return rules.actions_of_application(phase, self.status, is_own=row.is_own, is_staff=viewer.is_staff)

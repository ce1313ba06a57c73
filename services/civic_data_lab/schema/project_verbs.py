"""What can be done about data projects. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.civic_data_lab.rules.projects import Step
from services.civic_data_lab.rules.sentences import SENTENCES
from services.civic_data_lab.rules.viewing import STAFF
from services.civic_data_lab.rules.vocabulary import DataProjectStage
from services.civic_data_lab.store import applying, calling
from services.civic_data_lab.store import offers as offer_store
from services.civic_data_lab.store import projects as store
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.inputs import DataProjectCallInput, DataProjectInput, call_text, project_wish
from services.civic_data_lab.types.payloads import DataProjectCallPayload, DataProjectPayload, user_errors
from services.civic_data_lab.types.support import DataProjectCall
from services.kit.field import field
from services.kit.finding import found
from services.kit.guard import requires_scopes
from services.kit.localized_input import LocalizedTextInput, localized_columns
from services.kit.payloads import payload_of

APPLY = "dataprojects:apply"


project_payload = payload_of(DataProjectPayload, store.data_projects_by_id, SENTENCES, as_seen)


@strawberry.type
class ProjectVerbs:
    @field(guard=requires_scopes(APPLY), description="A sketch of a data project (Projektskizze).")
    async def submit_data_project(
        self, info: Info, input: DataProjectInput, idempotency_key: ID
    ) -> DataProjectPayload | None:
        asked = (project_wish(input), idempotency_key, info.context.catch_up)
        return await project_payload(info, await applying.submit_project(*info.context.writes, *asked))

    @field(guard=requires_scopes(APPLY))
    async def withdraw_data_project(self, info: Info, id: ID) -> DataProjectPayload | None:
        return await project_payload(info, await applying.withdraw_project(*info.context.writes, id))

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def advance_data_project(
        self,
        info: Info,
        id: ID,
        to: DataProjectStage,
        note: str | None = None,
        learnings: LocalizedTextInput | None = None,
    ) -> DataProjectPayload | None:
        step = Step(to, note, localized_columns(learnings) if learnings else None)
        return await project_payload(info, await applying.advance_project(*info.context.writes, id, step))

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def save_data_project_call(
        self, info: Info, input: DataProjectCallInput, id: ID | None = None, idempotency_key: ID | None = None
    ) -> DataProjectCallPayload | None:
        changed = await calling.save_call(*info.context.writes, id, call_text(input), idempotency_key)
        info.context.forget()
        wanted = (offer_store.data_project_calls_by_id, changed.entity_id, info.context.moment)
        call = await found(info, DataProjectCall, *wanted)
        return DataProjectCallPayload(call=call, errors=user_errors(changed.faults))

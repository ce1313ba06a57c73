"""What can be done about funding. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

from decimal import Decimal

import strawberry
from strawberry import ID

from services.cip.rules.sentences import SENTENCES
from services.cip.rules.viewing import STAFF
from services.cip.rules.vocabulary import ApplicationStatus, CallPhase
from services.cip.store import application_writing, call_writing, granting
from services.cip.store import relations as store
from services.cip.types.context import Info, as_viewer, at_moment
from services.cip.types.funding_inputs import (
    FundedProjectInput,
    FundingCallInput,
    GrantApplicationInput,
    application_wish,
    call_text,
    project_text,
)
from services.cip.types.payloads import FundedProjectPayload, FundingCallPayload, GrantApplicationPayload
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.payloads import payload_of

APPLY = "grants:apply"


application_payload = payload_of(GrantApplicationPayload, store.visible_applications_by_ids, SENTENCES, as_viewer)
call_payload = payload_of(FundingCallPayload, store.calls_by_ids, SENTENCES, at_moment)
funded_project_payload = payload_of(FundedProjectPayload, store.projects_by_ids, SENTENCES)


@strawberry.type
class FundingVerbs:
    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def save_funding_call(
        self, info: Info, input: FundingCallInput, id: ID | None = None, idempotency_key: ID | None = None
    ) -> FundingCallPayload | None:
        changed = await call_writing.save_call(*info.context.writes, id, call_text(input), idempotency_key)
        return await call_payload(info, changed)

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def advance_funding_call(self, info: Info, id: ID, to: CallPhase) -> FundingCallPayload | None:
        return await call_payload(info, await call_writing.advance_call(*info.context.writes, id, to))

    @field(guard=requires_scopes(APPLY), tags=["personal"])
    async def save_grant_application(
        self,
        info: Info,
        input: GrantApplicationInput,
        id: ID | None = None,
        expected_version: int | None = None,
        idempotency_key: ID | None = None,
    ) -> GrantApplicationPayload | None:
        context, wish = info.context, application_wish(input)
        token = context.caller.token if context.caller else None
        asking = application_writing.Asking(context.ask_idea, context.catch_up, token)
        changed = await application_writing.save_application(
            *context.writes, id, expected_version, wish, idempotency_key, asking
        )
        return await application_payload(info, changed)

    @field(
        guard=requires_scopes(APPLY),
        tags=["personal"],
        description="A partner confirms or leaves the consortium (Projektverbund).",
    )
    async def answer_partnership(
        self, info: Info, application_id: ID, organisation_id: ID, confirm: bool
    ) -> GrantApplicationPayload | None:
        wanted = (application_id, organisation_id, confirm)
        return await application_payload(
            info, await application_writing.answer_partnership(*info.context.writes, *wanted)
        )

    @field(
        guard=requires_scopes(APPLY),
        policy=[["assurance_substantial"]],
        tags=["personal"],
        description="Submits the expression of interest, and after an invitation the application. Needs a login of at "
        "least substantial assurance.",
    )
    async def submit_grant_application(
        self, info: Info, id: ID, expected_version: int
    ) -> GrantApplicationPayload | None:
        acr = info.context.caller.acr if info.context.caller else None
        changed = await application_writing.submit_application(*info.context.writes, id, expected_version, acr)
        return await application_payload(info, changed)

    @field(guard=requires_scopes(APPLY), tags=["personal"])
    async def withdraw_grant_application(self, info: Info, id: ID) -> GrantApplicationPayload | None:
        return await application_payload(info, await application_writing.withdraw_application(*info.context.writes, id))

    @field(guard=requires_scopes(STAFF), tags=["internal", "personal"])
    async def decide_grant_application(
        self, info: Info, id: ID, to: ApplicationStatus, granted: Decimal | None = None, note: str | None = None
    ) -> GrantApplicationPayload | None:
        changed = await granting.decide_application(*info.context.writes, id, to, granted, note)
        return await application_payload(info, changed)

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def update_funded_project(self, info: Info, id: ID, input: FundedProjectInput) -> FundedProjectPayload | None:
        changed = await granting.update_project(*info.context.writes, id, project_text(input))
        return await funded_project_payload(info, changed)

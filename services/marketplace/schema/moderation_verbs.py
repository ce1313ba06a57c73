"""Reports, decisions about them, appeals (domain_slice2 2.11)."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.field import field
from services.kit.guard import authenticated
from services.marketplace.rules.moderation import ReportReason
from services.marketplace.store import moderation_writing as writing
from services.marketplace.store.moderation_writing import Party, Reporter
from services.marketplace.types.context import Info
from services.marketplace.types.moderation import INTERNAL, PERSONAL, for_moderators, who_looks
from services.marketplace.types.moderation_payloads import (
    ModerationDecisionInput,
    ModerationPayload,
    ReportPayload,
    moderation_payload,
    ruling_of,
)
from services.marketplace.types.payloads import user_errors


def party(info: Info) -> Party:
    return Party(*who_looks(info.context))


@strawberry.type
class ModerationVerbs:
    @field(description="Also without login; a mail address is not needed.")
    async def report_content(
        self, info: Info, subject_id: ID, reason: ReportReason, explanation: str
    ) -> ReportPayload | None:
        database, viewer, at = info.context.writes
        reporter = Reporter(viewer, info.context.client)
        changed = await writing.report(database, reporter, at, subject_id, reason, explanation)
        reference = None if changed.entity_id is None else ID(changed.entity_id)
        return ReportPayload(reference=reference, errors=user_errors(changed.faults))

    @field(guard=for_moderators, tags=INTERNAL)
    async def take_moderation_case(self, info: Info, id: ID) -> ModerationPayload | None:
        database, _, at = info.context.writes
        return await moderation_payload(info, await writing.take(database, party(info), at, id))

    @field(guard=for_moderators, tags=INTERNAL)
    async def decide_moderation_case(
        self, info: Info, id: ID, input: ModerationDecisionInput
    ) -> ModerationPayload | None:
        database, _, at = info.context.writes
        changed = await writing.decide(database, party(info), at, id, ruling_of(input))
        return await moderation_payload(info, changed)

    @field(
        description="The author says, once and within six months, why a decision is wrong.",
        guard=authenticated(),
        tags=PERSONAL,
    )
    async def appeal_moderation(self, info: Info, case_id: ID, text: str) -> ModerationPayload | None:
        database, _, at = info.context.writes
        changed = await writing.appeal(database, party(info), at, case_id, text)
        return await moderation_payload(info, changed)

    @field(
        description="Another moderator than the first decides; upheld, the subject is what it was before.",
        guard=for_moderators,
        tags=INTERNAL,
    )
    async def decide_appeal(self, info: Info, case_id: ID, uphold: bool, facts: str) -> ModerationPayload | None:
        database, _, at = info.context.writes
        changed = await writing.decide_appeal(database, party(info), at, case_id, uphold, facts)
        return await moderation_payload(info, changed)

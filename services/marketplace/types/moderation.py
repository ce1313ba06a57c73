"""Cases of moderation (Meldungen): for moderators, and for the author of what was decided about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry
from strawberry import ID, federation

from services.kit.field import field
from services.kit.finding import found, found_all, found_by, reads
from services.kit.guard import has_scope, requires_scopes
from services.kit.leading import leads_to
from services.kit.making import made
from services.marketplace.rules.moderation import (
    Involved,
    ModerationAction,
    ModerationCaseAction,
    ModerationStatus,
    ReportReason,
    case_actions,
)
from services.marketplace.store import moderation_reading as store
from services.marketplace.store.moderation_rows import CaseRow
from services.marketplace.types import actors, idea_amendments, idea_comments, ideas, profiles
from services.marketplace.types.contact import Message
from services.marketplace.types.context import Info, MarketplaceContext
from services.marketplace.types.references import AmendmentType, CommentType, IdeaType, ProfileType

SCOPE = "moderation"
PERSONAL = ["personal"]
INTERNAL = ["internal"]
for_moderators = requires_scopes(SCOPE)
if TYPE_CHECKING:
    Reportable: TypeAlias = object
else:
    Reportable = Annotated[
        IdeaType | ProfileType | CommentType | AmendmentType | Message, strawberry.union(name="Reportable")
    ]


def moderates(context: MarketplaceContext) -> bool:
    """Whether the caller holds the scope; ``marketplace:manage`` is not enough."""
    return has_scope(context.caller, SCOPE)


def who_looks(context: MarketplaceContext) -> tuple[str | None, bool]:
    """What relations to cases take beside keys."""
    return context.viewer.member_id, moderates(context)


@federation.type(tags=PERSONAL, description="What was decided, and why (Begründung, Art. 17 DSA).")
class ModerationDecision:
    action: ModerationAction
    legal_ground: str | None
    terms_ground: str | None
    facts: str
    automated: bool = strawberry.field(description="Never: a person decides.")
    decided_at: datetime


@federation.type(tags=PERSONAL, description="What the author says against a decision, and what came of it.")
class ModerationAppeal:
    text: str
    upheld: bool | None
    facts: str | None = strawberry.field(description="Why it was decided so.")
    decided_at: datetime | None


@federation.type(requires_scopes=[[SCOPE]], tags=INTERNAL, description="What somebody reports; not who.")
class ContentReport:
    reason: ReportReason
    explanation: str
    created_at: datetime


@federation.type(
    keys=["id"],
    authenticated=True,
    tags=PERSONAL,
    description="A case built from one or more reports (Meldung), with a statement of reasons and an appeal.",
)
class ModerationCase:
    id: ID
    status: ModerationStatus
    created_at: datetime
    row: strawberry.Private[CaseRow]

    @field(description="Null when the subject is gone, or is not the caller's to see.")
    async def subject(self, info: Info) -> Reportable | None:
        return await subject_of(info, self.row.subject_type, self.row.subject_id)

    @field()
    def decision(self) -> ModerationDecision | None:
        row = self.row
        if row.action is None or row.decided_at is None:
            return None
        return ModerationDecision(
            action=ModerationAction(row.action),
            legal_ground=row.legal_ground,
            terms_ground=row.terms_ground,
            facts=row.facts or "",
            automated=False,
            decided_at=row.decided_at,
        )

    @field()
    def appeal(self) -> ModerationAppeal | None:
        row = self.row
        if row.appeal_text is None:
            return None
        upheld, at = row.appeal_upheld, row.appeal_decided_at
        return ModerationAppeal(text=row.appeal_text, upheld=upheld, facts=row.appeal_facts, decided_at=at)

    reports = leads_to(
        list[ContentReport] | None,
        store.reports_of_cases,
        description="The newest hundred.",
        guard=for_moderators,
        tags=INTERNAL,
    )

    @field(guard=for_moderators, tags=INTERNAL)
    async def assigned_to(self, info: Info) -> actors.Member | None:
        assigned = self.row.assigned_to
        return None if assigned is None else await actors.member_by_id(info, assigned)

    @field(
        description="Of a reported message the three that stand around it; moderators read no others.",
        guard=for_moderators,
        tags=INTERNAL,
    )
    async def messages_around(self, info: Info) -> list[Message] | None:
        if self.row.subject_type != "Message":
            return None
        return await found_all(info, Message, store.messages_around, self.row.subject_id)

    @field(description="What the caller may do with the case now.")
    def viewer_actions(self, info: Info) -> list[ModerationCaseAction]:
        row = self.row
        flags = (row.has_part, row.is_author, row.is_assigned, row.has_decided)
        involved = Involved(moderates(info.context), *flags)
        found = case_actions(self.status, involved, info.context.clock.now(), row.decided_at)
        return [ModerationCaseAction(each.upper()) for each in found]

    resolve_reference = found_by(store.cases_by_ids, further=who_looks)


async def subject_of(info: Info, kind: str, subject_id: str) -> Reportable | None:
    """What a case is about. A message is read by moderators because it was reported; by nobody else on this way."""
    match kind:
        case "Idea":
            return await ideas.idea_by_id(info, subject_id)
        case "Profile":
            return await profiles.profile_by_id(info, subject_id)
        case "Comment":
            return await idea_comments.comment_by_id(info, subject_id)
        case "Amendment":
            return await idea_amendments.amendment_by_id(info, subject_id)
    return await found(info, Message, store.reported_messages, subject_id) if moderates(info.context) else None


case_by_id = reads(ModerationCase, store.cases_by_ids, who_looks)


def case(row: CaseRow) -> ModerationCase:
    return made(ModerationCase, row)

"""What can be done in the competition. Expected failures are in the payload, missing rights are errors."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID

from services.cip.rules.sentences import SENTENCES
from services.cip.rules.viewing import STAFF
from services.cip.rules.vocabulary import EntryStatus, RoundPhase
from services.cip.store import award_writing, entry_writing, round_writing
from services.cip.store import relations as store
from services.cip.types.context import Info, as_viewer, at_moment
from services.cip.types.inputs import (
    AwardInput,
    CompetitionEntryInput,
    CompetitionRoundInput,
    award_wish,
    entry_wish,
    round_text,
)
from services.cip.types.payloads import AwardPayload, CompetitionEntryPayload, CompetitionRoundPayload
from services.kit.field import field
from services.kit.guard import requires_scopes
from services.kit.payloads import payload_of

ENTER = "competition:enter"


entry_payload = payload_of(CompetitionEntryPayload, store.visible_entries_by_ids, SENTENCES, as_viewer)
round_payload = payload_of(CompetitionRoundPayload, store.rounds_by_ids, SENTENCES, at_moment)
award_payload = payload_of(AwardPayload, store.awards_by_ids, SENTENCES)


@strawberry.type
class CompetitionVerbs:
    @field(
        guard=requires_scopes(ENTER),
        description="Enter the competition with an idea of the Ideenmarkt (Einreichung); its text is frozen in the "
        "named version.",
    )
    async def submit_competition_entry(
        self, info: Info, input: CompetitionEntryInput, idempotency_key: ID
    ) -> CompetitionEntryPayload | None:
        context = info.context
        token = context.caller.token if context.caller else None
        wish = entry_wish(input)
        changed = await entry_writing.submit_entry(*context.writes, wish, idempotency_key, context.ask_idea, token)
        return await entry_payload(info, changed)

    @field(guard=requires_scopes(ENTER))
    async def withdraw_competition_entry(self, info: Info, id: ID) -> CompetitionEntryPayload | None:
        return await entry_payload(info, await entry_writing.withdraw_entry(*info.context.writes, id))

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def decide_competition_entry(
        self, info: Info, id: ID, to: EntryStatus, note: str | None = None, pitch_at: datetime | None = None
    ) -> CompetitionEntryPayload | None:
        changed = await entry_writing.decide_entry(*info.context.writes, id, to, note, pitch_at)
        return await entry_payload(info, changed)

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def save_competition_round(
        self, info: Info, input: CompetitionRoundInput, id: ID | None = None, idempotency_key: ID | None = None
    ) -> CompetitionRoundPayload | None:
        text = round_text(input)
        return await round_payload(
            info, await round_writing.save_round(*info.context.writes, id, text, idempotency_key)
        )

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def advance_round(self, info: Info, id: ID, to: RoundPhase) -> CompetitionRoundPayload | None:
        return await round_payload(info, await round_writing.advance_round(*info.context.writes, id, to))

    @field(guard=requires_scopes(STAFF), tags=["internal"])
    async def grant_award(self, info: Info, input: AwardInput) -> AwardPayload | None:
        changed = await award_writing.grant_award(*info.context.writes, award_wish(input))
        return await award_payload(info, changed)

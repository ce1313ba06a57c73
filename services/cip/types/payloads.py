"""What mutations give back: the thing, or the faults that stopped the change."""

from __future__ import annotations

import strawberry
from strawberry import federation

from services.cip.types.applications import GrantApplication
from services.cip.types.awards import Award
from services.cip.types.competition import CompetitionEntry, CompetitionRound
from services.cip.types.funding import FundedProject, FundingCall
from services.kit.civic import UserError


@strawberry.type
class CompetitionEntryPayload:
    entry: CompetitionEntry | None
    errors: list[UserError]


@strawberry.type
class CompetitionRoundPayload:
    round: CompetitionRound | None
    errors: list[UserError]


@strawberry.type
class AwardPayload:
    award: Award | None
    errors: list[UserError]


@federation.type(tags=["internal"])
class FundingCallPayload:
    call: FundingCall | None
    errors: list[UserError]


@federation.type(tags=["personal"])
class GrantApplicationPayload:
    application: GrantApplication | None
    errors: list[UserError]


@strawberry.type
class FundedProjectPayload:
    project: FundedProject | None
    errors: list[UserError]

"""All that can be changed in the ministry's house; the verbs stand beside each other by what they are about."""

from __future__ import annotations

import strawberry

from services.cip.schema.competition_verbs import CompetitionVerbs
from services.cip.schema.funding_verbs import FundingVerbs


@strawberry.type
class Mutation(CompetitionVerbs, FundingVerbs):
    pass

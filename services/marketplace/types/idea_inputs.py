"""What clients send about developing together, and how it becomes what the rules take."""

from __future__ import annotations

import strawberry
from strawberry import ID, UNSET

from services.marketplace.rules.team import Opening
from services.marketplace.rules.vocabulary import ContributionKind
from services.marketplace.types.inputs import or_none


@strawberry.input
class OpenRoleInput:
    id: ID | None = UNSET
    kind: ContributionKind
    description: str
    hours_per_month: int | None = UNSET
    filled: bool | None = False


def opening(given: OpenRoleInput) -> Opening:
    hours = or_none(given.hours_per_month)
    return Opening(or_none(given.id), given.kind.value, given.description.strip(), hours, bool(given.filled))

"""What mutations give back."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry

from services.kit import civic as kit
from services.kit.changing import Fault
from services.kit.civic import UserError
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.types.references import IdeaType, ProfileType


@strawberry.type
class IdeaPayload:
    idea: IdeaType | None
    errors: list[UserError]


@strawberry.type
class ProfilePayload:
    profile: ProfileType | None
    errors: list[UserError]


def user_errors(faults: Sequence[Fault]) -> list[UserError]:
    return kit.user_errors(faults, SENTENCES)

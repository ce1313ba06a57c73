"""What an event is told as: a kind, and a sentence in three languages. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class NotificationKind(Enum):
    MATCH = "MATCH"
    COMMENT = "COMMENT"
    AMENDMENT = "AMENDMENT"
    TEAM_REQUEST = "TEAM_REQUEST"
    CONTACT_REQUEST = "CONTACT_REQUEST"
    MESSAGE = "MESSAGE"
    OFFER_DEADLINE = "OFFER_DEADLINE"
    APPOINTMENT = "APPOINTMENT"
    STATUS_CHANGE = "STATUS_CHANGE"
    MODERATION = "MODERATION"
    ACCOUNT = "ACCOUNT"


@dataclass(frozen=True, slots=True)
class Wording:
    """What an event is told as."""

    kind: NotificationKind
    de: str
    en: str
    simple: str

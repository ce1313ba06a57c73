"""What an event is told as: a kind, and a sentence in three languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from services.kit.texts import texts_in


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


def told_of(house: str) -> Mapping[str, Wording]:
    """What each event of a house is told as."""
    return texts_in(Path(__file__).parents[1] / "texts" / f"told_of_{house}.toml", _wording)


def _wording(kind: str, **texts: Any) -> Wording:
    return Wording(NotificationKind(kind), **texts)

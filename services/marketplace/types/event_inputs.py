"""What staff send of a community event, and what comes back."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry import ID, UNSET, federation

from services.kit.civic import URL, Sector, SupportOfferStatus, UserError
from services.kit.localized_input import LocalizedTextInput
from services.kit.taking import taken
from services.marketplace.rules.events import EventText
from services.marketplace.rules.vocabulary import AccessibilityFeature, EventFormat
from services.marketplace.types.inputs import or_none
from services.marketplace.types.own_offers import CommunityEvent


@strawberry.input
class CommunityEventInput:
    title: LocalizedTextInput
    summary: LocalizedTextInput
    status: SupportOfferStatus
    topic_slugs: list[ID]
    audiences: list[Sector]
    apply_until: datetime | None = UNSET
    url: URL | None = UNSET
    format: EventFormat
    starts_at: datetime
    ends_at: datetime
    region_ars: ID | None = UNSET
    is_online: bool
    accessibility: list[AccessibilityFeature]
    capacity: int | None = UNSET


@federation.type(tags=["internal"])
class CommunityEventPayload:
    event: CommunityEvent | None
    errors: list[UserError]


def words(given: LocalizedTextInput) -> dict[str, str]:
    """As columns hold it; an empty translation is none."""
    texts = {"de": given.de, "en": or_none(given.en), "deSimple": or_none(given.de_simple)}
    return {name: text for name, text in texts.items() if text or name == "de"}  # type: ignore[misc]


def event_text(given: CommunityEventInput) -> EventText:
    return taken(EventText, given, str, title=words(given.title), summary=words(given.summary))

"""The marketplace's own support offers: counselling, events, accelerators with their challenges."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import strawberry
from strawberry import ID, federation

from services.kit.civic import (
    URL,
    LocalizedText,
    Money,
    ProgrammeStatus,
    Sector,
    SupportOfferKind,
    SupportOfferStatus,
    optional_euros,
)
from services.kit.field import field
from services.kit.finding import found, found_all, found_by, found_each
from services.kit.guard import has_scope
from services.kit.leading import how_many
from services.kit.making import made
from services.kit.relation import One, there
from services.kit.schema import key
from services.marketplace.rules.events import EventAction, event_actions
from services.marketplace.rules.vocabulary import AcceleratorFormat, AccessibilityFeature, ContributionKind, EventFormat
from services.marketplace.store import hubs as hub_store
from services.marketplace.store import offers as store
from services.marketplace.store.rows import CardRow
from services.marketplace.types import hubs as hub_types
from services.marketplace.types import ideas as idea_types
from services.marketplace.types import programmes as programme_types
from services.marketplace.types.context import Info
from services.marketplace.types.displayed import Displayed, in_language
from services.marketplace.types.foreign import OFFERS
from services.marketplace.types.offers import ConcreteOffer, SupportOffer
from services.marketplace.types.references import CivicCodingProgrammeType, IdeaType, RegionType, TopicType

MANAGES = "marketplace:manage"


def detail(relation: One[Any]) -> Any:
    """A field that stands in a table of the offer's own kind; the fields of one offer share a trip."""

    async def told(root: OwnOffer, info: Info) -> Any:
        return getattr(there(await info.context.load(relation, root.id)), info.python_name)

    return strawberry.field(resolver=told)


async def programme_of(root: OwnOffer, info: Info) -> CivicCodingProgrammeType:
    return there(await programme_types.umbrella(info, root.programme_slug))


async def topics_of(root: OwnOffer | Challenge, info: Info) -> list[TopicType]:
    return await found_each(info, hub_types.Topic, hub_store.topics_by_slugs, root.topic_slugs)


async def region_of(root: CommunityEvent, info: Info) -> RegionType | None:
    row = there(await info.context.load(store.events_by_ids, root.id))
    return await found(info, hub_types.Region, hub_store.regions_by_ars, row.region_ars)


@strawberry.type
class OwnOffer(ConcreteOffer):
    """What the card of an offer says."""

    title: LocalizedText
    summary: LocalizedText
    kind: SupportOfferKind
    status: SupportOfferStatus
    programme: CivicCodingProgrammeType = strawberry.field(resolver=programme_of)
    topics: list[TopicType] = strawberry.field(resolver=topics_of)
    audiences: list[Sector]
    apply_until: datetime | None
    url: URL | None
    programme_slug: strawberry.Private[str]
    topic_slugs: strawberry.Private[list[str]]

    async def displayed(self, info: Info) -> Displayed:
        return in_language(self.title, self.summary, self.kind.value, info.context.language)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> OwnOffer | None:
        card = await info.context.load(store.own_cards, key(representation, "id"), info.context.clock.now())
        return offer_of_own_card(card) if card is not None and card.type_name == cls.__name__ else None


@federation.type(
    keys=["id"],
    description="One-to-one counselling for projects of every maturity, up to 30 hours (Civic Coding-Projektberatung).",
)
class ProjectCounselling(OwnOffer):
    hours_per_project: int = detail(store.counsellings_by_ids)
    fields: list[ContributionKind] = detail(store.counsellings_by_ids)
    places_free: int | None = detail(store.counsellings_by_ids)


@federation.type(keys=["id"], description="A community event (Civic Coding-Forum, Schlaglicht, Roadshow ...).")
class CommunityEvent(OwnOffer):
    format: EventFormat = detail(store.events_by_ids)
    starts_at: datetime = detail(store.events_by_ids)
    ends_at: datetime = detail(store.events_by_ids)
    region: RegionType | None = strawberry.field(resolver=region_of)
    is_online: bool = detail(store.events_by_ids)
    accessibility: list[AccessibilityFeature] = detail(store.events_by_ids)
    seats_free: int | None = detail(store.events_by_ids)
    capacity: int | None = detail(store.events_by_ids)

    @field(description="What the caller may do with the event now, by saveCommunityEvent.")
    async def viewer_actions(self, info: Info) -> list[EventAction]:
        if not has_scope(info.context.caller, MANAGES):
            return []
        programme = there(await programme_types.umbrella(info, self.programme_slug))
        has_ended = programme.status is ProgrammeStatus.ENDED
        row = there(await info.context.load(store.events_by_ids, self.id))
        return event_actions(row.stored, is_staff=True, has_ended=has_ended)


@federation.type(
    keys=["id"],
    description="A joint competition or accelerator of the three ministries (InnovationCamp, Accelerator).",
)
class AcceleratorProgramme(OwnOffer):
    format: AcceleratorFormat = detail(store.accelerators_by_ids)

    @field()
    async def challenges(self, info: Info) -> list[Challenge]:
        return await found_all(info, Challenge, store.challenges_of_accelerators, self.id)

    @field()
    async def max_funding_per_team(self, info: Info) -> Money | None:
        row = there(await info.context.load(store.accelerators_by_ids, self.id))
        return optional_euros(row.max_funding_per_team)

    @field()
    async def teams(self, info: Info) -> list[IdeaType]:
        rows = await info.context.load(store.ideas_of_accelerators, self.id)
        return await idea_types.ideas_by_ids(info, [row.idea_id for row in rows])

    @field()
    async def awarded_teams(self, info: Info) -> list[IdeaType]:
        rows = await info.context.load(store.ideas_of_accelerators, self.id)
        return await idea_types.ideas_by_ids(info, [row.idea_id for row in rows if row.awarded])


@federation.type(keys=["id"], description="A challenge collected from and voted on by the community (Challenge).")
class Challenge:
    id: ID
    title: LocalizedText
    topics: list[TopicType] = strawberry.field(resolver=topics_of)
    topic_slugs: strawberry.Private[list[str]]

    vote_count = how_many(store.vote_counts)

    @field()
    async def ideas(self, info: Info) -> list[IdeaType]:
        rows = await info.context.load(store.ideas_of_challenges, self.id)
        return await idea_types.ideas_by_ids(info, [row.target for row in rows])

    resolve_reference = found_by(store.challenges_by_ids)


OWN: dict[str, type[OwnOffer]] = {
    each.__name__: each for each in (ProjectCounselling, CommunityEvent, AcceleratorProgramme)
}


def offer_of_card(card: CardRow) -> SupportOffer:
    """An offer by its card: a ministry's by reference, the marketplace's own whole."""
    foreign = OFFERS.get(card.type_name)
    return offer_of_own_card(card) if foreign is None else foreign(id=ID(card.id))


def offer_of_own_card(card: CardRow) -> OwnOffer:
    return made(OWN[card.type_name], card)


async def offer(info: Info, type_name: str, entity_id: str) -> SupportOffer | None:
    """The same by type and id."""
    if type_name in OFFERS:
        return OFFERS[type_name](id=ID(entity_id))
    card = await info.context.load(store.own_cards, entity_id, info.context.clock.now())
    return None if card is None else offer_of_own_card(card)


async def event_by_id(info: Info, event_id: str) -> CommunityEvent | None:
    """A community event; None for what is none."""
    found = await offer(info, CommunityEvent.__name__, event_id)
    return found if isinstance(found, CommunityEvent) else None

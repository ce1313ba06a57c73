"""The marketplace's own support offers: counselling, events, accelerators with their challenges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import strawberry
from strawberry import ID, federation

from services.kit.civic import (
    URL,
    LocalizedText,
    Money,
    Sector,
    SupportOfferKind,
    SupportOfferStatus,
    localized,
    optional_euros,
    optional_url,
)
from services.kit.field import field
from services.kit.schema import key
from services.marketplace.loaders.context import Info
from services.marketplace.rules.vocabulary import AcceleratorFormat, AccessibilityFeature, ContributionKind, EventFormat
from services.marketplace.store.rows import AcceleratorRow, CardRow, ChallengeRow, CounsellingRow, EventRow
from services.marketplace.types import hubs as hub_types
from services.marketplace.types import ideas as idea_types
from services.marketplace.types import programmes as programme_types
from services.marketplace.types.links import there
from services.marketplace.types.offers import FOREIGN, ConcreteOffer, SupportOffer
from services.marketplace.types.references import CivicCodingProgrammeType, IdeaType, RegionType, TopicType


@strawberry.type
class OwnOffer(ConcreteOffer):
    """What the card of an offer says."""

    card: strawberry.Private[CardRow]

    @field()
    def title(self) -> LocalizedText:
        return localized(self.card.title)

    @field()
    def summary(self) -> LocalizedText:
        return localized(self.card.summary)

    @field()
    def kind(self) -> SupportOfferKind:
        return SupportOfferKind(self.card.kind)

    @field()
    def status(self) -> SupportOfferStatus:
        return SupportOfferStatus(self.card.status)

    @field()
    async def programme(self, info: Info) -> CivicCodingProgrammeType:
        return there(await programme_types.umbrella(info, self.card.programme_slug))

    @field()
    async def topics(self, info: Info) -> list[TopicType]:
        return await hub_types.topics_by_slugs(info, self.card.topics)

    @field()
    def audiences(self) -> list[Sector]:
        return [Sector(each) for each in self.card.audiences]

    @field()
    def apply_until(self) -> datetime | None:
        return self.card.apply_until

    @field()
    def url(self) -> URL | None:
        return optional_url(self.card.url)


async def card_of(info: Info, representation: dict[str, object], type_name: str) -> CardRow | None:
    """The card that a reference means; None when there is none of this type."""
    card = await info.context.offers.card.load(key(representation, "id"))
    return card if card is not None and card.type_name == type_name else None


async def ideas_by_ids(info: Info, ids: Sequence[str]) -> list[IdeaType]:
    """Those of the ideas that the viewer may see."""
    return [idea_types.idea(row) for row in await info.context.ideas.idea.load_many(list(ids)) if row is not None]


@federation.type(
    keys=["id"],
    description="One-to-one counselling for projects of every maturity, up to 30 hours (Civic Coding-Projektberatung).",
)
class ProjectCounselling(OwnOffer):
    async def details(self, info: Info) -> CounsellingRow:
        return there(await info.context.offers.counselling.load(self.id))

    @field()
    async def hours_per_project(self, info: Info) -> int:
        return (await self.details(info)).hours_per_project

    @field()
    async def fields(self, info: Info) -> list[ContributionKind]:
        return [ContributionKind(each) for each in (await self.details(info)).fields]

    @field()
    async def places_free(self, info: Info) -> int | None:
        return (await self.details(info)).places_free

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> ProjectCounselling | None:
        card = await card_of(info, representation, cls.__name__)
        return None if card is None else cls(id=ID(card.entity_id), card=card)


@federation.type(keys=["id"], description="A community event (Civic Coding-Forum, Schlaglicht, Roadshow ...).")
class CommunityEvent(OwnOffer):
    async def details(self, info: Info) -> EventRow:
        return there(await info.context.offers.event.load(self.id))

    @field()
    async def format(self, info: Info) -> EventFormat:
        return EventFormat((await self.details(info)).format)

    @field()
    async def starts_at(self, info: Info) -> datetime:
        return (await self.details(info)).starts_at

    @field()
    async def ends_at(self, info: Info) -> datetime:
        return (await self.details(info)).ends_at

    @field()
    async def region(self, info: Info) -> RegionType | None:
        return await hub_types.region_by_ars(info, (await self.details(info)).region_ars)

    @field()
    async def is_online(self, info: Info) -> bool:
        return (await self.details(info)).is_online

    @field()
    async def accessibility(self, info: Info) -> list[AccessibilityFeature]:
        return [AccessibilityFeature(each) for each in (await self.details(info)).accessibility]

    @field()
    async def seats_free(self, info: Info) -> int | None:
        return (await self.details(info)).seats_free

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> CommunityEvent | None:
        card = await card_of(info, representation, cls.__name__)
        return None if card is None else cls(id=ID(card.entity_id), card=card)


@federation.type(
    keys=["id"],
    description="A joint competition or accelerator of the three ministries (InnovationCamp, Accelerator).",
)
class AcceleratorProgramme(OwnOffer):
    async def details(self, info: Info) -> AcceleratorRow:
        return there(await info.context.offers.accelerator.load(self.id))

    @field()
    async def format(self, info: Info) -> AcceleratorFormat:
        return AcceleratorFormat((await self.details(info)).format)

    @field()
    async def challenges(self, info: Info) -> list[Challenge]:
        return [challenge(row) for row in await info.context.offers.challenges_of_accelerator.load(self.id)]

    @field()
    async def max_funding_per_team(self, info: Info) -> Money | None:
        return optional_euros((await self.details(info)).max_funding_per_team)

    @field()
    async def teams(self, info: Info) -> list[IdeaType]:
        rows = await info.context.offers.ideas_of_accelerator.load(self.id)
        return await ideas_by_ids(info, [row.idea_id for row in rows])

    @field()
    async def awarded_teams(self, info: Info) -> list[IdeaType]:
        rows = await info.context.offers.ideas_of_accelerator.load(self.id)
        return await ideas_by_ids(info, [row.idea_id for row in rows if row.awarded])

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> AcceleratorProgramme | None:
        card = await card_of(info, representation, cls.__name__)
        return None if card is None else cls(id=ID(card.entity_id), card=card)


@federation.type(keys=["id"], description="A challenge collected from and voted on by the community (Challenge).")
class Challenge:
    id: ID
    title: LocalizedText
    topic_slugs: strawberry.Private[list[str]]

    @field()
    async def topics(self, info: Info) -> list[TopicType]:
        return await hub_types.topics_by_slugs(info, self.topic_slugs)

    @field()
    async def vote_count(self, info: Info) -> int:
        return await info.context.offers.vote_count.load(self.id)

    @field()
    async def ideas(self, info: Info) -> list[IdeaType]:
        rows = await info.context.offers.ideas_of_challenge.load(self.id)
        return await ideas_by_ids(info, [row.target for row in rows])

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Challenge | None:
        row = await info.context.offers.challenge.load(key(representation, "id"))
        return None if row is None else challenge(row)


def challenge(row: ChallengeRow) -> Challenge:
    return Challenge(id=ID(row.id), title=localized(row.title), topic_slugs=row.topics)


OWN: dict[str, type[OwnOffer]] = {
    each.__name__: each for each in (ProjectCounselling, CommunityEvent, AcceleratorProgramme)
}


def offer_of_card(card: CardRow) -> SupportOffer:
    """An offer by its card: a ministry's by reference, the marketplace's own whole."""
    foreign = FOREIGN.get(card.type_name)
    if foreign is not None:
        return foreign(id=ID(card.entity_id))
    return OWN[card.type_name](id=ID(card.entity_id), card=card)


async def offer(info: Info, type_name: str, entity_id: str) -> SupportOffer | None:
    """The same by type and id."""
    if type_name in FOREIGN:
        return FOREIGN[type_name](id=ID(entity_id))
    card = await info.context.offers.card.load(entity_id)
    return None if card is None else offer_of_card(card)

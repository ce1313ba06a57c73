"""What resolvers of the marketplace know about a request."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

import strawberry
from strawberry.dataloader import DataLoader

from services.kit.context import RequestContext
from services.kit.database import Database
from services.marketplace.loaders.actors import ActorLoaders, actor_loaders
from services.marketplace.loaders.hubs import HubLoaders, hub_loaders
from services.marketplace.loaders.ideas import IdeaLoaders, idea_loaders
from services.marketplace.loaders.matching import MatchLoaders, match_loaders
from services.marketplace.loaders.offers import OfferLoaders, offer_loaders
from services.marketplace.loaders.profiles import ProfileLoaders, profile_loaders
from services.marketplace.loaders.suggestions import asking
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer


@dataclass(frozen=True)  # without slots: what a request asks for first is kept in the context's own dictionary
class MarketplaceContext(RequestContext):
    """``viewer`` is what the token says; ``today`` is the day that names of ministries go by.

    There are some sixty loaders, of which a request needs few: each group is made when it is first asked for.
    """

    database: Database
    viewer: Viewer
    today: date
    matching: Matching

    @cached_property
    def hubs(self) -> HubLoaders:
        return hub_loaders(self.database)

    @cached_property
    def actors(self) -> ActorLoaders:
        return actor_loaders(self.database, self.viewer)

    @cached_property
    def ideas(self) -> IdeaLoaders:
        return idea_loaders(self.database, self.viewer)

    @cached_property
    def profiles(self) -> ProfileLoaders:
        return profile_loaders(self.database, self.viewer)

    @cached_property
    def offers(self) -> OfferLoaders:
        return offer_loaders(self.database)

    @cached_property
    def matches(self) -> MatchLoaders:
        return match_loaders(asking(self.database, self.viewer, self.matching))


GROUPS = ("hubs", "actors", "ideas", "profiles", "offers", "matches")
Info = strawberry.Info[MarketplaceContext, None]


def forget(context: MarketplaceContext) -> None:
    """Empties the loaders: after a change, what an earlier field of the same request read may hold no longer."""
    for group in (vars(context)[name] for name in GROUPS if name in vars(context)):
        for each in fields(group):
            loader = getattr(group, each.name)
            if isinstance(loader, DataLoader):
                loader.clear_all()

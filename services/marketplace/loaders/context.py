"""What resolvers of the marketplace know about a request."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import strawberry
from strawberry.dataloader import DataLoader

from services.kit.context import RequestContext
from services.kit.database import Database
from services.marketplace.loaders.actors import ActorLoaders
from services.marketplace.loaders.hubs import HubLoaders
from services.marketplace.loaders.ideas import IdeaLoaders
from services.marketplace.loaders.matching import MatchLoaders
from services.marketplace.loaders.offers import OfferLoaders
from services.marketplace.loaders.profiles import ProfileLoaders
from services.marketplace.rules.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MarketplaceContext(RequestContext):
    """``viewer`` is what the token says; ``today`` is the day that names of ministries go by."""

    database: Database
    viewer: Viewer
    today: date
    hubs: HubLoaders
    actors: ActorLoaders
    ideas: IdeaLoaders
    profiles: ProfileLoaders
    offers: OfferLoaders
    matches: MatchLoaders


Info = strawberry.Info[MarketplaceContext, None]


def forget(context: MarketplaceContext) -> None:
    """Empties the loaders: after a change, what an earlier field of the same request read may hold no longer."""
    for group in (context.hubs, context.actors, context.ideas, context.profiles, context.offers, context.matches):
        for each in fields(group):
            loader = getattr(group, each.name)
            if isinstance(loader, DataLoader):
                loader.clear_all()

"""Loaders of the programme, its offers and pages, topics, and the former community."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from services.cip.store import programme
from services.cip.store.rows import (
    CountRow,
    EntityTopicRow,
    FormerIdeaRow,
    FormerMemberRow,
    OfferRow,
    ProgrammeRow,
    PublicPageRow,
    TopicCategoryRow,
)
from services.kit.batch import Asked, asked_many, asked_one, many, one, parent
from services.kit.database import Database
from services.kit.paging import Statuses, StatusPage


class ProgrammeLoaders:
    """The programme, its offers and pages, topics, and the former community."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def programmes(self) -> DataLoader[str, ProgrammeRow | None]:
        return one(partial(programme.programmes_by_slugs, self.database), lambda row: row.slug)

    @cached_property
    def pages(self) -> DataLoader[str, list[PublicPageRow]]:
        return many(partial(programme.pages_by_programmes, self.database), parent)

    @cached_property
    def offers(self) -> DataLoader[Asked[str, StatusPage], list[OfferRow]]:
        async def fetch(slugs: Sequence[str], asked: StatusPage) -> list[OfferRow]:
            return await programme.offers_by_programmes(self.database, slugs, asked.statuses, asked.page)

        return asked_many(fetch, parent)

    @cached_property
    def offer_counts(self) -> DataLoader[Asked[str, Statuses], CountRow | None]:
        return asked_one(partial(programme.offer_counts_by_programmes, self.database), parent)

    @cached_property
    def topics(self) -> DataLoader[str, list[EntityTopicRow]]:
        return many(partial(programme.topics_by_entities, self.database), parent)

    @cached_property
    def categories(self) -> DataLoader[str, TopicCategoryRow | None]:
        return one(partial(programme.categories_by_topics, self.database), lambda row: row.topic_slug)

    @cached_property
    def former_members(self) -> DataLoader[str, FormerMemberRow | None]:
        """By the id of the account."""
        return one(partial(programme.former_members_by_ids, self.database), lambda row: row.member_id or "")

    @cached_property
    def former_members_by_numbers(self) -> DataLoader[str, FormerMemberRow | None]:
        return one(partial(programme.former_members_by_numbers, self.database), lambda row: row.cip_member_number)

    @cached_property
    def former_ideas(self) -> DataLoader[str, FormerIdeaRow | None]:
        return one(partial(programme.former_ideas_by_ids, self.database), lambda row: row.idea_id)

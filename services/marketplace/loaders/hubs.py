"""One trip per level for topics, regions, ministries and programmes."""

from __future__ import annotations

from dataclasses import dataclass

from strawberry.dataloader import DataLoader

from services.kit.batch import many, one
from services.kit.database import Database
from services.marketplace.store import hubs
from services.marketplace.store.rows import (
    MinistryNameRow,
    OwnedProgrammeRow,
    OwnedSdgRow,
    OwnedTopicRow,
    PairRow,
    ProgrammeRow,
    RegionRow,
    TopicRow,
    UmbrellaRow,
)


@dataclass(frozen=True, slots=True)
class HubLoaders:
    """Keys are slugs of topics and programmes, ARS or NUTS of regions, codes of ministries, ids of ideas and actors."""

    topic: DataLoader[str, TopicRow | None]
    topics_below: DataLoader[str, list[TopicRow]]
    topics_of_actor: DataLoader[str, list[OwnedTopicRow]]
    topics_of_idea: DataLoader[str, list[OwnedTopicRow]]
    sdgs_of_topic: DataLoader[str, list[OwnedSdgRow]]
    sdgs_of_idea: DataLoader[str, list[OwnedSdgRow]]
    region: DataLoader[str, RegionRow | None]
    region_by_nuts: DataLoader[str, RegionRow | None]
    regions_below: DataLoader[str, list[RegionRow]]
    ministry: DataLoader[str, str | None]
    ministry_names: DataLoader[str, list[MinistryNameRow]]
    programme: DataLoader[str, ProgrammeRow | None]
    programmes_of_ministry: DataLoader[str, list[OwnedProgrammeRow]]
    ministries_of_programme: DataLoader[str, list[PairRow]]
    umbrella: DataLoader[str, UmbrellaRow | None]


def hub_loaders(database: Database) -> HubLoaders:
    return HubLoaders(
        topic=one(hubs.topics(database), lambda row: row.slug),
        topics_below=many(hubs.topics_of_parents(database), lambda row: row.parent_slug or ""),
        topics_of_actor=many(hubs.topics_of_actors(database), lambda row: row.owner),
        topics_of_idea=many(hubs.topics_of_ideas(database), lambda row: row.owner),
        sdgs_of_topic=many(hubs.sdgs_of_topics(database), lambda row: row.owner),
        sdgs_of_idea=many(hubs.sdgs_of_ideas(database), lambda row: row.owner),
        region=one(hubs.regions(database), lambda row: row.ars),
        region_by_nuts=one(hubs.regions_by_nuts(database), lambda row: row.nuts or ""),
        regions_below=many(hubs.regions_of_parents(database), lambda row: row.parent_ars or ""),
        ministry=one(hubs.ministries_by_codes(database), str),
        ministry_names=many(hubs.ministry_names(database), lambda row: row.code),
        programme=one(hubs.programmes(database), lambda row: row.slug),
        programmes_of_ministry=many(hubs.programmes_of_ministries(database), lambda row: row.owner),
        ministries_of_programme=many(hubs.ministries_of_programmes(database), lambda row: row.owner),
        umbrella=one(hubs.umbrellas(database), lambda row: row.slug),
    )

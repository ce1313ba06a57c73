"""What can be asked of the data lab."""

from __future__ import annotations

from functools import partial

import strawberry

from services.civic_data_lab.rules.searching import dataset_key
from services.civic_data_lab.rules.vocabulary import DataProjectStage, LearningLevel
from services.civic_data_lab.settings import PREFIX
from services.civic_data_lab.store import catalogue as catalogue_store
from services.civic_data_lab.store import offers as offer_store
from services.civic_data_lab.store import projects as project_store
from services.civic_data_lab.store.changes import changes
from services.civic_data_lab.types.catalogue import Dataset, License
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.learning import LearningModule
from services.civic_data_lab.types.projects import DataProject
from services.civic_data_lab.types.search import (
    DATASET_CURSOR,
    DatasetFilter,
    dataset_connection,
    wish_of,
)
from services.civic_data_lab.types.support import DataConsultation
from services.kit.civic import URL, names
from services.kit.connections import Listing
from services.kit.context import Language
from services.kit.events import EventRecord, event_page, for_followers
from services.kit.feed import ChangeRecord, change_records, feed_page, for_indexers
from services.kit.field import field, sliced
from services.kit.finding import found
from services.kit.making import all_made
from services.kit.paging import list_request, page, page_request
from services.kit.topics import check_topics


@strawberry.type
class Query:
    @field(list_size=sliced(sized=("nodes", "edges")))
    async def datasets(
        self, info: Info, filter: DatasetFilter | None = None, first: int | None = 20, after: str | None = None
    ) -> Listing[Dataset] | None:
        database, viewer, wish = info.context.database, info.context.viewer, wish_of(filter)
        request = page_request(info, first, after, DATASET_CURSOR)
        await check_topics(database, wish.topics, "filter.topicSlugs")
        rows = await catalogue_store.datasets_page(database, viewer, wish, request)
        return dataset_connection(page(rows, request), partial(catalogue_store.datasets_total, database, viewer, wish))

    @field()
    async def dataset(self, info: Info, id: strawberry.ID | None = None, uri: URL | None = None) -> Dataset | None:
        id_, uri_ = dataset_key(id, uri)
        return await Dataset.resolve_reference(info, **({"id": id_} if uri_ is None else {"uri": uri_}))

    @field()
    async def data_project(self, info: Info, id: strawberry.ID) -> DataProject | None:
        return await found(info, DataProject, project_store.data_projects_by_id, id, *info.context.seen)

    @field(list_size=sliced())
    async def data_projects(
        self,
        info: Info,
        stage: list[DataProjectStage] | None = None,
        topic_slugs: list[strawberry.ID] | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[DataProject] | None:
        database, viewer = info.context.database, info.context.viewer
        place = partial(project_store.data_project_place, database, viewer)
        request = await list_request(first, after, place)
        await check_topics(database, topic_slugs, "topicSlugs")
        rows = await project_store.data_projects(database, viewer, names(stage), topic_slugs, request)
        return all_made(DataProject, rows)

    @field(list_size=sliced())
    async def learning_modules(
        self,
        info: Info,
        level: LearningLevel | None = None,
        language: Language | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[LearningModule] | None:
        database = info.context.database
        request = await list_request(first, after, partial(offer_store.learning_module_place, database))
        wanted = (level and level.value, language and language.value)
        rows = await offer_store.learning_modules(database, info.context.moment, *wanted, request)
        return all_made(LearningModule, rows)

    @field()
    async def data_consultations(self, info: Info) -> list[DataConsultation] | None:
        moment = info.context.moment
        return all_made(DataConsultation, await offer_store.data_consultations(info.context.database, moment))

    @field()
    async def licenses(self, info: Info) -> list[License] | None:
        return all_made(License, await catalogue_store.licenses(info.context.database))

    @field(guard=for_indexers(), inaccessible=True)
    async def civic_data_lab_changes(
        self, info: Info, since: str | None = None, first: int | None = 500
    ) -> list[ChangeRecord] | None:
        asked = feed_page(PREFIX, since, first)
        return change_records(PREFIX, await changes(info.context.database, asked))

    @field(guard=for_followers(), inaccessible=True)
    async def civic_data_lab_events(
        self, info: Info, since: str | None = None, first: int | None = 500
    ) -> list[EventRecord] | None:
        return await event_page(info.context.database, PREFIX, since, first, info.context.moment)

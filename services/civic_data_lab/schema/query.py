"""What can be asked of the data lab."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Annotated

import strawberry

from services.civic_data_lab.rules.searching import dataset_key
from services.civic_data_lab.rules.vocabulary import DataProjectStage, LearningLevel
from services.civic_data_lab.schema.lists import Lists
from services.civic_data_lab.settings import PREFIX
from services.civic_data_lab.store import catalogue as catalogue_store
from services.civic_data_lab.store import offers as offer_store
from services.civic_data_lab.store import orders
from services.civic_data_lab.store import projects as project_store
from services.civic_data_lab.store.changes import changes
from services.civic_data_lab.types.catalogue import Dataset, License
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.learning import LearningModule
from services.civic_data_lab.types.projects import DataProject
from services.civic_data_lab.types.search import DatasetFilter, dataset_connection, wish_of
from services.civic_data_lab.types.support import DataConsultation, DataProjectCall
from services.kit.civic import URL, ProjectLack, names
from services.kit.connections import Listing
from services.kit.context import Language
from services.kit.events import EventRecord, event_page, for_followers
from services.kit.feed import ChangeRecord, change_records, feed_page, for_indexers
from services.kit.field import field, sliced
from services.kit.finding import found
from services.kit.making import all_made
from services.kit.ordering import SortDirection, sorting
from services.kit.paged import placed
from services.kit.paging import check_days, list_request, page, page_request
from services.kit.topics import check_topics

From = Annotated[date | None, strawberry.argument(name="from")]


@strawberry.type
class Query(Lists):
    @field(list_size=sliced(sized=("nodes", "edges")))
    async def datasets(
        self,
        info: Info,
        filter: DatasetFilter | None = None,
        order_by: orders.DatasetOrder | None = orders.DatasetOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> Listing[Dataset] | None:
        database, viewer, wish = info.context.database, info.context.viewer, wish_of(filter)
        by = sorting(orders.DATASETS, order_by, direction)
        request = page_request(info, first, after, by.shape, by.order.mark)
        await check_topics(database, wish.topics, "filter.topicSlugs")
        rows = await catalogue_store.datasets_page(database, viewer, wish, by, request)
        total = partial(catalogue_store.datasets_total, database, viewer, wish)
        return dataset_connection(page(rows, request), by, total)

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
        from_: From = None,
        until: date | None = None,
        without: list[ProjectLack] | None = None,
        order_by: orders.DataProjectOrder | None = orders.DataProjectOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[DataProject] | None:
        database, viewer = info.context.database, info.context.viewer
        by = sorting(orders.DATA_PROJECTS, order_by, direction)
        check_days(from_, until)
        place = partial(project_store.data_project_place, database, viewer, by)
        request = await list_request(first, after, place)
        await check_topics(database, topic_slugs, "topicSlugs")
        wanted = project_store.ProjectFilter(names(stage), topic_slugs, from_, until, names(without))
        rows = await project_store.data_projects(database, viewer, wanted, by, request)
        return all_made(DataProject, rows)

    @field(list_size=sliced())
    async def learning_modules(
        self,
        info: Info,
        level: LearningLevel | None = None,
        language: Language | None = None,
        from_: From = None,
        until: date | None = None,
        order_by: orders.LearningModuleOrder | None = orders.LearningModuleOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[LearningModule] | None:
        database, by = info.context.database, sorting(orders.LEARNING_MODULES, order_by, direction)
        check_days(from_, until)
        request = await list_request(first, after, partial(offer_store.learning_module_place, database, by))
        wanted = offer_store.ModuleFilter(level and level.value, language and language.value, from_, until)
        rows = await offer_store.learning_modules(database, info.context.moment, wanted, by, request)
        return all_made(LearningModule, rows)

    @field(list_size=sliced())
    async def data_consultations(
        self,
        info: Info,
        order_by: orders.DataConsultationOrder | None = orders.DataConsultationOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 10,
        after: strawberry.ID | None = None,
    ) -> list[DataConsultation] | None:
        by = sorting(orders.DATA_CONSULTATIONS, order_by, direction)
        find = placed(info, by, offer_store.data_consultations_by_id, info.context.moment)
        request = await list_request(first, after, find)
        rows = await offer_store.data_consultations(info.context.database, info.context.moment, by, request)
        return all_made(DataConsultation, rows)

    @field(list_size=sliced())
    async def data_project_calls(
        self,
        info: Info,
        apply_from: datetime | None = None,
        apply_until: datetime | None = None,
        order_by: orders.DataProjectCallOrder | None = orders.DataProjectCallOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 10,
        after: strawberry.ID | None = None,
    ) -> list[DataProjectCall] | None:
        by = sorting(orders.DATA_PROJECT_CALLS, order_by, direction)
        check_days(apply_from, apply_until)
        deadlines = (apply_from, apply_until)
        find = placed(info, by, offer_store.data_project_calls_by_id, info.context.moment)
        request = await list_request(first, after, find)
        rows = await offer_store.data_project_calls(info.context.database, info.context.moment, deadlines, by, request)
        return all_made(DataProjectCall, rows)

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

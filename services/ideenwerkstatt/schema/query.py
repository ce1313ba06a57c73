"""What can be asked of the Ideenwerkstatt."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Annotated

import strawberry

from services.ideenwerkstatt.rules.filters import workshop_filter
from services.ideenwerkstatt.rules.vocabulary import PrototypeStage
from services.ideenwerkstatt.schema.lists import Lists
from services.ideenwerkstatt.settings import PREFIX
from services.ideenwerkstatt.store import offers as offer_store
from services.ideenwerkstatt.store import orders, personal
from services.ideenwerkstatt.store import projects as project_store
from services.ideenwerkstatt.store.changes import changes
from services.ideenwerkstatt.types.applications import PilotApplication
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.meetings import Workshop
from services.ideenwerkstatt.types.people import Expert
from services.ideenwerkstatt.types.pilots import PilotProject
from services.ideenwerkstatt.types.prototyping import Prototype
from services.ideenwerkstatt.types.support import AiConsultation, PilotCall
from services.kit.civic import ProjectLack, ProjectStatus, names
from services.kit.events import EventRecord, event_page, for_followers
from services.kit.feed import ChangeRecord, change_records, feed_page, for_indexers
from services.kit.field import field, sliced
from services.kit.finding import found
from services.kit.guard import authenticated
from services.kit.making import all_made
from services.kit.ordering import SortDirection, sorting
from services.kit.paged import placed
from services.kit.paging import check_days, list_request
from services.kit.topics import check_topics


@strawberry.type
class Query(Lists):
    @field(list_size=sliced())
    async def workshops(
        self,
        info: Info,
        from_: Annotated[datetime | None, strawberry.argument(name="from")] = None,
        until: datetime | None = None,
        topic_slugs: list[strawberry.ID] | None = None,
        nuts: strawberry.ID | None = None,
        seats_free_only: bool | None = False,
        order_by: orders.WorkshopOrder | None = orders.WorkshopOrder.BEGINNING,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[Workshop] | None:
        database, wanted = info.context.database, workshop_filter(from_, until, topic_slugs, nuts, seats_free_only)
        by = sorting(orders.WORKSHOPS, order_by, direction)
        request = await list_request(first, after, partial(offer_store.workshop_place, database, by))
        await check_topics(database, topic_slugs, "topicSlugs")
        rows = await offer_store.workshops(database, info.context.moment, wanted, by, request)
        return all_made(Workshop, rows)

    @field()
    async def workshop(self, info: Info, id: strawberry.ID) -> Workshop | None:
        return await found(info, Workshop, offer_store.workshops_by_id, id, info.context.moment)

    @field(list_size=sliced())
    async def ai_consultations(
        self,
        info: Info,
        order_by: orders.AiConsultationOrder | None = orders.AiConsultationOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 10,
        after: strawberry.ID | None = None,
    ) -> list[AiConsultation] | None:
        by = sorting(orders.AI_CONSULTATIONS, order_by, direction)
        find = placed(info, by, offer_store.ai_consultations_by_id, info.context.moment)
        request = await list_request(first, after, find)
        rows = await offer_store.ai_consultations(info.context.database, info.context.moment, by, request)
        return all_made(AiConsultation, rows)

    @field(list_size=sliced())
    async def pilot_calls(
        self,
        info: Info,
        apply_from: datetime | None = None,
        apply_until: datetime | None = None,
        order_by: orders.PilotCallOrder | None = orders.PilotCallOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 10,
        after: strawberry.ID | None = None,
    ) -> list[PilotCall] | None:
        by = sorting(orders.PILOT_CALLS, order_by, direction)
        check_days(apply_from, apply_until)
        deadlines = (apply_from, apply_until)
        find = placed(info, by, offer_store.pilot_calls_by_id, info.context.moment)
        request = await list_request(first, after, find)
        rows = await offer_store.pilot_calls(info.context.database, info.context.moment, deadlines, by, request)
        return all_made(PilotCall, rows)

    @field()
    async def pilot_project(self, info: Info, id: strawberry.ID) -> PilotProject | None:
        return await found(info, PilotProject, project_store.pilot_projects_by_id, id)

    @field(list_size=sliced())
    async def pilot_projects(
        self,
        info: Info,
        status: list[ProjectStatus] | None = None,
        from_: Annotated[date | None, strawberry.argument(name="from")] = None,
        until: date | None = None,
        without: list[ProjectLack] | None = None,
        order_by: orders.PilotProjectOrder | None = orders.PilotProjectOrder.NEWEST,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[PilotProject] | None:
        database, by = info.context.database, sorting(orders.PILOT_PROJECTS, order_by, direction)
        check_days(from_, until)
        wanted = project_store.ProjectFilter(names(status), from_, until, names(without))
        request = await list_request(first, after, partial(project_store.pilot_project_place, database, by))
        rows = await project_store.pilot_projects(database, wanted, by, request)
        return all_made(PilotProject, rows)

    @field(list_size=sliced())
    async def prototypes(
        self,
        info: Info,
        stage: list[PrototypeStage] | None = None,
        without: list[orders.PrototypeLack] | None = None,
        order_by: orders.PrototypeOrder | None = orders.PrototypeOrder.ID,
        direction: SortDirection | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[Prototype] | None:
        database, by = info.context.database, sorting(orders.PROTOTYPES, order_by, direction)
        request = await list_request(first, after, partial(project_store.prototype_place, database, by))
        rows = await project_store.prototypes(database, names(stage), names(without), by, request)
        return all_made(Prototype, rows)

    @field()
    async def prototype(self, info: Info, id: strawberry.ID) -> Prototype | None:
        return await found(info, Prototype, project_store.prototypes_by_id, id)

    @field(guard=authenticated(), tags=["personal"])
    async def pilot_application(self, info: Info, id: strawberry.ID) -> PilotApplication | None:
        wanted = (personal.visible_applications_by_ids, id, *info.context.viewer.reading)
        return await found(info, PilotApplication, *wanted)

    @field(guard=authenticated(), list_size=sliced())
    async def experts(
        self,
        info: Info,
        topic_slug: strawberry.ID | None = None,
        first: int | None = 20,
        after: strawberry.ID | None = None,
    ) -> list[Expert] | None:
        database = info.context.database
        request = await list_request(first, after, partial(offer_store.expert_place, database))
        await check_topics(database, None if topic_slug is None else [topic_slug], "topicSlug")
        rows = await offer_store.experts(database, topic_slug, request)
        return all_made(Expert, rows)

    @field(guard=for_indexers(), inaccessible=True)
    async def ideenwerkstatt_changes(
        self, info: Info, since: str | None = None, first: int | None = 500
    ) -> list[ChangeRecord] | None:
        asked = feed_page(PREFIX, since, first)
        return change_records(PREFIX, await changes(info.context.database, asked))

    @field(guard=for_followers(), inaccessible=True)
    async def ideenwerkstatt_events(
        self, info: Info, since: str | None = None, first: int | None = 500
    ) -> list[EventRecord] | None:
        return await event_page(info.context.database, PREFIX, since, first, info.context.moment)

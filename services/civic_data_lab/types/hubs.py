"""The hubs of the whole graph and other ministries' projects: references, and the fields that this service adds.

Nothing of a hub is stored here but its key, so a reference is answered without a look into the database; only the added
fields ask it. They are nullable, because they stand at a border between services.
"""

from __future__ import annotations

from collections.abc import Iterable

import strawberry
from strawberry import federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from services.civic_data_lab.loaders.keys import FirstDatasets
from services.civic_data_lab.types import catalogue, projects
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.references import DataProjectType, DatasetType, DatasetUsageType
from services.kit.batch import Asked
from services.kit.civic import URL
from services.kit.errors import BadInputError
from services.kit.field import field, sliced
from services.kit.paging import checked_first
from services.kit.schema import key


@federation.type(keys=[Key(fields=FieldSet("code"), resolvable=False)])
class Ministry:
    code: strawberry.ID


@federation.interface_object(
    keys=["id"],
    description="Applicants are organisations or single persons; the data lab need not know which (@interfaceObject).",
)
class Actor:
    id: strawberry.ID

    @field()
    async def data_projects(self, info: Info) -> list[DataProjectType] | None:
        rows = await info.context.projects.of_actor.load(self.id)
        return [projects.DataProject.of(row) for row in rows]

    @field()
    async def published_datasets(self, info: Info) -> list[DatasetType] | None:
        rows = await info.context.catalogue.of_publisher.load(self.id)
        return [catalogue.Dataset.of(row) for row in rows]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Actor:
        return cls(id=strawberry.ID(key(representation, "id")))


@federation.type(keys=["slug"])
class Topic:
    slug: strawberry.ID

    @field()
    async def dcat_themes(self, info: Info) -> list[URL] | None:
        return [URL(row.theme) for row in await info.context.offers.themes_of_topic.load(self.slug)]

    @field(list_size=sliced())
    async def datasets(
        self, info: Info, open_only: bool | None = True, first: int | None = 20
    ) -> list[DatasetType] | None:
        wanted = FirstDatasets(limit=checked_first(first), open_only=bool(open_only))
        rows = await info.context.catalogue.of_topic.load(Asked(self.slug, wanted))
        return [catalogue.Dataset.of(row) for row in rows]

    @field()
    async def data_projects(self, info: Info) -> list[DataProjectType] | None:
        rows = await info.context.projects.of_topic.load(self.slug)
        return [projects.DataProject.of(row) for row in rows]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Topic:
        return cls(slug=strawberry.ID(key(representation, "slug")))


@federation.type(keys=["ars"], description="Data sets carry the Regionalschlüssel (DCAT-AP.de politicalGeocodingURI).")
class Region:
    ars: strawberry.ID
    stored_nuts: strawberry.Private[str | None] = None
    stored_name: strawberry.Private[str | None] = None

    @field(external=True)
    def nuts(self) -> strawberry.ID | None:
        return None if self.stored_nuts is None else strawberry.ID(self.stored_nuts)

    @field(external=True)
    def name(self) -> str:
        if self.stored_name is None:
            raise BadInputError("This service knows a region's name only where it provides it.")
        return self.stored_name

    @field(list_size=sliced())
    async def datasets(self, info: Info, first: int | None = 20) -> list[DatasetType] | None:
        rows = await info.context.catalogue.of_region.load(Asked(self.ars, checked_first(first)))
        return [catalogue.Dataset.of(row) for row in rows]

    @field()
    async def data_projects(self, info: Info) -> list[DataProjectType] | None:
        rows = await info.context.projects.of_region.load(self.ars)
        return [projects.DataProject.of(row) for row in rows]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Region:
        return cls(ars=strawberry.ID(key(representation, "ars")))


@federation.type(keys=["id"])
class Idea:
    id: strawberry.ID

    @field()
    async def data_projects(self, info: Info) -> list[DataProjectType] | None:
        rows = await info.context.projects.of_idea.load(self.id)
        return [projects.DataProject.of(row) for row in rows]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Idea:
        return cls(id=strawberry.ID(key(representation, "id")))


@federation.type(keys=["id"], description="Data used by projects of the other ministries (gemeinsame Nutzung).")
class FundedProject:
    id: strawberry.ID

    @field()
    async def used_datasets(self, info: Info) -> list[DatasetUsageType] | None:
        return await catalogue.used_datasets(info, "FundedProject", self.id)

    @field()
    async def published_datasets(self, info: Info) -> list[DatasetType] | None:
        return await catalogue.published_datasets(info, "FundedProject", self.id)

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> FundedProject:
        return cls(id=strawberry.ID(key(representation, "id")))


@federation.type(keys=["id"])
class PilotProject:
    id: strawberry.ID

    @field()
    async def used_datasets(self, info: Info) -> list[DatasetUsageType] | None:
        return await catalogue.used_datasets(info, "PilotProject", self.id)

    @field()
    async def published_datasets(self, info: Info) -> list[DatasetType] | None:
        return await catalogue.published_datasets(info, "PilotProject", self.id)

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> PilotProject:
        return cls(id=strawberry.ID(key(representation, "id")))


def topics(slugs: Iterable[str]) -> list[Topic | None]:
    return [Topic(slug=strawberry.ID(slug)) for slug in slugs]


def actors(ids: Iterable[str]) -> list[Actor | None]:
    return [Actor(id=strawberry.ID(one)) for one in ids]


def actor(id_: str | None) -> Actor | None:
    return None if id_ is None else Actor(id=strawberry.ID(id_))


def idea(id_: str | None) -> Idea | None:
    return None if id_ is None else Idea(id=strawberry.ID(id_))

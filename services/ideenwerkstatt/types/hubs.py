"""The hubs of the whole graph and other ministries' entities: references, and the fields that this service adds.

Nothing of a hub is stored here but its key, so a reference is answered without a look into the database; only the added
fields ask it. They are nullable, because they stand at a border between services.
"""

from __future__ import annotations

from collections.abc import Iterable

import strawberry
from strawberry import federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from services.ideenwerkstatt.rules import nuts_code
from services.ideenwerkstatt.types import meetings, people, pilots, prototyping
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.references import (
    AssessmentType,
    DemonstratorType,
    ExpertType,
    PilotProjectType,
    PrototypeType,
    WorkshopType,
)
from services.kit.batch import Asked
from services.kit.errors import BadInputError
from services.kit.field import field, sliced
from services.kit.paging import checked_first
from services.kit.schema import key


@federation.type(keys=[Key(fields=FieldSet("code"), resolvable=False)])
class Ministry:
    code: strawberry.ID


@federation.interface_object(
    keys=["id"],
    description="Fields added to every actor, person or organisation, without knowing which (@interfaceObject).",
)
class Actor:
    id: strawberry.ID

    @field()
    async def pilot_projects(self, info: Info) -> list[PilotProjectType] | None:
        rows = await info.context.projects.of_actor.load(self.id)
        return [pilots.PilotProject.of(row) for row in rows]

    @field()
    async def expertise(self, info: Info) -> ExpertType | None:
        row = await info.context.offers.experts_by_actor.load(self.id)
        return None if row is None else people.Expert.of(row)

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Actor:
        return cls(id=strawberry.ID(key(representation, "id")))


@federation.type(keys=["slug"])
class Topic:
    slug: strawberry.ID

    @field()
    async def pilot_projects(self, info: Info) -> list[PilotProjectType] | None:
        rows = await info.context.projects.of_topic.load(self.slug)
        return [pilots.PilotProject.of(row) for row in rows]

    @field(list_size=sliced())
    async def workshops(self, info: Info, first: int | None = 10) -> list[WorkshopType] | None:
        rows = await info.context.offers.workshops_of_topic.load(Asked(self.slug, checked_first(first)))
        return [meetings.Workshop.of(row) for row in rows]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Topic:
        return cls(slug=strawberry.ID(key(representation, "slug")))


@federation.type(
    keys=["nuts"], description="Environmental data come by NUTS code; the name is provided where it is stored."
)
class Region:
    nuts: strawberry.ID
    stored_name: strawberry.Private[str | None] = None

    @field(external=True)
    def name(self) -> str:
        if self.stored_name is None:
            raise BadInputError("This service knows a region's name only where it provides it.")
        return self.stored_name

    @field()
    async def pilot_projects(self, info: Info) -> list[PilotProjectType] | None:
        rows = await info.context.projects.of_region.load(self.nuts)
        return [pilots.PilotProject.of(row) for row in rows]

    @field()
    async def demonstrators(self, info: Info) -> list[DemonstratorType] | None:
        rows = await info.context.projects.demonstrators_of_region.load(self.nuts)
        return [prototyping.Demonstrator.of(row) for row in rows]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Region:
        return cls(nuts=strawberry.ID(nuts_code(key(representation, "nuts"))))


@federation.type(keys=["id"])
class Idea:
    id: strawberry.ID

    @field()
    async def pilot_projects(self, info: Info) -> list[PilotProjectType] | None:
        rows = await info.context.projects.of_idea.load(self.id)
        return [pilots.PilotProject.of(row) for row in rows]

    @field()
    async def prototypes(self, info: Info) -> list[PrototypeType] | None:
        rows = await info.context.projects.prototypes_of_idea.load(self.id)
        return [prototyping.Prototype.of(row) for row in rows]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Idea:
        return cls(id=strawberry.ID(key(representation, "id")))


@federation.type(
    keys=["id"],
    description="The Ideenwerkstatt's assessments are open to the projects of the other ministries "
    "(gemeinsame Nutzung).",
)
class FundedProject:
    id: strawberry.ID

    @field()
    async def sustainability_assessment(self, info: Info) -> AssessmentType | None:
        return await pilots.newest_assessment(info, "FundedProject", self.id)

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> FundedProject:
        return cls(id=strawberry.ID(key(representation, "id")))


@federation.type(keys=["id"])
class DataProject:
    id: strawberry.ID

    @field()
    async def sustainability_assessment(self, info: Info) -> AssessmentType | None:
        return await pilots.newest_assessment(info, "DataProject", self.id)

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> DataProject:
        return cls(id=strawberry.ID(key(representation, "id")))


@federation.type(keys=["id"])
class Dataset:
    id: strawberry.ID

    @field()
    async def prototypes(self, info: Info) -> list[PrototypeType] | None:
        rows = await info.context.projects.prototypes_of_dataset.load(self.id)
        return [prototyping.Prototype.of(row) for row in rows]

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Dataset:
        return cls(id=strawberry.ID(key(representation, "id")))


def topics(slugs: Iterable[str]) -> list[Topic | None]:
    return [Topic(slug=strawberry.ID(slug)) for slug in slugs]


def actors(ids: Iterable[str]) -> list[Actor | None]:
    return [Actor(id=strawberry.ID(one)) for one in ids]


def idea(id_: str | None) -> Idea | None:
    return None if id_ is None else Idea(id=strawberry.ID(id_))


def region(nuts: str | None, name: str | None) -> Region | None:
    """A region with the name that goes with the key (@provides); None for a place without NUTS code."""
    return None if nuts is None else Region(nuts=strawberry.ID(nuts), stored_name=name)

"""The hubs of the whole graph and other ministries' entities: references, and the fields that this service adds.

Nothing of a hub is stored here but its key, so a reference is answered without a look into the database; only the added
fields ask it. They are nullable, because they stand at a border between services.
"""

from __future__ import annotations

import strawberry
from strawberry import federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from services.ideenwerkstatt.rules import nuts_code
from services.ideenwerkstatt.store import offers as offer_store
from services.ideenwerkstatt.store import projects as project_store
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
from services.kit.errors import BadInputError
from services.kit.field import field, sliced
from services.kit.finding import found, found_all, referred
from services.kit.paging import checked_first
from services.kit.schema import key


@federation.type(keys=[Key(fields=FieldSet("code"), resolvable=False)])
class Ministry:
    code: strawberry.ID


@federation.interface_object(keys=["id"])
class Actor:
    """Fields added to every actor, person or organisation, without knowing which."""

    resolve_reference = referred()
    id: strawberry.ID

    @field()
    async def pilot_projects(self, info: Info) -> list[PilotProjectType] | None:
        return await found_all(info, pilots.PilotProject, project_store.pilot_projects_of_actor, self.id)

    @field()
    async def expertise(self, info: Info) -> ExpertType | None:
        return await found(info, people.Expert, offer_store.experts_by_actor, self.id)


@federation.type(keys=["slug"])
class Topic:
    resolve_reference = referred("slug")
    slug: strawberry.ID

    @field()
    async def pilot_projects(self, info: Info) -> list[PilotProjectType] | None:
        return await found_all(info, pilots.PilotProject, project_store.pilot_projects_of_topic, self.slug)

    @field(list_size=sliced())
    async def workshops(self, info: Info, first: int | None = 10) -> list[WorkshopType] | None:
        wanted = (info.context.moment, checked_first(first))
        return await found_all(info, meetings.Workshop, offer_store.workshops_of_topic, self.slug, *wanted)


@federation.type(keys=["nuts"])
class Region:
    """Environmental data come by NUTS code; the name is provided where it is stored."""

    nuts: strawberry.ID
    stored_name: strawberry.Private[str | None] = None

    @field(external=True)
    def name(self) -> str:
        if self.stored_name is None:
            raise BadInputError("This service knows a region's name only where it provides it.")
        return self.stored_name

    @field()
    async def pilot_projects(self, info: Info) -> list[PilotProjectType] | None:
        return await found_all(info, pilots.PilotProject, project_store.pilot_projects_of_region, self.nuts)

    @field()
    async def demonstrators(self, info: Info) -> list[DemonstratorType] | None:
        return await found_all(info, prototyping.Demonstrator, project_store.demonstrators_of_region, self.nuts)

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Region:
        return cls(nuts=strawberry.ID(nuts_code(key(representation, "nuts"))))


@federation.type(keys=["id"])
class Idea:
    resolve_reference = referred()
    id: strawberry.ID

    @field()
    async def pilot_projects(self, info: Info) -> list[PilotProjectType] | None:
        return await found_all(info, pilots.PilotProject, project_store.pilot_projects_of_idea, self.id)

    @field()
    async def prototypes(self, info: Info) -> list[PrototypeType] | None:
        return await found_all(info, prototyping.Prototype, project_store.prototypes_of_idea, self.id)


@federation.type(keys=["id"])
class FundedProject:
    """The Ideenwerkstatt's assessments are open to the projects of the other ministries (gemeinsame Nutzung)."""

    resolve_reference = referred()
    id: strawberry.ID

    @field()
    async def sustainability_assessment(self, info: Info) -> AssessmentType | None:
        return await pilots.newest_assessment(info, "FundedProject", self.id)


@federation.type(keys=["id"])
class DataProject:
    resolve_reference = referred()
    id: strawberry.ID

    @field()
    async def sustainability_assessment(self, info: Info) -> AssessmentType | None:
        return await pilots.newest_assessment(info, "DataProject", self.id)


@federation.type(keys=["id"])
class Dataset:
    resolve_reference = referred()
    id: strawberry.ID

    @field()
    async def prototypes(self, info: Info) -> list[PrototypeType] | None:
        return await found_all(info, prototyping.Prototype, project_store.prototypes_of_dataset, self.id)


def region(nuts: str | None, name: str | None) -> Region | None:
    """A region with the name that goes with the key (@provides); None for a place without NUTS code."""
    return None if nuts is None else Region(nuts=strawberry.ID(nuts), stored_name=name)

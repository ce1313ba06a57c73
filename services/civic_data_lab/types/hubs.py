"""The hubs of the whole graph and other ministries' projects: references, and the fields that this service adds.

Nothing of a hub is stored here but its key, so a reference is answered without a look into the database; only the added
fields ask it. They are nullable, because they stand at a border between services.
"""

from __future__ import annotations

from collections.abc import Mapping

import strawberry
from strawberry import federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from services.civic_data_lab.rules.readiness import need_key
from services.civic_data_lab.store import catalogue as catalogue_store
from services.civic_data_lab.store import consultations as session_store
from services.civic_data_lab.store import enrolling as enrolment_store
from services.civic_data_lab.store import offers as offer_store
from services.civic_data_lab.store import projects as project_store
from services.civic_data_lab.store.orders import DataProjectOrder, DatasetOrder
from services.civic_data_lab.types import readiness, sessions
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.cuts import DATASETS, DATASETS_OF_TOPIC, IN_TIME, PROJECTS
from services.civic_data_lab.types.data_of_projects import published_datasets, used_datasets
from services.civic_data_lab.types.references import (
    DataProjectType,
    DataReadinessType,
    DatasetType,
    DatasetUsageType,
    EnrolmentType,
    RecommendationType,
    RegionType,
    SessionType,
    TopicType,
)
from services.kit.civic import URL
from services.kit.connections import PersonalListing, personal_listing
from services.kit.errors import BadInputError, ForbiddenError
from services.kit.field import field, sliced
from services.kit.finding import referred
from services.kit.guard import authenticated
from services.kit.ordering import BeginningOrder, NewestOrder
from services.kit.paging import checked_first
from services.kit.regions import area
from services.kit.schema import key
from services.kit.under import listed_under


@federation.type(keys=[Key(fields=FieldSet("code"), resolvable=False)])
class Ministry:
    code: strawberry.ID


async def check_own(actor: Actor, info: Info) -> None:
    """``ForbiddenError`` for who neither is the actor, nor acts for it, nor is staff."""
    if not info.context.viewer.is_staff and not await sessions.is_own(info, actor.id):
        raise ForbiddenError


async def check_learner(actor: Actor, info: Info) -> None:
    """``ForbiddenError`` for who neither is the actor nor staff."""
    viewer = info.context.viewer
    if not viewer.is_staff and viewer.actor_id != actor.id:
        raise ForbiddenError


@federation.interface_object(keys=["id"])
class Actor:
    """Applicants are organisations or single persons; the data lab need not know which."""

    resolve_reference = referred()
    id: strawberry.ID

    data_projects: list[DataProjectType] | None = listed_under(
        DataProjectType,
        project_store.data_projects_of_actor,
        DataProjectOrder,
        PROJECTS,
        further=as_seen,
        by_id=project_store.data_projects_by_id,
    )

    published_datasets: list[DatasetType] | None = listed_under(
        DatasetType,
        catalogue_store.datasets_of_publisher,
        DatasetOrder,
        DATASETS,
        further=as_seen,
        by_id=catalogue_store.datasets_by_id,
    )

    data_consultations: PersonalListing[SessionType] | None = listed_under(
        SessionType,
        session_store.sessions_of_actor,
        BeginningOrder,
        IN_TIME,
        further=as_seen,
        check=check_own,
        pages=personal_listing,
        guard=authenticated(),
        tags=["personal"],
        description="Appointments of the data consultation; for oneself, who acts for the organisation, and staff.",
    )

    enrolments: PersonalListing[EnrolmentType] | None = listed_under(
        EnrolmentType,
        enrolment_store.enrolments_of_member,
        NewestOrder,
        IN_TIME,
        further=as_seen,
        check=check_learner,
        pages=personal_listing,
        guard=authenticated(),
        tags=["personal"],
        description="Enrolments in learning packages; for oneself, and staff.",
    )


@federation.type(keys=["slug"])
class Topic:
    resolve_reference = referred("slug")
    slug: strawberry.ID

    @field()
    async def dcat_themes(self, info: Info) -> list[URL] | None:
        return [URL(row.theme) for row in await info.context.load(offer_store.themes_of_topic, self.slug)]

    datasets: list[DatasetType] | None = listed_under(
        DatasetType,
        catalogue_store.datasets_of_topic,
        DatasetOrder,
        DATASETS_OF_TOPIC,
        key="slug",
        further=as_seen,
        by_id=catalogue_store.datasets_by_id,
    )

    data_projects: list[DataProjectType] | None = listed_under(
        DataProjectType,
        project_store.data_projects_of_topic,
        DataProjectOrder,
        PROJECTS,
        key="slug",
        further=as_seen,
        by_id=project_store.data_projects_by_id,
    )


def area_of(region: Region) -> str:
    """The pattern of the codes that lie in a region."""
    return area(region.ars)


@federation.type(keys=["ars"])
class Region:
    """Data sets carry the Regionalschlüssel (DCAT-AP.de politicalGeocodingURI)."""

    resolve_reference = referred("ars")
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

    datasets: list[DatasetType] | None = listed_under(
        DatasetType,
        catalogue_store.datasets_of_area,
        DatasetOrder,
        DATASETS,
        key=area_of,
        further=as_seen,
        by_id=catalogue_store.datasets_by_id,
    )

    data_projects: list[DataProjectType] | None = listed_under(
        DataProjectType,
        project_store.data_projects_of_area,
        DataProjectOrder,
        PROJECTS,
        key=area_of,
        further=as_seen,
        by_id=project_store.data_projects_by_id,
    )


@federation.type(keys=["id"])
class Idea:
    """``needs``, ``slugs`` and ``ars`` come with the reference; the judgements hold only what everybody may see."""

    id: strawberry.ID
    needs: strawberry.Private[str | None] = None
    slugs: strawberry.Private[tuple[str, ...]] = ()
    ars: strawberry.Private[str | None] = None

    @classmethod
    def resolve_reference(cls, info: Info, **representation: object) -> Idea:
        return cls(
            id=strawberry.ID(key(representation, "id")),
            needs=text_in(representation.get("dataNeeds")),
            slugs=slugs_in(representation.get("topics")),
            ars=ars_in(representation.get("region")),
        )

    @field(external=True)
    def data_needs(self) -> str | None:
        return self.needs

    @field(external=True)
    def topics(self) -> list[TopicType]:
        return [Topic(slug=strawberry.ID(slug)) for slug in self.slugs]

    @field(external=True)
    def region(self) -> RegionType | None:
        return None if self.ars is None else Region(ars=strawberry.ID(self.ars))

    @field(
        requires=["dataNeeds topics { slug }"],
        description="What is still to do about data before the idea can be built (Datenreife).",
    )
    async def data_readiness(self, info: Info) -> DataReadinessType | None:
        return await readiness.readiness(info, self.id, self.slugs, self.needs)

    @field(
        requires=["dataNeeds topics { slug } region { ars }"],
        cost=10,
        list_size=sliced(),
        description="Open data sets for the idea's need, topic and region (Datensatz-Empfehlung).",
    )
    async def recommended_datasets(self, info: Info, first: int | None = 5) -> list[RecommendationType] | None:
        asked = need_key(self.id, self.slugs, self.ars, self.needs)
        return await readiness.recommended(info, asked, checked_first(first))

    data_projects: list[DataProjectType] | None = listed_under(
        DataProjectType,
        project_store.data_projects_of_idea,
        DataProjectOrder,
        PROJECTS,
        further=as_seen,
        first=10,
        by_id=project_store.data_projects_by_id,
    )


@federation.type(keys=["id"])
class FundedProject:
    """Data used by projects of the other ministries (gemeinsame Nutzung)."""

    resolve_reference = referred()
    id: strawberry.ID

    used_datasets: list[DatasetUsageType] | None = used_datasets("FundedProject")

    published_datasets: list[DatasetType] | None = published_datasets("FundedProject")


@federation.type(keys=["id"])
class PilotProject:
    resolve_reference = referred()
    id: strawberry.ID

    used_datasets: list[DatasetUsageType] | None = used_datasets("PilotProject")

    published_datasets: list[DatasetType] | None = published_datasets("PilotProject")


def text_in(value: object) -> str | None:
    """A text of a representation; ``BadInputError`` for what is none."""
    if value is not None and (not isinstance(value, str) or "\0" in value):
        raise BadInputError("dataNeeds of a reference is a text.")
    return value


def slugs_in(value: object) -> tuple[str, ...]:
    """The topics of a representation; ``BadInputError`` for what are none."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise BadInputError("topics of a reference are a list of topics.")
    return tuple(key(each, "slug") for each in value)


def ars_in(value: object) -> str | None:
    """The region of a representation; ``BadInputError`` for what is none."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise BadInputError("region of a reference is a region.")
    return key(value, "ars")


def actor(id_: str | None) -> Actor | None:
    return None if id_ is None else Actor(id=strawberry.ID(id_))

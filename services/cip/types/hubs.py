"""What cip adds to the shared entities: Topic, Region, Idea, and other ministries' projects that it goes on funding.

References need no trip to the database: an entity is its key, and only its fields are looked up.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field as field_of
from typing import Any

import strawberry
from strawberry import federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from services.cip.rules.viewing import may_read_former_community
from services.cip.rules.vocabulary import AwardOrder, CompetitionCategory, FundedProjectOrder, SubmissionOrder
from services.cip.store import relations as store
from services.cip.store.rows import FormerIdeaRow, FundingUnder
from services.cip.types.context import Info, by_viewer
from services.cip.types.cuts import AWARDED, HANDED_IN, PROJECTS
from services.cip.types.eligibility import EligibilityCheck, eligibility
from services.cip.types.periods import DateRangeInput, days_of
from services.cip.types.references import AwardType, EntryType, FundedProjectType
from services.kit.civic import Maturity, Money, Sector, euros
from services.kit.errors import BadInputError, NotFoundError
from services.kit.field import field
from services.kit.finding import referred
from services.kit.leading import leads_to
from services.kit.regions import area
from services.kit.relation import One
from services.kit.schema import key
from services.kit.under import listed_under

BY_DAYS = "The grants, in a period; of a year that lies in it in part, its share by days."


@federation.type(keys=[Key(fields=FieldSet("code"), resolvable=False)])
class Ministry:
    code: strawberry.ID


@federation.type(keys=["slug"])
class Topic:
    slug: strawberry.ID

    resolve_reference = referred("slug")

    @field()
    async def competition_category(self, info: Info) -> CompetitionCategory | None:
        row = await info.context.load(store.category_of_topic, self.slug)
        return CompetitionCategory(row.category) if row else None

    funded_projects: list[FundedProjectType] | None = listed_under(
        FundedProjectType,
        store.projects_of_topic,
        FundedProjectOrder,
        PROJECTS,
        key="slug",
        by_id=store.projects_by_ids,
    )

    @field(description=BY_DAYS)
    async def funding_total(self, info: Info, period: DateRangeInput | None = None) -> Money | None:
        return await funding_in(info, store.funding_of_topic, store.funding_of_topic_in, self.slug, period)


@federation.type(keys=["ars"])
class Region:
    ars: strawberry.ID

    resolve_reference = referred("ars")

    funded_projects: list[FundedProjectType] | None = listed_under(
        FundedProjectType,
        store.projects_of_area,
        FundedProjectOrder,
        PROJECTS,
        key=lambda region: area(region.ars),
        by_id=store.projects_by_ids,
    )

    @field(description=BY_DAYS)
    async def funding_total(self, info: Info, period: DateRangeInput | None = None) -> Money | None:
        return await funding_in(info, store.funding_of_area, store.funding_of_area_in, area(self.ars), period)


@federation.type(keys=["id"])
class Idea:
    """``said``: what the marketplace tells of the idea with its key, for the fields that require it."""

    id: strawberry.ID
    said: strawberry.Private[Mapping[str, Any]] = field_of(default_factory=dict)

    @classmethod
    def resolve_reference(cls, info: Info, **representation: Any) -> Idea:
        return cls(id=strawberry.ID(key(representation, "id")), said=representation)

    @field(external=True)
    def maturity(self) -> Maturity:
        return Maturity(told(self.said, "maturity"))

    @field(external=True)
    def topics(self) -> list[Topic]:
        return [Topic(slug=strawberry.ID(each["slug"])) for each in told(self.said, "topics")]

    @field(external=True)
    def partner_sectors(self) -> list[Sector]:
        return [Sector(each) for each in told(self.said, "partnerSectors")]

    @field(
        requires=["maturity partnerSectors topics { slug }"],
        description="Check against the funding rules: topic of the labour ministry, cross-sector team, maturity "
        "(Förderfähigkeit).",
    )
    async def cip_eligibility(self, info: Info) -> EligibilityCheck | None:
        return await eligibility(info, self.said)

    @field()
    async def title(self, info: Info) -> str:
        return (await former_idea(info, self.id)).title

    @field()
    async def summary(self, info: Info) -> str:
        return (await former_idea(info, self.id)).summary

    competition_entries: list[EntryType] | None = listed_under(
        EntryType,
        store.entries_of_idea,
        SubmissionOrder,
        HANDED_IN,
        further=by_viewer,
        first=10,
        by_id=store.visible_entries_by_ids,
    )

    awards: list[AwardType] | None = listed_under(
        AwardType,
        store.awards_of_idea,
        AwardOrder,
        AWARDED,
        first=10,
        by_id=store.awards_by_ids,
    )

    funded_projects: list[FundedProjectType] | None = listed_under(
        FundedProjectType,
        store.projects_of_idea,
        FundedProjectOrder,
        PROJECTS,
        first=10,
        by_id=store.projects_by_ids,
    )


@federation.type(keys=["id"])
class PilotProject:
    """Follow-up funding makes the ministries' chain of support visible (Anschlussförderung)."""

    id: strawberry.ID

    resolve_reference = referred()
    continued_as = leads_to(FundedProjectType | None, store.project_of_pilot_project)


@federation.type(keys=["id"])
class DataProject:
    id: strawberry.ID

    resolve_reference = referred()
    continued_as = leads_to(FundedProjectType | None, store.project_of_data_project)


def told(said: Mapping[str, Any], name: str) -> Any:
    """What the marketplace said; ``BadInputError`` where it did not, for this service knows nothing of it."""
    if said.get(name) is None:
        raise BadInputError(f"The marketplace says {name}, not this service.")
    return said[name]


async def funding_total(info: Info, sums: One[FundingUnder], key: str, *further: Hashable) -> Money | None:
    """A sum of grants; None where there is no grant."""
    row = await info.context.load(sums, key, *further)
    return euros(row.amount) if row else None


async def funding_in(
    info: Info, whole: One[FundingUnder], part: One[FundingUnder], key: str, period: DateRangeInput | None
) -> Money | None:
    """A sum of grants, or of their shares that lie in a period."""
    if period is None:
        return await funding_total(info, whole, key)
    return await funding_total(info, part, key, *days_of(period))


async def former_idea(info: Info, idea_id: str) -> FormerIdeaRow:
    """The idea in the former community; asked only until the marketplace has taken title and summary over."""
    may_read = may_read_former_community(info.context.caller)
    row = await info.context.load(store.former_ideas_by_ids, idea_id) if may_read else None
    if row is None:
        raise NotFoundError("This idea was never in the CIP community, or it is not yours to ask.")
    return row

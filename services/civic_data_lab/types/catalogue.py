"""The catalogue of data: data sets in the profile DCAT-AP.de, their distributions and licences, and who uses them."""

from __future__ import annotations

from datetime import date, datetime

import strawberry
from strawberry import federation

from services.civic_data_lab.rules import datasets as rules
from services.civic_data_lab.rules.datasets import DatasetAction
from services.civic_data_lab.rules.vocabulary import AccessRights, DatasetStatus, GeocodingLevel, PersonalDataKind
from services.civic_data_lab.store import catalogue as store
from services.civic_data_lab.store import projects as project_store
from services.civic_data_lab.store.locked import DatasetPrivateRow
from services.civic_data_lab.store.rows import CoverageRow, DatasetRow, DistributionRow, UsageRow
from services.civic_data_lab.types import hubs, projects
from services.civic_data_lab.types.context import Info, as_seen
from services.civic_data_lab.types.cuts import USAGES
from services.civic_data_lab.types.references import ActorType, AnyProjectType, DatasetUsageType, RegionType, TopicType
from services.kit.civic import URL, DateRange, LocalizedText
from services.kit.errors import ForbiddenError
from services.kit.field import field
from services.kit.finding import found, found_all, found_by
from services.kit.guard import authenticated, needing
from services.kit.leading import leads_to
from services.kit.named import all_named, named
from services.kit.ordering import NewestOrder
from services.kit.relation import there
from services.kit.schema import key
from services.kit.under import listed_under


@federation.type(
    keys=["id", "uri"], description="A described data set (Datensatz, dcat:Dataset in the profile DCAT-AP.de)."
)
class Dataset:
    row: strawberry.Private[DatasetRow]
    is_tombstone: strawberry.Private[bool] = False
    id: strawberry.ID
    uri: URL
    title: LocalizedText
    description: LocalizedText
    keywords: list[str]
    themes: list[URL]
    issued: datetime | None
    modified: datetime | None
    temporal: DateRange | None
    geocoding_level: GeocodingLevel | None
    accrual_periodicity: str | None
    access_rights: AccessRights
    legal_basis: str | None
    personal_data: PersonalDataKind
    status: DatasetStatus
    quality_note: LocalizedText | None
    topics: list[TopicType | None] = all_named(TopicType, slug="topic_slugs")

    publisher = named(ActorType, id="publisher_id")

    @field(guard=authenticated(), tags=["personal"], description="For its publisher and for staff.")
    async def contact_point(self, info: Info) -> str | None:
        if not info.context.viewer.is_staff and not (await self.private(info)).is_publisher:
            raise ForbiddenError
        return self.row.contact_point

    @field(provides=["name nuts"])
    async def coverage(self, info: Info) -> list[RegionType | None]:
        if self.is_tombstone:
            return []
        return [region_of(row) for row in await info.context.load(store.regions_of_dataset, self.id)]

    @field()
    async def distributions(self, info: Info) -> list[Distribution]:
        return [] if self.is_tombstone else await found_all(info, Distribution, store.distributions_of_dataset, self.id)

    used_by: list[DatasetUsage] = listed_under(
        DatasetUsageType, store.usages_of_dataset, NewestOrder, USAGES, further=as_seen, first=10
    )

    @field(
        guard=authenticated(),
        tags=["personal"],
        description="What the staff wrote when it returned or withdrew the data set; for its publisher and for staff.",
    )
    async def review_note(self, info: Info) -> str | None:
        return (await self.private(info)).review_note

    @field(description="Whether the viewer may change the description now.")
    async def viewer_may_edit(self, info: Info) -> bool:
        return rules.may_edit(self.status, await self.roles(info))

    @field(
        offers=needing("datasets:write", "cdl:manage"),
        description="What the viewer can do now, by the table of its life cycle.",
    )
    async def viewer_actions(self, info: Info) -> list[DatasetAction]:
        return rules.actions_of_dataset(self.status, await self.roles(info))

    async def private(self, info: Info) -> DatasetPrivateRow:
        """What is not for everybody, as far as it is the viewer's."""
        return there(await info.context.load(store.private_of_dataset, self.id, *info.context.seen))

    async def roles(self, info: Info) -> frozenset[rules.Role]:
        own = (await self.private(info)).is_publisher
        return rules.roles_of(is_publisher=own, is_staff=info.context.viewer.is_staff)

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Dataset | None:
        if "id" in representation:
            return await found(info, cls, store.datasets_by_id, key(representation, "id"), *info.context.seen)
        # What was withdrawn is still told of by its address: see the statement.
        return await found(info, cls, store.datasets_by_uri, key(representation, "uri"), *info.context.seen)


def license_of(root: Distribution) -> License:
    row = root.row
    return License(
        uri=strawberry.ID(row.license_uri),
        title=row.license_title,
        is_open=row.is_open,
        attribution_required=row.attribution_required,
    )


@strawberry.type
class Distribution:
    row: strawberry.Private[DistributionRow]
    id: strawberry.ID
    title: LocalizedText | None
    format: str
    media_type: str | None
    access_url: URL
    download_url: URL | None
    byte_size: int | None
    license: License = strawberry.field(resolver=license_of)
    checksum_sha256: str | None = strawberry.field(name="checksumSha256")
    modified: datetime | None


@federation.type(keys=["uri"])
class License:
    resolve_reference = found_by(store.licenses_by_uri, "uri")
    uri: strawberry.ID
    title: str
    is_open: bool
    attribution_required: bool


@strawberry.type
class DatasetUsage:
    row: strawberry.Private[UsageRow]
    purpose: LocalizedText
    since: date | None

    dataset = leads_to(Dataset, store.datasets_by_id, by="row.dataset_id", further=as_seen)

    @field()
    async def project(self, info: Info) -> AnyProjectType | None:
        match self.row.project_type:
            case "FundedProject":
                return hubs.FundedProject(id=strawberry.ID(self.row.project_id))
            case "PilotProject":
                return hubs.PilotProject(id=strawberry.ID(self.row.project_id))
            case _:
                by_id = project_store.data_projects_by_id
                return await found(info, projects.DataProject, by_id, self.row.project_id, *info.context.seen)


def region_of(row: CoverageRow) -> hubs.Region:
    """A region with the name and NUTS code that go with the key (@provides); a municipality has no NUTS code."""
    return hubs.Region(ars=strawberry.ID(row.ars), stored_nuts=row.nuts, stored_name=row.name)

"""The catalogue of data: data sets in the profile DCAT-AP.de, their distributions and licences, and who uses them."""

from __future__ import annotations

from datetime import date, datetime

import strawberry
from strawberry import federation

from services.civic_data_lab.rules import check_contact_point
from services.civic_data_lab.store.rows import CoverageRow, DatasetRow, DistributionRow, LicenseRow, UsageRow
from services.civic_data_lab.types import hubs, projects
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.enums import AccessRights, DatasetStatus, GeocodingLevel, PersonalDataKind
from services.civic_data_lab.types.references import ActorType, AnyProjectType, RegionType, TopicType
from services.kit.batch import Asked
from services.kit.civic import URL, DateRange, LocalizedText, localized, optional_localized, optional_url
from services.kit.field import field
from services.kit.schema import key


@federation.type(
    keys=["id", "uri"], description="A described data set (Datensatz, dcat:Dataset in the profile DCAT-AP.de)."
)
class Dataset:
    row: strawberry.Private[DatasetRow]
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

    @field()
    def topics(self) -> list[TopicType | None]:
        return hubs.topics(self.row.topic_slugs)

    @field()
    def publisher(self) -> ActorType | None:
        return hubs.actor(self.row.publisher_id)

    @field()
    def contact_point(self, info: Info) -> str | None:
        check_contact_point(info.context.caller, self.row.publisher_id)
        return self.row.contact_point

    @field(provides=["name nuts"])
    async def coverage(self, info: Info) -> list[RegionType | None]:
        return [region_of(row) for row in await info.context.catalogue.regions.load(self.id)]

    @field()
    async def distributions(self, info: Info) -> list[Distribution]:
        rows = await info.context.catalogue.distributions.load(self.id)
        return [Distribution.of(row) for row in rows]

    @field()
    async def used_by(self, info: Info) -> list[DatasetUsage]:
        rows = await info.context.catalogue.usages_of_dataset.load(self.id)
        return [DatasetUsage.of(row) for row in rows]

    @classmethod
    def of(cls, row: DatasetRow) -> Dataset:
        return cls(
            row=row,
            id=strawberry.ID(row.id),
            uri=URL(row.uri),
            title=localized(row.title),
            description=localized(row.description),
            keywords=row.keywords,
            themes=[URL(theme) for theme in row.themes],
            issued=row.issued,
            modified=row.modified,
            temporal=temporal_of(row),
            geocoding_level=None if row.geocoding_level is None else GeocodingLevel(row.geocoding_level),
            accrual_periodicity=row.accrual_periodicity,
            access_rights=AccessRights(row.access_rights),
            legal_basis=row.legal_basis,
            personal_data=PersonalDataKind(row.personal_data),
            status=DatasetStatus(row.status),
            quality_note=optional_localized(row.quality_note),
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> Dataset | None:
        loaders = info.context.catalogue
        if "id" in representation:
            row = await loaders.datasets.load(key(representation, "id"))
        else:
            row = await loaders.datasets_by_uri.load(key(representation, "uri"))
        return None if row is None else cls.of(row)


@strawberry.type
class Distribution:
    id: strawberry.ID
    title: LocalizedText | None
    format: str
    media_type: str | None
    access_url: URL
    download_url: URL | None
    byte_size: int | None
    license: License
    checksum_sha256: str | None = strawberry.field(name="checksumSha256")
    modified: datetime | None

    @classmethod
    def of(cls, row: DistributionRow) -> Distribution:
        return cls(
            id=strawberry.ID(row.id),
            title=optional_localized(row.title),
            format=row.format,
            media_type=row.media_type,
            access_url=URL(row.access_url),
            download_url=optional_url(row.download_url),
            byte_size=row.byte_size,
            license=License(
                uri=strawberry.ID(row.license_uri),
                title=row.license_title,
                is_open=row.is_open,
                attribution_required=row.attribution_required,
            ),
            checksum_sha256=row.checksum_sha256,
            modified=row.modified,
        )


@federation.type(keys=["uri"])
class License:
    uri: strawberry.ID
    title: str
    is_open: bool
    attribution_required: bool

    @classmethod
    def of(cls, row: LicenseRow) -> License:
        return cls(
            uri=strawberry.ID(row.uri),
            title=row.title,
            is_open=row.is_open,
            attribution_required=row.attribution_required,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, **representation: object) -> License | None:
        row = await info.context.catalogue.licenses.load(key(representation, "uri"))
        return None if row is None else cls.of(row)


@strawberry.type
class DatasetUsage:
    row: strawberry.Private[UsageRow]
    purpose: LocalizedText
    since: date | None

    @field()
    async def dataset(self, info: Info) -> Dataset:
        row = await info.context.catalogue.datasets.load(self.row.dataset_id)
        if row is None:
            raise LookupError(f"The data set {self.row.dataset_id} has gone.")
        return Dataset.of(row)

    @field()
    async def project(self, info: Info) -> AnyProjectType | None:
        match self.row.project_type:
            case "FundedProject":
                return hubs.FundedProject(id=strawberry.ID(self.row.project_id))
            case "PilotProject":
                return hubs.PilotProject(id=strawberry.ID(self.row.project_id))
            case _:
                return await projects.data_project_of(info, self.row.project_id)

    @classmethod
    def of(cls, row: UsageRow) -> DatasetUsage:
        return cls(row=row, purpose=localized(row.purpose), since=row.since)


def temporal_of(row: DatasetRow) -> DateRange | None:
    """The period that the data are about; None when neither end is known."""
    if row.temporal_from is None and row.temporal_until is None:
        return None
    return DateRange(from_=row.temporal_from, until=row.temporal_until)


def region_of(row: CoverageRow) -> hubs.Region:
    """A region with the name and NUTS code that go with the key (@provides); a municipality has no NUTS code."""
    return hubs.Region(ars=strawberry.ID(row.ars), stored_nuts=row.nuts, stored_name=row.name)


async def used_datasets(info: Info, project_type: str, project_id: str) -> list[DatasetUsage]:
    """What a project of any ministry uses."""
    rows = await info.context.catalogue.usages_of_project.load(Asked(project_id, project_type))
    return [DatasetUsage.of(row) for row in rows]


async def published_datasets(info: Info, project_type: str, project_id: str) -> list[Dataset]:
    """What a project of any ministry published."""
    rows = await info.context.catalogue.of_project.load(Asked(project_id, project_type))
    return [Dataset.of(row) for row in rows]

"""What the database gives back: one frozen row for each shape of result, its fields in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from services.kit.feed import ChangeRow as ChangeRow  # one of the rows of this service's statements
from services.kit.house_rows import CountUnder as CountUnder
from services.kit.house_rows import Localized
from services.kit.house_rows import OfferRow as OfferRow
from services.kit.house_rows import OfferUnder as OfferUnder
from services.kit.house_rows import ProgrammeRow as ProgrammeRow
from services.kit.statistics.statement import FactRow as FactRow
from services.kit.statistics.statement import TreeRow as TreeRow


@dataclass(frozen=True, slots=True)
class DataConsultationRow(OfferRow):
    """A kind of advice; its appointments are ``SlotRow``."""


@dataclass(frozen=True, slots=True)
class SlotRow:
    """An appointment of a consultation."""

    id: str
    consultation_id: str
    starts_at: datetime
    minutes: int
    is_free: bool


@dataclass(frozen=True, slots=True)
class DataProjectCallRow(OfferRow):
    """The offer to accompany data projects."""

    places: int


@dataclass(frozen=True, slots=True)
class PrincipleRow:
    """A principle by which a call selects."""

    call_id: str
    key: str
    label: Localized


@dataclass(frozen=True, slots=True)
class LearningModuleRow(OfferRow):
    """A learning package."""

    level: str
    format: str
    minutes: int
    language: str
    prerequisite_ids: list[str]


@dataclass(frozen=True, slots=True)
class CommunityFormatRow(OfferRow):
    """A meeting of the community."""

    format: str
    starts_at: datetime
    host_ids: list[str]


@dataclass(frozen=True, slots=True)
class ToolboxItemRow(OfferRow):
    """A tool to take along."""

    languages: list[str]
    license: str


@dataclass(frozen=True, slots=True)
class TopicThemeRow:
    """A DCAT-AP.de theme that a topic stands for."""

    topic_slug: str
    theme: str


@dataclass(frozen=True, slots=True)
class DataProjectRow:
    """A data project with the ids of what belongs to it."""

    id: str
    programme_slug: str
    title: str
    abstract: Localized
    status: str
    maturity: str
    runs_from: date
    runs_until: date | None
    idea_id: str | None
    region_ars: str | None
    repository_url: str | None
    license: str | None
    applicant_id: str | None
    stage: str
    methods: list[str]
    service_provider_id: str | None
    budget_amount: Decimal | None
    budget_currency: str
    learnings: Localized | None
    topic_slugs: list[str]
    participant_ids: list[str]


@dataclass(frozen=True, slots=True)
class DataProjectUnder(DataProjectRow):
    """A data project of the programme, idea, actor, topic or region ``parent``."""

    parent: str


@dataclass(frozen=True, slots=True)
class StageRow:
    """A step on a project's way."""

    project_id: str
    stage: str
    at: datetime
    note: str | None


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """A data set. ``newest`` is its place in lists: when it was issued, the year 1 when that is unknown."""

    id: str
    uri: str
    title: Localized
    description: Localized
    keywords: list[str]
    publisher_id: str | None
    contact_point: str | None
    issued: datetime | None
    modified: datetime | None
    temporal_from: date | None
    temporal_until: date | None
    geocoding_level: str | None
    accrual_periodicity: str | None
    access_rights: str
    legal_basis: str | None
    personal_data: str
    status: str
    quality_note: Localized | None
    project_type: str | None
    project_id: str | None
    themes: list[str]
    topic_slugs: list[str]
    newest: datetime
    has_open_license: bool


@dataclass(frozen=True, slots=True)
class DatasetUnder(DatasetRow):
    """A data set of the topic, region, publisher or project ``parent``."""

    parent: str


@dataclass(frozen=True, slots=True)
class DatasetByUri(DatasetRow):
    """A data set by the address that names it; of one that was withdrawn everybody is told its state, and no more."""

    is_tombstone: bool


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A region that a data set covers; municipalities have no NUTS code."""

    dataset_id: str
    ars: str
    nuts: str | None
    name: str


@dataclass(frozen=True, slots=True)
class LicenseRow:
    """A licence."""

    uri: str
    title: str
    is_open: bool
    attribution_required: bool


@dataclass(frozen=True, slots=True)
class DistributionRow:
    """A form in which a data set can be had, with its licence. ``byte_size`` is in bytes."""

    id: str
    dataset_id: str
    title: Localized | None
    format: str
    media_type: str | None
    access_url: str
    download_url: str | None
    byte_size: int | None
    checksum_sha256: str | None
    modified: datetime | None
    license_uri: str
    license_title: str
    is_open: bool
    attribution_required: bool


@dataclass(frozen=True, slots=True)
class UsageRow:
    """A data set in a project of whichever ministry."""

    dataset_id: str
    project_type: str
    project_id: str
    purpose: Localized
    since: date | None


@dataclass(frozen=True, slots=True)
class PrivacyTextRow:
    """A privacy text for applicants (Datenschutzhinweis)."""

    version: str
    body: Localized


@dataclass(frozen=True, slots=True)
class ReadinessRow:
    """Whether public data sets fit the idea ``parent``, and whether a project of it uses one."""

    parent: str
    fits: bool
    is_used: bool


@dataclass(frozen=True, slots=True)
class RecommendedRow(DatasetRow):
    """A data set for the idea ``parent``: how many topics and which words of the need it has; ``score`` from 0 to 1."""

    topics: int
    words: list[str]
    same_region: bool
    score: float
    parent: str

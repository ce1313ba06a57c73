"""The rows of the CIP database: what the statements in ``sql/`` give back, column by column.

A class with ``parent`` is a row under the key that was asked for. Texts in several languages are mappings with the keys
``de``, ``en`` and ``deSimple``; amounts are EUR. The status of an offer or a
programme is the one that is shown at the moment asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from services.kit.feed import ChangeRow as ChangeRow  # one of the rows of this service's statements
from services.kit.house_rows import CountUnder as CountUnder
from services.kit.house_rows import Localized
from services.kit.house_rows import ProgrammeRow as ProgrammeRow
from services.kit.statistics.statement import FactRow as FactRow
from services.kit.statistics.statement import TreeRow as TreeRow


@dataclass(frozen=True, slots=True)
class PublicPageUnder:
    slug: str
    title: Localized
    body: Localized
    updated_at: datetime
    parent: str


@dataclass(frozen=True, slots=True)
class OfferUnder:
    """A round or a call in the list of offers. ``closes_at`` is far in the future where there is no deadline,
    ``opens_at`` long ago where there is no beginning; the title is the German one.
    """

    type_name: str
    id: str
    closes_at: datetime
    opens_at: datetime
    title: str
    parent: str


@dataclass(frozen=True, slots=True)
class TopicUnder:
    slug: str
    parent: str


@dataclass(frozen=True, slots=True)
class CategoryUnder:
    category: str
    parent: str


@dataclass(frozen=True, slots=True)
class RoundRow:
    id: str
    programme_slug: str
    number: int
    title: Localized
    summary: Localized
    status: str
    phase: str
    audiences: list[str]
    apply_until: datetime | None
    url: str | None
    max_awards: int
    max_prize: Decimal


@dataclass(frozen=True, slots=True)
class PhaseDateUnder:
    phase: str
    on: date
    parent: str


@dataclass(frozen=True, slots=True)
class CriterionUnder:
    key: str
    label: Localized
    weight: float
    parent: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    id: str
    reference_number: str
    round_id: str
    idea_id: str | None
    idea_version: int
    category: str
    status: str
    title_at_submission: str
    abstract_at_submission: str
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class EntryUnder(EntryRow):
    parent: str


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An entry on whose team the viewer is."""

    id: str


@dataclass(frozen=True, slots=True)
class TeamLineUnder:
    """``member_id`` is the account in the marketplace, found by the former CIP number where need be."""

    member_id: str | None
    organisation_id: str | None
    sector: str
    name_frozen: str
    parent: str


@dataclass(frozen=True, slots=True)
class PitchUnder:
    at: datetime
    slot_minutes: int
    video_url: str | None
    is_online: bool
    parent: str


@dataclass(frozen=True, slots=True)
class AwardRow:
    id: str
    entry_id: str
    round_id: str
    category: str
    prize: Decimal
    laudation: Localized | None
    awarded_on: date


@dataclass(frozen=True, slots=True)
class AwardUnder(AwardRow):
    parent: str


@dataclass(frozen=True, slots=True)
class TrancheUnder:
    number: int
    amount: Decimal
    condition: Localized
    status: str
    paid_on: date | None
    parent: str


@dataclass(frozen=True, slots=True)
class CallRow:
    id: str
    programme_slug: str
    title: Localized
    summary: Localized
    status: str
    phase: str
    audiences: list[str]
    apply_until: datetime | None
    url: str | None
    guideline_url: str
    project_management_agency: str
    max_funding_per_project: Decimal
    budget: Decimal | None
    min_partners: int
    required_sectors: int
    application_until: datetime | None


@dataclass(frozen=True, slots=True)
class CallUnder(CallRow):
    parent: str


@dataclass(frozen=True, slots=True)
class ProjectRow:
    id: str
    call_id: str
    programme_slug: str
    grant_number: str
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
    consortium_name: str
    funding: Decimal


@dataclass(frozen=True, slots=True)
class ProjectUnder(ProjectRow):
    parent: str


@dataclass(frozen=True, slots=True)
class PartnerUnder:
    organisation_id: str
    role: str
    sector: str
    funding: Decimal | None
    parent: str


@dataclass(frozen=True, slots=True)
class MilestoneUnder:
    title: Localized
    due_on: date
    reached_on: date | None
    parent: str


@dataclass(frozen=True, slots=True)
class FundingUnder:
    amount: Decimal
    parent: str


@dataclass(frozen=True, slots=True)
class FormerMemberRow:
    cip_member_number: str
    member_id: str | None
    display_name: str | None
    member_since: date


@dataclass(frozen=True, slots=True)
class FormerIdeaRow:
    idea_id: str
    title: str
    summary: str

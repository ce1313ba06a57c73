"""What the database gives back: one frozen row for each shape of result, its fields in the order of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.kit.feed import ChangeRow as ChangeRow  # one of the rows of this service's statements
from services.kit.house_rows import CountUnder as CountUnder
from services.kit.house_rows import Localized
from services.kit.house_rows import OfferRow as OfferRow
from services.kit.house_rows import OfferUnder as OfferUnder
from services.kit.house_rows import ProgrammeRow as ProgrammeRow
from services.kit.statistics.statement import FactRow as FactRow
from services.kit.statistics.statement import TreeRow as TreeRow


@dataclass(frozen=True, slots=True)
class StateCountUnder:
    """How many rows in a state the call ``parent`` has."""

    status: str
    count: int
    parent: str


@dataclass(frozen=True, slots=True)
class WorkshopRow(OfferRow):
    """A workshop. ``seats_free`` counts the seats that no confirmed person has; the waiting list takes none."""

    format: str
    starts_at: datetime
    ends_at: datetime
    venue_name: str | None
    venue_street: str | None
    venue_postal_code: str | None
    venue_city: str | None
    is_online: bool
    region_nuts: str | None
    region_name: str | None
    capacity: int
    seats_free: int
    accessibility: list[str]
    host_ids: list[str]
    expert_ids: list[str]


@dataclass(frozen=True, slots=True)
class WorkshopUnder(WorkshopRow):
    """A workshop of the topic ``parent``."""

    parent: str


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """Slides, data or code of a workshop."""

    id: str
    workshop_id: str
    title: Localized
    url: str
    license: str
    media_type: str


@dataclass(frozen=True, slots=True)
class AiConsultationRow(OfferRow):
    """A kind of individual advice; its appointments are ``SlotRow``."""


@dataclass(frozen=True, slots=True)
class SlotRow:
    """An appointment of a consultation."""

    id: str
    consultation_id: str
    expert_id: str | None
    starts_at: datetime
    minutes: int
    status: str


@dataclass(frozen=True, slots=True)
class PilotCallRow(OfferRow):
    """A call for pilot projects."""

    phase: str
    places: int


@dataclass(frozen=True, slots=True)
class ComputeQuotaRow(OfferRow):
    """Computing time; ``green_power_share`` is from 0 to 1."""

    gpu_hours_per_project: int
    green_power_share: float


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """An expert of the pool; ``fields`` are localized texts."""

    id: str
    actor_id: str | None
    fields: list[Localized]
    languages: list[str]
    accepts_consultations: bool


@dataclass(frozen=True, slots=True)
class PilotProjectRow:
    """A pilot project with the ids of what belongs to it."""

    id: str
    programme_slug: str
    title: str
    abstract: Localized
    status: str
    maturity: str
    runs_from: date
    runs_until: date | None
    idea_id: str | None
    region_nuts: str | None
    region_name: str | None
    repository_url: str | None
    license: str | None
    call_id: str
    topic_slugs: list[str]
    participant_ids: list[str]
    expert_ids: list[str]


@dataclass(frozen=True, slots=True)
class PilotProjectUnder(PilotProjectRow):
    """A pilot project of the programme, call, idea, actor, topic or region ``parent``."""

    parent: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A measured footprint; energy in kWh, carbon dioxide in kg."""

    id: str
    rating: str
    training_kwh: float | None
    inference_kwh_per_year: float | None
    co2_kg_per_year: float | None
    embodied_co2_kg: float | None
    method: str
    assessed_on: date
    assessed_by: str | None


@dataclass(frozen=True, slots=True)
class AssessmentUnder(AssessmentRow):
    """The newest assessment of the project ``parent``."""

    parent: str


@dataclass(frozen=True, slots=True)
class PrototypeRow:
    """A prototype; ``model_parameters_million`` is millions of parameters."""

    id: str
    title: str
    stage: str
    idea_id: str | None
    project_id: str | None
    ai_methods: list[str]
    model_parameters_million: float | None
    repository_url: str | None
    license: str | None
    demonstrator_id: str | None
    dataset_ids: list[str]


@dataclass(frozen=True, slots=True)
class PrototypeUnder(PrototypeRow):
    """A prototype of the idea, project or data set ``parent``."""

    parent: str


@dataclass(frozen=True, slots=True)
class DemonstratorRow:
    """An exhibit."""

    id: str
    title: Localized
    prototype_id: str | None
    region_nuts: str | None
    region_name: str | None
    is_travelling: bool


@dataclass(frozen=True, slots=True)
class DemonstratorUnder(DemonstratorRow):
    """A demonstrator that stands in the region ``parent``."""

    parent: str

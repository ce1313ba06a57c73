"""What the ministries' projects leave behind: entries, awards, projects, prototypes, data sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from demo.nouns.words import Text


@dataclass(frozen=True, slots=True)
class EntryMember:
    """A line of an entry's team: a member, a former CIP member and/or an organisation."""

    member: str | None
    cip_number: str | None
    organisation: str | None
    sector: str
    name: str


@dataclass(frozen=True, slots=True)
class Tranche:
    number: int
    amount: int
    status: str
    paid: date | None


@dataclass(frozen=True, slots=True)
class Award:
    id: str
    prize: int
    laudation: Text
    awarded: date
    tranches: tuple[Tranche, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    reference: str
    round: str
    idea: str | None
    idea_version: int
    category: str
    status: str
    title: str
    abstract: str
    submitted: datetime | None
    team: tuple[EntryMember, ...]
    pitch: datetime | None
    award: Award | None


@dataclass(frozen=True, slots=True)
class Project:
    """What every project has (CivicProject); ``region`` is an ARS."""

    id: str
    type_name: str
    programme: str
    title: str
    abstract: Text
    status: str
    maturity: str
    runs_from: date
    runs_until: date | None
    idea: str | None
    topics: tuple[str, ...]
    region: str | None
    repository: str | None
    license: str | None


@dataclass(frozen=True, slots=True)
class Partner:
    organisation: str
    role: str
    sector: str
    shares: tuple[tuple[int, int], ...]

    @property
    def funding(self) -> int:
        return sum(amount for _, amount in self.shares)


@dataclass(frozen=True, slots=True)
class FundedProject:
    project: Project
    call: str
    grant_number: str
    consortium: str
    partners: tuple[Partner, ...]
    continues: tuple[str, str] | None
    milestones: tuple[tuple[Text, date, date | None], ...]


@dataclass(frozen=True, slots=True)
class PilotProject:
    project: Project
    call: str
    participants: tuple[str, ...]
    experts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataProject:
    project: Project
    applicant: str
    participants: tuple[str, ...]
    stages: tuple[tuple[str, datetime, str | None], ...]
    methods: tuple[str, ...]
    provider: str | None
    budget: int | None
    learnings: Text | None

    @property
    def stage(self) -> str:
        return self.stages[-1][0]


@dataclass(frozen=True, slots=True)
class Expert:
    id: str
    actor: str
    fields: tuple[Text, ...]
    languages: tuple[str, ...]
    consults: bool
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prototype:
    id: str
    title: str
    stage: str
    idea: str | None
    project: str | None
    datasets: tuple[str, ...]
    methods: tuple[str, ...]
    parameters: float | None
    repository: str | None
    license: str | None


@dataclass(frozen=True, slots=True)
class Demonstrator:
    id: str
    title: Text
    prototype: str | None
    nuts: str | None
    travels: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """Kilowatt hours and kilograms of carbon dioxide."""

    id: str
    project_type: str
    project: str
    rating: str
    training_kwh: float | None
    inference_kwh: float | None
    co2_kg: float | None
    embodied_kg: float | None
    method: str
    assessed: date
    expert: str


@dataclass(frozen=True, slots=True)
class Distribution:
    id: str
    title: Text | None
    format: str
    media_type: str
    access_url: str
    download_url: str | None
    size: int | None
    license: str
    checksum: str | None
    modified: datetime


@dataclass(frozen=True, slots=True)
class Dataset:
    id: str
    uri: str
    title: Text
    description: Text
    keywords: tuple[str, ...]
    publisher: str
    contact: str
    issued: datetime
    modified: datetime
    covers_from: date
    covers_until: date
    level: str
    periodicity: str
    access: str
    legal_basis: str | None
    personal_data: str
    status: str
    quality: Text | None
    project: tuple[str, str] | None
    regions: tuple[str, ...]
    topics: tuple[str, ...]
    themes: tuple[str, ...]
    distributions: tuple[Distribution, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    dataset: str
    project_type: str
    project: str
    purpose: Text
    since: date | None

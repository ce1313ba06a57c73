"""Programmes and support offers of all four services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from demo.nouns.words import Text


@dataclass(frozen=True, slots=True)
class Programme:
    slug: str
    type_name: str
    name: Text
    description: Text
    status: str
    runs_from: date
    runs_until: date | None
    operator: str
    ministries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What every support offer has; ``regions`` are ARS."""

    id: str
    type_name: str
    programme: str
    title: Text
    summary: Text
    kind: str
    status: str
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    apply_until: datetime | None
    url: str
    published: date
    regions: tuple[str, ...] = ()


class Offered(Protocol):
    """Whatever has the shared part of an offer."""

    @property
    def offer(self) -> Offer: ...


def offers_in(*groups: Sequence[Offered]) -> list[Offer]:
    """The shared parts, group by group."""
    return [one.offer for group in groups for one in group]


@dataclass(frozen=True, slots=True)
class Round:
    offer: Offer
    number: int
    phase: str
    dates: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class FundingCall:
    """``second``: the last moment of the second step."""

    offer: Offer
    phase: str
    budget: int
    opens: datetime | None = None
    second: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApplicationPartner:
    organisation: str
    role: str
    requested: int
    status: str
    answered: datetime | None


@dataclass(frozen=True, slots=True)
class GrantApplication:
    """``steps``: each state and when it began."""

    id: str
    reference: str
    call: str
    title: str
    abstract: str
    consortium: str
    status: str
    steps: tuple[tuple[str, datetime], ...]
    partners: tuple[ApplicationPartner, ...]


@dataclass(frozen=True, slots=True)
class Registration:
    id: str
    actor: str
    status: str
    registered: datetime


@dataclass(frozen=True, slots=True)
class Workshop:
    """``nuts`` is null online."""

    offer: Offer
    format: str
    starts: datetime
    ends: datetime
    nuts: str | None
    capacity: int
    accessibility: tuple[str, ...]
    hosts: tuple[str, ...]
    experts: tuple[str, ...]
    registrations: tuple[Registration, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A bookable hour. ``expert`` only at the Ideenwerkstatt."""

    id: str
    consultation: str
    starts: datetime
    minutes: int
    status: str
    expert: str | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """Who has a slot of the KI-Sprechstunde; ``outcome`` when it was held."""

    slot: str
    actor: str
    question: str
    booked: datetime
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Appointment:
    """Of the Datensprechstunde; ``outcome`` when it was held."""

    id: str
    slot: str
    member: str
    organisation: str | None
    concern: str
    status: str
    outcome: str | None
    booked: datetime


@dataclass(frozen=True, slots=True)
class Enrolment:
    """``percent`` is 100 when it is completed."""

    id: str
    module: str
    member: str
    status: str
    percent: int
    enrolled: datetime
    completed: datetime | None


@dataclass(frozen=True, slots=True)
class PilotCall:
    offer: Offer
    places: int
    phase: str = "COMPLETED"


@dataclass(frozen=True, slots=True)
class PilotApplication:
    """Of a non-profit organisation in stage one."""

    id: str
    call: str
    applicant: str
    title: str
    description: str
    needs: tuple[str, ...]
    topics: tuple[str, ...]
    submitted: datetime


@dataclass(frozen=True, slots=True)
class Compute:
    offer: Offer
    gpu_hours: int
    green_share: float


@dataclass(frozen=True, slots=True)
class DataCall:
    offer: Offer
    places: int


@dataclass(frozen=True, slots=True)
class Module:
    offer: Offer
    level: str
    format: str
    minutes: int
    language: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tool:
    offer: Offer
    languages: tuple[str, ...]
    license: str


@dataclass(frozen=True, slots=True)
class Format:
    offer: Offer
    format: str
    starts: datetime
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counselling:
    offer: Offer
    hours: int
    fields: tuple[str, ...]
    places_free: int


@dataclass(frozen=True, slots=True)
class Event:
    offer: Offer
    format: str
    starts: datetime
    ends: datetime
    region: str | None
    accessibility: tuple[str, ...]
    seats_free: int | None


@dataclass(frozen=True, slots=True)
class Challenge:
    id: str
    title: Text
    topics: tuple[str, ...]
    ideas: tuple[str, ...]
    votes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accelerator:
    offer: Offer
    format: str
    funding: int
    teams: tuple[str, ...]
    awarded: frozenset[str]
    challenges: tuple[Challenge, ...]

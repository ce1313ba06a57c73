"""The rows of members, organisations and their profiles.

Fields stand in the order of the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.marketplace.store.rows.common import Localized


@dataclass(frozen=True, slots=True)
class ActorRow:
    """A member (state and member_since are there) or an organisation (legal_name and is_non_profit are)."""

    id: str
    kind: str
    handle: str
    display_name: str
    sector: str
    region_ars: str | None
    state: str | None
    cip_member_number: str | None
    member_since: date | None
    legal_name: str | None
    legal_form: str | None
    is_non_profit: bool | None
    website: str | None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    organisation_id: str
    member_id: str
    role: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ProfileRow:
    id: str
    owner_id: str
    status: str
    visibility: str
    headline: str
    about: str
    language: str
    offers: list[str]
    seeks: list[str]
    availability_hours_per_month: int | None
    published_at: datetime | None
    newest: datetime


@dataclass(frozen=True, slots=True)
class SkillUnder:
    slug: str
    label: Localized
    esco_uri: str | None
    parent: str


@dataclass(frozen=True, slots=True)
class LockedProfileRow:
    id: str
    status: str

"""A workshop as an offer: what the staff writes of it, and which states it goes through (domain_slice2 2.10). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

import strawberry

from services.kit.changing import Fault
from services.kit.civic import SupportOfferStatus
from services.kit.faults import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    faults_of_line,
    faults_of_list,
    faults_of_localized,
    faults_of_url,
    invalid,
)
from services.kit.transitions import LifeCycle, deeds, transitions

MOST_SEATS = 10_000
LONGEST_WORKSHOP = timedelta(days=14)


class Role(Enum):
    """What somebody is to a workshop."""

    MEMBER = "MEMBER"
    STAFF = "STAFF"


@strawberry.enum(description="What can be done with a workshop.")
class WorkshopAction(Enum):
    REGISTER = "REGISTER"
    EDIT = "EDIT"
    OPEN = "OPEN"
    PAUSE = "PAUSE"
    CLOSE = "CLOSE"
    END = "END"


S = SupportOfferStatus
MEMBER, STAFF = frozenset({Role.MEMBER}), frozenset({Role.STAFF})
WORKSHOP: LifeCycle[SupportOfferStatus, Role] = LifeCycle(
    "workshop",
    transitions(
        ("OPEN", {S.ANNOUNCED, S.PAUSED, S.CLOSED}, S.OPEN, STAFF),
        ("PAUSE", {S.ANNOUNCED, S.OPEN}, S.PAUSED, STAFF),
        ("CLOSE", {S.ANNOUNCED, S.OPEN, S.PAUSED}, S.CLOSED, STAFF),
        ("END", {S.ANNOUNCED, S.OPEN, S.PAUSED, S.CLOSED}, S.ENDED, STAFF),
    ),
    deeds(
        ("REGISTER", {S.OPEN}, MEMBER),
        ("EDIT", {S.ANNOUNCED, S.OPEN, S.PAUSED, S.CLOSED}, STAFF),
    ),
)
ENDED_BY_HAND = "CANCELLED"
"""How an end that somebody decided is stored: ENDED alone would wait for the day of the workshop."""


@dataclass(frozen=True, slots=True)
class VenueText:
    name: str
    street: str | None
    postal_code: str | None
    city: str | None
    is_online: bool


@dataclass(frozen=True, slots=True)
class WorkshopText:
    """What the staff writes about a workshop (WorkshopInput)."""

    title: Mapping[str, str]
    summary: Mapping[str, str]
    status: SupportOfferStatus
    topic_slugs: tuple[str, ...]
    audiences: tuple[str, ...]
    apply_until: datetime | None
    url: str | None
    format: str
    starts_at: datetime
    ends_at: datetime
    venue: VenueText | None
    nuts: str | None
    capacity: int
    accessibility: tuple[str, ...]
    host_ids: tuple[str, ...]
    expert_ids: tuple[str, ...]


def faults_of_workshop(text: WorkshopText) -> list[Fault]:
    """What is wrong with a workshop in itself; German text is always there."""
    found = faults_of_localized("title", text.title, LONGEST_TITLE)
    found += faults_of_localized("summary", text.summary, LONGEST_SUMMARY)
    found += faults_of_list("topicSlugs", text.topic_slugs) + faults_of_list("audiences", text.audiences, least=1)
    found += faults_of_list("hostIds", text.host_ids) + faults_of_list("expertIds", text.expert_ids)
    found += faults_of_list("accessibility", text.accessibility) + faults_of_url("url", text.url)
    if not text.starts_at < text.ends_at <= text.starts_at + LONGEST_WORKSHOP:
        found.append(invalid("endsAt", "must be after the beginning, within {most} days", most=LONGEST_WORKSHOP.days))
    if text.apply_until is not None and text.apply_until > text.starts_at:
        found.append(invalid("applyUntil", "must not be after the beginning"))
    if not 1 <= text.capacity <= MOST_SEATS:
        found.append(invalid("capacity", "is from 1 to {most}", most=MOST_SEATS))
    return found + faults_of_venue(text.venue)


def faults_of_venue(venue: VenueText | None) -> list[Fault]:
    if venue is None:
        return []
    found = faults_of_line("venue.name", venue.name)
    parts = (("street", venue.street), ("postalCode", venue.postal_code), ("city", venue.city))
    return found + [
        invalid(f"venue.{path}", "may have {most} characters", most=LONGEST_TITLE)
        for path, value in parts
        if len(value or "") > LONGEST_TITLE
    ]


def faults_of_making(text: WorkshopText) -> list[Fault]:
    """A new workshop is announced; it opens when the staff says so."""
    if text.status is not S.ANNOUNCED:
        return [invalid("status", "of a new workshop is announced; open it with a change")]
    return []


def faults_of_saving(before: SupportOfferStatus, text: WorkshopText, taken: int) -> list[Fault]:
    """Why a workshop is not changed so. ``before``: as stored; ``taken``: seats."""
    if before is text.status:
        refused = WORKSHOP.refusal("EDIT", before, STAFF)
        if refused is not None:
            return [refused]
    else:
        action = next((each.action for each in WORKSHOP.transitions if each.target is text.status), "")
        if not action:
            return [invalid("status", "cannot become announced again")]
        came = WORKSHOP.target(action, before, STAFF)
        if isinstance(came, Fault):
            return [came]
    if text.capacity < taken:
        return [invalid("capacity", "is below the {number} seats that are taken", number=taken)]
    return []


def stored_status(status: str) -> SupportOfferStatus:
    """What a stored word means in the table."""
    return S.ENDED if status == ENDED_BY_HAND else S(status)


def actions_of_workshop(
    stored: str, *, is_member: bool, is_staff: bool, takes_registrations: bool
) -> list[WorkshopAction]:
    """What the viewer may do with a workshop; ``takes_registrations``: by the time, too."""
    roles = (MEMBER if is_member else frozenset()) | (STAFF if is_staff else frozenset())
    found = WORKSHOP.actions(stored_status(stored), roles)
    return [WorkshopAction(each) for each in found if each != "REGISTER" or takes_registrations]

"""Community events (Forum, Schlaglicht ...): what staff write, what of it may change (domain_slice2 2.10). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from services.kit.changing import Fault, FaultCode
from services.kit.civic import Sector, SupportOfferStatus
from services.kit.transitions import LifeCycle, transitions
from services.marketplace.rules.faults import invalid, too_long, too_many, unwritten
from services.marketplace.rules.vocabulary import AccessibilityFeature, EventFormat

LONGEST_TITLE = 200
LONGEST_SUMMARY = 1_000
LONGEST_ADDRESS = 2_000
MOST_ITEMS = 20
MOST_SEATS = 100_000
LONGEST_EVENT = timedelta(days=31)
ENDED_BY_HAND = "CANCELLED"
"""How the end that staff decide is stored: it holds whatever the dates say."""


class EventRole(Enum):
    STAFF = "STAFF"


class EventAction(Enum):
    """What may be offered: to save the event in the state that is meant. ANNOUNCE keeps one announced."""

    ANNOUNCE = "ANNOUNCE"
    OPEN = "OPEN"
    CLOSE = "CLOSE"
    PAUSE = "PAUSE"
    END = "END"


S = SupportOfferStatus
LIVING = frozenset({S.ANNOUNCED, S.OPEN, S.CLOSED, S.PAUSED})
LIFE = LifeCycle(
    "event",
    transitions(
        ("announce", {S.ANNOUNCED}, S.ANNOUNCED, {EventRole.STAFF}),
        ("open", LIVING, S.OPEN, {EventRole.STAFF}),
        ("close", LIVING - {S.ANNOUNCED}, S.CLOSED, {EventRole.STAFF}),
        ("pause", LIVING, S.PAUSED, {EventRole.STAFF}),
        ("end", LIVING, S.ENDED, {EventRole.STAFF}),
    ),
)
"""By the word that is stored; an event is never deleted."""


@dataclass(frozen=True, slots=True)
class EventText:
    """All that staff say of an event. ``title`` and ``summary`` by ``de``, ``en``, ``deSimple``."""

    title: Mapping[str, str]
    summary: Mapping[str, str]
    status: SupportOfferStatus
    topic_slugs: tuple[str, ...]
    audiences: tuple[Sector, ...]
    apply_until: datetime | None
    url: str | None
    format: EventFormat
    starts_at: datetime
    ends_at: datetime
    region_ars: str | None
    is_online: bool
    accessibility: tuple[AccessibilityFeature, ...]
    capacity: int | None


def faults_of_event(text: EventText) -> list[Fault]:
    """What is wrong with an event in itself; German text is always there."""
    lists = {"topicSlugs": text.topic_slugs, "audiences": text.audiences, "accessibility": text.accessibility}
    found = [
        *unwritten({"title.de": text.title.get("de", ""), "summary.de": text.summary.get("de", "")}),
        *too_long({f"title.{name}": words for name, words in text.title.items()}, LONGEST_TITLE),
        *too_long({f"summary.{name}": words for name, words in text.summary.items()}, LONGEST_SUMMARY),
        *too_long({"url": text.url}, LONGEST_ADDRESS),
        *too_many(lists, MOST_ITEMS),
    ]
    if text.url is not None and not text.url.startswith(("https://", "http://")):
        found.append(invalid("url", "must begin with https:// or http://"))
    if not text.starts_at < text.ends_at <= text.starts_at + LONGEST_EVENT:
        found.append(invalid("endsAt", "must be after the beginning, within {most} days", most=LONGEST_EVENT.days))
    if text.apply_until is not None and text.apply_until > text.ends_at:
        found.append(invalid("applyUntil", "must not be after the end"))
    if text.capacity is not None and not 1 <= text.capacity <= MOST_SEATS:
        found.append(invalid("capacity", "is 1 to {most}", most=MOST_SEATS))
    return found


def faults_of_making(text: EventText) -> list[Fault]:
    """A new event is announced; it opens when the staff say so."""
    if text.status is S.ANNOUNCED:
        return []
    return [invalid("status", "of a new event is announced")]


def faults_of_saving(stored: str, text: EventText, taken: int) -> list[Fault]:
    """Why an event is not changed so. ``stored``: as written down; ``taken``: seats."""
    before = S.ENDED if stored == ENDED_BY_HAND else S(stored)
    action = next(each.action for each in LIFE.transitions if each.target is text.status)
    came = LIFE.target(action, before, {EventRole.STAFF})
    if isinstance(came, Fault):
        return [came]
    if text.capacity is not None and text.capacity < taken:
        return [invalid("capacity", "is below the {taken} seats that are taken", taken=taken)]
    return []


def event_actions(stored: str, *, is_staff: bool, has_ended: bool) -> list[EventAction]:
    """What the caller may do with an event now. ``has_ended``: the programme has."""
    if has_ended or not is_staff:
        return []
    before = S.ENDED if stored == ENDED_BY_HAND else S(stored)
    return [EventAction(each.upper()) for each in LIFE.actions(before, {EventRole.STAFF})]


def stored_status(status: SupportOfferStatus) -> str:
    return ENDED_BY_HAND if status is S.ENDED else status.value


def no_event() -> Fault:
    return Fault(FaultCode.NOT_FOUND, "There is no such event.", ("id",))


def programme_ended() -> Fault:
    return Fault(FaultCode.PROGRAMME_ENDED, "The programme has ended; it stays readable.")

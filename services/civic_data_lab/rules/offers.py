"""When an offer takes bookings and applications, and how the staff changes one (domain_slice2 1.1, 2.10). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.kit.changing import Fault, FaultCode
from services.kit.faults import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    faults_of_list,
    faults_of_localized,
    faults_of_url,
    invalid,
    wrong_state,
)

MOST_PLACES = 1_000
NEW = frozenset({"ANNOUNCED", "OPEN"})


@dataclass(frozen=True, slots=True)
class OfferNow:
    """An offer at a moment, as the guards see it. ``status``: as it is shown."""

    status: str
    programme_status: str
    apply_until: datetime | None


@dataclass(frozen=True, slots=True)
class CallText:
    """What the staff writes about a call for data projects (DataProjectCallInput)."""

    title: Mapping[str, str]
    summary: Mapping[str, str]
    status: str
    topic_slugs: tuple[str, ...]
    audiences: tuple[str, ...]
    apply_until: datetime | None
    url: str | None
    places: int


def ended() -> Fault:
    return Fault(FaultCode.PROGRAMME_ENDED, "The programme has ended; it stays readable.")


def faults_of_applying(offer: OfferNow, moment: datetime) -> list[Fault]:
    """Why the offer takes nobody at the moment."""
    if offer.programme_status == "ENDED":
        return [ended()]
    if offer.apply_until is not None and offer.apply_until < moment:
        return [Fault(FaultCode.DEADLINE_PASSED, "One could apply until {until}.", (), {"until": offer.apply_until})]
    if offer.status != "OPEN":
        return [wrong_state("This offer is {state}; it would have to be open.", state=offer.status)]
    return []


def faults_of_call(text: CallText, taken: int = 0) -> list[Fault]:
    """What is wrong with a call in itself. ``taken``: places that projects have already."""
    found = faults_of_localized("title", text.title, LONGEST_TITLE)
    found += faults_of_localized("summary", text.summary, LONGEST_SUMMARY)
    found += faults_of_list("topicSlugs", text.topic_slugs) + faults_of_list("audiences", text.audiences)
    found += faults_of_url("url", text.url)
    if not 1 <= text.places <= MOST_PLACES:
        found.append(invalid("places", "is from 1 to {most}", most=MOST_PLACES))
    elif text.places < taken:
        found.append(invalid("places", "is below the {number} that projects have already", number=taken))
    return found


def faults_of_status(before: str | None, to: str) -> list[Fault]:
    """A new offer is ANNOUNCED or OPEN; one that has ended stays so."""
    if before is None and to not in NEW:
        return [invalid("status", "of a new offer is one of {values}", values=NEW)]
    if before == "ENDED" and to != "ENDED":
        return [wrong_state("This offer has ended; make a new one.")]
    return []

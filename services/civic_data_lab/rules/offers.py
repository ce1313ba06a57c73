"""When an offer takes bookings and applications, and how the staff changes one (domain_slice2 1.1, 2.10). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import strawberry

from services.kit.changing import Fault, FaultCode
from services.kit.civic import SupportOfferStatus
from services.kit.faults import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    faults_of_list,
    faults_of_localized,
    faults_of_url,
    invalid,
    wrong_state,
)
from services.kit.transitions import LifeCycle, deeds, transitions

MOST_PLACES = 1_000
NEW = frozenset({"ANNOUNCED", "OPEN"})
MAY_NOT_APPLY = frozenset({"PUBLIC_ADMINISTRATION", "MUNICIPALITY", "BUSINESS"})
"""Sectors that hand in no data project themselves."""


class Role(Enum):
    """What somebody is to a call for data projects."""

    STAFF = "STAFF"


@strawberry.enum(description="What can be done with a call for data projects; the staff saves it in another state.")
class DataProjectCallAction(Enum):
    APPLY = "APPLY"
    EDIT = "EDIT"
    ANNOUNCE = "ANNOUNCE"
    OPEN = "OPEN"
    CLOSE = "CLOSE"
    PAUSE = "PAUSE"
    END = "END"


State = SupportOfferStatus
STAFF = frozenset({Role.STAFF})
LIVING = frozenset({State.ANNOUNCED, State.OPEN, State.CLOSED, State.PAUSED})
CALL: LifeCycle[SupportOfferStatus, Role] = LifeCycle(
    "call",
    transitions(
        ("ANNOUNCE", LIVING, State.ANNOUNCED, STAFF),
        ("OPEN", LIVING, State.OPEN, STAFF),
        ("CLOSE", LIVING, State.CLOSED, STAFF),
        ("PAUSE", LIVING, State.PAUSED, STAFF),
        ("END", LIVING, State.ENDED, STAFF),
    ),
    deeds(("EDIT", State, STAFF)),
)
"""By the word that is stored; APPLY goes by what is shown. The texts of an ended call can still be put right."""


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
    if before is not None and State(before) not in LIVING and to != before:
        return [wrong_state("This offer has ended; make a new one.")]
    return []


def actions_of_call(
    stored: str, offer: OfferNow, moment: datetime, *, may_apply: bool, is_staff: bool
) -> list[DataProjectCallAction]:
    """What the viewer may do with a call now; after the programme's end nothing.

    ``stored``: as a person decided it. ``may_apply``: a member who may, or acts for an organisation that may.
    """
    if offer.programme_status == "ENDED":
        return []
    found = CALL.actions(SupportOfferStatus(stored), STAFF if is_staff else frozenset())
    applying = ["APPLY"] if may_apply and not faults_of_applying(offer, moment) else []
    return [DataProjectCallAction(each) for each in (*applying, *found)]

"""What can be tried at the Ideenwerkstatt: open workshops, a call in stage one, slots that somebody has (fiktiv).

The marketplace's first copy does not have these offers: it hears of them over the feed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from demo import chance
from demo.nouns.hubs import Organisation
from demo.nouns.offers import Booking, PilotApplication, PilotCall, Registration, Slot, Workshop
from demo.nouns.projects import Expert
from demo.nouns.words import TODAY, moment, numbered
from demo.steps.workshop_offers import programme_offer, workshop
from demo.texts import read

FIRST_WORKSHOP, FIRST_CALL = 25, 3


def build_later_workshops(
    organisations: Sequence[Organisation],
    experts: Sequence[Expert],
    visitors: Sequence[str],
    regions: Mapping[str, str],
) -> tuple[Workshop, ...]:
    """Four: one is full and has a waiting list, one lasts through the night in which the clocks change."""
    made = []
    for number, entry in enumerate(read("offers/ideenwerkstatt")["later_workshops"], FIRST_WORKSHOP):
        plain = workshop(number - 1, entry, 0, organisations, experts, visitors, regions)
        made.append(replace(plain, registrations=registrations(plain.offer.id, entry, visitors)))
    return tuple(made)


def registrations(identity: str, entry: dict[str, Any], visitors: Sequence[str]) -> tuple[Registration, ...]:
    """Nobody has cancelled: whoever waits does so because all seats are taken."""
    waiting = entry.get("waiting", 0)
    seated = entry["seats"] if waiting else entry["taken"]
    people = chance.sample(visitors, seated + waiting, "later visitors", identity)
    return tuple(
        Registration(
            id=f"registration_{identity[-4:]}_{place + 1:03}",
            actor=person,
            status="CONFIRMED" if place < seated else "WAITLISTED",
            registered=moment(TODAY) - timedelta(days=20) + timedelta(hours=7 * place),
        )
        for place, person in enumerate(people)
    )


def build_later_calls() -> tuple[PilotCall, ...]:
    entries = read("offers/ideenwerkstatt")["later_calls"]
    made = []
    for number, entry in enumerate(entries, FIRST_CALL):
        plain = programme_offer(numbered("pilotcall", number), "PilotCall", "PILOT_SUPPORT", entry)
        made.append(PilotCall(replace(plain, status="OPEN"), entry["places"], "STAGE_ONE"))
    return tuple(made)


def build_applications(call: PilotCall, organisations: Sequence[Organisation]) -> tuple[PilotApplication, ...]:
    """Of non-profit organisations with topics of the environment, each one."""
    entries = read("offers/ideenwerkstatt")["applications"]
    green = [one.id for one in organisations if one.is_non_profit and {"environment", "climate"} & set(one.topics)]
    applicants = chance.sample(green, len(entries), "pilot applicants")
    return tuple(
        PilotApplication(
            id=numbered("application", place + 1),
            call=call.offer.id,
            applicant=applicant,
            title=entry["title"],
            description=entry["description"],
            needs=tuple(entry["needs"]),
            topics=(call.offer.topics[place % len(call.offer.topics)],),
            submitted=moment(TODAY - timedelta(days=9 - 3 * place), 11),
        )
        for place, (applicant, entry) in enumerate(zip(applicants, entries, strict=True))
    )


def build_bookings(slots: Sequence[Slot], experts: Sequence[Expert], visitors: Sequence[str]) -> tuple[Booking, ...]:
    """Each slot that is booked, or was held, has another person, who asked something."""
    asked = read("offers/ideenwerkstatt")["questions"]
    taken = [one for one in slots if one.status in ("BOOKED", "DONE")]
    advisers = {one.actor for one in experts}
    people = chance.sample([one for one in visitors if one not in advisers], len(taken), "asking")
    return tuple(
        Booking(
            slot=slot.id,
            actor=person,
            question=asked[place % len(asked)]["ask"],
            booked=min(slot.starts, moment(TODAY)) - timedelta(days=chance.between(2, 12, "booked", slot.id)),
            outcome=asked[place % len(asked)]["outcome"] if slot.status == "DONE" else None,
        )
        for place, (slot, person) in enumerate(zip(taken, people, strict=True))
    )

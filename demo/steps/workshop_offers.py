"""Offers of the Ideenwerkstatt. Its programme has ended, so have all of them; they stay readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from demo import chance
from demo.nouns.hubs import Organisation
from demo.nouns.offers import Compute, Offer, PilotCall, Registration, Slot, Workshop
from demo.nouns.projects import Expert
from demo.nouns.words import TODAY, Text, berlin, moment, numbered, text_of
from demo.steps.offers import SOCIETY, local, offer, simple
from demo.texts import read

REGISTRATIONS, SLOTS = 900, 160
FEATURES = ("STEP_FREE", "SIGN_LANGUAGE", "LIVE_CAPTIONS", "PLAIN_LANGUAGE", "INDUCTION_LOOP", "CHILDCARE")
ONLINE_FEATURES = ("SIGN_LANGUAGE", "LIVE_CAPTIONS", "PLAIN_LANGUAGE")
KINDS = {"PROMPTING": "TRAINING", "THEME_EVENING": "EVENT", "BUS_STOP": "EVENT"}
FULL = 6  # the workshop that was full and had a waiting list (place in the text file)


def build_workshops(
    organisations: Sequence[Organisation],
    experts: Sequence[Expert],
    visitors: Sequence[str],
    regions: Mapping[str, str],
) -> tuple[Workshop, ...]:
    """24 workshops with 900 registrations; ``regions`` maps NUTS to ARS."""
    entries = read("offers/ideenwerkstatt")["workshops"]
    shares = [share(place, entry["seats"]) for place, entry in enumerate(entries)]
    seats = [round(REGISTRATIONS * value / sum(shares)) for value in shares]
    seats[0] += REGISTRATIONS - sum(seats)
    return tuple(
        workshop(place, entry, seats[place], organisations, experts, visitors, regions)
        for place, entry in enumerate(entries)
    )


def share(place: int, seats: int) -> float:
    return seats * (1.25 if place == FULL else 0.45 + 0.4 * chance.number("interest", place))


def workshop(
    place: int,
    entry: dict[str, Any],
    registered: int,
    organisations: Sequence[Organisation],
    experts: Sequence[Expert],
    visitors: Sequence[str],
    regions: Mapping[str, str],
) -> Workshop:
    starts = berlin(entry["starts"])
    nuts = entry["place"]
    identity = numbered("workshop", place + 1)
    said = read("offers/ideenwerkstatt")["workshop_summary"][entry["format"]]
    title, summary = simple(entry, text_of(entry), text_of(said))
    base = offer(
        identity,
        "Workshop",
        "ideenwerkstatt",
        entry,
        kind=KINDS.get(entry["format"], "WORKSHOP"),
        title=title,
        summary=summary,
        status="ENDED" if starts < moment(TODAY) else "OPEN",
        apply_until=starts - timedelta(days=3),
        audiences=SOCIETY if entry["format"] != "BUS_STOP" else (*SOCIETY, "SCIENCE", "MUNICIPALITY"),
        regions=[regions[nuts]] if nuts else [],
    )
    fitting = [one for one in experts if set(one.topics) & set(entry["topics"])] or list(experts)
    able = chance.sample(fitting, chance.between(1, 3, "experts", place), "expert", place)
    features = chance.sample(
        FEATURES if nuts else ONLINE_FEATURES, chance.between(1, 3, "features", place), "feature", place
    )
    return Workshop(
        offer=base,
        format=entry["format"],
        starts=starts,
        # Hours that passed, not the clock: the long night of 29 March 2025 ends when the clocks have changed.
        ends=starts + timedelta(hours=entry["hours"]),
        nuts=nuts,
        capacity=entry["seats"],
        accessibility=tuple(features),
        hosts=tuple(hosts(place, nuts, organisations)),
        experts=tuple(one.id for one in able),
        registrations=tuple(registrations(identity, registered, entry["seats"], starts, visitors)),
    )


def hosts(place: int, nuts: str | None, organisations: Sequence[Organisation]) -> list[str]:
    """Environmental groups host; in Halle the organisations of the stories do."""
    if nuts == "DEE02":
        return ["org_0003", "org_0007"]
    green = [one.id for one in organisations if {"environment", "climate"} & set(one.topics) and one.is_non_profit]
    return chance.sample(green, chance.between(1, 2, "hosts", place), "host", place)


def registrations(
    identity: str, count: int, seats: int, starts: datetime, visitors: Sequence[str]
) -> list[Registration]:
    """Whoever came too late waits; of the others some did not show up or cancelled."""
    people = chance.sample(visitors, count, "visitors", identity)
    days = sorted((chance.between(4, 45, "registered", identity, person), person) for person in people)
    is_over, last = starts < moment(TODAY), min(starts, moment(TODAY))
    made = []
    for place, (before, person) in enumerate(reversed(days)):
        came = chance.weighted(("ATTENDED", "NO_SHOW", "CANCELLED"), (83, 10, 7), "came", identity, person)
        taken = came if is_over or came == "CANCELLED" else "CONFIRMED"
        status = taken if place < seats else "WAITLISTED"
        number = f"registration_{identity[-4:]}_{place + 1:03}"
        made.append(Registration(number, person, status, last - timedelta(days=before, minutes=place)))
    return made


def build_consultations() -> tuple[Offer, ...]:
    entries = read("offers/ideenwerkstatt")["consultations"]
    return tuple(consultation(number, entry) for number, entry in enumerate(entries, start=1))


def consultation(number: int, entry: dict[str, Any]) -> Offer:
    title, summary = simple(entry, text_of(entry), about(entry))
    return offer(
        numbered("aiconsultation", number),
        "AiConsultation",
        "ideenwerkstatt",
        entry,
        kind="CONSULTATION",
        title=title,
        summary=summary,
        status="OPEN",
        apply_until=None,
        audiences=SOCIETY,
    )


def build_ai_slots(consultations: Sequence[Offer], experts: Sequence[Expert]) -> tuple[Slot, ...]:
    """Every expert has one hour a day at most, so that no two slots overlap."""
    consulting = [one for one in experts if one.consults]
    made = []
    for number in range(SLOTS):
        week, place = divmod(number, len(consulting))
        day = date(2025, 1, 14) + timedelta(weeks=week * 2, days=place % 4)
        # What is over took place or did not; of the coming hours most are free.
        said = ("DONE", "CANCELLED", "HELD_BACK") if day <= TODAY else ("FREE", "BOOKED", "HELD_BACK")
        made.append(
            Slot(
                id=numbered("slot", number + 1),
                consultation=consultations[number % len(consultations)].id,
                starts=moment(day, 10 + place % 6),
                minutes=45,
                status=chance.weighted(said, (85, 11, 4), "slot", number),
                expert=consulting[place].id,
            )
        )
    return tuple(made)


def build_pilot_calls() -> tuple[PilotCall, ...]:
    entries = read("offers/ideenwerkstatt")["calls"]
    return tuple(
        PilotCall(programme_offer(numbered("pilotcall", n), "PilotCall", "PILOT_SUPPORT", entry), entry["places"])
        for n, entry in enumerate(entries, 1)
    )


def build_compute() -> tuple[Compute, ...]:
    entries = read("offers/ideenwerkstatt")["compute"]
    return tuple(
        Compute(programme_offer(numbered("compute", n), "ComputeQuota", "COMPUTE", entry), entry["gpu"], entry["green"])
        for n, entry in enumerate(entries, 1)
    )


def programme_offer(identity: str, type_name: str, kind: str, entry: dict[str, Any]) -> Offer:
    title, summary = simple(entry, text_of(entry), about(entry))
    return offer(
        identity,
        type_name,
        "ideenwerkstatt",
        entry,
        kind=kind,
        title=title,
        summary=summary,
        status="CLOSED" if entry.get("until") else "OPEN",
        apply_until=local(entry.get("until")),
        audiences=("CIVIL_SOCIETY", "WELFARE"),
    )


def about(entry: dict[str, Any]) -> Text:
    return Text(entry["about"], entry["about_en"])

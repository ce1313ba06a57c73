"""What comes in from files: offers and pilot projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.ideenwerkstatt.rules.vocabulary import AccessibilityFeature, PilotCallPhase, WorkshopFormat
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import LockedWorkshopRow
from services.ideenwerkstatt.store.registration_writing import fill_seats, seen
from services.kit.civic_columns import OFFER, PROJECT, STATE, names_of, topics_known
from services.kit.columns import free, identifier, moment, needed, one_of, several, share, text, whole, yes_or_no
from services.kit.database import Database
from services.kit.importing import NOW, Step, Table
from services.kit.reading import Record

WORKSHOP, CALL, COMPUTE, ADVICE = "Workshop", "PilotCall", "ComputeQuota", "AiConsultation"
KINDS = {WORKSHOP: "WORKSHOP", CALL: "PILOT_SUPPORT", COMPUTE: "COMPUTE", ADVICE: "CONSULTATION"}


def kind_of_offer(row: Record) -> Mapping[str, Any]:
    """The kind of support follows from the type, where the file does not say it; an event's end is its own."""
    return {
        "kind": row["kind"] or KINDS[row["type"]],
        "offer_ends_at": None if row["type"] == WORKSHOP else row["ends_at"],
    }


async def offer_fits(inside: Database, row: Record, now: datetime) -> Sequence[str]:
    """Topics are there, and a workshop keeps the seats that are taken."""
    found = [*await topics_known(inside, row, now)]
    there = await inside.row(str, QUERIES.type_of_offer, row["id"])
    if there is not None and there != row["type"]:
        found.append(f"id {row['id']} is a {there}")
    if row["type"] == WORKSHOP:
        await inside.row(str, QUERIES.lock_workshop, row["id"])
        taken = int(await inside.value(QUERIES.seats_taken, row["id"]))
        if row["ends_at"] is None:
            found.append("ends_at is missing")
        if row["capacity"] < taken:
            found.append(f"capacity is below the {taken} seats that are taken")
    return found


async def seats_filled(inside: Database, row: Record, now: datetime) -> None:
    """More seats than before go to who waits (domain_slice2 2.8)."""
    workshop = await inside.row(LockedWorkshopRow, QUERIES.workshops_seen, [row["id"]], now)
    if workshop is not None:
        await fill_seats(inside, None, now, seen(workshop), row["id"])


OFFERS = Table(
    columns=(
        needed("type", one_of(KINDS)),
        *OFFER,
        needed("format", one_of(names_of(WorkshopFormat)), WORKSHOP),
        needed("starts_at", moment, WORKSHOP),
        free("is_online", yes_or_no, WORKSHOP, default=False),
        free("region_nuts", text(5), WORKSHOP),
        *(free(f"venue_{part}", text(), WORKSHOP) for part in ("name", "street", "postal_code", "city")),
        free("hosts", several(identifier, 20), WORKSHOP, default=[]),
        needed("capacity", whole(0, 100_000), WORKSHOP),
        free("accessibility", several(one_of(names_of(AccessibilityFeature))), WORKSHOP, default=[]),
        needed("phase", one_of(names_of(PilotCallPhase)), CALL),
        needed("places", whole(1, 1_000), CALL),
        needed("gpu_hours_per_project", whole(1, 10_000_000), COMPUTE),
        needed("green_power_share", share, COMPUTE),
    ),
    first=Step(
        QUERIES.import_offer,
        (
            *("id", "type", "title", "summary", "kind", "status", "audiences", "apply_until", "opens_at"),
            *("offer_ends_at", "url", "published_on", NOW),
        ),
    ),
    steps=(
        Step(QUERIES.set_entity_topics, ("id", "topics")),
        Step(
            QUERIES.import_workshop,
            (
                *("id", "format", "starts_at", "ends_at", "is_online", "region_nuts", "capacity", "accessibility"),
                *("venue_name", "venue_street", "venue_postal_code", "venue_city"),
            ),
            frozenset({WORKSHOP}),
        ),
        Step(QUERIES.set_workshop_hosts, ("id", "hosts"), frozenset({WORKSHOP})),
        Step(QUERIES.import_consultation, ("id",), frozenset({ADVICE})),
        Step(QUERIES.import_call, ("id", "phase", "places"), frozenset({CALL})),
        Step(QUERIES.import_compute, ("id", "gpu_hours_per_project", "green_power_share"), frozenset({COMPUTE})),
    ),
    standing=QUERIES.offers_standing,
    check=offer_fits,
    prepare=kind_of_offer,
    then=seats_filled,
)
PROJECTS = Table(
    columns=(
        *PROJECT,
        *STATE,
        free("region_nuts", text(5)),
        needed("call_id", identifier),
        free("participants", several(identifier), default=[]),
    ),
    first=Step(
        QUERIES.import_project,
        (
            *("id", "title", "abstract", "status", "maturity", "runs_from", "runs_until", "idea_id", "region_nuts"),
            *("repository_url", "license", "call_id"),
        ),
    ),
    steps=(
        Step(QUERIES.import_participants, ("id", "participants")),
        Step(QUERIES.set_entity_topics, ("id", "topics")),
    ),
    standing=QUERIES.projects_standing,
    check=topics_known,
)
TABLES: Mapping[str, Table] = {"offers": OFFERS, "projects": PROJECTS}

"""What comes in from files: offers and pilot projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.ideenwerkstatt.rules.vocabulary import AccessibilityFeature, PilotCallPhase, WorkshopFormat
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import LockedWorkshopRow
from services.ideenwerkstatt.store.registration_writing import fill_seats, seen
from services.ideenwerkstatt.store.rows import CountUnder
from services.kit.civic_columns import OFFER, PROJECT, STATE, names_of, topics_known
from services.kit.columns import free, identifier, moment, needed, one_of, several, share, text, whole, yes_or_no
from services.kit.database import Database
from services.kit.importing import NOW, Rows, Step, Table, words_of
from services.kit.reading import Record

WORKSHOP, CALL, COMPUTE, ADVICE = "Workshop", "PilotCall", "ComputeQuota", "AiConsultation"
KINDS = {WORKSHOP: "WORKSHOP", CALL: "PILOT_SUPPORT", COMPUTE: "COMPUTE", ADVICE: "CONSULTATION"}


def kind_of_offer(row: Record) -> Mapping[str, Any]:
    """The kind of support follows from the type, where the file does not say it; an event's end is its own."""
    return {
        "kind": row["kind"] or KINDS[row["type"]],
        "offer_ends_at": None if row["type"] == WORKSHOP else row["ends_at"],
    }


async def offers_fit(inside: Database, rows: Rows, now: datetime) -> Mapping[str, Sequence[str]]:
    """Topics are there, an id is of no other type, and a workshop keeps the seats that are taken."""
    found = await topics_known(inside, rows, now)
    there = await words_of(inside, QUERIES.types_of_offers, [row["id"] for row in rows])
    workshops = [row["id"] for row in rows if row["type"] == WORKSHOP]
    await inside.rows(str, QUERIES.lock_workshops, workshops)
    taken = {each.parent: each.count for each in await inside.rows(CountUnder, QUERIES.seats_taken, workshops)}
    for row in rows:
        whys = found[row["id"]]
        if there.get(row["id"], row["type"]) != row["type"]:
            whys.append(f"id {row['id']} is a {there[row['id']]}")
        if row["type"] == WORKSHOP and row["ends_at"] is None:
            whys.append("ends_at is missing")
        if row["type"] == WORKSHOP and row["capacity"] < taken.get(row["id"], 0):
            whys.append(f"capacity is below the {taken[row['id']]} seats that are taken")
    return found


async def seats_filled(inside: Database, rows: Rows, now: datetime) -> None:
    """More seats than before go to who waits (domain_slice2 2.8)."""
    waited_for = await inside.rows(str, QUERIES.workshops_waited_for, [row["id"] for row in rows])
    for workshop in await inside.rows(LockedWorkshopRow, QUERIES.workshops_seen, waited_for, now):
        await fill_seats(inside, None, now, seen(workshop), workshop.id)


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
    steps=(
        Step(
            QUERIES.import_offers,
            (
                *("id", "type", "title", "summary", "kind", "status", "audiences", "apply_until", "opens_at"),
                *("offer_ends_at", "url", "published_on", NOW),
            ),
        ),
        Step(QUERIES.import_topics, ("id", "topics")),
        Step(
            QUERIES.import_workshops,
            (
                *("id", "format", "starts_at", "ends_at", "is_online", "region_nuts", "capacity", "accessibility"),
                *("venue_name", "venue_street", "venue_postal_code", "venue_city"),
            ),
            frozenset({WORKSHOP}),
        ),
        Step(QUERIES.import_hosts, ("id", "hosts"), frozenset({WORKSHOP})),
        Step(QUERIES.import_consultations, ("id",), frozenset({ADVICE})),
        Step(QUERIES.import_calls, ("id", "phase", "places"), frozenset({CALL})),
        Step(QUERIES.import_quotas, ("id", "gpu_hours_per_project", "green_power_share"), frozenset({COMPUTE})),
    ),
    standing=QUERIES.offers_standing,
    check=offers_fit,
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
    steps=(
        Step(
            QUERIES.import_projects,
            (
                *("id", "title", "abstract", "status", "maturity", "runs_from", "runs_until", "idea_id", "region_nuts"),
                *("repository_url", "license", "call_id"),
            ),
        ),
        Step(QUERIES.import_participants, ("id", "participants")),
        Step(QUERIES.import_topics, ("id", "topics")),
    ),
    standing=QUERIES.projects_standing,
    check=topics_known,
)
TABLES: Mapping[str, Table] = {"offers": OFFERS, "projects": PROJECTS}

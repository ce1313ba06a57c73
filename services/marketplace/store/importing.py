"""What comes in from files: the marketplace's own offers. Those of the ministries come over their feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.kit.civic_columns import OFFER, names_of, without
from services.kit.columns import free, moment, needed, one_of, region, several, whole, yes_or_no
from services.kit.database import Database
from services.kit.importing import NOW, Step, Table
from services.kit.reading import Record
from services.marketplace.rules.vocabulary import AccessibilityFeature, ContributionKind, EventFormat
from services.marketplace.store.reading import QUERIES

COUNSELLING, EVENT = "ProjectCounselling", "CommunityEvent"
KINDS = {COUNSELLING: "COUNSELLING", EVENT: "EVENT"}


def columns_of_offer(row: Record) -> Mapping[str, Any]:
    """The kind follows from the type, where the file does not say it; an event's place is its region, too."""
    regions = row["regions"] or ([row["region_ars"]] if row["region_ars"] else [])
    return {
        "kind": row["kind"] or KINDS[row["type"]],
        "all_regions": regions,
        "offer_ends_at": None if row["type"] == EVENT else row["ends_at"],
    }


async def offer_fits(inside: Database, row: Record, now: datetime) -> Sequence[str]:
    """Topics are there; the id is of no other type; an event ends."""
    found = []
    unknown = await inside.rows(str, QUERIES.topics_there_are_not, row["topics"])
    if unknown:
        found.append(f"topics names no topic: {', '.join(unknown)}")
    there = await inside.row(str, QUERIES.type_of_entry, row["id"])
    if there is not None and there != row["type"]:
        found.append(f"id {row['id']} is a {there}")
    if row["type"] == EVENT and row["ends_at"] is None:
        found.append("ends_at is missing")
    return found


OFFERS = Table(
    columns=(
        needed("type", one_of(KINDS)),
        *without(OFFER, "published_on"),
        free("regions", several(region), default=[]),
        needed("hours_per_project", whole(1, 10_000), COUNSELLING),
        free("fields", several(one_of(names_of(ContributionKind))), COUNSELLING, default=[]),
        free("places_free", whole(0, 10_000), COUNSELLING),
        needed("format", one_of(names_of(EventFormat)), EVENT),
        needed("starts_at", moment, EVENT),
        free("region_ars", region, EVENT),
        needed("is_online", yes_or_no, EVENT),
        free("accessibility", several(one_of(names_of(AccessibilityFeature))), EVENT, default=[]),
        free("seats_free", whole(0, 100_000), EVENT),
    ),
    first=Step(
        QUERIES.import_entry,
        (
            *("id", "type", "kind", "status", "title", "summary", "topics", "all_regions", "audiences", "apply_until"),
            *("opens_at", "offer_ends_at", "url", NOW),
        ),
    ),
    steps=(
        Step(
            QUERIES.import_counselling,
            ("id", "hours_per_project", "fields", "places_free"),
            frozenset({COUNSELLING}),
        ),
        Step(
            QUERIES.import_event,
            ("id", "format", "starts_at", "ends_at", "region_ars", "is_online", "accessibility", "seats_free"),
            frozenset({EVENT}),
        ),
    ),
    standing=QUERIES.entries_standing,
    check=offer_fits,
    prepare=columns_of_offer,
)
TABLES: Mapping[str, Table] = {"offers": OFFERS}

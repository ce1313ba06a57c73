"""What comes in from files: the marketplace's own offers. Those of the ministries come over their feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.kit.civic_columns import OFFER, names_of, topics_of, unknown_by_key, without
from services.kit.columns import free, moment, needed, one_of, region, several, whole, yes_or_no
from services.kit.database import Database
from services.kit.importing import NOW, Rows, Step, Table, words_of
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


async def offers_fit(inside: Database, rows: Rows, now: datetime) -> Mapping[str, Sequence[str]]:
    """Topics are there; an id is of no other type; an event ends."""
    found = unknown_by_key(rows, await inside.rows(str, QUERIES.topics_there_are_not, topics_of(rows)))
    there = await words_of(inside, QUERIES.types_of_entries, [row["id"] for row in rows])
    for row in rows:
        if there.get(row["id"], row["type"]) != row["type"]:
            found[row["id"]].append(f"id {row['id']} is a {there[row['id']]}")
        if row["type"] == EVENT and row["ends_at"] is None:
            found[row["id"]].append("ends_at is missing")
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
    steps=(
        Step(
            QUERIES.import_entries,
            (
                *(
                    "id",
                    "type",
                    "kind",
                    "status",
                    "title",
                    "summary",
                    "topics",
                    "all_regions",
                    "audiences",
                    "apply_until",
                ),
                *("opens_at", "offer_ends_at", "url", NOW),
            ),
        ),
        Step(
            QUERIES.import_counsellings,
            ("id", "hours_per_project", "fields", "places_free"),
            frozenset({COUNSELLING}),
        ),
        Step(
            QUERIES.import_events,
            ("id", "format", "starts_at", "ends_at", "region_ars", "is_online", "accessibility", "seats_free"),
            frozenset({EVENT}),
        ),
    ),
    standing=QUERIES.entries_standing,
    check=offers_fit,
    prepare=columns_of_offer,
)
TABLES: Mapping[str, Table] = {"offers": OFFERS}

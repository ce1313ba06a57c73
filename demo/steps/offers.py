"""What the programmes of all four services say about themselves, and the parts that all offers share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from demo import chance
from demo.nouns.offers import Offer, Programme
from demo.nouns.words import TODAY, Text, berlin, text_of
from demo.texts import read

EVERYBODY = (
    "CIVIL_SOCIETY",
    "WELFARE",
    "SCIENCE",
    "BUSINESS",
    "STARTUP",
    "PUBLIC_ADMINISTRATION",
    "MUNICIPALITY",
    "PRIVATE_PERSON",
)
SOCIETY = ("CIVIL_SOCIETY", "WELFARE", "PRIVATE_PERSON")
PROGRAMMES = (
    ("cip", "CipProgramme", ("labour",)),
    ("ideenwerkstatt", "IdeenwerkstattProgramme", ("environment",)),
    ("civic_data_lab", "CivicDataLabProgramme", ("family",)),
    ("marketplace", "CivicCodingProgramme", ("labour", "family", "environment")),
)


def build_programmes() -> tuple[Programme, ...]:
    """The three anchor projects and the umbrella initiative."""
    return tuple(programme(name, type_name, codes) for name, type_name, codes in PROGRAMMES)


def programme(name: str, type_name: str, codes: tuple[str, ...]) -> Programme:
    said = read(f"offers/{name}")["programme"]
    return Programme(
        slug=said["slug"],
        type_name=type_name,
        name=text_of(said["name"]),
        description=text_of(said["description"]),
        status=said["status"],
        runs_from=said["from"],
        runs_until=said.get("until"),
        operator=said["operator"],
        ministries=codes,
    )


def offer(
    identity: str,
    type_name: str,
    name: str,
    entry: dict[str, Any],
    *,
    kind: str,
    title: Text,
    summary: Text,
    status: str,
    apply_until: datetime | None,
    audiences: Sequence[str] = EVERYBODY,
    regions: Sequence[str] = (),
) -> Offer:
    """The shared part; ``entry`` gives the topics, ``name`` the file whose programme it belongs to."""
    slug = read(f"offers/{name}")["programme"]["slug"]
    return Offer(
        id=identity,
        type_name=type_name,
        programme=slug,
        title=title,
        summary=summary,
        kind=kind,
        status=status,
        topics=tuple(entry["topics"]),
        audiences=tuple(audiences),
        apply_until=apply_until,
        url=f"https://{slug}.example.org/angebote/{identity.replace('_', '-')}",
        published=published_on(identity, apply_until),
        regions=tuple(regions),
    )


def published_on(identity: str, apply_until: datetime | None) -> date:
    """Two months before the deadline, or some day in the months before today."""
    if apply_until:
        return min((apply_until - timedelta(days=60)).date(), TODAY - timedelta(days=13))
    return chance.day(date(2023, 9, 1), TODAY - timedelta(days=19), "published", identity)


def simple(entry: dict[str, Any], title: Text, summary: Text) -> tuple[Text, Text]:
    """Leichte Sprache for the open offers: the summary is written in it, the title stays short."""
    said = entry.get("simple")
    return (Text(title.de, title.en, title.de), Text(summary.de, summary.en, said)) if said else (title, summary)


def local(value: datetime | None) -> datetime | None:
    return berlin(value) if value else None

"""Judged documents of every kind with owner, place, region and dates, as rows of the marketplace's own tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from services.kit.database import Connection
from services.kit.migrate import load_migrations, migrate
from services.marketplace.matching.understanding import STATES
from tools.evaluate.fill import ACTOR, IDEA, MIGRATIONS, PROFILE, many
from tools.evaluate.judged import rows

PROGRAMME = "civic-data-lab"
COUNTRY, COUNTRY_ARS = "bundesweit", "000000000000"
TYPES = {"SUPPORT_OFFER": ("FundingCall", "FUNDING"), "PROJECT": ("DataProject", None), "DATASET": ("Dataset", None)}
OPEN = {"SUPPORT_OFFER": "OPEN", "PROJECT": "RUNNING", "DATASET": "PUBLISHED"}
ENTRY = """catalogue_entry (entity_id, type_name, category, programme_slug, kind, status, title, summary, regions,
  apply_until, ends_at, organiser)"""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EveryKind:
    """Documents and questions as written in the files, by id; ``grades`` (0 to 3) by question and document."""

    documents: Mapping[str, Row]
    questions: Mapping[str, Row]
    grades: Mapping[str, Mapping[str, int]]


def is_of_every_kind(folder: Path) -> bool:
    return (folder / "documents.jsonl").is_file()


def read_every_kind(folder: Path) -> EveryKind:
    """Raises OSError, or KeyError and ValueError for files of another form."""
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, document, grade = line.split("\t")
        grades.setdefault(question, {})[document] = int(grade)
    documents, questions = (
        {row["id"]: row for row in rows(folder / name)} for name in ("documents.jsonl", "queries.jsonl")
    )
    return EveryKind(documents, questions, grades)


def owner_id(name: str, owners: Sequence[str]) -> str:
    return f"org_{owners.index(name):04}"


def keys_of_places(documents: Sequence[Row]) -> dict[tuple[str, str], str]:
    """ARS by state and place; the place "" is the state itself."""
    states = sorted({row["region"] for row in documents} - {COUNTRY})
    keys = {(state, ""): f"{STATES[state]}0000000000" for state in states} | {(COUNTRY, ""): COUNTRY_ARS}
    places = sorted({(row["region"], row["place"]) for row in documents if row.get("place")} - keys.keys())
    return keys | {place: f"{keys[place[0], ''][:2]}{at:010}" for at, place in enumerate(places, start=1)}


async def fill_every_kind(connection: Connection, judged: EveryKind) -> None:
    """An empty database with all documents, public and agreed to."""
    await migrate(connection, load_migrations(MIGRATIONS))
    documents = list(judged.documents.values())
    keys = keys_of_places(documents)
    of = {row["id"]: keys[row["region"], row.get("place") or ""] for row in documents}
    await many(connection, "region (ars, name, level, parent_ars)", regions_of(keys))
    # Somebody with a profile lives where the profile says; an owner with nothing but ideas where the idea is.
    lives = {row["owner"]: of[row["id"]] for row in sorted(documents, key=lambda row: row["kind"] == "PROFILE")}
    owners = sorted(lives)
    await many(
        connection,
        ACTOR,
        [
            (owner_id(each, owners), "ORGANISATION", f"a{at}", each, "CIVIL_SOCIETY", lives[each])
            for at, each in enumerate(owners)
        ],
    )
    await fill_written(connection, documents, of, owners)
    await many(connection, "programme_ref (slug, type_name)", [(PROGRAMME, "CivicDataLabProgramme")])
    await many(connection, ENTRY, [entry(row, of[row["id"]]) for row in documents if row["kind"] in TYPES])


def regions_of(keys: Mapping[tuple[str, str], str]) -> list[tuple[object, ...]]:
    rows_of: list[tuple[object, ...]] = [(COUNTRY_ARS, COUNTRY, "COUNTRY", None)]
    for (state, place), ars in sorted(keys.items(), key=lambda each: each[0][1] != ""):
        if ars != COUNTRY_ARS:
            level = "MUNICIPALITY" if place else "STATE"
            rows_of.append((ars, place or state, level, keys[state, ""] if place else COUNTRY_ARS))
    return rows_of


async def fill_written(
    connection: Connection, documents: Sequence[Row], of: Mapping[str, str], owners: Sequence[str]
) -> None:
    """Ideas and profiles, with what they seek and offer as words of their own."""
    moment = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    ideas = [row for row in documents if row["kind"] == "IDEA"]
    profiles = [row for row in documents if row["kind"] == "PROFILE"]
    await many(
        connection,
        IDEA,
        [
            (
                *(row["id"], row["id"], row["title"], row["text"], "", row["lang"].upper(), of[row["id"]]),
                *(owner_id(row["owner"], owners), moment, "", "", "PUBLISHED", "IDEA"),
            )
            for row in ideas
        ],
    )
    roles = [
        (f"role_{row['id']}_{at:02}", row["id"], "DOMAIN_EXPERTISE", word)
        for row in ideas
        for at, word in enumerate(row.get("seeks", ()))
    ]
    await many(connection, "open_role (id, idea_id, kind, description)", roles)
    await many(
        connection,
        PROFILE,
        [
            (
                row["id"],
                owner_id(row["owner"], owners),
                "PUBLISHED",
                "PUBLIC",
                row["title"],
                row["text"],
                row["lang"].upper(),
            )
            for row in profiles
        ],
    )
    agreed = {owner_id(row["owner"], owners) for row in profiles}
    consents = [(each, purpose, True, "1") for each in sorted(agreed) for purpose in ("PROFILE_PUBLIC", "MATCHING")]
    await many(connection, "consent (actor_id, purpose, granted, text_version)", consents)


def entry(row: Row, ars: str) -> tuple[object, ...]:
    type_name, kind = TYPES[row["kind"]]
    place = row.get("place") or ""
    return (
        *(row["id"], type_name, row["kind"], PROGRAMME, kind, OPEN[row["kind"]]),
        *({"de": row["title"]}, {"de": row["text"]}, [ars], end_of(row.get("apply_until")), end_of(row.get("ends"))),
        f"{row['owner']} {place}".strip(),
    )


def end_of(day: str | None) -> datetime | None:
    return None if day is None else datetime.combine(date.fromisoformat(day), time(23, 59), UTC)

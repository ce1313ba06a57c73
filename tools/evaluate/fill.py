"""Judged documents as rows of the marketplace's own tables, so that its own views and queries are what is measured."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from services.kit.database import Connection
from services.kit.migrate import load_migrations, migrate
from services.kit.seed import seed
from services.marketplace import settings
from tools.evaluate.judged import Judged

MIGRATIONS = Path(settings.__file__).parent / "sql" / "migrations"
OFFICE = "org_office"


DEMO = Path(settings.__file__).parent / "demo"
DEMO_DAY = datetime.fromisoformat("2025-06-16T12:00:00+02:00")


async def fill_demo(connection: Connection) -> None:
    """An empty database with the demo data of the marketplace."""
    await migrate(connection, load_migrations(MIGRATIONS))
    await seed(connection, DEMO)


def slug(word: str) -> str:
    """A key for a word in any letters."""
    return "t" + hashlib.sha256(word.casefold().encode()).hexdigest()[:12]


def labelled(words: Iterable[str]) -> list[tuple[str, object]]:
    """Slugs with their labels; spellings that differ in case only are one."""
    return list({slug(word): {"de": word} for word in sorted(words)}.items())


async def fill(connection: Connection, judged: Judged) -> None:
    """An empty database with the documents of the judged data, all of them public and agreed to."""
    await migrate(connection, load_migrations(MIGRATIONS))
    ideas, profiles = list(judged.ideas.values()), list(judged.profiles.values())
    topics = {word for row in ideas for word in row["topics"]} | {word for row in profiles for word in row["interests"]}
    skills = {word for row in profiles for word in row["skills_offered"]}
    places = sorted({row["region"] for row in [*ideas, *profiles] if row.get("region")})
    ars = {name: f"{place:02}0000000000" for place, name in enumerate(places, start=1)}
    await many(connection, "topic (slug, label)", labelled(topics))
    await many(connection, "skill (slug, label)", labelled(skills))
    await many(connection, "region (ars, name, level)", ((ars[name], name, "STATE") for name in places))
    await many(connection, ACTOR, [(OFFICE, "ORGANISATION", "office", "Office", "CIVIL_SOCIETY", None)])
    await fill_ideas(connection, ideas, ars)
    await fill_profiles(connection, profiles, ars)


ACTOR = "actor (id, kind, handle, display_name, sector, region_ars)"
IDEA = """idea (id, slug, title, summary, problem, language, region_ars, author_id, published_at, solution,
  common_good_benefit, status, maturity)"""
SAME_OF_ALL_IDEAS = ("", "", "PUBLISHED", "IDEA")
PROFILE = "profile (id, owner_id, status, visibility, headline, about, language)"


async def fill_ideas(connection: Connection, ideas: Sequence[Any], ars: dict[str, str]) -> None:
    moment = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    values = [
        (
            *(row[name] for name in ("id", "id", "title", "summary", "description")),
            *(row["lang"].upper(), ars.get(row.get("region")), OFFICE, moment),
            *SAME_OF_ALL_IDEAS,
        )
        for row in ideas
    ]
    await many(connection, IDEA, values)
    worded = {(row["id"], slug(word)) for row in ideas for word in row["topics"]}
    await many(connection, "idea_topic (idea_id, topic_slug)", worded)
    roles = [
        (f"role_{row['id']}_{place:02}", row["id"], "DOMAIN_EXPERTISE", skill)
        for row in ideas
        for place, skill in enumerate(row["skills_sought"])
    ]
    await many(connection, "open_role (id, idea_id, kind, description)", roles)


async def fill_profiles(connection: Connection, profiles: Sequence[Any], ars: dict[str, str]) -> None:
    owner = {row["id"]: f"org_{row['id']}" for row in profiles}
    actors = [
        (owner[row["id"]], "ORGANISATION", row["id"], row["name"], "CIVIL_SOCIETY", ars.get(row.get("region")))
        for row in profiles
    ]
    await many(connection, ACTOR, actors)
    await many(
        connection,
        PROFILE,
        (
            (row["id"], owner[row["id"]], "PUBLISHED", "PUBLIC", row["role"], row["bio"], row["lang"].upper())
            for row in profiles
        ),
    )
    skills = {(row["id"], slug(word)) for row in profiles for word in row["skills_offered"]}
    await many(connection, "profile_skill (profile_id, skill_slug)", skills)
    topics = {(owner[row["id"]], slug(word)) for row in profiles for word in row["interests"]}
    await many(connection, "actor_topic (actor_id, topic_slug)", topics)
    consents = [(each, purpose, True, "1") for each in owner.values() for purpose in ("PROFILE_PUBLIC", "MATCHING")]
    await many(connection, "consent (actor_id, purpose, granted, text_version)", consents)


async def many(connection: Connection, into: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Inserts rows; ``into`` is one of our own tables with its columns."""
    values = list(rows)
    if values:
        places = ", ".join(f"${place}" for place in range(1, len(values[0]) + 1))
        await connection.executemany(f"INSERT INTO {into} VALUES ({places})", values)  # noqa: S608 - constants above

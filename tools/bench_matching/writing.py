"""The marketplace's own tables, filled with as many documents as wanted: texts put together from the demo data."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from services.kit.database import Connection, open_connection
from services.kit.migrate import load_migrations, migrate
from services.kit.seed import seed
from services.marketplace import settings
from services.marketplace.rules.vocabulary import ContributionKind

HOME = Path(settings.__file__).parent
SCHEMA = "marketplace"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
PROFILES = 0.25  # of what is added; the others are ideas
IDEA = (
    *("id", "slug", "title", "summary", "problem", "solution", "common_good_benefit", "language", "status", "maturity"),
    *("region_ars", "origin_programme", "author_id", "published_at"),
)
ACTOR = ("id", "kind", "handle", "display_name", "sector", "region_ars")
PROFILE = ("id", "owner_id", "status", "visibility", "headline", "about", "language", "offers", "seeks")
CONSENT = ("actor_id", "purpose", "granted", "text_version")
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Texts of the demo's ideas, by part; what profiles say; and the keys that rows refer to."""

    titles: list[str]
    summaries: list[str]
    bodies: list[str]
    solutions: list[str]
    benefits: list[str]
    headlines: list[str]
    abouts: list[str]
    topics: list[str]
    regions: list[str]
    programmes: list[str]
    authors: list[str]


def column(table: str, name: str) -> list[str]:
    with (HOME / "demo" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return [row[name] for row in csv.DictReader(lines)]


def read_sentences() -> Sentences:
    return Sentences(
        titles=column("idea", "title"),
        summaries=column("idea", "summary"),
        bodies=column("idea", "problem"),
        solutions=column("idea", "solution"),
        benefits=column("idea", "common_good_benefit"),
        headlines=column("profile", "headline"),
        abouts=column("profile", "about"),
        topics=column("topic", "slug"),
        regions=column("region", "ars"),
        programmes=column("programme_ref", "slug"),
        authors=column("actor", "id"),
    )


def published_ideas() -> list[str]:
    """Of the demo data, by id."""
    statuses = zip(column("idea", "id"), column("idea", "status"), strict=True)
    return [idea for idea, status in statuses if status == "PUBLISHED"]


class Drawing:
    """Rows of new documents; the same for the same seed."""

    def __init__(self, sentences: Sentences, seed: int) -> None:
        self.sentences = sentences
        self.random = np.random.default_rng(seed)

    def one(self, values: Sequence[str]) -> str:
        return values[int(self.random.integers(len(values)))]

    def several(self, values: Sequence[str], most: int) -> list[str]:
        count = int(self.random.integers(1, most + 1))
        return [values[place] for place in self.random.choice(len(values), count, replace=False)]

    def text(self, values: Sequence[str]) -> str:
        """Two halves of different texts: as long as a real one, and no copy of any."""
        one, other = self.one(values).split(), self.one(values).split()
        return " ".join([*one[: (len(one) + 1) // 2], *other[len(other) // 2 :]])

    def idea(self, number: int) -> Row:
        said = self.sentences
        parts = (said.titles, said.summaries, said.bodies, said.solutions, said.benefits)
        programme = self.one(said.programmes) if self.random.random() < 0.4 else None
        return (
            *(f"idea_made_{number}", f"made-{number}", *map(self.text, parts), "DE", "PUBLISHED", "IDEA"),
            *(self.one(said.regions), programme, self.one(said.authors), MOMENT),
        )

    def actor(self, number: int) -> Row:
        name = f"made-{number}"
        return (f"org_made_{number}", "ORGANISATION", name, name, "CIVIL_SOCIETY", self.one(self.sentences.regions))

    def profile(self, number: int) -> Row:
        said, kinds = self.sentences, [each.value for each in ContributionKind]
        return (
            *(f"profile_made_{number}", f"org_made_{number}", "PUBLISHED", "PUBLIC"),
            *(self.text(said.headlines), self.text(said.abouts), "DE", self.several(kinds, 3), self.several(kinds, 3)),
        )

    def topics(self, owner: str) -> Iterator[Row]:
        return ((owner, topic) for topic in self.several(self.sentences.topics, 3))


async def fill(url: str, documents: int, seed_of: int) -> int:
    """An empty database with the demo data and so many more documents that there are as many as wanted.

    Gives back how many there are.
    """
    async with open_connection(url, schema=SCHEMA) as connection:
        await migrate(connection, load_migrations(HOME / "sql" / "migrations"))
        await seed(connection, HOME / "demo")
        missing = documents - await connection.fetchval("SELECT count(*) FROM document")
        async with connection.transaction():
            await add(connection, Drawing(read_sentences(), seed_of), max(0, missing))
        await connection.execute("ANALYZE")
        return int(await connection.fetchval("SELECT count(*) FROM document"))


async def add(connection: Connection, drawing: Drawing, count: int) -> None:
    profiles = round(count * PROFILES)
    ideas = count - profiles
    await put(connection, "idea", IDEA, (drawing.idea(number) for number in range(ideas)))
    worded = (row for number in range(ideas) for row in drawing.topics(f"idea_made_{number}"))
    await put(connection, "idea_topic", ("idea_id", "topic_slug"), worded)
    await put(connection, "actor", ACTOR, (drawing.actor(number) for number in range(profiles)))
    await put(connection, "profile", PROFILE, (drawing.profile(number) for number in range(profiles)))
    worded = (row for number in range(profiles) for row in drawing.topics(f"org_made_{number}"))
    await put(connection, "actor_topic", ("actor_id", "topic_slug"), worded)
    purposes = ("PROFILE_PUBLIC", "MATCHING")
    agreed = ((f"org_made_{number}", each, True, "1") for number in range(profiles) for each in purposes)
    await put(connection, "consent", CONSENT, agreed)


async def put(connection: Connection, table: str, columns: Sequence[str], rows: Iterator[Row]) -> None:
    await connection.copy_records_to_table(table, records=list(rows), columns=columns)

"""Exposure: whether suggestions fall to documents of a language, region, sector and house as often as there are such.

Each idea of the demo data asks for the best of each kind by itself; of the documents of a kind, the share of
suggestions by the share of documents is told for each group. Kinds are not compared: each has places of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.kit.database import Connection, Database
from services.marketplace.matching.documents import MatchKind, Wanted
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer
from services.marketplace.suggesting import asking as giving
from services.marketplace.suggesting import subjects

EACH = 5  # suggestions of a kind that are counted
FEWEST = 25  # documents from which on a group is told of: of fewer, how often some single ones are near decides
TOGETHER = 100  # ideas that ask in one visit
SOMEBODY = Viewer("actor_somebody")
LEAST, MOST = 0.8, 1.25  # the bound of a group's exposure
HARMED: Mapping[tuple[str, str, str], float] = {
    # 28 profiles that say the same few sentences. A bonus for the other language of 0.05, which would lift them, costs
    # judged answers elsewhere (profile to idea -0.011 +- 0.004); the 0.02 that costs nothing brings them here.
    ("PROFILE", "language", "EN"): 0.5,
}
"""Groups below the bound, with what they have at least: there the bound would make answers worse."""
TRAITS = """SELECT d.entity_id, d.kind, coalesce(i.language, p.language, '-') AS language,
    coalesce((SELECT r.level FROM region r WHERE r.ars = d.regions[1]), '-') AS region,
    coalesce((SELECT a.sector FROM actor a WHERE a.id = d.owner_id), '-') AS sector,
    coalesce(d.programme_slug, '-') AS house
  FROM document d LEFT JOIN idea i ON i.id = d.entity_id LEFT JOIN profile p ON p.id = d.entity_id"""
GROUPINGS = ("language", "region", "sector", "house")
Traits = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Exposure:
    """``ratio``: the share of suggestions by the share of documents among those of its kind."""

    kind: str
    by: str
    group: str
    documents: int
    ratio: float


async def traits_of(connection: Connection) -> dict[str, Traits]:
    return {row["entity_id"]: dict(row) for row in await connection.fetch(TRAITS)}


async def suggested(database: Database, matching: Matching, at: datetime, ids: Sequence[str]) -> Counter[str]:
    """How often each document is among the best of its kind for these ideas."""
    counts: Counter[str] = Counter()
    asking = giving.asking(database, SOMEBODY, matching, at)
    for kind in MatchKind:
        for start in range(0, len(ids), TOGETHER):
            wanted = Wanted(frozenset({kind}))
            for found in await subjects.for_ideas(asking, ids[start : start + TOGETHER], wanted):
                if found is not None:
                    given = await giving.given_out(asking, found.candidates, giving.candidate_key, EACH)
                    counts.update(each.document.entity_id for each in given)
    return counts


async def measured(connection: Connection, database: Database, matching: Matching, at: datetime) -> list[Exposure]:
    """The exposures of all groups; matching is ready."""
    traits = await traits_of(connection)
    ideas = sorted(each for each, row in traits.items() if row["kind"] == "IDEA")
    return exposures(traits, await suggested(database, matching, at, ideas))


def out_of_bounds(found: Sequence[Exposure]) -> list[Exposure]:
    """Groups that are suggested too seldom or too often, but for those that it would harm."""
    return [each for each in found if not HARMED.get((each.kind, each.by, each.group), LEAST) <= each.ratio <= MOST]


def exposures(traits: Mapping[str, Traits], counts: Mapping[str, int]) -> list[Exposure]:
    """The groups that are large enough, by kind."""
    documents: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    given: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each, row in traits.items():
        for by in GROUPINGS:
            documents[row["kind"], by][row[by]] += 1
            given[row["kind"], by][row[by]] += counts.get(each, 0)
    found = []
    for (kind, by), groups in sorted(documents.items()):
        every, total = groups.total(), given[kind, by].total()
        for group, count in sorted(groups.items()):
            if count >= FEWEST and count < every and total:
                ratio = (given[kind, by][group] / total) / (count / every)
                found.append(Exposure(kind, by, group, count, ratio))
    return found


def table(found: Sequence[Exposure]) -> str:
    lines = ["| kind | by | group | documents | exposure |", "|---|---|---|--:|--:|"]
    lines += [f"| {each.kind} | {each.by} | {each.group} | {each.documents} | {each.ratio:.2f} |" for each in found]
    return "\n".join(lines)

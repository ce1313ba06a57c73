"""Exposure: whether suggestions fall to documents of a language, region, sector and house as often as there are such.

Each idea and profile of the demo data asks for the best of each kind by itself; of the documents of a kind, the share of
suggestions by the share of documents is told for each group. Kinds are not compared: each has places of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.kit.database import Connection, Database
from services.marketplace.matching.documents import MatchKind, Wanted
from services.marketplace.matching.library import Library
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer
from services.marketplace.suggesting import suggestions

EACH = 5  # suggestions of a kind that are counted
FEWEST = 20  # documents from which on a group is told of: of fewer, chance decides
STAFF = Viewer("actor_nobody", is_staff=True)
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


async def suggested(
    library: Library, database: Database, matching: Matching, at: datetime, ids: Sequence[str]
) -> Counter[str]:
    """How often each document is among the best of its kind for these ideas and profiles."""
    counts: Counter[str] = Counter()
    asking = suggestions.asking(database, STAFF, matching, at)
    held = await library.index.entries(ids)
    for kind in MatchKind:
        wanted = Wanted(frozenset({kind}), with_members_only=True)
        for subject, entry in held.items():
            owner = suggestions.asking(database, Viewer(entry.document.owner_id), matching, at)
            is_profile = entry.document.kind is MatchKind.PROFILE
            ask = suggestions.for_profiles if is_profile else suggestions.for_ideas
            (found,) = await ask(owner, [subject], wanted)
            if found is not None:
                given = await suggestions.given_out(asking, found.candidates, suggestions.candidate_id, EACH)
                counts.update(each.document.entity_id for each in given)
    return counts


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

"""One visit per level for matching: suggestions, near ideas, what was done with a pair, texts that show why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from strawberry.dataloader import DataLoader

from services.kit.batch import Asked, asked, many
from services.marketplace.loaders.near_ideas import ideas_near_documents, ideas_near_ideas
from services.marketplace.loaders.suggestions import (
    Asking,
    Pair,
    Suggested,
    for_ideas,
    for_pairs,
    for_profiles,
)
from services.marketplace.matching.documents import Wanted
from services.marketplace.matching.parts import parts_of
from services.marketplace.matching.passages import PassageWanted
from services.marketplace.store import documents
from services.marketplace.store.rows import MatchStateRow


@dataclass(frozen=True, slots=True)
class MatchLoaders:
    """Keys are ids of ideas and profiles; those of ``near_document`` are ids of offers, projects and data sets.

    Those of ``highlights`` are ids of any documents, with the words that were searched for.
    """

    asking: Asking
    shown: DataLoader[str, bool]
    of_idea: DataLoader[Asked[str, Wanted], Suggested | None]
    of_profile: DataLoader[Asked[str, Wanted], Suggested | None]
    pair: DataLoader[Pair, Suggested | None]
    near_document: DataLoader[Asked[str, int], list[str]]
    near_idea: DataLoader[Asked[str, int], list[str]]
    states: DataLoader[str, list[MatchStateRow]]
    passages: DataLoader[PassageWanted, str | None]
    highlights: DataLoader[Asked[str, str], list[str]]


def match_loaders(asking: Asking) -> MatchLoaders:
    async def of_ideas(ids: Sequence[str], wanted: Wanted) -> list[Suggested | None]:
        return await for_ideas(asking, ids, wanted)

    async def of_profiles(ids: Sequence[str], wanted: Wanted) -> list[Suggested | None]:
        return await for_profiles(asking, ids, wanted)

    async def pairs(wanted: list[Pair]) -> list[Suggested | None]:
        return await for_pairs(asking, wanted)

    async def near_documents(ids: Sequence[str], first: int) -> list[list[str]]:
        return await ideas_near_documents(asking, ids, first)

    async def near_ideas(ids: Sequence[str], first: int) -> list[list[str]]:
        return await ideas_near_ideas(asking, ids, first)

    async def passages(wanted: list[PassageWanted]) -> list[str | None]:
        rows = await documents.shown_parts(asking.database, asking.viewer)(
            list({each.target_id: None for each in wanted})
        )
        return await asking.library.passages(wanted, {row.entity_id: parts_of(row.parts) for row in rows})

    async def highlights(ids: Sequence[str], words: str) -> list[list[str]]:
        found = await documents.highlights(asking.database, words, ids)
        return [found.get(each, []) for each in ids]

    return MatchLoaders(
        asking=asking,
        shown=asking.shown,
        of_idea=asked(of_ideas),
        of_profile=asked(of_profiles),
        pair=DataLoader(pairs),
        near_document=asked(near_documents),
        near_idea=asked(near_ideas),
        states=many(documents.match_states(asking.database, asking.viewer), lambda row: row.subject_id),
        passages=DataLoader(passages),
        highlights=asked(highlights),
    )

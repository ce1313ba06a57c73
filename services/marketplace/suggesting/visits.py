"""One visit per level for matching: suggestions, near ideas, texts that show why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from strawberry.dataloader import DataLoader

from services.kit.batch import Asked, asked
from services.marketplace.matching.documents import Key, Wanted
from services.marketplace.matching.parts import Parts, parts_of
from services.marketplace.matching.passages import PassageWanted
from services.marketplace.store.documents import shown_parts
from services.marketplace.suggesting.asking import Asking, asked_apart
from services.marketplace.suggesting.near_ideas import ideas_near_documents, ideas_near_ideas
from services.marketplace.suggesting.subjects import Pair, for_ideas, for_pairs, for_profiles
from services.marketplace.suggesting.suggestions import Suggested


@dataclass(frozen=True, slots=True)
class Visits:
    """Keys are ids of ideas and profiles; those of ``near_document`` are ids of offers, projects and data sets."""

    asking: Asking
    of_idea: DataLoader[Asked[str, Wanted], Suggested | None]
    of_profile: DataLoader[Asked[str, Wanted], Suggested | None]
    pair: DataLoader[Pair, Suggested | None]
    near_document: DataLoader[Asked[str, int], list[str]]
    near_idea: DataLoader[Asked[str, int], list[str]]
    passages: DataLoader[PassageWanted, str | None]
    texts: DataLoader[Key, Parts | None]


def visits(asking: Asking) -> Visits:
    """Those of one request."""
    texts = DataLoader(partial(shown_texts, asking))
    return Visits(
        asking=asking,
        of_idea=asked(partial(for_ideas, asking)),
        of_profile=asked(partial(for_profiles, asking)),
        pair=DataLoader(partial(for_pairs, asking)),
        near_document=asked(partial(ideas_near_documents, asking)),
        near_idea=asked(partial(ideas_near_ideas, asking)),
        passages=DataLoader(partial(passages, asking, texts)),
        texts=texts,
    )


async def shown_texts(asking: Asking, keys: Sequence[Key]) -> list[Parts | None]:
    """The texts of documents that may be given out at this moment."""
    ask = partial(shown_parts, asking.database, asking.viewer, asking.at)
    found = await asked_apart(keys, ask, lambda row: row.entity_id)
    return [parts_of(found[each].parts) if each in found else None for each in keys]


async def passages(
    asking: Asking, texts: DataLoader[Key, Parts | None], wanted: Sequence[PassageWanted]
) -> list[str | None]:
    """For each pair the sentence of the target that is nearest to the subject."""
    targets = list(dict.fromkeys(each.target for each in wanted))
    found = zip(targets, await texts.load_many(targets), strict=True)
    return await asking.library.passages(wanted, {each.entity_id: parts for each, parts in found if parts is not None})

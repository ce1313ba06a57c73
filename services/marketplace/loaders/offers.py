"""One trip per level for the marketplace's own offers."""

from __future__ import annotations

from dataclasses import dataclass

from strawberry.dataloader import DataLoader

from services.kit.batch import many, one
from services.kit.database import Database
from services.marketplace.loaders.counts import counts
from services.marketplace.store import offers
from services.marketplace.store.rows import (
    AcceleratorRow,
    CardRow,
    ChallengeRow,
    CounsellingRow,
    EventRow,
    PairRow,
    TeamIdeaRow,
)


@dataclass(frozen=True, slots=True)
class OfferLoaders:
    card: DataLoader[str, CardRow | None]
    counselling: DataLoader[str, CounsellingRow | None]
    event: DataLoader[str, EventRow | None]
    accelerator: DataLoader[str, AcceleratorRow | None]
    ideas_of_accelerator: DataLoader[str, list[TeamIdeaRow]]
    challenges_of_accelerator: DataLoader[str, list[ChallengeRow]]
    challenge: DataLoader[str, ChallengeRow | None]
    vote_count: DataLoader[str, int]
    ideas_of_challenge: DataLoader[str, list[PairRow]]


def offer_loaders(database: Database) -> OfferLoaders:
    return OfferLoaders(
        card=one(offers.cards(database), lambda row: row.entity_id),
        counselling=one(offers.counsellings(database), lambda row: row.id),
        event=one(offers.events(database), lambda row: row.id),
        accelerator=one(offers.accelerators(database), lambda row: row.id),
        ideas_of_accelerator=many(offers.ideas_of_accelerators(database), lambda row: row.accelerator_id),
        challenges_of_accelerator=many(offers.challenges_of_accelerators(database), lambda row: row.accelerator_id),
        challenge=one(offers.challenges(database), lambda row: row.id),
        vote_count=counts(offers.vote_counts(database)),
        ideas_of_challenge=many(offers.ideas_of_challenges(database), lambda row: row.owner),
    )

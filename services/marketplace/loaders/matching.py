"""One trip per level for matching: subjects, what not to suggest, what may be given out."""

from __future__ import annotations

from dataclasses import dataclass

from strawberry.dataloader import DataLoader

from services.kit.batch import many, one
from services.kit.database import Database
from services.marketplace.loaders.counts import membership
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store import documents
from services.marketplace.store.rows import DocumentRow, MatchStateRow, PairRow


@dataclass(frozen=True, slots=True)
class MatchLoaders:
    """``is_shown`` takes ids of documents; the others ids of ideas and profiles."""

    subject_idea: DataLoader[str, DocumentRow | None]
    subject_profile: DataLoader[str, DocumentRow | None]
    not_to_suggest: DataLoader[str, list[PairRow]]
    states: DataLoader[str, list[MatchStateRow]]
    is_shown: DataLoader[str, bool]


def match_loaders(database: Database, viewer: Viewer) -> MatchLoaders:
    return MatchLoaders(
        subject_idea=one(documents.subject_ideas(database, viewer), lambda row: row.entity_id),
        subject_profile=one(documents.subject_profiles(database, viewer), lambda row: row.entity_id),
        not_to_suggest=many(documents.not_to_suggest(database), lambda row: row.owner),
        states=many(documents.match_states(database), lambda row: row.subject_id),
        is_shown=membership(documents.still_shown(database, viewer)),
    )

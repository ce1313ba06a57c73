"""Loaders of rounds, entries and awards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

from strawberry.dataloader import DataLoader

from services.cip.loaders.keys import EntryFilter, EntryPage
from services.cip.rules import Viewer
from services.cip.store import competition
from services.cip.store.rows import (
    AwardRow,
    AwardUnder,
    CountRow,
    CriterionRow,
    EntryRow,
    EntryUnder,
    PhaseDateRow,
    PitchRow,
    RoundRow,
    TeamLineRow,
    TrancheRow,
)
from services.kit.batch import Asked, asked_many, asked_one, identifier, many, one, parent
from services.kit.database import Database


class CompetitionLoaders:
    """Rounds, entries and awards."""

    def __init__(self, database: Database, viewer: Viewer) -> None:
        self.database = database
        self.viewer = viewer

    @cached_property
    def rounds(self) -> DataLoader[str, RoundRow | None]:
        return one(partial(competition.rounds_by_ids, self.database), identifier)

    @cached_property
    def phase_dates(self) -> DataLoader[str, list[PhaseDateRow]]:
        return many(partial(competition.phase_dates_by_rounds, self.database), parent)

    @cached_property
    def criteria(self) -> DataLoader[str, list[CriterionRow]]:
        return many(partial(competition.criteria_by_rounds, self.database), parent)

    @cached_property
    def submitted_counts(self) -> DataLoader[str, CountRow | None]:
        return one(partial(competition.submitted_counts_by_rounds, self.database), parent)

    @cached_property
    def awarded_entries(self) -> DataLoader[str, EntryRow | None]:
        """Entries of awards; an award is public, and so is its entry."""
        return one(partial(competition.entries_by_ids, self.database), identifier)

    @cached_property
    def visible_entries(self) -> DataLoader[str, EntryRow | None]:
        return one(partial(competition.visible_entries_by_ids, self.database, self.viewer), identifier)

    @cached_property
    def entries_by_rounds(self) -> DataLoader[Asked[str, EntryPage], list[EntryUnder]]:
        async def fetch(ids: Sequence[str], asked: EntryPage) -> list[EntryUnder]:
            category, status = asked.wanted.category, asked.wanted.status
            return await competition.entries_by_rounds(self.database, self.viewer, ids, category, status, asked.page)

        return asked_many(fetch, parent)

    @cached_property
    def entry_counts_by_rounds(self) -> DataLoader[Asked[str, EntryFilter], CountRow | None]:
        async def fetch(ids: Sequence[str], wanted: EntryFilter) -> list[CountRow]:
            category, status = wanted.category, wanted.status
            return await competition.entry_counts_by_rounds(self.database, self.viewer, ids, category, status)

        return asked_one(fetch, parent)

    @cached_property
    def entries_by_ideas(self) -> DataLoader[str, list[EntryUnder]]:
        return many(partial(competition.entries_by_ideas, self.database, self.viewer), parent)

    @cached_property
    def entries_by_organisations(self) -> DataLoader[str, list[EntryUnder]]:
        return many(partial(competition.entries_by_organisations, self.database, self.viewer), parent)

    @cached_property
    def entries_by_members(self) -> DataLoader[str, list[EntryUnder]]:
        return many(partial(competition.entries_by_members, self.database, self.viewer), parent)

    @cached_property
    def entries_by_former_members(self) -> DataLoader[str, list[EntryUnder]]:
        return many(partial(competition.entries_by_former_members, self.database, self.viewer), parent)

    @cached_property
    def teams(self) -> DataLoader[str, list[TeamLineRow]]:
        return many(partial(competition.teams_by_entries, self.database), parent)

    @cached_property
    def own_entries(self) -> DataLoader[str, str | None]:
        """The id of an entry again, when the viewer is on its team."""
        return one(partial(competition.entries_of_member, self.database, self.viewer), str)

    @cached_property
    def pitches(self) -> DataLoader[str, PitchRow | None]:
        return one(partial(competition.pitches_by_entries, self.database), parent)

    @cached_property
    def awards(self) -> DataLoader[str, AwardRow | None]:
        return one(partial(competition.awards_by_ids, self.database), identifier)

    @cached_property
    def awards_by_entries(self) -> DataLoader[str, AwardRow | None]:
        return one(partial(competition.awards_by_entries, self.database), lambda row: row.entry_id)

    @cached_property
    def awards_by_rounds(self) -> DataLoader[str, list[AwardRow]]:
        return many(partial(competition.awards_by_rounds, self.database), lambda row: row.round_id)

    @cached_property
    def awards_by_ideas(self) -> DataLoader[str, list[AwardUnder]]:
        return many(partial(competition.awards_by_ideas, self.database), parent)

    @cached_property
    def awards_by_organisations(self) -> DataLoader[str, list[AwardUnder]]:
        return many(partial(competition.awards_by_organisations, self.database), parent)

    @cached_property
    def awards_by_members(self) -> DataLoader[str, list[AwardUnder]]:
        return many(partial(competition.awards_by_members, self.database), parent)

    @cached_property
    def awards_by_former_members(self) -> DataLoader[str, list[AwardUnder]]:
        return many(partial(competition.awards_by_former_members, self.database), parent)

    @cached_property
    def tranches(self) -> DataLoader[str, list[TrancheRow]]:
        return many(partial(competition.tranches_by_awards, self.database), parent)

"""What documents say of a text: its words, looked up in one trip with what holds all of them or is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.kit.database import Database
from services.marketplace.matching.documents import MatchKind
from services.marketplace.matching.naming import is_named, may_be_a_name
from services.marketplace.matching.questions import Said, Words
from services.marketplace.store import documents
from services.marketplace.store.rows import EntryRow, TermsRow


@dataclass(slots=True)
class Holding:
    """What holds all words of a search: looked up with its words, in one trip. ``found``: None until then."""

    asked: documents.Held
    found: list[EntryRow] | None = None

    async def entries(self, database: Database) -> list[EntryRow]:
        """With a trip of their own where the search had no words that were looked up."""
        if self.found is None:
            self.found = await documents.words_found(database, self.asked)
        return self.found


@dataclass(slots=True)
class Naming:
    """Which offers that are over at a moment a text names: known when its words were looked up, in that trip.

    It hangs on the text alone, and not on filters or on what is near, so that facets count what their filters find.
    """

    text: str
    at: datetime
    named: frozenset[str] = field(default=frozenset())

    def note(self, row: TermsRow) -> None:
        over = zip(row.over, row.over_titles, row.over_owners, strict=True)
        self.named |= {
            each for each, titles, owners in over if is_named(self.text, titles.splitlines(), owners.splitlines())
        }


def words_of(
    database: Database,
    spellings: Sequence[str],
    kinds: frozenset[MatchKind],
    holding: Holding | None = None,
    naming: Naming | None = None,
) -> Words:
    """The words of a text, looked up when it is known what is near in meaning; of its spellings the greater share."""

    async def found(among: Sequence[str]) -> Said:
        shares, led = dict[str, float](), set[str]()
        for place, spelling in enumerate(spellings):
            held = holding.asked if holding is not None and place == 0 else None
            at = naming.at if naming is not None and may_be_a_name(naming.text) else None
            row = await documents.terms_scored(database, spelling, named(kinds), among, held, at)
            if naming is not None:
                naming.note(row)
            if holding is not None and held is not None:
                holding.found = documents.holders(row)
            led.update(row.led)
            for each, score in zip(row.ids, row.scores, strict=True):
                shares[each] = max(score, shares.get(each, 0.0))
        return Said(shares, frozenset(led))

    return found


def named(kinds: frozenset[MatchKind]) -> list[MatchKind] | None:
    """Kinds as the database is asked for them; None for all."""
    return sorted(kinds, key=str) or None

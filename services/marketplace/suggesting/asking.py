"""What suggesting needs of a request: the library, and the database asked again before anything goes out.

The library follows the database within milliseconds; the second look makes sure that a document which was hidden in
between is in no answer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import TypeVar

from strawberry.dataloader import DataLoader

from services.kit.batch import in_order
from services.kit.context import Language
from services.kit.database import Database
from services.kit.errors import UnavailableError
from services.marketplace.matching.documents import Candidate, Key, Wanted
from services.marketplace.matching.library import Library
from services.marketplace.matching.narrowing import Narrowing, lets_through
from services.marketplace.matching.refresh import Matching, NotReadyError
from services.marketplace.rules.notices import NOT_READY
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store import documents
from services.marketplace.store.documents import ShownCard
from services.marketplace.store.rows import TraitsRow

Item = TypeVar("Item")
Asked = TypeVar("Asked")
Row = TypeVar("Row")
Ask = Callable[[list[str], list[str]], Awaitable[Sequence[Row]]]
"""Rows of ids, and of those of them that may be given out though they are over."""
SPARE = 5  # more than wanted are asked about, so that one which is hidden at this moment costs no second trip


class MatchingNotReadyError(UnavailableError):
    """The index is being filled, or no model could be loaded; the same request may work later."""

    code = "MATCHING_NOT_READY"


@dataclass(frozen=True, slots=True)
class Asking:
    """What suggesting needs of a request.

    ``cards`` are what is shown of a document at this moment, ``traits`` what filters and facets ask of it; None where
    it may not be given out. ``shown`` only says whether it may, ``counts`` of how many of some keys.
    """

    database: Database
    viewer: Viewer
    matching: Matching
    at: datetime
    shown: DataLoader[Key, bool]
    cards: DataLoader[Key, ShownCard | None]
    traits: DataLoader[Key, TraitsRow | None]
    counts: DataLoader[tuple[Key, ...], int]
    language: Language = Language.DE

    @property
    def library(self) -> Library:
        """The library, or ``MatchingNotReadyError``."""
        try:
            return self.matching.library
        except NotReadyError as error:
            raise MatchingNotReadyError(NOT_READY[self.language]) from error

    def allowed(self, wanted: Wanted) -> Wanted:
        """The filters with what the viewer may see."""
        return replace(wanted, with_members_only=self.viewer.member_id is not None)

    async def among(self, wanted: Wanted) -> frozenset[str] | None:
        """The ids that the filters of the database let through at this moment; None where they do not narrow much."""
        rule = wanted.narrowing
        return await documents.ids_let_through(self.database, rule, self.at) if rule.hangs_on_time else None


def asking(
    database: Database, viewer: Viewer, matching: Matching, at: datetime, language: Language = Language.DE
) -> Asking:
    """For one request: what several fields of a level give out is asked in one trip."""

    async def still(keys: Sequence[Key]) -> dict[Key, str]:
        return await asked_apart(keys, partial(documents.still_shown, database, viewer, at), lambda each: each)

    async def shown(keys: list[Key]) -> list[bool]:
        found = await still(keys)
        return [each in found for each in keys]

    async def traits(keys: list[Key]) -> list[TraitsRow | None]:
        found = await asked_apart(keys, partial(documents.traits, database, viewer, at), lambda row: row.entity_id)
        return [found.get(each) for each in keys]

    async def cards(keys: list[Key]) -> list[ShownCard | None]:
        found = await asked_apart(keys, partial(documents.shown_cards, database, viewer, at), lambda row: row.entity_id)
        return [found.get(each) for each in keys]

    async def counts(lists: list[tuple[Key, ...]]) -> list[int]:
        found = (await still(list(dict.fromkeys(chain.from_iterable(lists))))).keys()
        return [len(found & set(some)) for some in lists]

    loaders = (DataLoader(shown), DataLoader(cards), DataLoader(traits), DataLoader(counts))
    return Asking(database, viewer, matching, at, *loaders, language)


async def asked_apart(keys: Sequence[Key], ask: Ask[Row], id_of: Callable[[Row], str]) -> dict[Key, Row]:
    """What is said of each key, in one trip; in two only where a document is asked for in both ways, since one field
    of a request names it and another does not.
    """
    over = {each.entity_id for each in keys if each.though_over}
    plain = {each.entity_id for each in keys if not each.though_over}
    twice = sorted(over & plain)
    rows = await ask(list(dict.fromkeys(each.entity_id for each in keys)), sorted(over - plain))
    found = {Key(id_of(row), id_of(row) not in plain): row for row in rows}
    again = await ask(twice, twice) if twice else []
    return found | {Key(id_of(row), True): row for row in again}


async def narrowed(
    asking: Asking, found: Sequence[Item], key_of: Callable[[Item], Key], rule: Narrowing
) -> Sequence[Item]:
    """Those that a filter of the database lets through, asked again as they are given out."""
    if not rule.hangs_on_time:
        return found
    traits = await asking.traits.load_many([key_of(each) for each in found])
    return [each for each, some in zip(found, traits, strict=True) if some is not None and lets_through(rule, some)]


async def given_out(asking: Asking, found: Sequence[Item], key_of: Callable[[Item], Key], count: int) -> list[Item]:
    """The first ``count`` that may be given out at this moment. The others are not asked about."""
    return [each for each, _ in await _first(asking.shown.load_many, found, key_of, count)]


async def with_cards(
    asking: Asking, found: Sequence[Item], key_of: Callable[[Item], Key], count: int, *, are_wanted: bool = True
) -> list[tuple[Item, ShownCard | None]]:
    """The same with what is shown of them, in the same trip; None where nobody wants it."""
    if are_wanted:
        return list(await _first(asking.cards.load_many, found, key_of, count))
    return [(each, None) for each in await given_out(asking, found, key_of, count)]


async def with_passages(
    asking: Asking, found: Sequence[Item], key_of: Callable[[Item], Key], count: int, text: str
) -> list[tuple[Item, ShownCard]]:
    """The same with the passages that have the words of a text, in the same trip: of one search, so by no loader."""

    async def cards(keys: list[Key]) -> list[ShownCard | None]:
        ids, over = [each.entity_id for each in keys], [each.entity_id for each in keys if each.though_over]
        rows = await documents.found_cards(asking.database, asking.viewer, asking.at, text, count, ids, over)
        return in_order(ids, rows, lambda card: card.entity_id)

    return [(each, card) for each, card in await _first(cards, found, key_of, count) if card is not None]


async def _first(
    ask: Callable[[list[Key]], Awaitable[Sequence[Asked]]],
    found: Sequence[Item],
    key_of: Callable[[Item], Key],
    count: int,
) -> list[tuple[Item, Asked]]:
    """The first ``count`` of which something is said."""
    given: list[tuple[Item, Asked]] = []
    start = 0
    while len(given) < count and start < len(found):
        some = found[start : start + count - len(given) + SPARE]
        said = await ask([key_of(each) for each in some])
        given += [(each, answer) for each, answer in zip(some, said, strict=True) if answer]
        start += len(some)
    return given[:count]


async def count_shown(
    asking: Asking, found: Sequence[Item], key_of: Callable[[Item], Key], *, with_facets: bool = False
) -> int:
    """How many of them may be given out at this moment: also a number must not tell of what is hidden.

    ``with_facets``: these are asked for as well, and the trip is one.
    """
    keys = tuple(key_of(each) for each in found)
    if with_facets:
        return sum(each is not None for each in await asking.traits.load_many(keys))
    return await asking.counts.load(keys) if keys else 0


def candidate_key(candidate: Candidate) -> Key:
    return Key(candidate.document.entity_id, candidate.though_over)


def candidate_id(candidate: Candidate) -> str:
    return candidate.document.entity_id

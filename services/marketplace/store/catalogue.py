"""The catalogue as the harvest fills it: a page of a ministry's feed and the place in the feed, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial

from services.kit.clock import Clock
from services.kit.database import Database
from services.marketplace.harvest.documents import OvertakenError, Page
from services.marketplace.harvest.follow import Catalogue
from services.marketplace.harvest.ministries import Ministry
from services.marketplace.rules.foreign import FOREIGN
from services.marketplace.store.reading import QUERIES


def catalogue(database: Database, clock: Clock) -> Catalogue:
    """The store as the harvest needs it."""
    return Catalogue(
        cursor=partial(cursor, database), keep=partial(keep, database, clock), begin_anew=partial(begin_anew, database)
    )


async def cursor(database: Database, ministry: Ministry) -> str | None:
    return await database.row(str, QUERIES.feed_cursor, ministry.name)


async def begin_anew(database: Database, ministry: Ministry) -> None:
    await database.do(QUERIES.forget_feed, ministry.name)


async def keep(database: Database, clock: Clock, ministry: Ministry, page: Page) -> Sequence[str]:
    """Raises ``OvertakenError`` when the feed was read further meanwhile: an older page never goes over a newer one."""
    now = clock.now()
    async with database.transaction() as change:
        if page.since is None:
            moved = await change.do(QUERIES.begin_feed, ministry.name, page.until, now)
        else:
            moved = await change.do(QUERIES.move_feed, ministry.name, page.until, page.since, now)
        if not moved:
            raise OvertakenError
        await change.value(QUERIES.told_at, now)
        await change.do(QUERIES.take_out_entries, list(page.gone), ministry.name)
        cards = [asdict(card) for card in page.cards]
        await change.do(QUERIES.note_types, cards, ministry.name, [*FOREIGN])
        return await change.rows(str, QUERIES.keep_entries, cards, ministry.programme, page.until, now, ministry.name)


async def list_types(database: Database, names: Iterable[str]) -> None:
    """Says which types of documents the schema has: only these are given out."""
    await database.do(QUERIES.list_types, list(names))

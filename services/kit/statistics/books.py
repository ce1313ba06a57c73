"""The book that applications and participants are counted from, so that two moments tell no more than one.

Who asks before and after somebody came in would see by the difference what that person is, however well each answer
hides small numbers. So all answers of a day come from one book, and a new one is written only where at least five are
others than in the last: what two books tell apart is never a single person's doing (domain_slice2 2.15).

Profiles are not counted from a book: who asks sees each of them in the list of profiles, too.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from services.kit.clock import BERLIN
from services.kit.database import Database
from services.kit.ground import QUERIES
from services.kit.sql import Statement
from services.kit.statistics.statement import PIECES, Book
from services.kit.statistics.suppression import LEAST
from services.kit.statistics.vocabulary import StatisticsMetric

NOBODY = (None, False)
"""The viewer of a book: the same for all who may ask."""


@dataclass(frozen=True, slots=True)
class BookRow:
    taken_at: datetime | None
    looked_at: datetime | None


async def taken(database: Database, facts: Statement, metric: StatisticsMetric, moment: datetime) -> datetime:
    """When the book of the metric was written, which is written now where it is time."""
    book = await database.row(BookRow, QUERIES.counted_book, metric.value)
    if book is not None and book.taken_at is not None and not is_due(book, moment):
        return book.taken_at
    async with database.transaction() as inside:
        return await renewed(inside, facts, metric, moment)


def is_due(book: BookRow, moment: datetime) -> bool:
    """Whether nobody has looked today."""
    return book.looked_at is None or day_of(book.looked_at) < day_of(moment)


def day_of(moment: datetime) -> date:
    return moment.astimezone(BERLIN).date()


async def renewed(inside: Database, facts: Statement, metric: StatisticsMetric, moment: datetime) -> datetime:
    """One replica after the other; whoever waited finds the work done."""
    await inside.do(QUERIES.open_counted_book, metric.value)
    book = await inside.row(BookRow, QUERIES.lock_counted_book, metric.value)
    if book is not None and book.taken_at is not None:
        if not is_due(book, moment):
            return book.taken_at
        given = (*NOBODY, moment, None, None, metric.value)
        if await inside.value(about(facts, "changed_in_book"), *given) < LEAST:
            await inside.do(QUERIES.note_counted_book, metric.value, book.taken_at, moment)
            return book.taken_at
    await inside.do(QUERIES.empty_counted_book, metric.value)
    salt = secrets.token_hex(16)  # forgotten at once: nobody can find an id again by its number
    await inside.do(about(facts, "write_book"), *NOBODY, moment, None, None, metric.value, salt)
    await inside.do(QUERIES.note_counted_book, metric.value, moment, moment)
    return moment


@lru_cache(maxsize=64)
def about(facts: Statement, piece: str) -> Statement:
    """A piece of the book over a house's facts."""
    template = PIECES[piece]
    return Statement(f"{facts.name}_{piece}", template.row, template.text.replace("{}", facts.text, 1))


@lru_cache(maxsize=64)
def written(house: Book, metric: StatisticsMetric) -> Book:
    """What the house keeps, with the facts of the metric as they were written down."""
    template = PIECES["facts_in_book"]
    text = template.text.replace("{}", metric.value, 1)
    return replace(house, facts={metric: Statement(f"{house.facts[metric].name}_in_book", template.row, text)})

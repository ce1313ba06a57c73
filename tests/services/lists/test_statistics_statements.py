"""Every statement that a question of statistics can be put together to is right on the migrated database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

import pytest

from services.cip.store.statistics import BOOK as CIP
from services.civic_data_lab.store.statistics import BOOK as CIVIC_DATA_LAB
from services.ideenwerkstatt.store.statistics import BOOK as IDEENWERKSTATT
from services.kit.database import open_connection
from services.kit.prepared import misfits, python_type
from services.kit.sql import Statement
from services.kit.statistics import statement as rows
from services.kit.statistics.books import about, written
from services.kit.statistics.question import GUARDED, PERSONAL
from services.kit.statistics.statement import Book, counting
from services.kit.statistics.vocabulary import StatisticsDimension
from services.marketplace.store.statistics import CATALOGUE, OWN
from tests.services.conftest import House

BOOKS: Mapping[str, Book] = {
    "cip": CIP,
    "ideenwerkstatt": IDEENWERKSTATT,
    "civic_data_lab": CIVIC_DATA_LAB,
    "marketplace": CATALOGUE,
    "marketplace own": OWN,
}
FILTERS = ("programmes", "first", "last", "topics", "areas", "sectors")


def statements(book: Book) -> Iterator[Statement]:
    """All orders of at most two dimensions, and all that differ in one filter."""
    cuts = [(), *permutations(StatisticsDimension, 1), *permutations(StatisticsDimension, 2)]
    for metric, facts in book.facts.items():
        if metric in GUARDED:
            yield about(facts, "write_book")
            yield about(facts, "changed_in_book")
        for dimensions in cuts:
            yield counting(book, facts, ("programmes",), dimensions)
            if metric in GUARDED:
                yield counting(written(book, metric), written(book, metric).facts[metric], ("programmes",), dimensions)
            if metric in PERSONAL:
                yield counting(book, facts, ("programmes",), dimensions, "STATE", True, False)
                yield counting(book, facts, ("programmes",), dimensions, "STATE", True, True)
        for level in ("COUNTRY", "DISTRICT", "MUNICIPALITY"):
            yield counting(book, facts, (), (StatisticsDimension.REGION,), level)
        for filters in ((), *((name,) for name in FILTERS), FILTERS):
            yield counting(book, facts, filters, ())


@pytest.mark.parametrize("service", BOOKS)
async def test_every_statement_can_be_prepared(demo_houses: Mapping[str, House], service: str) -> None:
    house, found = demo_houses[service.split()[0]], list(statements(BOOKS[service]))
    async with open_connection(house.url, schema=house.schema) as connection:
        for each in found:
            prepared = await connection.prepare(each.text)
            columns = [(column.name, python_type(column.type)) for column in prepared.get_attributes()]
            assert misfits(each, columns, rows) == [], each.name
    assert len(found) > 300

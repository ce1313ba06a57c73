"""Relations: what a row leads to, as frozen values of the store; and the loaders that follow them, one trip a level.

A relation is a statement whose first parameter is the list of keys; what else it takes follows, the same for all keys
of a trip:

    projects_of_topic = many(ProjectUnder, QUERIES.projects_by_topics)
    rows = await info.context.load(store.projects_of_topic, self.slug, checked_first(first))
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar, overload

from strawberry.dataloader import DataLoader

from services.kit.batch import grouped, in_order
from services.kit.database import Database
from services.kit.errors import MissingRowError
from services.kit.figures import LOADS
from services.kit.sql import Statement

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)
Value = TypeVar("Value")


class Counted(Protocol):
    """A row that says how many."""

    @property
    def count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class One(Generic[Row_co]):
    """At most one row for each key; ``key`` is the row's field that holds it."""

    row: Callable[..., Row_co]
    statement: Statement
    key: str


@dataclass(frozen=True, slots=True)
class Many(Generic[Row_co]):
    """Any number of rows for each key, in the order of the statement."""

    row: Callable[..., Row_co]
    statement: Statement
    key: str


def one(row: Callable[..., Row], statement: Statement, key: str = "id") -> One[Row]:
    """A relation to one row, or to none."""
    return One(row, statement, key)


def many(row: Callable[..., Row], statement: Statement, key: str = "parent") -> Many[Row]:
    """A relation to several rows."""
    return Many(row, statement, key)


@dataclass(slots=True)
class Loads:
    """The loaders of one request: one for each relation with its further arguments, so a level is one trip.

    ``database``: None where a context has none (a schema on its own in a test); then nothing can be loaded.
    """

    database: Database | None = None
    loaders: dict[tuple[Any, ...], DataLoader[Any, Any]] = field(default_factory=dict)

    @overload
    async def __call__(self, relation: One[Row], key: Hashable, *further: Hashable) -> Row | None: ...
    @overload
    async def __call__(self, relation: Many[Row], key: Hashable, *further: Hashable) -> list[Row]: ...
    async def __call__(self, relation: One[Any] | Many[Any], key: Hashable, *further: Hashable) -> Any:
        """The row (or None), or the rows, of a key. Raises ``UnavailableError`` when the database is away."""
        # A field that fails ends those beside it; the row that they waited for others may be waiting for, too.
        return await asyncio.shield(self._loader(relation, further).load(key))

    async def each(self, relation: One[Row], keys: Iterable[Hashable], *further: Hashable) -> list[Row]:
        """The rows of several keys in their order, without those that there are not."""
        load = self._loader(relation, further).load
        rows = await asyncio.shield(asyncio.gather(*map(load, keys)))
        return [row for row in rows if row is not None]

    def _loader(self, relation: One[Any] | Many[Any], further: tuple[Hashable, ...]) -> DataLoader[Any, Any]:
        name = (relation, *further)
        loader = self.loaders.get(name)
        if loader is None:
            loader = self.loaders[name] = DataLoader(partial(_fetch, self.database, relation, further))
        return loader

    async def counted(self, relation: One[Counted], key: Hashable, *further: Hashable) -> int:
        """How many there are of a key; no row is 0."""
        row = await self(relation, key, *further)
        return 0 if row is None else row.count

    def forget(self) -> None:
        """Nothing that was read before a change is given out after it."""
        self.loaders.clear()


def there(value: Value | None) -> Value:
    """What a foreign key guarantees; ``MissingRowError`` when it did not."""
    if value is None:
        raise MissingRowError("A row that a foreign key points at is missing.")
    return value


async def _fetch(
    database: Database | None, relation: One[Any] | Many[Any], further: tuple[Hashable, ...], keys: list[Any]
) -> list[Any]:
    if database is None:
        raise TypeError("This context has no database.")
    database.figures.measure(LOADS, (relation.statement.name,), len(keys))
    rows = await database.rows(relation.row, relation.statement, keys, *further)
    order = in_order if isinstance(relation, One) else grouped
    return order(keys, rows, attrgetter(relation.key))

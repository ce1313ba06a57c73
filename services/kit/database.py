"""The one door to PostgreSQL: a pool, typed rows, translated errors.

Rows are frozen dataclasses whose fields are the statement's columns in order, so a row is built without looking at
names; ``services.kit.prepared`` proves the order in a test.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import asyncpg
import orjson

from services.kit.departure import at_work
from services.kit.errors import BadInputError, ServiceError, StartError, UnavailableError
from services.kit.figures import CONNECTIONS, MOST_CONNECTIONS, Figures, Instrument
from services.kit.sql import Statement
from services.kit.trail import Trip

Row = TypeVar("Row")
# As texts: asyncpg's classes are generic for type checkers only.
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
PoolOrConnection: TypeAlias = "asyncpg.Pool[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Observer = Callable[[Statement], None]

AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    # Shut down, starting, or out of connections (SQLSTATE classes 57 and 53).
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InterfaceError,
    # A connection that was cut while it lay idle can be found in the middle of its own closing.
    asyncpg.InternalClientError,
)
FOREIGN = (*AWAY, asyncpg.DataError)
log = logging.getLogger(__name__)


def unobserved(statement: Statement) -> None:
    """Nobody counts the trips."""


@dataclass(frozen=True, slots=True)
class Database:
    """A pool, or one connection inside a transaction. ``observe`` hears of every trip (tests count them).

    ``turn``: whoever takes a connection of the pool waits for it here, since the pool itself lets those who come later
    overtake: under load a few waited several times as long as the others.
    """

    pool: PoolOrConnection
    observe: Observer = field(default=unobserved)
    figures: Figures = field(default_factory=Figures, compare=False)
    turn: AbstractAsyncContextManager[object] = field(default_factory=nullcontext, compare=False)

    async def rows(self, row: Callable[..., Row], statement: Statement, *arguments: object) -> list[Row]:
        """All rows of a statement, as ``row(*columns)``. Raises ``UnavailableError`` when the database is away."""
        self.observe(statement)
        try:
            with at_work(), Trip(self.figures, statement):
                async with self.turn:
                    found = await self.pool.fetch(statement.text, *arguments)
            return [row(*record) for record in found]
        except FOREIGN as error:
            raise translated(error) from error

    async def row(self, row: Callable[..., Row], statement: Statement, *arguments: object) -> Row | None:
        """The first row or None."""
        rows = await self.rows(row, statement, *arguments)
        return rows[0] if rows else None

    async def value(self, statement: Statement, *arguments: object) -> Any:
        """The first column of the first row (None when there is no row)."""
        self.observe(statement)
        try:
            with at_work(), Trip(self.figures, statement):
                async with self.turn:
                    return await self.pool.fetchval(statement.text, *arguments)
        except FOREIGN as error:
            raise translated(error) from error

    async def do(self, statement: Statement, *arguments: object) -> int:
        """Runs a statement that gives nothing back; how many rows it touched."""
        self.observe(statement)
        try:
            with Trip(self.figures, statement):
                async with self.turn:
                    status = await self.pool.execute(statement.text, *arguments)
        except FOREIGN as error:
            raise translated(error) from error
        count = status.rpartition(" ")[2]
        return int(count) if count.isdecimal() else 0

    async def ping(self) -> None:
        """Raises ``UnavailableError`` when the database does not answer; no trip of a query, so nobody observes it."""
        try:
            async with self.turn:
                await self.pool.fetchval("SELECT 1")
        except FOREIGN as error:
            raise translated(error) from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Database]:
        """The same door inside one transaction; rolled back when the block raises."""
        if not isinstance(self.pool, asyncpg.Pool):
            async with self.pool.transaction():
                yield self
            return
        async with self.turn:
            try:
                connection = await self.pool.acquire()
            except AWAY as error:
                raise translated(error) from error
            try:
                async with connection.transaction():
                    yield Database(connection, self.observe, self.figures)
            finally:
                await self.pool.release(connection)


def translated(error: Exception) -> ServiceError:
    """Ours for asyncpg's. A value that PostgreSQL cannot hold (such as a NUL in a text) is the client's fault."""
    # asyncpg raises its own DataError, a ValueError, for an argument that it cannot encode.
    if isinstance(error, asyncpg.DataError | ValueError):
        log.warning("a value was refused: %s", error)  # a statement of ours with a wrong type would look the same
        return BadInputError("A value is out of the range of its field.")
    log.warning("the database is away: %s", error)
    return UnavailableError("The service's database cannot be reached; try again later.")


class PlainConnection(asyncpg.Connection):
    """A connection of the pool, handed back as it is.

    By default asyncpg sends a statement of its own on every release, to undo what a session may have set: as many
    trips again as queries. Our statements set nothing (no SET, LISTEN, cursor or session lock goes through the pool),
    and an open transaction is rolled back all the same.
    """

    def get_reset_query(self) -> str:
        return ""


COMMAND_SECONDS = 30
# A deadline of a request ends its statements from here, by a message to the server; of a process that is gone or hangs
# the server ends them by itself.
STATEMENT_END = MappingProxyType({"statement_timeout": f"{COMMAND_SECONDS + 1}s"})
NO_END: MappingProxyType[str, str] = MappingProxyType({})
GENERIC_PLANS = MappingProxyType({"plan_cache_mode": "force_generic_plan"})


def search_path(schema: str | None) -> dict[str, str]:
    """The server settings of a connection; extensions of the database stay in reach through ``public``."""
    return {} if schema is None else {"search_path": f'"{schema}", public'}


async def set_codecs(connection: Connection) -> None:
    """JSON columns arrive as Python values."""
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, schema="pg_catalog", encoder=_json_text, decoder=orjson.loads, format="text"
        )


def _json_text(value: object) -> str:
    return orjson.dumps(value).decode()


@asynccontextmanager
async def open_database(
    url: str,
    *,
    schema: str | None = None,
    pool_size: int = 10,
    observe: Observer = unobserved,
    generic_plans: bool = False,
    is_patient: bool = False,
) -> AsyncIterator[Database]:
    """A pool for the life of the service, in its own schema. ``StartError`` when the database cannot be reached.

    ``generic_plans``: each statement is planned once for a connection, whatever its arguments; planning anew is half of
    a small query's work. Only for services without statements whose good plan hangs on which arguments are null.
    ``is_patient``: a statement may take as long as it takes; for commands.
    """
    try:
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=pool_size,
            init=set_codecs,
            command_timeout=None if is_patient else COMMAND_SECONDS,
            statement_cache_size=500,
            server_settings={
                **search_path(schema),
                **(NO_END if is_patient else STATEMENT_END),
                **(GENERIC_PLANS if generic_plans else {}),
            },
            connection_class=PlainConnection,
        )
    except (*AWAY, asyncpg.PostgresError, ValueError) as error:
        raise StartError(f"The database cannot be opened: {error}") from error
    try:
        figures = Figures(readings=[partial(_standing, pool, schema or "public")])
        yield Database(pool, observe, figures, asyncio.Semaphore(pool_size))
    finally:
        await close(pool)


def _standing(pool: asyncpg.Pool[asyncpg.Record], name: str) -> Iterator[tuple[Instrument, tuple[str, ...], float]]:
    """How many connections there are, for /metrics."""
    idle = pool.get_idle_size()
    yield CONNECTIONS, (name, "idle"), idle
    yield CONNECTIONS, (name, "used"), pool.get_size() - idle
    yield MOST_CONNECTIONS, (name,), pool.get_max_size()


async def close(pool: asyncpg.Pool[asyncpg.Record]) -> None:
    """Lets running statements end, but not for ever."""
    try:
        await asyncio.wait_for(pool.close(), timeout=5)
    except TimeoutError:
        pool.terminate()


@asynccontextmanager
async def open_connection(url: str, *, schema: str | None = None) -> AsyncIterator[Connection]:
    """One connection, for commands; makes the schema. ``StartError`` when the database is away or refuses."""
    try:
        connection: Connection = await asyncpg.connect(url, server_settings=search_path(schema))
    except (*AWAY, asyncpg.PostgresError, ValueError) as error:
        raise StartError(f"The database cannot be opened: {error}") from error
    try:
        await set_codecs(connection)
        if schema is not None:
            await connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        yield connection
    except asyncpg.PostgresError as error:
        raise StartError(f"The database refused: {error}") from error
    finally:
        await connection.close()

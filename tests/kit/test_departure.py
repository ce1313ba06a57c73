"""A client of a service that leaves: its query ends down to the statement in the database, its mutation does not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest
import strawberry
from strawberry.dataloader import DataLoader

from services.kit.app import application
from services.kit.arrival import protocol_of
from services.kit.context import Language, RequestContext
from services.kit.database import Database, open_database
from services.kit.field import field
from services.kit.identity import Caller, Verifier
from services.kit.membership import Membership
from services.kit.schema import subgraph
from services.kit.settings import Limits
from services.kit.sql import Statement
from tests.kit.test_app import everybody_is_a_member
from tests.serving import PATIENCE, Client, client, served

WAIT = Statement("wait", "none", "SELECT count(*)::text FROM (SELECT pg_advisory_xact_lock(77) /* waits */) AS lock")
CHANGE = Statement(
    "change", "none", "INSERT INTO done SELECT 1 FROM (SELECT pg_advisory_xact_lock(77) /* changes */) l"
)
RUNNING = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%/* ' || $1 || ' */%'"


@dataclass(frozen=True, slots=True)
class Context(RequestContext):
    database: Database
    loader: DataLoader[str, str]


@strawberry.type
class Query:
    @field()
    async def slow(self, info: strawberry.Info[Context, None]) -> str | None:
        return str(await info.context.database.value(WAIT))

    @field()
    async def loaded(self, info: strawberry.Info[Context, None]) -> str | None:
        return await info.context.loader.load("a")

    @field()
    async def rows(self, info: strawberry.Info[Context, None]) -> str | None:
        return str(await info.context.database.rows(str, WAIT))


@strawberry.type
class Mutation:
    @field()
    async def change(self, info: strawberry.Info[Context, None]) -> int | None:
        return await info.context.database.do(CHANGE)


SCHEMA = subgraph(Query, Mutation, members=Membership(everybody_is_a_member, frozenset()))


class Everybody(Verifier):
    """Takes whoever asks for the same member."""

    async def caller(self, authorization: str | None) -> Caller | None:
        return Caller("somebody", "member_1", frozenset(), None)


@dataclass(frozen=True, slots=True)
class Service:
    """A service whose statements all wait for a lock that ``holder`` has."""

    port: int
    holder: asyncpg.Connection[asyncpg.Record]

    async def ask(self, query: str, **headers: str) -> Client:
        asking = await client(self.port)
        await asking.ask(query, **headers)
        return asking

    async def until_running(self, word: str, number: int) -> None:
        for _ in range(round(PATIENCE / 0.01)):
            if (
                await self.holder.fetchval(RUNNING.replace("$1", f"'{word}'") + " AND pid <> pg_backend_pid()")
                == number
            ):
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"there never were {number} statements that say {word}")


@pytest.fixture
async def service(kit_url: str) -> AsyncIterator[Service]:
    async def ping() -> None:
        """All is well."""

    async with open_database(kit_url) as database:

        def context_for(caller: Caller | None, language: Language) -> Context:
            async def load(keys: list[str]) -> list[str]:
                return [str(await database.value(WAIT))] * len(keys)

            return Context(caller, language, database, DataLoader(load))

        app = application(SCHEMA, context_for, Everybody(), ping)
        holder = await asyncpg.connect(kit_url)
        await holder.execute("CREATE TABLE IF NOT EXISTS done (number int); DELETE FROM done")
        await holder.execute("SELECT pg_advisory_lock(77)")
        try:
            async with served(app, protocol_of(Limits())) as port:
                yield Service(port, holder)
        finally:
            await holder.close()


@pytest.mark.parametrize("name", ["slow", "loaded", "rows"])
async def test_the_statement_of_a_client_that_leaves_is_gone(service: Service, name: str) -> None:
    leaving, staying = await service.ask(f"{{ {name} }}"), await service.ask(f"{{ {name} }}")
    await service.until_running("waits", 2)
    leaving.leave()
    await service.until_running("waits", 1)
    await service.holder.execute("SELECT pg_advisory_unlock(77)")
    assert (await staying.answer())[0] == 200


async def test_a_mutation_runs_to_its_end(service: Service) -> None:
    changing, leaving = await service.ask("mutation { change }"), await service.ask("{ slow }")
    await service.until_running("changes", 1)
    await service.until_running("waits", 1)
    changing.leave()
    leaving.leave()
    await service.until_running("waits", 0)
    await service.until_running("changes", 1)
    await service.holder.execute("SELECT pg_advisory_unlock(77)")
    await service.until_running("changes", 0)
    assert await service.holder.fetchval("SELECT count(*) FROM done") == 1


@pytest.mark.parametrize("name", ["slow", "loaded", "rows"])
async def test_what_nobody_waits_for_any_more_ends(service: Service, name: str) -> None:
    """The gateway says how long it waits: then the statement ends, too, and the answer says why."""
    short, long = {"x-deadline-ms": "100"}, {"x-deadline-ms": "600000"}
    hurried, patient = await service.ask(f"{{ {name} }}", **short), await service.ask(f"{{ {name} }}", **long)
    status, body = await hurried.answer()
    assert (status, body["errors"][0]["extensions"]["code"]) == (504, "DEADLINE_EXCEEDED")
    await service.until_running("waits", 1)
    await service.holder.execute("SELECT pg_advisory_unlock(77)")
    assert (await patient.answer())[0] == 200


async def test_a_mutation_has_no_deadline(service: Service) -> None:
    changing = await service.ask("mutation { change }", **{"x-deadline-ms": "1"})
    await service.until_running("changes", 1)
    await service.holder.execute("SELECT pg_advisory_unlock(77)")
    assert (await changing.answer())[0] == 200


async def test_the_server_ends_the_statements_of_a_process_that_is_gone(kit_url: str) -> None:
    async with open_database(kit_url) as database:
        assert await database.value(Statement("end", "str", "SHOW statement_timeout")) == "31s"

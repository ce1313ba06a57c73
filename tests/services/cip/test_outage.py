"""When the database is away: /health says so, fields are null with a code, and the service comes back by itself."""

from __future__ import annotations

import asyncpg

from services.cip.app import built
from services.cip.store.connection import open_store
from services.kit.identity import Verifier
from services.kit.settings import Settings
from tests.kit.asking import ask, entities, request


async def test_a_lost_database_costs_fields_not_the_service(migrated_url: str) -> None:
    settings = Settings("cip", migrated_url, "127.0.0.1", 1, pool_size=1)
    async with open_store(settings) as database:
        app = built(database, Verifier())
        assert (await ask(app, "{ competitionRounds { number } }")).errors == []
        assert isinstance(database.pool, asyncpg.Pool)
        await database.pool.close()
        health = await request(app, "GET", "/health")
        assert (health.status, health.json["code"]) == (503, "SERVICE_UNAVAILABLE")
        answer = await ask(app, '{ __typename competitionRounds { number } fundedProject(id: "fproj_1") { title } }')
        assert answer.data == {"__typename": "Query", "competitionRounds": None, "fundedProject": None}
        expected = [("SERVICE_UNAVAILABLE", "competitionRounds"), ("SERVICE_UNAVAILABLE", "fundedProject")]
        assert answer.codes == expected
        idea = await entities(app, "... on Idea { id awards { id } }", [{"__typename": "Idea", "id": "idea_a"}])
        assert idea.data == [{"id": "idea_a", "awards": None}]
    assert "password" not in str(answer.errors)


async def test_a_cut_connection_is_replaced(migrated_url: str) -> None:
    settings = Settings("cip", migrated_url, "127.0.0.1", 1, pool_size=1)
    async with open_store(settings) as database:
        app = built(database, Verifier())
        assert isinstance(database.pool, asyncpg.Pool)
        backend = await database.pool.fetchval("SELECT pg_backend_pid()")
        other = await asyncpg.connect(migrated_url)
        await other.execute("SELECT pg_terminate_backend($1)", backend)
        await other.close()
        answers = [await ask(app, "{ competitionRounds { number } }") for _ in range(3)]
    assert answers[-1].errors == []
    assert {code for answer in answers for code, _ in answer.codes} <= {"SERVICE_UNAVAILABLE"}

"""A service runs in the process of a gateway: the address ``asgi:package.module:application``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import orjson
import pytest

from gateway.ground.errors import ConfigurationError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.operation import OperationKind
from gateway.model.supergraph import Subgraph
from gateway.subgraphs.inside import open_inside
from services.cip.__main__ import SERVICE
from services.kit.database import open_connection
from services.kit.migrate import load_migrations, migrate

FreshDatabase = Callable[[str], Awaitable[str]]
CIP = Subgraph("CIP", "cip", "asgi:services.cip.app:app")
ASK = SubgraphRequest("cip", CIP.url, OperationKind.QUERY, orjson.dumps({"query": "{ awards { id } __typename }"}))


async def network(request: SubgraphRequest, /) -> SubgraphAnswer:
    raise AssertionError("nothing is asked over the network")


async def test_a_house_answers_inside_the_gateway(
    fresh_database: FreshDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await fresh_database("template0")
    async with open_connection(url, schema="cip") as connection:
        await migrate(connection, load_migrations(SERVICE.home / "sql" / "migrations"))
    monkeypatch.setenv("CIP_DATABASE_URL", url)
    async with open_inside(network, [CIP]) as send:
        answer = await send(ASK)
    assert answer.status == 200
    assert orjson.loads(answer.body) == {"data": {"awards": [], "__typename": "Query"}}


async def test_a_house_without_its_database_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIP_DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(ConfigurationError, match="'cip' did not start"):
        async with open_inside(network, [CIP]):
            pass

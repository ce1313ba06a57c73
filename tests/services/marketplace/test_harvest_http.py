"""The harvest over real connections: a service that goes away and comes back, addresses and tokens that are wrong."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from services.kit.errors import StartError
from services.marketplace.app import opened as opened_service
from services.marketplace.harvest.documents import FeedError
from services.marketplace.harvest.follow import Harvest, Pace, State, step
from services.marketplace.harvest.http import feeds_over_http
from services.marketplace.settings import from_environment
from tests.conftest import FreshDatabase
from tests.kit.asking import request
from tests.services.conftest import bearer
from tests.services.feeds import INDEXER, OF_CIP, OF_CIVIC_DATA_LAB
from tests.services.marketplace.conftest import HANGS_AFTER, until
from tests.services.marketplace.harvesting import catalogue_of, opened, rows

QUICK = Pace(between=0.01, first=0.02, longest=0.04)


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    file = tmp_path / "token"
    file.write_text(bearer(*INDEXER)["authorization"].removeprefix("Bearer ") + "\n", encoding="ascii")
    return file


def listening(port: int = 0) -> socket.socket:
    return socket.create_server(("127.0.0.1", port), reuse_port=False)


@asynccontextmanager
async def served(app: ASGIApp, listener: socket.socket) -> AsyncIterator[str]:
    """The application on this socket; at the end it and its connections are closed."""
    config = uvicorn.Config(app, lifespan="off", log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/graphql"
    finally:
        server.should_exit = True
        await serving
        listener.close()


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2].partition("/")[0])


async def test_a_service_goes_away_and_comes_back(
    template: str, fresh_database: FreshDatabase, token_file: Path
) -> None:
    url = await fresh_database(template)
    async with (
        opened(url) as database,
        OF_CIP.opened(await fresh_database("template0")) as cip,
        OF_CIVIC_DATA_LAB.opened(await fresh_database("template0")) as lab,
        served(lab.app, listening()) as lab_url,
    ):
        sql = "SELECT FROM catalogue_entry WHERE entity_id = 'fproj_1' AND title ->> 'de' = 'Projekt eins'"
        async with served(cip.app, listening()) as cip_url:
            pass
        async with feeds_over_http({"cip": cip_url, "civic_data_lab": lab_url}, token_file) as feeds:
            harvest = Harvest(feeds, catalogue_of(database), QUICK)
            harvest.start()
            try:
                await until(lambda: [*harvest.report().values()] == ["away", "current"])
                for _ in range(2):  # it may go away again, with connections open
                    async with served(cip.app, listening(port_of(cip_url))):
                        await until(lambda: harvest.states["cip"] is State.CURRENT)
                        assert len(await rows(url, sql)) == 1
                    await until(lambda: harvest.states["cip"] is State.AWAY)
                assert harvest.states["civic_data_lab"] is State.CURRENT
            finally:
                await harvest.close()


def issue(file: Path, token: str) -> None:
    file.write_text(token, encoding="utf-8")


async def test_a_token_that_is_renewed_is_used(template: str, fresh_database: FreshDatabase, token_file: Path) -> None:
    good = bearer(*INDEXER)["authorization"].removeprefix("Bearer ")
    async with (
        opened(await fresh_database(template)) as database,
        OF_CIP.opened(await fresh_database("template0")) as cip,
        served(cip.app, listening()) as url,
        feeds_over_http({"cip": url}, token_file) as (feed,),
    ):
        issue(token_file, "ü")
        with pytest.raises(FeedError, match="the token cannot be read"):
            await step(feed, catalogue_of(database))
        issue(token_file, good[:-9] + "forged")
        with pytest.raises(FeedError, match="UNAUTHENTICATED"):
            await step(feed, catalogue_of(database))
        issue(token_file, good)
        assert await step(feed, catalogue_of(database)) is State.CURRENT


async def test_a_token_that_is_not_there_is_named(tmp_path: Path) -> None:
    async with feeds_over_http({"cip": "http://127.0.0.1:9/graphql"}, tmp_path / "none") as (feed,):
        with pytest.raises(FeedError, match="the token cannot be read"):
            await feed.ask("{ __typename }", {})


async def nonsense(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 502, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": b"<h1>Bad gateway</h1>"})


async def list_of_nothing(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"[]"})


async def elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 307, "headers": [(b"location", b"http://127.0.0.1:9/")]})
    await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize(
    ("app", "said"),
    [(nonsense, "HTTP 502 and no JSON"), (list_of_nothing, "no GraphQL response"), (elsewhere, "HTTP 307 and no JSON")],
)
async def test_what_is_no_subgraph_is_named(app: ASGIApp, said: str, token_file: Path) -> None:
    async with served(app, listening()) as url, feeds_over_http({"cip": url}, token_file) as (feed,):
        with pytest.raises(FeedError, match=said):
            await feed.ask("{ __typename }", {})


async def test_the_service_says_how_its_feeds_do(
    template: str, fresh_database: FreshDatabase, token_file: Path, tmp_path: Path
) -> None:
    with listening() as closed:
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/graphql"
    settings = from_environment(
        {
            "MARKETPLACE_DATABASE_URL": await fresh_database(template),
            "MARKETPLACE_FEEDS": f"cip={nobody}",
            "MARKETPLACE_FEED_TOKEN_FILE": str(token_file),
            "EMBEDDING_MODEL": str(tmp_path / "no-model"),
        }
    )
    async with opened_service(settings) as app, asyncio.timeout(HANGS_AFTER):
        while (health := (await request(app, "GET", "/health")).json)["feed_cip"] == "starting":  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert (health["status"], health["feed_cip"]) == ("ok", "away")


@pytest.mark.parametrize(
    ("feeds", "token", "said"),
    [
        ("bmf=http://127.0.0.1:1/graphql", "file", "there is no bmf; there are cip, ideenwerkstatt, civic_data_lab"),
        ("cip=http://127.0.0.1:1/graphql", "", "needs MARKETPLACE_FEED_TOKEN_FILE"),
        ("cip", "file", "'cip' does not fit"),
        ("cip=127.0.0.1:1", "file", "does not fit"),
        ("cip=http://a/,cip=http://b/", "file", "each name once"),
    ],
)
async def test_settings_that_cannot_be_are_refused_at_the_start(feeds: str, token: str, said: str) -> None:
    environment = {
        "MARKETPLACE_FEEDS": feeds,
        "MARKETPLACE_FEED_TOKEN_FILE": token,
        "DATABASE_URL": "postgresql://nobody",
    }
    with pytest.raises(StartError, match=said):
        async with opened_service(from_environment(environment)):
            pass


def test_without_settings_nothing_is_followed() -> None:
    settings = from_environment({})
    assert (settings.feeds, settings.feed_token_file) == ({}, None)

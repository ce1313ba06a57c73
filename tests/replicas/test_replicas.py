"""What replicas have in common, on a real Redis: nothing is missed with it, and nothing fails without it."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from graphql import build_schema, graphql_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.answering.probing import probing
from gateway.ground.allowance import Allowance
from gateway.ground.cell import Cell
from gateway.model.standing import State
from gateway.observe.counts import Counts
from gateway.replicas.rates import SharedBuckets
from gateway.replicas.store import AwayError, Store, open_store
from gateway.settings import Settings, read_settings
from tests.ports import free_port
from tests.renewal.test_warming import graph
from tests.serving import until
from tests.web.whole import gateway, subgraph

PROGRAMS = [found for name in ("redis-server", "valkey-server") if (found := shutil.which(name))]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAMS, reason="neither redis-server nor valkey-server is installed"),
]
SDL = "type Query { a: Int b: Int }"
SCHEMA = build_schema(SDL)


@dataclass
class Server:
    """A Redis that can be ended and started again at one port."""

    program: str
    folder: Path
    port: int = 0
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder))
        self.process = await asyncio.create_subprocess_exec(self.program, *options, stdout=asyncio.subprocess.DEVNULL)
        for _ in range(3000):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.01)
                continue
            writer.close()
            return
        raise AssertionError(f"{self.program} never listened")

    async def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            await self.process.wait()
            self.process = None


@pytest.fixture(params=PROGRAMS, ids=lambda program: Path(program).name)
async def server(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Server]:
    made = Server(request.param, tmp_path, free_port())
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


@dataclass
class Service:
    is_away: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    async def answer(self, request: Request) -> Response:
        if self.is_away:
            return Response("down", 503)
        result = graphql_sync(SCHEMA, (await request.json())["query"], {"a": 1, "b": 2})
        return JSONResponse(result.formatted, headers=dict(self.headers))


@asynccontextmanager
async def replicas(settings: Settings, service: Service, number: int = 2) -> AsyncIterator[list[str]]:
    async with AsyncExitStack() as stack:
        shared = replace(settings, subgraph_urls={"one": await stack.enter_async_context(subgraph(service.answer))})
        services = {"one": (SDL, service.answer)}
        yield [await stack.enter_async_context(gateway(shared, services)) for _ in range(number)]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that does other things five milliseconds are short; what is tried here is not how long they are."""
    monkeypatch.setattr(Store, "seconds", 2.0)


async def ask(session: aiohttp.ClientSession, url: str, body: Any, **headers: str) -> tuple[int, Any, Any]:
    async with session.post(url, json=body, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None), answer.headers


async def ready(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url.removesuffix("/graphql") + "/health/ready") as answer:
        return (await answer.json())["shared"]["state"]


def persisted(text: str) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}


async def test_a_document_that_one_has_seen_all_know(server: Server) -> None:
    settings = read_settings({"GATEWAY_REDIS_URL": server.url, "GATEWAY_BATCH_LIMIT": "5"})
    async with replicas(settings, Service()) as (one, two), aiohttp.ClientSession() as session:
        misses = 0
        for number in range(100):
            text = f"{{ a{number}: a }}"
            assert (await ask(session, one, {"query": text, **persisted(text)}))[0] == 200
            _, body, _ = await ask(session, two, persisted(text))
            misses += "errors" in body
        assert misses == 0
        texts = ["{ x: a }", "{ y: a }"]
        await ask(session, one, [{"query": text, **persisted(text)} for text in texts])
        _, body, _ = await ask(session, two, [persisted(text) for text in texts])
        assert [each["data"] for each in body] == [{"x": 1}, {"y": 1}]
        _, body, _ = await ask(session, two, persisted("{ b }"))
        assert body["errors"][0]["message"] == "PersistedQueryNotFound"
        assert await ready(session, one) == "ok"


async def test_nobody_else_chooses_what_a_hash_stands_for(server: Server) -> None:
    settings = read_settings({"GATEWAY_REDIS_URL": server.url})
    store = open_store(server.url)
    digest = persisted("{ a }")["extensions"]["persistedQuery"]["sha256Hash"]
    await store.put(f"cg:apq:{digest}", "{ b }", 60)
    async with replicas(settings, Service(), 1) as (one,), aiohttp.ClientSession() as session:
        _, body, _ = await ask(session, one, persisted("{ a }"))
    assert body["errors"][0]["message"] == "PersistedQueryNotFound"
    await store.close()


async def test_a_caller_has_his_points_once_however_many_replicas_there_are(server: Server) -> None:
    settings = read_settings({"GATEWAY_REDIS_URL": server.url, "GATEWAY_RATE": "anonymous=10/3600"})
    async with replicas(settings, Service()) as (one, two), aiohttp.ClientSession() as session:
        statuses = [(await ask(session, (one, two)[number % 2], {"query": "{ a }"}))[0] for number in range(14)]
    assert statuses == [200] * 10 + [429] * 4


async def test_the_script_counts_as_memory_does(server: Server) -> None:
    store = open_store(server.url)
    buckets, allowance = SharedBuckets(store), Allowance(10, 3600)
    assert (await buckets.take("anna", allowance, 8)).left == pytest.approx(2, abs=0.1)
    refused = await buckets.take("anna", allowance, 4)
    assert refused.left == pytest.approx(2, abs=0.1)
    assert refused.wait == pytest.approx(720, abs=30)
    assert (await buckets.take("anna", allowance, -3, must=True)).left == pytest.approx(5, abs=0.1)
    assert (await buckets.take("anna", allowance, 12, must=True)).left == pytest.approx(-7, abs=0.1)
    assert (await buckets.take("berta", allowance, 20)).left == pytest.approx(-10, abs=0.1)
    await store.close()


async def test_answers_for_everybody_stand_in_at_every_replica(server: Server) -> None:
    settings = read_settings({"GATEWAY_REDIS_URL": server.url, "GATEWAY_RETRIES": "0"})
    public = Service(headers={"cache-control": "public, stale-if-error=600"})
    async with replicas(settings, public) as (one, two), aiohttp.ClientSession() as session:
        await ask(session, one, {"query": "{ a }"})
        public.is_away = True
        _, body, headers = await ask(session, two, {"query": "{ a }"})
        assert (body["data"], body["extensions"]["stale"][0]["service"]) == ({"a": 1}, "one")
        assert headers["cache-control"] == "no-store"
    own = Service(headers={"cache-control": "stale-if-error=600"})
    async with replicas(settings, own) as (one, two), aiohttp.ClientSession() as session:
        token = {"accept-language": "x"}
        await ask(session, one, {"query": "{ a }"}, **token)
        own.is_away = True
        _, body, _ = await ask(session, two, {"query": "{ a }"}, **token)
        assert body["data"] == {"a": None}, "what is for one never leaves the process"
        _, body, _ = await ask(session, one, {"query": "{ a }"}, **token)
        assert body["data"] == {"a": 1}


async def test_without_it_all_goes_on_from_memory(server: Server) -> None:
    environment = {"GATEWAY_REDIS_URL": server.url, "GATEWAY_RATE": "anonymous=1000/3600"}
    async with replicas(read_settings(environment), Service()) as (one, two), aiohttp.ClientSession() as session:
        text = "{ a }"
        await ask(session, one, {"query": text, **persisted(text)})
        await server.stop()
        for number in range(20):
            url = (one, two)[number % 2]
            status, body, headers = await ask(session, url, {"query": text, **persisted(text)})
            assert (status, body["data"], "ratelimit" in headers) == (200, {"a": 1}, True)
        assert (await ask(session, one, persisted(text)))[1]["data"] == {"a": 1}
        assert {await ready(session, url) for url in (one, two)} == {"failing"}
        await server.start()

        async def is_back() -> bool:
            await ask(session, one, {"query": "{ b: a }"})
            return bool(await ready(session, one) == "ok")

        for _ in range(600):
            if await is_back():
                break
            await asyncio.sleep(0.05)
        assert await ready(session, one) == "ok"


async def test_that_it_is_back_is_shown_though_nobody_needs_it(server: Server) -> None:
    """As where it starts after the gateways: they look after it as they look after subgraphs."""
    await server.stop()
    store = open_store(server.url)
    await store.open()
    states = [store.state.state]
    await server.start()
    async with probing(Cell(graph("a: Int", Counts())), 0.5, store.open):
        for _ in range(600):
            states.append(store.state.state)
            if states[-1] is State.OK:
                break
            await asyncio.sleep(0.05)
    await store.close()
    assert (states[0], states[-1]) == (State.FAILING, State.OK)


class Stuck:
    """A client whose server never answers."""

    def __init__(self) -> None:
        self.asked = 0
        self.never = asyncio.Event()

    async def get(self, key: str) -> bytes | None:
        self.asked += 1
        await self.never.wait()
        return b"late"

    async def aclose(self) -> None:
        """Nothing is open."""


async def test_one_that_hangs_is_soon_not_asked_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "seconds", 0.001)
    client, now = Stuck(), [0.0]
    store = Store(client, (), lambda: now[0])
    for _ in range(50):
        with pytest.raises(AwayError):
            await store.get("x")
    assert client.asked == 5
    client.never.set()
    await until(lambda: not store._late, "what was late has ended")
    now[0] = 2.0
    for _ in range(3):
        assert await store.get("x") == b"late"
    assert store.state.state == "ok"
    await store.close()

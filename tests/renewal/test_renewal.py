"""A gateway as a process gets another supergraph while it answers."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families

from tests.alive import is_alive
from tests.commands.conftest import BOOKS, Gateway, application, listed, running, serve, services, start_reviews

__all__ = ["listed", "serve", "services", "start_reviews"]
PROMTOOL = shutil.which("promtool")
ALL = "{ books { title stars } }"
BROKEN = BOOKS + "type Query { books: Int }"
NEW = '{ __type(name: "Book") { fields { name } } }'


async def ready(gateway: Gateway) -> dict[str, Any]:
    address = gateway.url.replace("/graphql", "/health/ready")
    async with aiohttp.ClientSession() as session, session.get(address) as reply:
        found: dict[str, Any] = await reply.json()
        return found


async def fields(gateway: Gateway) -> set[str]:
    return {each["name"] for each in (await gateway.ask(NEW))["data"]["__type"]["fields"]}


async def until(what: Callable[[], Awaitable[bool]]) -> None:
    """Waits for it as long as a test may wait at all; nothing depends on how long it takes."""
    async with asyncio.timeout(60):
        while not await what():  # noqa: ASYNC110 - it is another process that changes
            await asyncio.sleep(0.05)


@pytest.fixture
def settings(services: Any) -> dict[str, str]:
    return {"GATEWAY_SUBGRAPH_URLS": f"books={services.books},reviews={services.reviews}"}


@asynccontextmanager
async def under_traffic(gateway: Gateway) -> AsyncIterator[list[Any]]:
    """Asks all the time, over connections that stay open, and keeps what is not as it should be."""
    wrong: list[Any] = []
    answered = asyncio.Event()

    async def ask_on(session: aiohttp.ClientSession) -> None:
        while True:
            async with session.post(gateway.url, json={"query": ALL}) as reply:
                answer = await reply.json(content_type=None)
            if answer.get("data", {}).get("books") is None or "errors" in answer:
                wrong.append(answer)
            answered.set()
            await asyncio.sleep(0.01)

    async with aiohttp.ClientSession() as session:
        asking = [asyncio.create_task(ask_on(session)) for _ in range(3)]
        await answered.wait()
        yield wrong
        answered.clear()
        await answered.wait()
        failed = [task.exception() for task in asking if task.done()]
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    assert not failed


@pytest.mark.parametrize("workers", [1, 2])
async def test_no_request_fails_while_good_and_broken_ones_come(
    serve: Any, listed: Path, settings: dict[str, str], workers: int
) -> None:
    """The parent composes once; what is good reaches every worker, what is broken is refused and said by each."""
    books = listed.parent / "books.graphql"
    async with serve("--subgraphs", listed, "--workers", workers, **settings) as gateway:

        async def is_there(field: str) -> bool:
            return all([field in await fields(gateway) for _ in range(4 * workers)])

        async with under_traffic(gateway) as wrong:
            for number in range(3):
                books.write_text(BOOKS.replace("title: String", f"title: String new{number}: Int"))
                await until(lambda number=number: is_there(f"new{number}"))  # type: ignore[misc]
                books.write_text(BROKEN)
                await until(lambda: _is_refused(gateway))
                assert await is_there(f"new{number}")
        assert wrong == []


async def _is_refused(gateway: Gateway) -> bool:
    return all([(await ready(gateway))["supergraph"]["refused"] is not None for _ in range(4)])


async def test_what_is_refused_is_told_until_it_is_mended(serve: Any, listed: Path, settings: dict[str, str]) -> None:
    books = listed.parent / "books.graphql"
    async with serve("--subgraphs", listed, **settings) as gateway:
        before = (await ready(gateway))["supergraph"]
        books.write_text("type Query {")
        await until(lambda: _is_refused(gateway))
        now = (await ready(gateway))["supergraph"]
        assert (now["id"], now["since"]) == (before["id"], before["since"])
        assert "books" in now["refused"]
        books.write_text(BOOKS)

        async def is_mended() -> bool:
            return bool((await ready(gateway))["supergraph"] == before)

        await until(is_mended)


async def test_sighup_and_the_port_of_administration_reload(
    serve: Any, listed: Path, settings: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    settings |= {"GATEWAY_OPERATIONS": str(folder), "GATEWAY_ADMIN_TOKEN": "secret"}
    async with serve("--subgraphs", listed, **settings) as gateway, aiohttp.ClientSession() as session:
        (folder / "a.graphql").write_text("{ books { title } }")
        gateway.process.send_signal(signal.SIGHUP)

        async def is_read() -> bool:
            async with session.get(gateway.url.replace("/graphql", "/operations.json")) as reply:
                return [each["id"] for each in await reply.json()] == ["a"]

        await until(is_read)
        reload = f"{gateway.admin}/admin/reload"
        async with session.post(reload) as reply:
            assert reply.status == 401
        secret = {"authorization": "Bearer secret"}
        async with session.post(reload, headers=secret) as reply:
            assert (reply.status, (await reply.json())["result"]) == (200, "done")
        # A saved query that was answered must not be lost by a mistake.
        (listed.parent / "books.graphql").write_text(BOOKS.replace("title", "name"))
        async with session.post(reload, headers=secret) as reply:
            assert reply.status == 409
            assert "a: Cannot query field 'title'" in (await reply.json())["refused"]
        assert (await gateway.ask("{ books { title } }"))["data"]["books"]


async def test_a_service_that_is_away_at_the_start_comes_when_it_is_there(
    serve: Any, services: Any, tmp_path: Path
) -> None:
    """Its schema is asked for again and again, and kept in a file for the next start."""
    async with running_then_not() as url:
        pass
    list_of = (
        f"subgraphs: {{books: {{schema: {{subgraph_url: '{services.books}'}}}},"
        f" reviews: {{schema: {{subgraph_url: '{url}'}}}}}}"
    )
    (tmp_path / "s.yaml").write_text(list_of)
    settings = {
        "GATEWAY_SUPERGRAPH_POLL": "0.1",
        "GATEWAY_SUPERGRAPH_CACHE": str(tmp_path / "known.json"),
        "GATEWAY_SUBGRAPH_DEADLINE": "all=30,reviews=5",
    }
    async with serve("--subgraphs", tmp_path / "s.yaml", **settings) as gateway:
        assert await fields(gateway) == {"id", "title"}
        async with reviews_at(url):
            await until(lambda: _has(gateway, "stars"))
            assert (await gateway.ask(ALL))["data"]["books"][0]["stars"] == 4
    assert (tmp_path / "known.json").exists()
    async with serve("--subgraphs", tmp_path / "s.yaml", **settings) as gateway:
        assert await fields(gateway) == {"id", "title", "stars"}
        answer = await gateway.ask(ALL)
        assert answer["data"]["books"][0] == {"title": "Faust", "stars": None}


async def _has(gateway: Gateway, field: str) -> bool:
    return field in await fields(gateway)


@asynccontextmanager
async def running_then_not() -> AsyncIterator[str]:
    async with running(web.Application()) as url:
        yield url


def reviews_at(url: str) -> Any:
    return running(application("reviews", []), int(url.rsplit(":", 1)[1].split("/")[0]))


async def test_the_steward_ends_with_the_gateway_and_leaves_nothing(serve: Any, listed: Path) -> None:
    async with serve("--subgraphs", listed, GATEWAY_ADMIN_PORT="0") as gateway:
        await until(lambda: _has_children(gateway.process.pid))
        (steward,) = children_of(gateway.process.pid)
        os.kill(gateway.process.pid, signal.SIGKILL)
        await gateway.process.wait()
        await until(lambda: _is_gone(steward))


async def _has_children(process: int) -> bool:
    return bool(children_of(process))


async def _is_gone(process: int) -> bool:
    return not is_alive(process)


def children_of(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


async def test_who_asks_whether_it_is_ready_hears_first_that_it_ends(
    serve: Any, listed: Path, settings: dict[str, str]
) -> None:
    """The signal to stop; then nobody new is sent here; requests are answered until then; a second signal ends it."""
    more = {"GATEWAY_DRAIN_DELAY": "3600", "GATEWAY_READY_PROBE": "0.05"}
    async with serve("--subgraphs", listed, **settings, **more) as gateway:

        async def is_probed() -> bool:
            return {each["state"] for each in (await ready(gateway))["subgraphs"].values()} == {"ok"}

        await until(is_probed)
        gateway.process.terminate()

        async def is_draining() -> bool:
            return bool((await ready(gateway))["status"] == "draining")

        await until(is_draining)
        assert (await gateway.ask(ALL))["data"]["books"][0]["stars"] == 4
        gateway.process.terminate()
        assert await asyncio.wait_for(gateway.process.wait(), 60) == 0


def samples(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """All samples of an exposition, as Prometheus' own library reads them."""
    return {
        (each.name, frozenset(each.labels.items())): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }


def total(text: str, name: str, **labels: str) -> float:
    """The sum of all samples of this name that have these labels."""
    return sum(
        value for (each, has), value in samples(text).items() if each == name and labels.items() <= dict(has).items()
    )


async def metrics(gateway: Gateway, accept: str = "") -> str:
    headers = {"accept": accept} if accept else {}
    async with aiohttp.ClientSession() as session, session.get(f"{gateway.admin}/metrics", headers=headers) as reply:
        assert reply.content_type == ("application/openmetrics-text" if accept else "text/plain")
        return await reply.text()


async def test_metrics_are_those_of_all_workers(serve: Any, listed: Path, settings: dict[str, str]) -> None:
    """Each request comes over a connection of its own, which the system gives to one of the two."""
    async with serve("--subgraphs", listed, "--workers", 2, **settings) as gateway:
        for _ in range(20):
            await gateway.ask(ALL)
        await gateway.ask("{ nothing }")
        text = await metrics(gateway)
        assert total(text, "http_server_request_duration_seconds_count", http_route="/graphql") == 21
        assert total(text, "http_server_response_body_size_bytes_count", http_response_status_code="200") == 21
        assert total(text, "http_server_active_requests") == 0
        assert total(text, "civic_gateway_operation_duration_seconds_count", graphql_operation_type="query") == 20
        assert total(text, "civic_gateway_fetches_total", civic_subgraph_name="books") == 20
        assert total(text, "http_client_request_duration_seconds_count", civic_subgraph_name="reviews") == 20
        assert total(text, "civic_gateway_refused_total", civic_code="GRAPHQL_VALIDATION_FAILED") == 1
        assert total(text, "civic_gateway_plan_duration_seconds_count") in (1, 2)  # each worker has its own memory
        assert total(text, "civic_gateway_breaker_state", civic_subgraph_name="books") == 0
        assert total(text, "civic_gateway_supergraph_swaps_total", civic_swap_result="done") == 0
        # A worker that dies takes nothing of what was told with it.
        _steward, _other, worker = children_of(gateway.process.pid)
        os.kill(worker, signal.SIGKILL)
        await until(lambda: _is_gone(worker))
        text = await metrics(gateway)
        assert total(text, "http_server_request_duration_seconds_count", http_route="/graphql") == 21
        open_text = await metrics(gateway, "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
        families = {each.name: each.type for each in openmetrics(open_text)}  # type: ignore[no-untyped-call]
        assert families["civic_gateway_fetches"] == "counter"
        assert families["http_server_request_duration_seconds"] == "histogram"


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed (Debian's package prometheus has it)")
async def test_promtool_finds_no_fault(serve: Any, listed: Path, settings: dict[str, str]) -> None:
    assert PROMTOOL is not None
    async with serve("--subgraphs", listed, **settings) as gateway:
        await gateway.ask(ALL)
        text = await metrics(gateway)
    pipe = subprocess.PIPE
    tool = await asyncio.create_subprocess_exec(PROMTOOL, "check", "metrics", stdin=pipe, stdout=pipe, stderr=pipe)
    said = await tool.communicate(text.encode())
    assert (tool.returncode, said) == (0, (b"", b""))

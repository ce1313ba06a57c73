"""``serve`` as a process: composed or composing, one worker or several, and how it stops."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.ports import free_port


@pytest.fixture
def settings(services: Any) -> dict[str, str]:
    return {"GATEWAY_SUBGRAPH_URLS": f"books={services.books},reviews={services.reviews}"}


ALL = "{ books { title stars } }"
ANSWER = {"data": {"books": [{"title": "Faust", "stars": 4}, {"title": "Momo", "stars": 5}]}}


async def test_it_composes_from_files_and_answers(serve: Any, listed: Path, settings: dict[str, str]) -> None:
    async with serve("--subgraphs", listed, **settings) as gateway:
        assert await gateway.ask(ALL) == ANSWER
        base = gateway.url.removesuffix("/graphql")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{base}/health") as reply:
                assert (reply.status, await reply.json()) == (200, {"status": "ok"})
            async with session.get(f"{base}/health/ready") as reply:
                states = {name: each["state"] for name, each in (await reply.json())["subgraphs"].items()}
                assert states == {"books": "ok", "reviews": "ok"}
            async with session.get(f"{base}/") as reply:
                assert "Civic Coding Graph" in await reply.text()
                assert "default-src 'self'" in reply.headers["content-security-policy"]
            async with session.get(f"{base}/operations.json") as reply:
                assert await reply.json() == []
        gateway.process.terminate()
        assert await asyncio.wait_for(gateway.process.wait(), 20) == 0


async def test_it_asks_running_subgraphs_for_their_schema(serve: Any, services: Any, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(
        f"subgraphs: {{books: {{schema: {{subgraph_url: '{services.books}'}}}},"
        f" reviews: {{schema: {{subgraph_url: '{services.reviews}'}}}}}}"
    )
    async with serve("--subgraphs", tmp_path / "s.yaml", GATEWAY_GRAPHIQL="off") as gateway:
        assert await gateway.ask(ALL) == ANSWER


async def test_several_workers_share_the_port(run: Any, serve: Any, listed: Path, settings: dict[str, str]) -> None:
    supergraph = listed.parent / "supergraph.graphql"
    await asyncio.to_thread(run, "compose", listed, "-o", supergraph)
    async with serve("--supergraph", supergraph, "--workers", 2, **settings) as gateway:
        answers = await asyncio.gather(*(gateway.ask(ALL) for _ in range(20)))
        assert all(answer == ANSWER for answer in answers)
        gateway.process.terminate()
        assert await asyncio.wait_for(gateway.process.wait(), 20) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the workers in /proc")
async def test_a_worker_that_dies_is_followed_by_another(serve: Any, listed: Path, settings: dict[str, str]) -> None:
    async with serve("--subgraphs", listed, "--workers", 2, **settings) as gateway:
        assert await gateway.ask(ALL) == ANSWER
        parent = gateway.process.pid
        steward, *first = workers_of(parent)
        assert len(first) == 2
        os.kill(first[0], signal.SIGKILL)
        assert b"starting another" in await asyncio.wait_for(gateway.process.stderr.readline(), 20)
        answers = await asyncio.gather(*(gateway.ask(ALL) for _ in range(20)))
        assert all(answer == ANSWER for answer in answers)
        now = [each for each in workers_of(parent) if each != steward]
        assert len(now) == 2
        assert first[1] in now


def workers_of(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


async def test_only_named_headers_reach_the_subgraphs(
    serve: Any, services: Any, listed: Path, settings: dict[str, str]
) -> None:
    async with serve("--subgraphs", listed, **settings) as gateway:
        headers = {"x-request-id": "r1", "cookie": "a=1", "te": "trailers", "accept-language": "de"}
        await gateway.ask("{ who }", headers=headers)
    ((_, _, sent),) = services.asked
    assert (sent["x-request-id"], sent["accept-language"]) == ("r1", "de")
    assert "cookie" not in sent
    assert "te" not in sent


async def test_a_service_that_is_down_costs_only_its_fields_and_comes_back(
    serve: Any, services: Any, start_reviews: Any, listed: Path
) -> None:
    port = free_port()
    urls = {"GATEWAY_SUBGRAPH_URLS": f"books={services.books},reviews=http://127.0.0.1:{port}/graphql"}
    async with serve("--subgraphs", listed, **urls) as gateway:
        for _ in range(2):
            async with start_reviews(port):
                assert await gateway.ask(ALL) == ANSWER
            answer = await gateway.ask(ALL)
            assert answer["data"] == {"books": [{"title": "Faust", "stars": None}, {"title": "Momo", "stars": None}]}
            for error in answer["errors"]:
                assert error["extensions"]["service"] == "reviews"
                assert str(port) not in error["message"]
        ready = gateway.url.replace("/graphql", "/health/ready")
        async with aiohttp.ClientSession() as session, session.get(ready) as reply:
            states = (await reply.json())["subgraphs"]
        assert {name: (each["state"], each["code"]) for name, each in states.items()} == {
            "books": ("ok", None),
            "reviews": ("failing", "SUBREQUEST_HTTP_ERROR"),
        }


async def test_a_request_under_way_is_finished_before_it_stops(serve: Any, run_service: Any, listed: Path) -> None:
    asked, go = asyncio.Event(), asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        asked.set()
        await go.wait()
        return web.json_response({"data": {"who": "late"}})

    application = web.Application()
    application.router.add_post("/graphql", slow)
    async with (
        run_service(application) as url,
        serve("--subgraphs", listed, GATEWAY_SUBGRAPH_URLS=f"reviews={url}") as gateway,
    ):
        answer = asyncio.create_task(gateway.ask("{ who }"))
        await asyncio.wait_for(asked.wait(), 60)
        gateway.process.terminate()
        await asyncio.sleep(0.2)
        go.set()
        assert await asyncio.wait_for(answer, 60) == {"data": {"who": "late"}}
        assert await asyncio.wait_for(gateway.process.wait(), 20) == 0


BODY = b'{"query":"{__typename}"}'
POST = b"POST /graphql HTTP/1.%d\r\nhost: x\r\ncontent-type: application/json\r\n%scontent-length: 24\r\n\r\n" + BODY


async def test_plain_http_clients_of_every_kind_get_whole_answers(serve: Any, listed: Path) -> None:
    async with serve("--subgraphs", listed) as gateway:
        port = int(gateway.url.rsplit(":", 1)[1].split("/")[0])

        async def exchange(message: bytes) -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(message)
            answer = await asyncio.wait_for(reader.read(), 10)
            writer.close()
            return answer

        found = b'{"data":{"__typename":"Query"}}'
        assert (await exchange(POST % (1, b"connection: close\r\n"))).endswith(found)
        assert (await exchange(POST % (0, b""))).endswith(found)
        pipelined = await exchange(POST % (1, b"") + POST % (1, b"connection: close\r\n"))
        assert pipelined.count(found) == 2
        assert (await exchange(b"nonsense\r\n\r\n")).startswith(b"HTTP/1.1 400 ")


async def test_demo_persons_log_in_and_their_token_reaches_the_subgraphs(
    run: Any, serve: Any, services: Any, listed: Path, settings: dict[str, str], tmp_path: Path
) -> None:
    assert run("dev-key", tmp_path / "keys").code == 0
    (tmp_path / "personas.json").write_text(json.dumps([{"id": "anna", "name": "Anna", "scopes": ["ideas:write"]}]))
    settings |= {
        "GATEWAY_DEV_ISSUER_KEY": str(tmp_path / "keys" / "private.pem"),
        "GATEWAY_DEV_PERSONAS": str(tmp_path / "personas.json"),
    }
    async with serve("--subgraphs", listed, **settings) as gateway, aiohttp.ClientSession() as session:
        base = gateway.url.removesuffix("/graphql")
        async with session.get(f"{base}/auth/personas") as reply:
            assert [person["id"] for person in await reply.json()] == ["anna"]
        async with session.post(f"{base}/auth/token", json={"persona": "anna"}) as reply:
            token = (await reply.json())["access_token"]
        async with session.get(f"{base}/.well-known/jwks.json") as reply:
            written = json.loads((tmp_path / "keys" / "jwks.json").read_text())
            assert await reply.json() == written
        async with session.get(f"{base}/.well-known/openid-configuration") as reply:
            assert (await reply.json())["jwks_uri"] == f"{base}/.well-known/jwks.json"
        for wrong, status in (({"persona": "nobody"}, 400), ({}, 400), ([], 400)):
            async with session.post(f"{base}/auth/token", json=wrong) as reply:
                assert (reply.status, set(await reply.json())) == (status, {"errors"})
        async with session.post(f"{base}/auth/token", data={"persona": "anna"}) as reply:
            assert (reply.status, (await reply.json())["error"]) == (400, "unsupported_grant_type")
        headers = {"authorization": f"Bearer {token}"}
        assert await gateway.ask("{ who }", headers=headers) == {"data": {"who": f"Bearer {token}"}}
        refused = await gateway.ask("{ who }", headers={"authorization": f"Bearer {token}x"})
        assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_taken_port_is_a_clear_error(run: Any, listed: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for workers in (1, 2):
            ended = run("serve", "--subgraphs", listed, "--port", port, "--workers", workers)
            assert (ended.code, ended.out) == (2, "")
            assert ended.err.startswith(f"Port {port} on 127.0.0.1 is taken")


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        (("--port", "70000"), {}, "port: 70000 is more than 65535."),
        (("--workers", "0"), {}, "workers: 0 is less than 1."),
        (("--host", "not an address"), {}, "cannot listen on not an address"),
        (("--config", "/not/there.yaml"), {}, "The settings file /not/there.yaml cannot be read."),
        ((), {"GATEWAY_SUBGRAPH_URLS": "bokos=http://x"}, "There is no subgraph 'bokos'; there are: books, reviews."),
        ((), {"GATEWAY_OPERATIONS": "/not/there"}, "The folder of saved queries /not/there is not there."),
        ((), {"GATEWAY_POLICIES": "p=no.such:thing"}, "policy 'p': 'no.such:thing' cannot be imported"),
        ((), {"GATEWAY_DEV_ISSUER_KEY": "/no", "GATEWAY_DEV_PERSONAS": "/no"}, "issuer's key /no cannot be read"),
    ],
)
def test_what_keeps_it_from_starting_is_said(
    run: Any, listed: Path, words: tuple[str, ...], environment: dict[str, str], said: str
) -> None:
    ended = run("serve", "--subgraphs", listed, *words, **environment)
    assert ended.code == 2
    assert said in ended.err

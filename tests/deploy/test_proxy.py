"""The proxy of `compose.yaml` before real gateways: what caches are told is obeyed by one that somebody else wrote."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.settings import Settings
from tests.ports import free_ports
from tests.serving import until
from tests.web.whole import gateway
from tools.run.settings import ROOT

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian's package has that name)")
CONF = ROOT / "deploy" / "compose" / "proxy.conf"
SDL = "type Query { number: Int, wrong: Int } type Mutation { count: Int }"
ASKED = "{ number }"
MAIN = """
daemon off; pid {home}/pid; error_log {home}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/f;
  uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
  include {home}/proxy.conf;
}}
"""


@dataclass
class World:
    """``says``: Cache-Control of the service. ``asked``: how often it was."""

    session: aiohttp.ClientSession
    says: str = "public, max-age=60"
    asked: int = 0
    address: str = ""
    tokens: list[str | None] = field(default_factory=list)

    async def serve(self, came: Request) -> Response:
        body = await came.json()
        if body["query"] == "{__typename}":
            return JSONResponse({"data": {"__typename": "Query"}})
        self.asked += 1
        self.tokens.append(came.headers.get("authorization"))
        name = "count" if "count" in body["query"] else "wrong" if "wrong" in body["query"] else "number"
        errors = {"errors": [{"message": "no"}]} if name == "wrong" else {}
        keys = re.findall(r"(\w+): *number", body["query"]) or [name]
        return JSONResponse({"data": dict.fromkeys(keys, self.asked), **errors}, headers={"cache-control": self.says})

    async def get(self, query: str = ASKED, **headers: str) -> tuple[Any, str]:
        """The answer, and what the proxy says of it. Each test asks a text of its own."""
        async with self.session.get(self.address, params={"query": query}, headers=headers) as answer:
            status = answer.headers.get("cache-status", "").rpartition("=")[2]
            return (await answer.json())["data"] if answer.status == 200 else answer.status, status


@contextmanager
def placed(upstream: str, port: int) -> Iterator[str]:
    """A folder with the file, its places changed, and what nginx needs around it."""
    with tempfile.TemporaryDirectory(prefix="civic-proxy-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o777)
        text = CONF.read_text(encoding="utf-8")
        for before, after in {
            "server gateway:4000": f"server {upstream}",
            "  server gateway-two:4000 max_fails=1 fail_timeout=1s;\n": "",
            "listen 8000": f"listen 127.0.0.1:{port}",
            "/var/cache/nginx": folder,
        }.items():
            assert before in text, before
            text = text.replace(before, after)
        Path(folder, "proxy.conf").write_text(text, encoding="utf-8")
        Path(folder, "nginx.conf").write_text(MAIN.format(home=folder), encoding="utf-8")
        yield folder


@asynccontextmanager
async def behind(upstream: str) -> AsyncIterator[str]:
    """The address of the proxy, as the file has it but for its places."""
    (port,) = free_ports(1)
    with placed(upstream.removeprefix("http://").partition("/")[0], port) as folder:
        process = await asyncio.create_subprocess_exec(
            *(str(NGINX), "-p", folder, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"),
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(200):
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    break
                except OSError:
                    await asyncio.sleep(0.02)
            yield f"http://127.0.0.1:{port}/graphql"
        finally:
            process.terminate()
            await process.wait()


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with aiohttp.ClientSession() as session:
        made = World(session)
        settings = Settings(graphiql=False, ready_probe=0)
        async with gateway(settings, {"cip": (SDL, made.serve)}) as url, behind(url) as made.address:
            yield made


async def test_the_second_get_of_a_public_query_is_a_hit(world: World) -> None:
    assert await world.get() == ({"number": 1}, "MISS")
    assert await world.get() == ({"number": 1}, "HIT")
    assert await world.get("{ other: number }") == ({"other": 2}, "MISS"), "another text is another question"
    assert world.asked == 2


async def test_nothing_of_who_says_who_he_is_is_kept_or_given_to_others(world: World) -> None:
    for says in ("public, max-age=60", "max-age=60", "private, max-age=60"):
        world.says = says
        query = f"query N{len(says)} {ASKED}"
        before = world.asked
        for number, token in enumerate(("a", "a", "b")):
            answer = await world.get(query, authorization=f"Bearer {token}")
            assert answer == ({"number": before + number + 1}, "BYPASS"), says
        assert await world.get(query) == ({"number": before + 4}, "MISS"), says
        kept = await world.get(query)
        assert kept[1] == ("MISS" if "private" in says else "HIT"), says
        assert (await world.get(query, authorization="Bearer a"))[0] == {"number": world.asked}, says


async def test_what_must_not_be_kept_is_not(world: World) -> None:
    for says in ("no-store", "max-age=0", ""):
        world.says = says
        query = f"query N{len(says)} {ASKED}"
        assert [(await world.get(query))[1] for _ in range(2)] == ["MISS", "MISS"], says
    world.says = "public, max-age=60"
    assert [(await world.get("{ wrong }"))[1] for _ in range(2)] == ["MISS", "MISS"], "errors pass"
    before = world.asked
    for _ in range(2):
        async with world.session.post(world.address, json={"query": "mutation { count }"}) as answer:
            assert answer.status == 200
    assert world.asked == before + 2


async def test_each_coding_is_kept_by_itself_and_a_validator_needs_no_body(world: World) -> None:
    query = "{ " + " ".join(f"number_{'x' * 40}_{number}: number" for number in range(40)) + " }"
    async with world.session.get(world.address, params={"query": query}, headers={"accept-encoding": "gzip"}) as answer:
        assert (answer.headers["content-encoding"], answer.headers["cache-status"]) == ("gzip", "nginx; detail=MISS")
        tag, packed = answer.headers["etag"], await answer.json()
    async with world.session.get(world.address, params={"query": query}, headers={"accept-encoding": "br"}) as answer:
        assert (answer.headers.get("content-encoding"), answer.headers["cache-status"]) == ("br", "nginx; detail=MISS")
    headers = {"accept-encoding": "gzip"}
    async with world.session.get(world.address, params={"query": query}, headers=headers) as answer:
        assert (answer.headers["cache-status"], await answer.json()) == ("nginx; detail=HIT", packed)
    headers["if-none-match"] = tag
    async with world.session.get(world.address, params={"query": query}, headers=headers) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
    assert world.asked == 2


async def test_an_answer_as_events_comes_through_piece_by_piece(world: World) -> None:
    headers = {"accept": "text/event-stream"}
    async with world.session.post(world.address, json={"query": ASKED}, headers=headers) as answer:
        text = (await answer.read()).decode()
        assert answer.headers["content-type"].startswith("text/event-stream")
    assert text.startswith("event: next\ndata: ") and text.endswith("event: complete\ndata:\n\n")
    await until(lambda: world.asked == 1, "it was asked once")

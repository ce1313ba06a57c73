"""Nothing calls home: a running gateway has connections to its subgraphs and its issuer, and to nobody else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web

from tests.kit.tokens import new_issuer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sockets are read from /proc")
LISTENING = "0A"


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))


def sockets_of(pids: Iterator[int]) -> set[str]:
    """Their inodes."""
    links = (link for pid in pids for link in Path(f"/proc/{pid}/fd").iterdir())
    found = set()
    for link in links:
        try:
            target = str(link.readlink())
        except OSError:
            continue  # it was closed while we looked
        if target.startswith("socket:["):
            found.add(target.removeprefix("socket:[").removesuffix("]"))
    return found


def outgoing(pid: int) -> set[int]:
    """The ports that they are connected to, or that datagrams go to, but for what came in at a port of theirs."""
    mine = sockets_of(family(pid))
    lines = [
        (kind, line.split())
        for kind in ("tcp", "tcp6", "udp", "udp6")
        for line in Path(f"/proc/net/{kind}").read_text().splitlines()[1:]
    ]
    lines = [(kind, words) for kind, words in lines if words[9] in mine]
    ours = {words[1].rpartition(":")[2] for _, words in lines if words[3] == LISTENING}
    return {
        int(words[2].rpartition(":")[2], 16)
        for kind, words in lines
        if words[3] != LISTENING and (kind.startswith("udp") or words[1].rpartition(":")[2] not in ours)
    }


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


async def test_a_gateway_connects_to_what_it_was_told_and_to_nothing_else(
    serve: Any, services: Any, listed: Path, run_service: Any
) -> None:
    issuer = new_issuer("k1")

    async def keys(_: web.Request) -> web.Response:
        return web.Response(text=issuer.jwks, content_type="application/json")

    application = web.Application()
    application.router.add_get("/graphql", keys)
    async with run_service(application) as jwks:
        settings = {
            "GATEWAY_SUBGRAPH_URLS": f"books={services.books},reviews={services.reviews}",
            "GATEWAY_JWKS_URL": jwks,
            "GATEWAY_JWT_ISSUER": "https://one.example",
            "GATEWAY_READY_PROBE": "0.05",
            "GATEWAY_ADMIN_TOKEN": "secret",
            "GATEWAY_WORKERS": "2",
        }
        seen: set[int] = set()
        async with serve("--subgraphs", listed, **settings) as gateway, aiohttp.ClientSession() as session:
            base = gateway.url.removesuffix("/graphql")
            for _ in range(5):
                assert "errors" not in await gateway.ask("{ books { title stars } }")
                seen |= outgoing(gateway.process.pid)
                for address in (f"{base}/", f"{base}/health/ready", f"{gateway.admin}/metrics"):
                    async with session.get(address) as answer:
                        assert answer.status == 200
                    seen |= outgoing(gateway.process.pid)
                headers = {"authorization": f"Bearer {issuer.token(iss='https://one.example', aud='x')}"}
                await gateway.ask("{ books { title } }", headers=headers)
                async with session.post(f"{gateway.admin}/admin/reload", headers={"authorization": "Bearer secret"}):
                    seen |= outgoing(gateway.process.pid)
    told = {port_of(services.books), port_of(services.reviews), port_of(jwks)}
    assert seen <= told
    assert seen >= {port_of(services.books), port_of(services.reviews)}, "or nothing would be seen at all"

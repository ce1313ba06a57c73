"""A foreign OpenID provider (npm oidc-provider) as issuer: gateway and service believe it alike, rotations included."""

from __future__ import annotations

import asyncio
import json
import shutil
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from gateway.doors import identify_of
from gateway.ground.errors import RequestError
from gateway.settings import read_settings
from services.kit.errors import UnauthenticatedError
from services.kit.identity import verifier_of
from services.kit.settings import read_settings as read_service_settings
from tests.judges.conftest import HERE
from tests.kit.tokens import new_issuer
from tests.ports import free_ports

SECRET = "a-secret-for-tests-only-0123456789"
HERS = ("machine", frozenset({"a"}))


@dataclass(slots=True)
class Provider:
    """Its process, and its name, which is its address."""

    process: asyncio.subprocess.Process
    url: str

    async def says(self) -> str:
        assert self.process.stdout is not None
        while not (line := (await self.process.stdout.readline()).decode()).startswith("key-"):
            assert line, "the provider has ended"
        return line.strip()

    async def rotate(self) -> str:
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        return await self.says()

    async def token(self, resource: str = "urn:graph") -> str:
        body = {"grant_type": "client_credentials", "scope": "a", "resource": resource}
        headers = {"authorization": f"Basic {b64encode(f'machine:{SECRET}'.encode()).decode()}"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.url}/token", data=body, headers=headers) as said,
        ):
            return str((await said.json())["access_token"])


@pytest.fixture(params=["ES256", "RS256", "PS256"])
async def provider(request: pytest.FixtureRequest) -> AsyncIterator[Provider]:
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("Node or oidc-provider is not installed: make judge-http installs it")
    (port,) = free_ports(1)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(node, str(HERE / "issuer.mjs"), str(port), request.param),
        stdin=pipe,
        stdout=pipe,
        stderr=asyncio.subprocess.DEVNULL,
    )
    made = Provider(process, f"http://127.0.0.1:{port}")
    assert await made.says() == "key-1"
    try:
        yield made
    finally:
        process.terminate()
        await process.wait()


class Doors:
    """The gateway's way to know callers, and a service's, over one list of issuers."""

    def __init__(self, provider: Provider) -> None:
        listed = {
            "issuer": provider.url,
            "discovery": f"{provider.url}/.well-known/openid-configuration",
            "audience": ["urn:graph"],
            "algorithms": ["ES256", "RS256", "PS256"],
        }
        written = json.dumps([listed])
        self.door = identify_of(read_settings({"GATEWAY_ISSUERS": written}), None)
        self.verifier = verifier_of(read_service_settings({"AUTH_ISSUERS": written}, "CIP", 1))

    async def know(self, token: str) -> tuple[Any, Any]:
        """Subject and scopes, here and there; None: refused."""
        here: Any = None
        there: Any = None
        try:
            caller = await self.door({b"authorization": f"Bearer {token}".encode()})
            here = (caller.subject, caller.scopes)
        except RequestError as error:
            assert error.code == "UNAUTHENTICATED"
        try:
            known = await self.verifier.caller(f"Bearer {token}")
            there = known and (known.sub, known.scopes)
        except UnauthenticatedError:
            pass
        return here, there


async def test_gateway_and_service_believe_it_alike(provider: Provider) -> None:
    doors = Doors(provider)
    old = await provider.token()
    assert await doors.know(old) == (HERS, HERS)
    assert await doors.know(await provider.token("urn:other")) == (None, None), "for somebody else"
    forged = new_issuer("key-1").token(iss=provider.url, aud="urn:graph", scope="a")
    assert await doors.know(forged) == (None, None), "the name of its key, and another key"
    assert await provider.rotate() == "key-2"
    new = [await provider.token() for _ in range(3)]
    assert await asyncio.gather(*(doors.know(token) for token in new)) == [(HERS, HERS)] * 3, "nobody is refused"
    assert await doors.know(old) == (None, None), "its key is gone"
    unsigned = new[0].rpartition(".")[0] + "."
    assert await doors.know(unsigned) == (None, None)

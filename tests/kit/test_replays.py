"""A change counts once for all replicas of a house, on a real Redis or Valkey; where that is away, once for each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from services.kit.errors import StartError
from services.kit.identity import verifier_of
from services.kit.replays import PAUSE, SharedReplays, shared_replays
from services.kit.settings import read_settings
from services.kit.signatures import Signatures, UnsignedError
from tests.kit.tokens import new_issuer, written_jwks
from tests.ports import free_port
from tests.replicas.test_replicas import PROGRAMS, Server


@pytest.fixture(params=PROGRAMS, ids=lambda program: Path(program).name)
async def server(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Server]:
    made = Server(request.param, tmp_path, free_port())
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


def replica(url: str, folder: Path, house: str = "CIP") -> Signatures:
    """A process of a house, by its settings."""
    keys = written_jwks(new_issuer(), folder)
    verifier = verifier_of(read_settings({"AUTH_GATEWAY_JWKS": str(keys), "REDIS_URL": url}, house, 1))
    made = verifier.signatures
    assert made is not None and made.shared is not None
    made.shared.seconds = 5.0  # what is tried here is not how long it takes on a machine that does other things
    return made


async def is_taken(signatures: Signatures, change: str) -> bool:
    try:
        await signatures._once(change, 1_000.0)
    except UnsignedError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAMS, reason="neither redis-server nor valkey-server is installed")
async def test_a_change_counts_once_for_all_replicas(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    one, two, other = (replica(server.url, tmp_path, house) for house in ("CIP", "CIP", "MARKETPLACE"))
    moment = [0.0]
    for each in (one, two, other):
        assert each.shared is not None
        each.shared.clock = lambda: moment[0]
        await each.shared.ready()
    assert [await is_taken(each, "a") for each in (one, two, one, two)] == [True, False, False, False]
    assert await is_taken(other, "a"), "another house has changes of its own"
    at_once = await asyncio.gather(*(is_taken(each, "b") for each in (one, two)))
    assert sorted(at_once) == [False, True]
    assert two.shared is not None
    assert 0 < await two.shared.client.ttl("cg:jti:cip:a") <= 70, "no longer than it could be sent again"

    await server.stop()
    with caplog.at_level(logging.WARNING):
        assert [await is_taken(each, "c") for each in (one, two, one, two)] == [True, True, False, False]
    assert caplog.text.count("known to this process alone") == 2, "once a process"
    await server.start()
    assert await is_taken(two, "d")
    assert two.shared.is_away, "it is not asked at once"
    moment[0] += PAUSE
    assert [await is_taken(each, "e") for each in (one, two)] == [True, False]
    assert not two.shared.is_away
    for each in (one, two, other):
        assert each.shared is not None
        await each.shared.close()


@dataclass
class Silent:
    """A store that takes commands and says nothing."""

    asked: list[str] = field(default_factory=list)
    answer: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    async def set(self, key: str, value: int, **options: object) -> Any:
        self.asked.append(key)
        return await self.answer

    async def aclose(self) -> None:
        """Nothing is open."""


async def test_a_store_that_says_nothing_holds_up_no_change() -> None:
    moment, client = [0.0], Silent()
    shared = SharedReplays(client, "cip", clock=lambda: moment[0], seconds=0.0)
    assert [await shared.is_first(name, 70) for name in "ab"] == [True, True]
    assert client.asked == ["cg:jti:cip:a"], "the second did not wait for it"
    moment[0] += PAUSE
    assert await shared.is_first("c", 70)
    assert len(client.asked) == 2
    await shared.close()


async def test_health_says_whether_replicas_have_them_in_common(tmp_path: Path) -> None:
    keys = str(written_jwks(new_issuer(), tmp_path))
    environment = {"AUTH_GATEWAY_JWKS": keys, "CIP_REDIS_URL": "redis://127.0.0.1:9/0"}
    verifier = verifier_of(read_settings(environment, "CIP", 1))
    assert verifier.report() == {"replays": "shared"}
    await verifier.ready()
    assert verifier.report() == {"replays": "known to this process alone"}
    await verifier.close()
    assert verifier_of(read_settings({"AUTH_GATEWAY_JWKS": keys}, "CIP", 1)).report() == {}
    assert verifier_of(read_settings({"REDIS_URL": "redis://x"}, "CIP", 1)).report() == {}, "nothing is signed there"


def test_what_is_no_address_is_said_at_the_start() -> None:
    with pytest.raises(StartError, match="REDIS_URL"):
        shared_replays("http://x", "cip")

"""What can happen to a graph while it is asked. Each case does it, and says whom it may cost an answer."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiohttp

from tools.judge_operation.house import House, free_ports
from tools.judge_operation.proxy import balanced
from tools.judge_operation.traffic import Traffic
from tools.run.settings import ROOT, SERVICES

EVERYBODY = frozenset(SERVICES)
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """``may_fail``: houses whose fields may be lost while it lasts. ``settings``: variables of the run.

    ``is_copied``: it changes code, so it runs on a copy. ``do`` lasts about so many seconds, with traffic on; when it
    returns everything is to be as before.
    """

    name: str
    do: Callable[[House, Traffic, float], Awaitable[str]]
    may_fail: frozenset[str] = NOBODY
    workers: int = 1
    is_on_small_disk: bool = False
    is_copied: bool = False


async def ten_swaps(house: House, traffic: Traffic, seconds: float) -> str:
    """Five new schemas, and five broken ones in between."""
    file = house.home / "subgraphs" / "cip.graphql"
    good = await asyncio.to_thread(file.read_text, encoding="utf-8")
    served: list[float] = []
    for number in range(5):
        began = asyncio.get_running_loop().time()
        text = good.replace("type Query {", f"type Query {{\n  swapped{number}: Int", 1)
        await asyncio.to_thread(file.write_text, text, encoding="utf-8")
        await _until(partial(_has_field, house, f"swapped{number}"))
        served.append(asyncio.get_running_loop().time() - began)
        await asyncio.sleep(max(0.0, seconds / 10 - served[-1]))
        await asyncio.to_thread(file.write_text, f"{text}\ntype Query {{", encoding="utf-8")
        await asyncio.sleep(seconds / 10)
        await _until(partial(_is_refused, house))
    await asyncio.to_thread(file.write_text, good, encoding="utf-8")
    swaps = await _metric(house, "civic_gateway_supergraph_swaps_total")
    return f"served after {max(served):.1f} s at most; {swaps}"


async def _until(what: Callable[[], Awaitable[bool]]) -> None:
    while not await what():  # noqa: ASYNC110 - it is another process that changes
        await asyncio.sleep(0.1)


async def _is_refused(house: House) -> bool:
    async with aiohttp.ClientSession() as session, session.get(f"{house.address()}/health/ready") as answer:
        return (await answer.json())["supergraph"]["refused"] is not None


async def _has_field(house: House, name: str) -> bool:
    body = {"query": '{ __type(name: "Query") { fields { name } } }'}
    async with aiohttp.ClientSession() as session, session.post(f"{house.address()}/graphql", json=body) as answer:
        said = await answer.json()
    return name in {each["name"] for each in said["data"]["__type"]["fields"]}


async def _metric(house: House, name: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"{house.address('admin')}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    found = [line.partition('_result="')[2].replace('"}', "") for line in lines if line.startswith(name)]
    return ", ".join(found)


FIELD = """
    @field()
    async def saved{number}(self) -> str | None:
        return "served"
"""


async def saved_field(house: House, traffic: Traffic, seconds: float) -> str:
    """Three new fields in the code of one house, each saved as a developer saves it."""
    file, loop = house.root / "services" / "cip" / "schema" / "query.py", asyncio.get_running_loop()
    there: list[float] = []
    after: list[float] = []
    for number in range(3):
        text = await asyncio.to_thread(file.read_text, encoding="utf-8")
        await asyncio.to_thread(file.write_text, text + FIELD.format(number=number), encoding="utf-8")
        saved = loop.time()
        answers, served = await asyncio.gather(
            *(_when_served(house.address(part), f"saved{number}") for part in ("cip", "gateway"))
        )
        there.append(served - saved)
        after.append(max(0.0, served - answers))
        await asyncio.sleep(seconds / 4)
    return f"served {max(there):.1f} s after saving at most, {max(after):.1f} s after the house answered again"


async def _when_served(address: str, field: str) -> float:
    """The moment at which a part answers a field."""
    body = {"query": f"{{ {field} }}"}
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.post(f"{address}/graphql", json=body) as answer:
                    if await answer.json(content_type=None) == {"data": {field: "served"}}:
                        return asyncio.get_running_loop().time()
            except (aiohttp.ClientError, OSError, ValueError):
                pass  # it is being started anew
            await asyncio.sleep(0.05)


def killed(part: str) -> Callable[[House, Traffic, float], Awaitable[str]]:
    """A house that dies at once; the run starts it again."""

    async def kill(house: House, traffic: Traffic, seconds: float) -> str:
        (pid,) = house.pids(f"services.{part}", "serve") or house.pids(f"services.{part}")
        os.kill(pid, signal.SIGKILL)
        began = asyncio.get_running_loop().time()
        await house.says(f"{part} is back")
        back = asyncio.get_running_loop().time() - began
        await asyncio.sleep(seconds)
        return f"back after {back:.1f} s"

    return kill


async def killed_gateway(house: House, traffic: Traffic, seconds: float) -> str:
    """The whole gateway."""
    (pid,) = house.pids("gateway", "serve")
    os.kill(pid, signal.SIGKILL)
    began = asyncio.get_running_loop().time()
    await house.says("gateway is back")
    back = asyncio.get_running_loop().time() - began
    await asyncio.sleep(seconds)
    return f"back after {back:.1f} s"


async def killed_worker(house: House, traffic: Traffic, seconds: float) -> str:
    """One of two workers; what waits at its socket is answered by the one that follows it."""
    (pid,) = house.pids("gateway", "serve")
    _steward, worker, *_ = house.below(pid)
    os.kill(worker, signal.SIGKILL)
    await asyncio.sleep(seconds)
    return f"{len(house.below(pid)) - 1} workers again"


async def killed_steward(house: House, traffic: Traffic, seconds: float) -> str:
    """The process that watches for new supergraphs."""
    (pid,) = house.pids("gateway", "serve")
    steward, *_ = house.below(pid)
    os.kill(steward, signal.SIGKILL)
    await asyncio.sleep(seconds)
    return ""


async def frozen_house(house: House, traffic: Traffic, seconds: float) -> str:
    """A house that takes requests and answers none."""
    (pid,) = house.pids("services.civic_data_lab")
    os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(seconds)
    finally:
        os.kill(pid, signal.SIGCONT)
    await asyncio.sleep(min(seconds, 10))
    own = [each for each in traffic.of("during") if each.house == "civic_data_lab"]
    at_once = sum(each.took < 0.5 for each in own if each.wrong is not None)
    lost = sum(each.wrong is not None for each in own)
    longest = max((each.took for each in own), default=0.0)
    return f"of its own {lost} of {len(own)} failed, {at_once} of them at once; waited {longest:.1f} s at most"


async def restarted_database(house: House, traffic: Traffic, seconds: float) -> str:
    """The database of all houses, killed; the run starts it again."""
    (pid,) = [each for each in house.pids("postgres") if each]
    os.kill(pid, signal.SIGKILL)
    loop = asyncio.get_running_loop()
    await house.says("PostgreSQL is back")
    back = loop.time()
    await asyncio.sleep(seconds)
    late = [each.at + each.took - back for each in traffic.asked if each.wrong is not None and each.at > back - 0.5]
    return f"last failure {max(late, default=0):+.1f} s from its return"


async def full_disk(house: House, traffic: Traffic, seconds: float) -> str:
    """The disk of the database is full: reading goes on, writing is refused in words, and goes again afterwards."""
    filler = house.home / "filler"
    before = await _write(house)
    await asyncio.to_thread(_fill, filler)
    # Until the segments of the log that are there already are full, too.
    during = "nothing"
    for _ in range(200):
        during = await _write(house)
        if during != "written":
            break
    await asyncio.sleep(seconds)
    await asyncio.to_thread(filler.unlink)
    after = "nothing"
    for _ in range(100):
        after = await _write(house)
        if after == "written":
            break
        await asyncio.sleep(0.2)
    return f"written before: {before}; full: {during}; after: {after}"


def _fill(filler: Path) -> None:
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65_536)


BIG = "x" * 4_000


async def _write(house: House) -> str:
    """What a mutation says: ``written``, or the code of its error."""
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{house.address()}/auth/token", json={"persona": "mira"}) as answer:
            token = (await answer.json())["access_token"]
        idea = {
            **{"title": "Probe", "summary": "Eine Probe.", "problem": BIG, "solution": BIG, "language": "DE"},
            **{"commonGoodBenefit": BIG, "targetGroups": ["Teams"], "maturity": "IDEA", "aiMethods": ["NONE_YET"]},
            "topicSlugs": ["biodiversity"],
        }
        query = "mutation($input: IdeaInput!) { createIdea(input: $input) { idea { id } errors { code } } }"
        body = {"query": query, "variables": {"input": idea}}
        headers = {"authorization": f"Bearer {token}"}
        async with session.post(f"{house.address()}/graphql", json=body, headers=headers) as answer:
            said = await answer.json()
    if said.get("errors"):
        return str(said["errors"][0]["extensions"]["code"])
    payload = said["data"]["createIdea"]
    return "written" if payload["idea"] else str([each["code"] for each in payload["errors"]])


async def rolling_restart(house: House, traffic: Traffic, seconds: float) -> str:
    """Two more gateways behind one port, each ended and started again; the traffic goes to that port."""
    one, two, shared = free_ports(3)
    arguments = {port: ["--subgraphs", str(house.home / "supergraph.yaml"), "--port", str(port)] for port in (one, two)}
    async with gateway(arguments[one]) as first, gateway(arguments[two]) as second:
        addresses = [f"http://127.0.0.1:{port}" for port in (one, two)]
        async with balanced(addresses, shared) as address:
            behind = Traffic(address, traffic.rate)
            async with behind.running():
                behind.phase("before")
                await asyncio.sleep(seconds / 4)
                behind.phase("during")
                for running, port in ((first, one), (second, two)):
                    running.process.terminate()
                    await running.process.wait()
                    running.process = await started(arguments[port])
                    await asyncio.sleep(seconds / 4)
                behind.phase("after")
                await asyncio.sleep(seconds / 4)
        traffic.asked, traffic.phases = behind.asked, behind.phases
    return "both ended with a drain of 1 s"


@dataclass(slots=True)
class Running:
    process: asyncio.subprocess.Process


async def started(arguments: list[str]) -> asyncio.subprocess.Process:
    """A gateway that is ready."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "serve", *arguments),
        cwd=ROOT,
        env={**os.environ, "GATEWAY_DRAIN_DELAY": "1", "GATEWAY_ADMIN_PORT": "0"},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{arguments[-1]}/health/ready") as answer:
                    if answer.status == 200:
                        return process
            except aiohttp.ClientError:
                if process.returncode is not None:
                    raise
            await asyncio.sleep(0.1)


@asynccontextmanager
async def gateway(arguments: list[str]) -> AsyncIterator[Running]:
    running = Running(await started(arguments))
    try:
        yield running
    finally:
        if running.process.returncode is None:
            running.process.terminate()
            await running.process.wait()


CASES = (
    Case("ten swaps, five broken", ten_swaps),
    Case("ten swaps, two workers", ten_swaps, workers=2),
    Case("a field saved in cip", saved_field, frozenset(("cip",)), is_copied=True),
    Case("rolling restart of two gateways", rolling_restart),
    *(Case(f"kill -9 {part}", killed(part), frozenset((part,))) for part in SERVICES),
    Case("kill -9 gateway", killed_gateway, EVERYBODY),
    Case("kill -9 one of two workers", killed_worker, EVERYBODY, workers=2),
    Case("kill -9 steward", killed_steward, workers=2),
    Case("frozen civic_data_lab", frozen_house, frozenset(("civic_data_lab",))),
    Case("database killed", restarted_database, EVERYBODY),
    Case("disk full", full_disk, is_on_small_disk=True),
)

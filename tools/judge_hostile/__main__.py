"""Sends hostile documents to a real gateway beside honest new ones, and says whether the honest ones suffer.

Three windows: honest clients alone; beside 50 hostile ones at another address; beside 50 at their own. Then SIGTERM
while hostile documents are worked on. Exit code 1 when an honest request is not answered, takes more than 10 times as
long in the second window, or the process outlives ``shutdown_grace``.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tools.holds.telling import told
from tools.judge_hostile.documents import SHAPES
from tools.run.settings import ROOT

HOSTILE = 50
HONEST = 2
SIZES = (8, 12, 20, 40, 200)
GRACE = 5.0
SLACK = 1.0
"""Seconds for Python itself to end."""
ANSWER = b'{"data":{"programmes":[],"topics":[]}}'
SUBGRAPHS = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")


@dataclass(slots=True)
class Window:
    """What one window saw: milliseconds of honest requests, refused or lost ones, and what hostile ones got."""

    times: list[float] = field(default_factory=list)
    unanswered: int = 0
    hostile: Counter[str] = field(default_factory=Counter)

    def percentile(self, part: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.judge_hostile", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="of each window")
    parser.add_argument("--holds", type=Path, help="a file for what held the loop in the second window (tools.holds)")
    chosen = parser.parse_args()
    if chosen.holds is not None:
        chosen.holds.unlink(missing_ok=True)
    return asyncio.run(judge(chosen.seconds, chosen.holds))


async def judge(seconds: float, holds: Path | None = None) -> int:
    """The exit code."""
    async with subgraph() as address, gateway(address, holds) as (process, url):
        alone = await window(url, seconds, hostile_from=None)
        show("honest alone", alone)
        began = time.monotonic()
        beside = await window(url, seconds, hostile_from="127.0.0.2")
        until = time.monotonic()
        show("beside 50 hostile ones", beside)
        same = await window(url, seconds, hostile_from="127.0.0.1")
        show("... at the same address", same)
        ended = await stopped(process, url)
        print(f"SIGTERM while they are worked on: ended after {ended:.1f} s (shutdown_grace {GRACE} s)")
    if holds is not None:
        print(told(holds, began, until))
    lost = alone.unanswered + beside.unanswered + same.unanswered
    ratio = beside.percentile(0.99) / alone.percentile(0.99)
    print(f"p99 beside hostile ones: {ratio:.1f} times that without; unanswered: {lost}")
    return 1 if lost or ratio > 10 or ended > GRACE + SLACK else 0


def show(name: str, window: Window) -> None:
    got = ", ".join(f"{count} {code}" for code, count in window.hostile.most_common())
    print(
        f"{name:<26} {len(window.times):>5} answered, {window.unanswered} not; p50 {window.percentile(0.5):.0f} ms, "
        f"p99 {window.percentile(0.99):.0f} ms" + (f"; the hostile ones got {got}" if got else ""),
        flush=True,
    )


@asynccontextmanager
async def subgraph() -> AsyncIterator[str]:
    """One service that knows nothing, in place of all."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
                )
                await reader.readexactly(length)
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")
                writer.write(b"content-length: %d\r\n\r\n%s" % (len(ANSWER), ANSWER))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/graphql"


@asynccontextmanager
async def gateway(subgraph_url: str, holds: Path | None = None) -> AsyncIterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    urls = ",".join(f"{name}={subgraph_url}" for name in SUBGRAPHS)
    environment = {**os.environ, "GATEWAY_SUBGRAPH_URLS": urls, "GATEWAY_SHUTDOWN_GRACE": str(GRACE)}
    module = ("gateway",) if holds is None else ("tools.holds", str(holds))
    command = ("-m", *module, "serve", "--supergraph", "schema/supergraph.graphql", "--port", str(port))
    # One process for the whole judgement, which has nothing else to do meanwhile.
    process = subprocess.Popen(  # noqa: S603, ASYNC220 - our own command
        (sys.executable, *command), cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}/graphql"
    try:
        async with aiohttp.ClientSession() as session:
            await until_there(session, url)
        yield process, url
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


async def until_there(session: aiohttp.ClientSession, url: str) -> None:
    for _ in range(600):
        try:
            async with session.post(url, json={"query": "{ __typename }"}):
                return
        except aiohttp.ClientError:
            await asyncio.sleep(0.1)
    raise SystemExit("The gateway does not start.")


async def window(url: str, seconds: float, hostile_from: str | None) -> Window:
    seen = Window()
    async with asyncio.timeout(None), clients("127.0.0.1") as good, clients(hostile_from or "127.0.0.1") as bad:
        attack = [asyncio.create_task(harm(bad, url, seen, n)) for n in range(HOSTILE if hostile_from else 0)]
        await asyncio.sleep(0.5)
        until = time.monotonic() + seconds
        await asyncio.gather(*(ask_honestly(good, url, seen, until) for _ in range(HONEST)))
        for task in attack:
            task.cancel()
        await asyncio.gather(*attack, return_exceptions=True)
    return seen


@asynccontextmanager
async def clients(address: str) -> AsyncIterator[aiohttp.ClientSession]:
    connector = aiohttp.TCPConnector(local_addr=(address, 0), limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(30)) as session:
        yield session


serial = itertools.count(int(time.time()))


async def ask_honestly(session: aiohttp.ClientSession, url: str, seen: Window, until: float) -> None:
    """A page's question whose text was never seen before."""
    while time.monotonic() < until:
        name = f"p{next(serial)}"
        text = (
            f"{{ {name}: __typename programmes {{ slug name {{ de }} status ministries {{ code name {{ de }} }} }} }}"
        )
        begin = time.perf_counter()
        try:
            async with session.post(url, json={"query": text}) as reply:
                answered = (await reply.json()).get("data") is not None
        except (aiohttp.ClientError, TimeoutError):
            answered = False
        seen.times.append(1000 * (time.perf_counter() - begin))
        seen.unanswered += not answered
        await asyncio.sleep(0.05)


async def harm(session: aiohttp.ClientSession, url: str, seen: Window, start: int) -> None:
    for number in itertools.count(start):
        hostile = SHAPES[number % len(SHAPES)](SIZES[number // len(SHAPES) % len(SIZES)])
        body: dict[str, Any] = {"query": f"{hostile.text} # {next(serial)}", "variables": hostile.variables}
        if "query Q0" in hostile.text:
            body["operationName"] = "Q0"
        try:
            async with session.post(url, json=body) as reply:
                answer = await reply.json()
        except (aiohttp.ClientError, TimeoutError) as error:
            seen.hostile[type(error).__name__] += 1
            await asyncio.sleep(0.1)
            continue
        first = (answer.get("errors") or [{}])[0]
        seen.hostile["data" if "data" in answer else first.get("extensions", {}).get("code", "?")] += 1


async def stopped(process: subprocess.Popen[bytes], url: str) -> float:
    """Seconds from SIGTERM to the end of the process."""
    async with clients("127.0.0.1") as bad:
        attack = [asyncio.create_task(harm(bad, url, Window(), n)) for n in range(HOSTILE)]
        await asyncio.sleep(1.5)
        begin = time.monotonic()
        process.send_signal(signal.SIGTERM)
        while process.poll() is None and time.monotonic() < begin + 10 * GRACE:  # noqa: ASYNC110 - a process tells no event
            await asyncio.sleep(0.05)
        ended = time.monotonic() - begin
        for task in attack:
            task.cancel()
        await asyncio.gather(*attack, return_exceptions=True)
    return ended


if __name__ == "__main__":
    sys.exit(main())

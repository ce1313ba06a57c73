"""The service as a whole over HTTP, on a PostgreSQL of its own: starts, answers, freshness, and its event loop."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.bench.__main__ import cpu_seconds
from tools.bench.load import read_body, request
from tools.bench_matching.lag import lines, read
from tools.bench_matching.lines import Line, milliseconds, under_load
from tools.bench_matching.machine import memory
from tools.bench_matching.timing import CALLERS, Ask, Times, arriving, busy, one_by_one
from tools.bench_matching.writing import published_ideas, read_sentences
from tools.run.settings import ROOT

Say = Callable[[Line], None]
Send = Callable[[bytes], Awaitable[bytes]]
READY_WITHIN = 3600.0  # seconds
CALM = 0.4  # of what can be answered at most
ALONE = 40  # questions one at a time for each second of the times under load
TARGET = "target { __typename ... on Idea { id title } ... on Profile { id headline } }"
REASONS = "explanation { similarity complementarySkills sameRegion crossesMinistries sharedTopics { slug } }"
MATCH = f"query ($input: MatchInput!) {{ match(input: $input) {{ nodes {{ id score {REASONS} {TARGET} }} }} }}"
SEARCH = f"query ($query: String!) {{ search(query: $query) {{ nodes {{ score highlights {TARGET} }} }} }}"


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs: where it listens, its process, and the file with the late beats of its loop."""

    port: int
    process: subprocess.Popen[bytes]
    beats: Path


@contextmanager
def service(url: str, port: int, folder: Path, root: Path = ROOT) -> Iterator[Running]:
    """The marketplace of the code in ``root`` in a process of its own, from start to end; it may not be ready yet."""
    beats = folder / f"beats-{time.monotonic_ns()}.jsonl"
    environment = {
        **os.environ,
        "MARKETPLACE_DATABASE_URL": url,
        "MARKETPLACE_PORT": str(port),
    }
    with (folder / "service.log").open("ab") as log:
        command = [sys.executable, "-m", "tools.bench_matching.service", str(beats)]
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own
    try:
        yield Running(port, process, beats)
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(running: Running, began: float) -> tuple[float, float]:
    """Seconds from ``began`` until the service answered, and until its matching was ready."""
    answered = 0.0
    while time.monotonic() < began + READY_WITHIN and running.process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/health", timeout=5) as answer:
                answered = answered or time.monotonic() - began
                if json.load(answer)["matching"] == "ready":
                    return answered, time.monotonic() - began
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.01)
    raise SystemExit("The service did not get ready; its log is service.log beside the beats.")


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Send]:
    """Requests over as many connections as are needed at once; an answer with errors ends the run."""
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    every: list[asyncio.StreamWriter] = []

    async def send(content: bytes) -> bytes:
        reader, writer = idle.pop() if idle else await asyncio.open_connection("127.0.0.1", port)
        if writer not in every:
            every.append(writer)
        writer.write(request("/graphql", content, ""))
        answer = await read_body(reader)
        idle.append((reader, writer))
        if b'"errors"' in answer:
            raise SystemExit(f"The service answered with errors: {answer[:500].decode()}")
        return answer

    try:
        yield send
    finally:
        for writer in every:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


def asking(send: Send, made: Callable[[int], bytes]) -> Ask:
    async def ask(number: int) -> None:
        await send(made(number))

    return ask


def body(query: str, variables: Mapping[str, object]) -> bytes:
    return json.dumps({"query": query, "variables": variables}).encode()


def questions() -> dict[str, Callable[[int], bytes]]:
    """Bodies of requests by name; free texts are summaries, and first halves of problems."""
    said, ideas = read_sentences(), published_ideas()
    texts = [each for pair in zip(said.summaries, said.bodies, strict=True) for each in (pair[0], pair[1][:80])]
    return {
        "match by text": lambda number: body(MATCH, {"input": {"text": texts[number % len(texts)]}}),
        "match by idea": lambda number: body(MATCH, {"input": {"ideaId": ideas[number % len(ideas)]}}),
        "search": lambda number: body(SEARCH, {"query": " ".join(texts[number % len(texts)].split()[:4])}),
    }


async def measure_answers(running: Running, documents: int, seconds: float, seed: int, say: Say) -> None:
    for name, made in questions().items():
        async with connected(running.port) as send:
            what, began = {"question": name, "documents": f"{documents:,}"}, time.monotonic()
            async for callers, times in asked(running, asking(send, made), seconds, seed):
                say(Line("over HTTP", {**what, "callers": callers, **under_load(times)}))
                # A loop that is asked for more than it can do is late by what waits: its causes say nothing.
                tell_lag(running, f"{name}, {callers}", began, say, 0 if "busy" in callers else 2)
                began = time.monotonic()


async def asked(running: Running, ask: Ask, seconds: float, seed: int) -> AsyncIterator[tuple[str, Times]]:
    """The times by how many ask; after a short warm-up."""
    alone, clock = max(10, round(ALONE * seconds)), partial(cpu_seconds, running.process)
    await one_by_one(ask, alone // 10)
    yield "one at a time", await one_by_one(ask, alone, clock)
    most = await busy(ask, seconds, clock)
    yield f"{CALLERS}, all busy", most
    yield f"who come, {CALM:.0%} of that", await arriving(ask, CALM * most.rate, seconds, seed, clock)


def tell_lag(running: Running, what: str, began: float, say: Say, causes: int = 6) -> None:
    time.sleep(0.5)  # until the last beats are written
    for line in lines(what, read(running.beats.read_text()), began, time.monotonic(), causes):
        say(line)


def measure_start(what: str, url: str, port: int, folder: Path, documents: int, say: Say) -> None:
    """One start, until everything is found."""
    began = time.monotonic()
    with service(url, port, folder) as running:
        answered, ready = wait_until_ready(running, began)
        computed = cpu_seconds(running.process)
        # What is imported and opened before the first answer holds nobody up.
        tell_lag(running, f"{what} start, {documents:,} documents", began + answered, say)
        size = memory("VmRSS", running.process.pid)
    cells = {"start": what, "documents": f"{documents:,}", "answers after s": f"{answered:.1f}"}
    rest = {
        "matching ready after s": f"{ready:.1f}",
        "CPU s": f"{computed:.1f}",
        "documents/s": f"{documents / (ready - answered + 1e-3):.0f}",
    }
    say(Line("start of the service", {**cells, **rest, "memory MiB": f"{size:.0f}"}))


def spread(seconds: list[float]) -> dict[str, str]:
    """The median and the worst of a few times."""
    some = sorted(seconds)
    return {"p50 ms": milliseconds(some[len(some) // 2]), "p99 ms": milliseconds(some[int(0.99 * len(some))])}

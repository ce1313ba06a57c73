"""The service beside another state of this repository, in turn: what a request costs now, by what it cost there.

Both run as processes of their own on databases of their own with as many documents, filled by their own code. They are
asked the same in turn, several times, and the least counts: what else the machine does takes from both.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools import postgres
from tools.bench.__main__ import cpu_seconds
from tools.bench_matching.lines import Line
from tools.bench_matching.over_http import (
    Running,
    Say,
    Send,
    asking,
    connected,
    questions,
    service,
    wait_until_ready,
)
from tools.bench_matching.timing import one_by_one

ROUNDS = 7
TOGETHER = 40  # questions of one side in a round
FILL = "import asyncio, sys; from tools.bench_matching.writing import fill; asyncio.run(fill(sys.argv[1], {}, {}))"


@dataclass(frozen=True, slots=True)
class Side:
    """A state of the repository that runs, and the way to it."""

    running: Running
    send: Send


def start(stack: ExitStack, home: Path, root: Path, documents: int, seed: int, port: int) -> Running:
    """Fills a database by the code of a folder and starts the service of that code."""
    server = stack.enter_context(postgres.running(home / "postgres"))
    url = server.url("postgres")
    command = [sys.executable, "-c", FILL.format(documents, seed), url]
    subprocess.run(command, cwd=root, check=True)  # noqa: S603 - our own
    running = stack.enter_context(service(url, port, home, root))
    wait_until_ready(running, time.monotonic())
    return running


async def compare(now: Running, before: Running, documents: int, say: Say) -> None:
    async with connected(now.port) as to_now, connected(before.port) as to_before:
        sides = (Side(now, to_now), Side(before, to_before))
        for question, made in questions().items():
            ours, theirs = await least_of_both(sides, made)
            cells = {
                "CPU ms now": f"{ours:.1f}",
                "CPU ms before": f"{theirs:.1f}",
                "now / before": f"{ours / theirs:.2f}",
            }
            say(Line("beside another state", {"question": question, "documents": f"{documents:,}", **cells}))


async def least_of_both(sides: tuple[Side, Side], made: Callable[[int], bytes]) -> tuple[float, float]:
    """The least milliseconds of CPU of a request of each side; a first round warms up."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(1 + ROUNDS):
        for side, some in zip(sides, taken, strict=True):
            clock = partial(cpu_seconds, side.running.process)
            times = await one_by_one(asking(side.send, made), TOGETHER, clock)
            some.append(1000 * times.computing / TOGETHER)
    return min(taken[0][1:]), min(taken[1][1:])

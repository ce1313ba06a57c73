"""What a request costs the gateways of several checkouts, in turn: ``python -m tools.bench.pair before=FOLDER now=.``

With ``--houses`` what it costs a house of their kits that has next to nothing to do: how requests come and answers go.

Each is asked in short bursts over connections that stay, and the least of all bursts counts: so other work on the
machine matters little. A bare server is asked beside them. The checkouts run in this environment.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from tools.bench.__main__ import OPERATIONS, configuration, process, wait_for
from tools.bench.load import CONNECTIONS, read_body, request

HOUSE = Path(__file__).with_name("house.py")
EACH = 10
"""Requests of a connection in one burst."""
Costs: TypeAlias = dict[str, dict[str, list[float]]]
"""CPU microseconds a request, of each burst, by the case and the side."""


@dataclass(slots=True)
class Side:
    """One server. ``number``: of the last request, so that no two users are alike."""

    running: subprocess.Popen[bytes]
    port: int
    lines: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)
    number: int = 0

    def spent(self) -> float:
        """CPU microseconds of all its threads."""
        threads = Path(f"/proc/{self.running.pid}/task").iterdir()
        return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e3

    async def burst(self, body: bytes, *, is_same: bool) -> float:
        """CPU microseconds a request."""
        if not self.lines or any(reader.at_eof() for reader, _ in self.lines):
            self.lines = [await asyncio.open_connection("127.0.0.1", self.port) for _ in range(CONNECTIONS)]
            await asyncio.sleep(0.1)  # until they are taken
        before = self.spent()
        await asyncio.gather(*(self._ask(*line, body, is_same=is_same) for line in self.lines))
        return (self.spent() - before) / (EACH * CONNECTIONS)

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes, *, is_same: bool
    ) -> None:
        for _ in range(EACH):
            self.number += not is_same
            writer.write(request("/graphql", body, f"user {self.number}"))
            await read_body(reader)


@contextmanager
def gateway(folder: str, subgraphs: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = (sys.executable, "-m", "gateway", "serve", "--subgraphs", str(subgraphs), "--port", str(port))
    environment = {**os.environ, "GATEWAY_ADMIN_PORT": "0"}
    running = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        running.terminate()
        running.wait()


@contextmanager
def house(folder: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    running = subprocess.Popen(  # noqa: S603 - our own command
        (sys.executable, str(HOUSE), str(port)), env={**os.environ, "PYTHONPATH": str(Path(folder).resolve())}
    )
    try:
        yield running
    finally:
        running.terminate()
        running.wait()


async def compare(sides: Mapping[str, Side], seconds: float, operations: Mapping[str, str]) -> Costs:
    """All cases of all sides in turn, for so long."""
    found: Costs = {}
    until = time.monotonic() + seconds
    turn = 0
    while time.monotonic() < until or turn < 4:
        turn += 1
        for operation, text in operations.items():
            body = json.dumps({"query": text}).encode()
            for mode in ("same", "users"):
                for name in list(sides)[:: 1 if turn % 2 else -1]:
                    cost = await sides[name].burst(body, is_same=mode == "same")
                    if turn > 2:  # the first ones warm up
                        found.setdefault(f"{operation}/{mode}", {}).setdefault(name, []).append(cost)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.pair", description=__doc__)
    parser.add_argument("sides", nargs="+", help="NAME=FOLDER, the first one is what the others are compared with")
    parser.add_argument("--houses", action="store_true", help="of their kits, instead of their gateways")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--port", type=int, default=22750, help="the first of some ports")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="civic-bench-")))
        stack.enter_context(process("-m", "tools.bench.subgraphs", str(chosen.port)))
        subgraphs = configuration(folder, chosen.port)
        bare = stack.enter_context(process("-m", "tools.bench.bare", str(chosen.port + 1), "73"))
        sides = {}
        for port, (name, place) in enumerate((each.split("=", 1) for each in chosen.sides), chosen.port + 2):
            running = house(place, port) if chosen.houses else gateway(place, subgraphs, port)
            sides[name] = Side(stack.enter_context(running), port)
        sides["bare server"] = Side(bare, chosen.port + 1)
        for side in sides.values():
            wait_for(side.port)
        operations = {"hello": "{ hello }"} if chosen.houses else OPERATIONS
        for case, costs in asyncio.run(compare(sides, chosen.seconds, operations)).items():
            least = {name: min(each) for name, each in costs.items()}
            first = next(iter(least.values()))
            print(f"{case:<12}", "  ".join(f"{name} {cost:.1f} ({cost / first:.2f})" for name, cost in least.items()))


if __name__ == "__main__":
    main()

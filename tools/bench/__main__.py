"""Starts the subgraphs and the gateway, loads it, and prints what a request costs it, beside a bare HTTP server.

The machine's speed cancels out: the figure to look at is the ratio to the bare server (uvicorn answering fixed bytes
of the same size), measured in the same run. ``same``: identical requests; ``users``: each with another Authorization
header, so that nothing may be shared between them.
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
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import yaml

from gateway.identity.signing import write_key_pair
from gateway.subgraphs.signed import PREFIX
from tools.bench.graph import HEAVY, LIGHT, SDL
from tools.bench.load import Load, send
from tools.run.settings import ROOT

TURNS = 3
TICKS = os.sysconf("SC_CLK_TCK")
OPERATIONS = {"heavy": HEAVY, "light": LIGHT}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each window")
    parser.add_argument("--port", type=int, default=22700, help="the first of nine ports")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="civic-bench-")))
        stack.enter_context(process("-m", "tools.bench.subgraphs", str(chosen.port)))
        subgraphs = str(configuration(folder, chosen.port))
        command = ("-m", "gateway", "serve", "--subgraphs", subgraphs, "--port", str(chosen.port + 1))
        gateway = stack.enter_context(process(*command))
        wait_for(chosen.port + 1)
        print(f"{'':<18} {'bytes':>9} {'requests/CPU s':>15} {'CPU µs':>9} {'x bare':>7} {'p50 ms':>8} {'p99 ms':>8}")
        for name, text in OPERATIONS.items():
            report(gateway, name, text, chosen.port, chosen.seconds)
        print(f"resident memory of the gateway: {memory_of(gateway):.0f} MiB")
        key, _ = write_key_pair(folder / "calls", PREFIX)
        watched(command, chosen.port, chosen.seconds, {"signed calls": {"GATEWAY_SIGNING_KEY": str(key)}})


WATCHED = {
    "nobody watches": {},
    "access log": {"GATEWAY_ACCESS_LOG": "true", "GATEWAY_LOG_FORMAT": "json"},
    "traces, 1 %": {
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
        "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": "0.01",
    },
    "cost and rate": {"GATEWAY_COST": "enforce", "GATEWAY_RATE": "anonymous=100000000/60"},
    "no time, retry, breaker": {
        "GATEWAY_DEADLINE_HEADER": "",
        "GATEWAY_RETRIES": "0",
        "GATEWAY_BREAKER": "false",
        "GATEWAY_STALE_MEMORY": "0",
    },
}
"""What can be switched on, or off, by variables of the gateway. Metrics are always on."""


def watched(command: Sequence[str], port: int, window: float, more: Mapping[str, Mapping[str, str]]) -> None:
    """What it costs that somebody watches, beside nobody: the cheapest operation, each user alone; in turns, so that
    the machine's moods reach all alike. ``more``: of the same form, what needs a file.
    """
    variants = {**WATCHED, **more}
    body = json.dumps({"query": LIGHT}).encode()
    costs: dict[str, list[float]] = {name: [] for name in variants}
    with ExitStack() as stack:
        running = {}
        for number, (name, variables) in enumerate(variants.items()):
            mine = [str(port + 3 + number) if word == str(port + 1) else word for word in command]
            running[name] = (stack.enter_context(process(*mine, **variables)), port + 3 + number)
            wait_for(port + 3 + number)
        for _ in range(TURNS):
            for name, (gateway, own) in running.items():
                cost, _ = measure(gateway, own, lambda number: (body, f"user {number}"), window / TURNS)
                costs[name].append(cost)
    least = {name: min(found) for name, found in costs.items()}
    for name, cost in least.items():
        print(f"{name:<24} {cost:>9.0f} CPU µs, {100 * (cost / least['nobody watches'] - 1):+.1f} %")


def report(gateway: subprocess.Popen[bytes], name: str, text: str, port: int, window: float) -> None:
    body = json.dumps({"query": text}).encode()
    ask(port + 1, body)
    answer = ask(port + 1, body)
    with process("-m", "tools.bench.bare", str(port + 2), str(len(answer))) as bare:
        wait_for(port + 2)
        floor, _ = measure(bare, port + 2, lambda _: (body, "same"), window)
    for mode, who in (("same", lambda _: (body, "same")), ("users", lambda number: (body, f"user {number}"))):
        cost, load = measure(gateway, port + 1, who, window)
        if load.answers != {answer}:
            raise SystemExit(f"{name}: the gateway gave {len(load.answers)} different answers to one question.")
        figures = f"{1e6 / cost:>15.0f} {cost:>9.0f} {cost / floor:>7.1f}"
        times = f"{load.percentile(0.5) * 1e3:>8.1f} {load.percentile(0.99) * 1e3:>8.1f}"
        print(f"{name + '/' + mode:<18} {len(answer):>9} {figures} {times}")


def measure(
    server: subprocess.Popen[bytes], port: int, bodies: Callable[[int], tuple[bytes, str]], window: float
) -> tuple[float, Load]:
    """CPU microseconds of the server for each request, and the load; after a short warm-up."""
    asyncio.run(send(port, "/graphql", bodies, min(1.0, window)))
    before = cpu_seconds(server)
    load = asyncio.run(send(port, "/graphql", bodies, window))
    return (cpu_seconds(server) - before) / load.requests * 1e6, load


@contextmanager
def process(*command: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "GATEWAY_ADMIN_PORT": "0", **variables}
    running = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL if variables else None
    )
    try:
        yield running
    finally:
        running.terminate()
        running.wait()


def configuration(folder: Path, port: int) -> Path:
    for name, sdl in SDL.items():
        (folder / f"{name}.graphql").write_text(sdl, encoding="utf-8")
    subgraphs = {
        name: {"routing_url": f"http://127.0.0.1:{port}/{name}", "schema": {"file": f"{name}.graphql"}} for name in SDL
    }
    path = folder / "supergraph.yaml"
    path.write_text(yaml.safe_dump({"subgraphs": subgraphs}), encoding="utf-8")
    return path


def ask(port: int, body: bytes) -> bytes:
    headers = {"content-type": "application/json", "accept": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        content: bytes = answer.read()
    if b'"errors"' in content[:200]:
        raise SystemExit(f"The gateway answered with errors: {content[:500].decode()}")
    return content


def wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"Nothing answers on port {port}.")


def cpu_seconds(server: subprocess.Popen[bytes]) -> float:
    fields = Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_of(server: subprocess.Popen[bytes]) -> float:
    for line in Path(f"/proc/{server.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()

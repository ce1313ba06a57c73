"""`make bench-matching`: how fast matching is, as tables that the README of the room carries.

The index alone and a match as a whole on made-up vectors at several sizes, each in fresh processes; the service over
HTTP with texts in a PostgreSQL of its own; the model alone. Lines are told as they come, the tables at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from services.marketplace.settings import SHIPPED_MODEL
from tools import postgres
from tools.bench_matching.before import compare, start
from tools.bench_matching.exact import write_world
from tools.bench_matching.freshness import measure_freshness
from tools.bench_matching.lines import Line, heard, progress, tables
from tools.bench_matching.machine import machine
from tools.bench_matching.over_http import Running, Say, measure_answers, measure_start, service, wait_until_ready
from tools.bench_matching.timing import loop_with_exact_timers
from tools.bench_matching.writing import fill
from tools.run.settings import ROOT


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = parsed(arguments)
    lines: list[Line] = []

    def say(line: Line) -> None:
        lines.append(line)
        print(progress(line), file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="civic-bench-matching-") as name:
        measure(Path(name), chosen, say)
    print(f"{tables(lines)}\n\n{machine()}")
    return 0


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_matching", description=__doc__)
    parser.add_argument(
        "--sizes", type=numbers, default=[10_000, 100_000], help="documents of the index: 10000,1000000"
    )
    parser.add_argument("--documents", type=numbers, default=[10_000], help="documents of the service over HTTP")
    parser.add_argument("--shared", type=numbers, default=[], help="documents of the index that replicas share")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each time under load")
    parser.add_argument("--changes", type=int, default=30, help="whose way into answers is timed, idle and under load")
    parser.add_argument("--seed", type=int, default=1, help="of everything that is drawn")
    parser.add_argument("--before", type=Path, help="a checkout of another state, whose service is measured in turn")
    parser.add_argument("--port", type=int, default=22790, help="of the service")
    return parser.parse_args(arguments)


def numbers(text: str) -> list[int]:
    """
    >>> numbers("10,20")
    [10, 20]
    """
    return sorted(int(each) for each in text.split(",") if each.strip())


def measure(folder: Path, chosen: argparse.Namespace, say: Say) -> None:
    for line in told("tools.bench_matching.speed", str(chosen.seconds)):
        say(line)
    if chosen.sizes:
        made(folder, max(chosen.sizes), chosen.seed, say)
    for size in chosen.sizes:
        options = ("--folder", str(folder), "--size", str(size))
        rest = ("--seed", str(chosen.seed), "--seconds", str(chosen.seconds))
        for line in told("tools.bench_matching.one_size", *options, *rest):
            say(line)
    for size in chosen.shared:
        drawn = ("--seconds", str(chosen.seconds), "--seed", str(chosen.seed))
        for line in told("tools.bench_matching.shared", "--size", str(size), *drawn):
            say(line)
    for documents in chosen.documents:
        if chosen.before is not None:
            measure_beside(folder, documents, chosen, say)
        measure_service(folder, documents, chosen, say)


def told(*module: str) -> Iterator[Line]:
    """The lines that a process tells, as they come. Raises SystemExit when it fails."""
    command = [sys.executable, "-m", *module]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        yield from map(heard, process.stdout or ())
    if process.returncode:
        raise SystemExit(f"{' '.join(module)} failed.")


def made(folder: Path, size: int, seed: int, say: Say) -> None:
    began = time.monotonic()
    write_world(folder, SHIPPED_MODEL, size, seed)
    say(Line("made", {"documents": f"{size:,}", "seconds": f"{time.monotonic() - began:.0f}"}))


def measure_service(folder: Path, documents: int, chosen: argparse.Namespace, say: Say) -> None:
    """Fills a database, and starts the service three times: with nothing embedded, nothing new, and to be asked."""
    home = folder / f"service-{documents}"
    with ExitStack() as stack:
        server = stack.enter_context(postgres.running(home / "postgres"))
        url = server.url("postgres")
        held = asyncio.run(fill(url, documents, chosen.seed))
        measure_start("first", url, chosen.port, home, held, say)
        measure_start("second", url, chosen.port, home, held, say)
        running = stack.enter_context(service(url, chosen.port, home))
        wait_until_ready(running, time.monotonic())
        with asyncio.Runner(loop_factory=loop_with_exact_timers) as runner:
            runner.run(measure_running(running, url, held, chosen, say))


def measure_beside(folder: Path, documents: int, chosen: argparse.Namespace, say: Say) -> None:
    with ExitStack() as stack:
        sides = (("now", ROOT, chosen.port), ("before", chosen.before.resolve(), chosen.port + 1))
        now, before = (
            start(stack, folder / f"{name}-{documents}", root, documents, chosen.seed, port)
            for name, root, port in sides
        )
        with asyncio.Runner(loop_factory=loop_with_exact_timers) as runner:
            runner.run(compare(now, before, documents, say))


async def measure_running(running: Running, url: str, documents: int, chosen: argparse.Namespace, say: Say) -> None:
    await measure_answers(running, documents, chosen.seconds, chosen.seed, say)
    await measure_freshness(running, url, documents, chosen.changes, chosen.seed, say)


if __name__ == "__main__":
    sys.exit(main())

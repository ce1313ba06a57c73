"""``python -m tools.bench_matching.one_size``: an index and matches at one size, in a fresh process.

Fills an index from nothing, as a service does at its start, and asks it. Tells its figures line by line on its standard
output.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from services.kit.garbage import spare_what_is_here
from services.marketplace.matching.local_index import LocalIndex
from services.marketplace.matching.refresh import PAGE
from tools.bench_matching.asking import Asked, ask_all
from tools.bench_matching.exact import World, read_world
from tools.bench_matching.lag import lines, watched
from tools.bench_matching.lines import Line, say, say_all
from tools.bench_matching.machine import memory
from tools.bench_matching.timing import loop_with_exact_timers
from tools.bench_matching.world import entries


@dataclass(slots=True)
class Spent:
    """Wall time and CPU time of all threads, in seconds: on a busy machine the second is the fairer figure."""

    wall: float = 0.0
    cpu: float = 0.0


@asynccontextmanager
async def spending(spent: Spent) -> AsyncIterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    spent.wall += time.perf_counter() - wall
    spent.cpu += time.process_time() - cpu


def pages(size: int, together: int) -> Iterator[tuple[int, int]]:
    return ((start, min(start + together, size)) for start in range(0, size, together))


async def filled(world: World) -> LocalIndex:
    """An index with all documents, put in as many at once as the service does at a start."""
    sets: dict[str, frozenset[str]] = {}
    size, spent, before = len(world.facts), Spent(), memory()
    async with watched() as watch:
        began = time.monotonic()
        index = LocalIndex(world.vectors.shape[1])
        for start, end in pages(size, PAGE):
            page = entries(world.facts, world.vectors, start, end, sets)
            async with spending(spent):
                await index.put(page)
            await asyncio.sleep(0)  # the service reads the next page from the database
        async with spending(spent):
            await index.settle()
            await index.tidied()
        ended = time.monotonic()
    say_all(lines(f"filling, {size:,} documents", watch.late, began, ended))
    taken = memory() - before
    cells = {"fill s": f"{spent.wall:.1f}", "fill CPU s": f"{spent.cpu:.1f}", "memory MiB": f"{taken:.0f}"}
    more = {"bytes a document": f"{taken * 2**20 / size:.0f}", "most MiB": f"{memory('VmHWM') - before:.0f}"}
    say(Line("index", {"documents": f"{size:,}", **cells, **more}))
    return index


async def ask(world: World, seconds: float, seed: int) -> None:
    index = await filled(world)
    spare_what_is_here()  # as the service does; else what is measured is the collector walking through the world
    try:
        await ask_all(Asked(index, world, seconds, seed))
    finally:
        await index.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_matching.one_size", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the world lies")
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="of each time under load")
    chosen = parser.parse_args()
    world = read_world(chosen.folder, chosen.size, chosen.seed)
    with asyncio.Runner(loop_factory=loop_with_exact_timers) as runner:
        runner.run(ask(world, chosen.seconds, chosen.seed))


if __name__ == "__main__":
    main()

"""``python -m tools.bench_matching.one_size build|ask``: an index and matches at one size, in a fresh process.

``build`` fills an index from nothing and measures what that takes; ``ask`` starts from its snapshot, as a service does,
and asks. Each tells its figures line by line on its standard output.
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
from services.marketplace.matching.documents import Marked
from services.marketplace.matching.local_index import LocalIndex, opened
from services.marketplace.matching.refresh import EMBEDDED_TOGETHER, PAGE
from tools.bench_matching.asking import Asked, ask_all
from tools.bench_matching.exact import World, read_world
from tools.bench_matching.lag import lines, watched
from tools.bench_matching.lines import Line, say, say_all
from tools.bench_matching.machine import folder_size, memory
from tools.bench_matching.timing import loop_with_exact_timers
from tools.bench_matching.world import entries, marked

VERSION = "bench"


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


async def build(folder: Path, world: World) -> None:
    """Puts all documents in, as many at once as the service does."""
    sets: dict[str, frozenset[str]] = {}
    size, spent, before = len(world.facts), Spent(), memory()
    async with watched() as watch:
        began = time.monotonic()
        index = await opened(world.vectors.shape[1], VERSION, folder)
        for start, end in pages(size, EMBEDDED_TOGETHER):
            page = entries(world.facts, world.vectors, start, end, sets)
            async with spending(spent):
                await index.put(page)
            await asyncio.sleep(0)  # the service writes the vectors to the database
        async with spending(spent):
            await index.settle()
            await index.tidied()
        ended = time.monotonic()
    say_all(lines(f"filling, {size:,} documents", watch.late, began, ended))
    cells = {
        "build s": f"{spent.wall:.1f}",
        "build CPU s": f"{spent.cpu:.1f}",
        "memory MiB": f"{memory() - before:.0f}",
    }
    more = {"most while building MiB": f"{memory('VmHWM') - before:.0f}", "snapshot MiB": f"{folder_size(folder):.0f}"}
    say(Line("index", {"documents": f"{size:,}", **cells, **more}))
    await index.close()


async def load(folder: Path, world: World) -> LocalIndex:
    """An index as after a restart: from the snapshot, each document confirmed; what it lacks is put in."""
    sets: dict[str, frozenset[str]] = {}
    size, spent, before = len(world.facts), Spent(), memory()
    documents = [marked(world.facts, row, sets) for row in range(size)]
    async with watched() as watch:
        began = time.monotonic()
        async with spending(spent):
            index = await opened(world.vectors.shape[1], VERSION, folder)
            for start, end in pages(size, PAGE):
                await keep(index, world, documents[start:end], start, end, sets)
                await asyncio.sleep(0)  # the service reads the next page from the database
            await index.settle()
        ended = time.monotonic()
    say_all(lines(f"loading, {size:,} documents", watch.late, began, ended))
    cells = {"load s": f"{spent.wall:.1f}", "load CPU s": f"{spent.cpu:.1f}", "memory MiB": f"{memory() - before:.0f}"}
    say(Line("start from the snapshot", {"documents": f"{size:,}", **cells}))
    await index.tidied()
    return index


async def keep(
    index: LocalIndex, world: World, page: list[Marked], start: int, end: int, sets: dict[str, frozenset[str]]
) -> None:
    missing = frozenset(await index.keep(page))
    if missing:
        found = entries(world.facts, world.vectors, start, end, sets)
        await index.put([each for each in found if each.document.entity_id in missing])


async def ask(folder: Path, world: World, seconds: float, seed: int) -> None:
    index = await load(folder, world)
    spare_what_is_here()  # as the service does; else what is measured is the collector walking through the world
    try:
        await ask_all(Asked(index, world, seconds, seed))
    finally:
        await index.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_matching.one_size", description=__doc__)
    parser.add_argument("step", choices=("build", "ask"))
    parser.add_argument("--folder", type=Path, required=True, help="where the world and snapshots lie")
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="of each time under load")
    chosen = parser.parse_args()
    world = read_world(chosen.folder, chosen.size, chosen.seed)
    snapshot = chosen.folder / f"snapshot-{chosen.size}"
    with asyncio.Runner(loop_factory=loop_with_exact_timers) as runner:
        if chosen.step == "build":
            runner.run(build(snapshot, world))
        else:
            runner.run(ask(snapshot, world, chosen.seconds, chosen.seed))


if __name__ == "__main__":
    main()

"""``python -m tools.bench_matching.shared``: the index that replicas share, on a PostgreSQL of its own.

Tells its figures line by line on its standard output. Documents, filters and questions are those that the index of a
process is asked (``asking.py``).
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

import asyncpg
import numpy as np

from services.marketplace.settings import SHIPPED_MODEL
from services.marketplace.store.homes import Home
from services.marketplace.store.shared_index import SharedIndex, opened
from tools import postgres
from tools.bench_matching.asking import ask_with_filters, matching
from tools.bench_matching.exact import World, read_world, write_world
from tools.bench_matching.lines import Line, say, under_load
from tools.bench_matching.timing import busy, one_by_one
from tools.bench_matching.world import entries

PAGE = 500
VERSION = "bench"
SERVER = ("shared_buffers=1GB", "maintenance_work_mem=1GB", "max_connections=100")
SIZES = "SELECT pg_relation_size('entry_near') AS graph, pg_table_size('entry') AS rows"


async def measure(url: str, world: World, seconds: float) -> None:
    size, dim = world.vectors.shape
    index = await opened(url, f"{VERSION}-{size}", dim, pool_size=10)
    try:
        await fill(index, url, Home(f"{VERSION}-{size}", dim), world)
        await ask_with_filters(index, world)
        every = np.concatenate(list(world.questions.values()))
        what = {"callers": "one at a time", "documents": f"{size:,}"}
        say(Line("matches", {**what, **under_load(await one_by_one(matching(index, every), len(every)))}))
        say(Line("matches", {**what, "callers": "all busy", **under_load(await busy(matching(index, every), seconds))}))
    finally:
        await index.close()


async def fill(index: SharedIndex, url: str, home: Home, world: World) -> None:
    size, began = len(world.facts), time.perf_counter()
    for start in range(0, size, PAGE):
        await index.put(entries(world.facts, world.vectors, start, min(start + PAGE, size), {}))
    filled = time.perf_counter()
    await index.settle()
    await index.settled()
    linked = time.perf_counter()
    again = entries(world.facts, world.vectors, 0, min(PAGE, size), {})
    await index.remove([each.document.entity_id for each in again])
    removed = time.perf_counter()
    await index.put(again)  # each is linked as it comes in
    cells = {
        "rows s": f"{filled - began:.1f}",
        "graph s": f"{linked - filled:.1f}",
        "ms to put one later": f"{1e3 * (time.perf_counter() - removed) / len(again):.2f}",
        **await sizes(url, home),
    }
    say(Line("filling", {"documents": f"{size:,}", **cells}))


async def sizes(url: str, home: Home) -> dict[str, str]:
    connection = await asyncpg.connect(url, server_settings={"search_path": f'"{home.name}", public'})
    try:
        row = await connection.fetchrow(SIZES)
        return {f"{name} MiB": f"{held / 2**20:.0f}" for name, held in (row or {}).items()}
    finally:
        await connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_matching.shared", description=__doc__)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="of each time under load")
    parser.add_argument("--seed", type=int, required=True)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="civic-bench-shared-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server may run as another user
        write_world(folder, SHIPPED_MODEL, chosen.size, chosen.seed)
        with postgres.running(folder / "postgres", options=SERVER) as server:
            world = read_world(folder, chosen.size, chosen.seed)
            asyncio.run(measure(server.url("postgres"), world, chosen.seconds))


if __name__ == "__main__":
    main()

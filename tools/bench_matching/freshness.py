"""How long it takes from the commit of a change until an answer says so, idle and while others ask."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import islice

import numpy as np
import orjson

from services.kit.database import Connection, open_connection
from tools.bench_matching.lines import Line
from tools.bench_matching.over_http import MATCH, Running, Say, Send, asking, body, connected, questions, spread
from tools.bench_matching.timing import arriving
from tools.bench_matching.writing import SCHEMA, published_ideas

WITHIN = 10.0  # seconds
LOAD = 20.0  # questions in a second, beside which changes are made
CHANGE = "UPDATE idea SET title = $2 WHERE id = $1"
HIDE = "UPDATE idea SET status = 'HIDDEN_BY_MODERATION' WHERE id = $1"
SYLLABLES = ("quor", "bal", "tin", "zef", "rum", "olt", "vyk", "and", "pla", "mirg", "os", "teb", "lun", "fax", "ip")


async def measure_freshness(running: Running, url: str, documents: int, changes: int, seed: int, say: Say) -> None:
    random, ideas = np.random.default_rng(seed), iter(published_ideas())
    async with open_connection(url, schema=SCHEMA) as connection, connected(running.port) as send:
        for load in (0.0, LOAD):
            async with others(send, load, seed):
                taken = [await changed_and_hidden(send, connection, idea, random) for idea in islice(ideas, changes)]
            what = {"documents": f"{documents:,}", "others ask": f"{load:.0f} a second", "changes": str(len(taken))}
            for place, name in enumerate(("a changed idea is found", "a hidden idea is gone")):
                say(Line("freshness", {"from commit until": name, **what, **spread([each[place] for each in taken])}))


@asynccontextmanager
async def others(send: Send, rate: float, seed: int) -> AsyncIterator[None]:
    """Others ask at a rate for as long as the block lasts."""
    if not rate:
        yield
        return
    task = asyncio.create_task(arriving(asking(send, questions()["match by text"]), rate, 600.0, seed))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def changed_and_hidden(
    send: Send, connection: Connection, idea: str, random: np.random.Generator
) -> tuple[float, float]:
    """Seconds until an idea is found by a title that it did not have, and until it is gone after it was hidden."""
    title = made_up(random)
    while await is_found(send, idea, title):  # by chance, before it has it
        title = made_up(random)
    await connection.execute(CHANGE, idea, title)
    found = await seconds_until(send, idea, title, there=True)
    await connection.execute(HIDE, idea)
    return found, await seconds_until(send, idea, title, there=False)


def made_up(random: np.random.Generator) -> str:
    """Three words that no other document has."""
    return " ".join("".join(random.choice(SYLLABLES, 4)).capitalize() for _ in range(3))


async def seconds_until(send: Send, idea: str, title: str, *, there: bool) -> float:
    began = time.perf_counter()
    async with asyncio.timeout(WITHIN):
        while await is_found(send, idea, title) is not there:  # noqa: ASYNC110 - the service has no event for it
            await asyncio.sleep(0.001)
    return time.perf_counter() - began


async def is_found(send: Send, idea: str, title: str) -> bool:
    answer = orjson.loads(await send(body(MATCH, {"input": {"text": title}})))
    return any(node["id"].endswith(f".{idea}") for node in answer["data"]["match"]["nodes"])

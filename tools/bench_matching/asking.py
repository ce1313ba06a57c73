"""Questions to an index and to the library over it: how much of the right is found, and how long it takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.marketplace.matching.documents import Filter, Hit, MatchKind, Search, Subject, Wanted
from services.marketplace.matching.embed import Embedder
from services.marketplace.matching.index import VectorIndex
from services.marketplace.matching.library import RERANKED, Library
from services.marketplace.matching.local_index import LocalIndex
from services.marketplace.matching.nearest import Matrix
from services.marketplace.matching.questions import Question
from tools.bench_matching.exact import TEN, World, nearest, recall
from tools.bench_matching.lag import lines, watched
from tools.bench_matching.lines import Line, latency, milliseconds, say, say_all, under_load
from tools.bench_matching.timing import CALLERS, Ask, arriving, busy, one_by_one
from tools.bench_matching.world import FILTERS, MEMBER, UMBRELLA, entries, name_of, passing

CALM = 0.4  # of what can be answered at most: the rate at which callers come who are not driven
ROW = len("document_")
AGAIN = 2_000  # documents that come in at once


@dataclass(frozen=True, slots=True)
class Asked:
    """An index that holds a world; how long to ask, in seconds, and a seed for what is drawn."""

    index: LocalIndex
    world: World
    seconds: float
    seed: int

    @property
    def size(self) -> int:
        return len(self.world.facts)


async def ask_all(asked: Asked) -> None:
    await ask_with_filters(asked.index, asked.world)
    every = np.concatenate(list(asked.world.questions.values()))
    await ask_many(asked, "searches, many callers", searching(asked.index, every))
    await ask_many(asked, "matches", matching(asked.index, every), alone=len(every))
    await ask_while_tidied(asked, every)
    await ask_after_deletions(asked)


async def ask_with_filters(index: VectorIndex, world: World) -> None:
    for name, rule in FILTERS.items():
        await ask_filtered(index, world, name, rule)


async def ask_filtered(index: VectorIndex, world: World, name: str, rule: Filter) -> None:
    """Recall of the ten nearest, and the time of what ranking asks for: the hundred nearest."""
    right = nearest(world, rule)
    share = float(np.mean(passing(world.facts, rule)))
    for form, vectors in world.questions.items():
        found = [rows_of(await index.search([Search(each, TEN, rule)])) for each in vectors]
        times = await one_by_one(searching(index, vectors, rule), len(vectors))
        what = {"filter": name, "documents": f"{len(world.facts):,}", "passes": f"{share:.1%}", "question": form}
        cells = {"recall@10": f"{recall(found, right[form]):.3f}", **latency(times)}
        say(Line("searches, one at a time", {**what, **cells}))


def rows_of(found: Sequence[Sequence[Hit]]) -> list[int]:
    (hits,) = found
    return [int(hit.entry.document.entity_id[ROW:]) for hit in hits]


def searching(index: VectorIndex, vectors: Matrix, rule: Filter = MEMBER) -> Ask:
    async def search(number: int) -> None:
        await index.search([Search(vectors[number % len(vectors)], RERANKED, rule)])

    return search


def matching(index: VectorIndex, vectors: Matrix) -> Ask:
    """A match as the service makes it of an embedded question: both searches, ranking, variety."""
    library = Library(Embedder("bench", vectors.shape[1], lambda _: vectors), UMBRELLA, index)
    subject = Subject("subject", topics=frozenset({"topic-7"}), regions=frozenset({"region-7"}))
    wanted = Wanted(frozenset({MatchKind.IDEA, MatchKind.PROFILE}), with_members_only=True)

    async def match(number: int) -> None:
        found = await library.suggestions([Question(vectors[number % len(vectors)], subject, wanted)])
        if not found[0]:
            raise SystemExit("A match found nothing, so there is nothing to measure.")

    return match


async def ask_many(asked: Asked, table: str, ask: Ask, alone: int = 0) -> None:
    """One at a time, as many callers as are busy all the time, and callers who come at a calm rate."""
    what = {"callers": "one at a time", "documents": f"{asked.size:,}"}
    if alone:
        say(Line(table, {**what, **under_load(await one_by_one(ask, alone))}))
    most = await busy(ask, asked.seconds)
    say(Line(table, {**what, "callers": f"{CALLERS}, all busy", **under_load(most)}))
    calm = await arriving(ask, CALM * most.rate, asked.seconds, asked.seed)
    say(Line(table, {**what, "callers": f"who come, {CALM:.0%} of that", **under_load(calm)}))


async def ask_while_tidied(asked: Asked, questions: Matrix) -> None:
    """Matches one at a time while so many documents come in again that the dead rows are tidied away."""
    match, together = matching(asked.index, questions), asked.size // 3
    async with watched() as watch:
        began = time.monotonic()
        for start in range(0, together, AGAIN):
            end = min(start + AGAIN, together)
            await asked.index.put(entries(asked.world.facts, asked.world.vectors, start, end, {}))
        tidying = asyncio.create_task(asked.index.tidied())
        taken: list[float] = []
        while not tidying.done() or len(taken) < TEN:
            times = await one_by_one(match, 1)
            taken += times.seconds
        ended = time.monotonic()
    name = f"{together:,} of {asked.size:,} come in again and dead rows are tidied away"
    say_all(lines(name, watch.late, began, ended))
    cells = {"documents": f"{asked.size:,}", "seconds": f"{ended - began:.1f}", "matches": str(len(taken))}
    times_ms = {"p50 ms": np.quantile(taken, 0.5), "p99 ms": np.quantile(taken, 0.99)}
    shown = {key: milliseconds(float(value)) for key, value in times_ms.items()}
    say(Line("matches while dead rows are tidied away", {**cells, **shown}))


async def ask_after_deletions(asked: Asked) -> None:
    """Every tenth document is taken out: none of them is found again, and the others are found as before."""
    gone = np.arange(0, asked.size, 10)
    began = time.perf_counter()
    await asked.index.remove(name_of(row) for row in gone.tolist())
    taken = time.perf_counter() - began
    left = np.arange(asked.size) % 10 != 0
    right = nearest(asked.world, MEMBER, left)
    for form, vectors in asked.world.questions.items():
        found = [rows_of(await asked.index.search([Search(each, TEN, MEMBER)])) for each in vectors]
        again = sum(row % 10 == 0 for rows in found for row in rows)
        what = {
            "documents": f"{asked.size:,}",
            "taken out": f"{len(gone):,}",
            "µs each": f"{1e6 * taken / len(gone):.1f}",
        }
        cells = {"question": form, "found again": str(again), "recall@10": f"{recall(found, right[form]):.3f}"}
        say(Line("deletions", {**what, **cells}))

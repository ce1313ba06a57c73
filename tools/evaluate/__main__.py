"""`make evaluate`: how good matching is on judged data, as tables that the README of the room carries.

The service's own queries, library and ranking are asked, over a database made for the purpose.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from services.kit.database import Database, open_connection, open_database
from services.marketplace.app import open_index
from services.marketplace.matching.embed import load_embedder
from services.marketplace.matching.refresh import Matching
from services.marketplace.settings import EMBEDDING_MODEL
from services.marketplace.store.documents import source
from tools import postgres
from tools.evaluate.fill import fill
from tools.evaluate.judged import Judged, Score, read_judged
from tools.evaluate.measuring import WAYS, Orders, by_languages, by_task, measured, ready
from tools.run.settings import ROOT

DATA = ROOT / "tests" / "evaluation" / "data"
SCHEMA = "marketplace"


@asynccontextmanager
async def opened(url: str, judged: Judged, model: str) -> AsyncIterator[tuple[Database, Matching]]:
    """The marketplace's database with the judged documents, and its matching, not started."""
    async with open_connection(url, schema=SCHEMA) as connection:
        await fill(connection, judged)
    async with open_database(url, schema=SCHEMA) as database:
        matching = Matching(source(database, url, SCHEMA), partial(load_embedder, model), partial(open_index, None))
        try:
            yield database, matching
        finally:
            await matching.close()


async def evaluate(url: str, judged: Judged, model: str) -> Orders:
    """The orders of all questions. ``url`` is that of an empty database."""
    async with opened(url, judged, model) as (database, matching):
        return await measured(database, await ready(matching), judged)


def table(title: str, scores: Mapping[str, Mapping[str, Score]]) -> str:
    """nDCG@10 by column; for all questions Recall@10 and MRR too."""
    columns = list(dict.fromkeys(column for row in scores.values() for column in row))
    lines = [f"| {title} | " + " | ".join(columns) + " |", "|---|" + "--:|" * len(columns)]
    for way, row in scores.items():
        cells = [f"{row[column].ndcg:.3f}" if column in row else "" for column in columns]
        lines.append(f"| {way} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def report(judged: Judged, orders: Orders) -> str:
    tasks = {way: by_task(judged, orders, way) for way in WAYS}
    languages = {way: by_languages(judged, orders, way) for way in WAYS}
    overall = [
        f"| {way} | {row['all'].ndcg:.3f} | {row['all'].recall:.3f} | {row['all'].reciprocal_rank:.3f} |"
        for way, row in tasks.items()
    ]
    return "\n\n".join(
        [
            "\n".join(["| all questions | nDCG@10 | Recall@10 | MRR |", "|---|--:|--:|--:|", *overall]),
            table("nDCG@10 by task", tasks),
            table("nDCG@10 by languages", languages),
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="a folder of judged data")
    parser.add_argument("--model", default=EMBEDDING_MODEL, help="as EMBEDDING_MODEL")
    chosen = parser.parse_args()
    judged = read_judged(chosen.data)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="civic-evaluate-")))
        server = stack.enter_context(postgres.running(folder, durable=False))
        orders = asyncio.run(evaluate(server.url("postgres"), judged, chosen.model))
    print(report(judged, orders))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`make evaluate`: how good matching is on judged data, as tables that the README of the room carries.

The service's own queries, library and ranking are asked, over a database made for the purpose.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path

from services.kit.database import Database, open_connection, open_database
from services.marketplace.app import open_index
from services.marketplace.matching.embed import load_embedder
from services.marketplace.matching.rank import Weights
from services.marketplace.matching.refresh import Matching
from services.marketplace.settings import EMBEDDING_MODEL
from services.marketplace.store.documents import source
from tools import postgres
from tools.evaluate import tongues
from tools.evaluate.asking import asked_of_service
from tools.evaluate.every_kind import EveryKind, fill_every_kind, is_of_every_kind, read_every_kind
from tools.evaluate.exposure import measured as exposure
from tools.evaluate.exposure import table as exposure_table
from tools.evaluate.fill import DEMO_DAY, fill, fill_demo
from tools.evaluate.fitting import Outcome, outcomes, read_fitting
from tools.evaluate.fitting import table as fitting_table
from tools.evaluate.judged import Judged, Score, read_judged
from tools.evaluate.measures import Run, by_type, more
from tools.evaluate.measuring import WAYS, Orders, by_languages, by_task, measured, ready
from tools.evaluate.nested import quality, settings
from tools.evaluate.nested import table as nested_table
from tools.evaluate.tasks import tasks_of
from tools.run.settings import ROOT

DATA = ROOT / "tests" / "evaluation" / "data"
SCHEMA = "marketplace"


@asynccontextmanager
async def opened(url: str, judged: Judged | EveryKind, model: str) -> AsyncIterator[tuple[Database, Matching]]:
    """The marketplace's database with the judged documents, and its matching, not started."""
    async with open_connection(url, schema=SCHEMA) as connection:
        await (fill_every_kind(connection, judged) if isinstance(judged, EveryKind) else fill(connection, judged))
    async with open_database(url, schema=SCHEMA) as database:
        matching = Matching(source(database, url, SCHEMA), partial(load_embedder, model), open_index)
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


async def evaluate_every_kind(url: str, judged: EveryKind, model: str, day: date) -> Run:
    """The results that the service gives on a day. ``url`` is that of an empty database."""
    async with opened(url, judged, model) as (database, matching):
        await ready(matching)
        return await asked_of_service(database, matching, judged, datetime.combine(day, time(12), UTC))


def report_every_kind(judged: EveryKind, run: Run) -> str:
    lines = ["| type | questions | nDCG@10 | Recall@10 | MRR |", "|---|--:|--:|--:|--:|"]
    for name, (ndcg, recall, rank) in by_type(judged, run).items():
        lines.append(f"| {name} | {ndcg.count} | {ndcg} | {recall} | {rank} |")
    lines += ["", "| measure | questions | |", "|---|--:|--:|"]
    lines += [f"| {name} | {each.count} | {each} |" for name, each in more(judged, run).items() if each is not None]
    return "\n".join(lines)


def written(run: Run) -> str:
    """A run as JSON lines: for each question its results, best first, with relevance as score."""
    rows = (
        {"query": each, "results": [{"id": document, "score": relevance} for document, relevance in found]}
        for each, found in run.items()
    )
    return "".join(json.dumps(row) + "\n" for row in rows)


async def evaluate_nested(
    url_of: Callable[[str], str], judged: Sequence[Judged | EveryKind], model: str, day: date
) -> str:
    """The table of nested cross-validation over all themes of some data. ``url_of``: of a server's databases."""
    themes: list[str] = []
    values: dict[Weights, list[float]] = {each: [] for each in settings()}
    for place, some in enumerate(judged):
        async with open_connection(url_of("postgres")) as connection:
            await connection.execute(f"CREATE DATABASE nested_{place}")
        async with opened(url_of(f"nested_{place}"), some, model) as (database, matching):
            library = await ready(matching)
            tasks = await tasks_of(database, matching, some, datetime.combine(day, time(12), UTC))
            themes += [each.theme for each in tasks]
            for weights, found in values.items():
                found += await quality(library, tasks, weights)
    return nested_table(themes, values)


async def evaluate_exposure(url: str, model: str) -> str:
    """The table of exposure on the demo data, on their day. ``url`` is that of an empty database."""
    async with open_connection(url, schema=SCHEMA) as connection:
        await fill_demo(connection)
        async with open_database(url, schema=SCHEMA) as database:
            matching = Matching(source(database, url, SCHEMA), partial(load_embedder, model), open_index)
            try:
                await ready(matching)
                return exposure_table(await exposure(connection, database, matching, DEMO_DAY))
            finally:
                await matching.close()


async def evaluate_fitting(url: str, judged: Judged | EveryKind, model: str, day: date, name: str) -> list[Outcome]:
    """How questions on which nothing fits are answered. ``url`` is that of an empty database."""
    async with opened(url, judged, model) as (database, matching):
        await ready(matching)
        return await outcomes(database, matching, read_fitting(name), datetime.combine(day, time(12), UTC))


async def evaluate_tongues(url: str, judged: Judged | EveryKind, model: str, day: date) -> list[tongues.Outcome]:
    """How questions in languages that are translated are answered. ``url`` is that of an empty database."""
    async with opened(url, judged, model) as (database, matching):
        await ready(matching)
        at = datetime.combine(day, time(12), UTC)
        return await tongues.outcomes(database, matching, judged, tongues.read_tongues(), at)


def read(folder: Path) -> Judged | EveryKind:
    return read_every_kind(folder) if is_of_every_kind(folder) else read_judged(folder)


def asked_for(url_of: Callable[[str], str], chosen: argparse.Namespace) -> str:
    """What is to be printed."""
    if chosen.nested:
        return asyncio.run(evaluate_nested(url_of, [read(each) for each in chosen.nested], chosen.model, chosen.day))
    url = url_of("postgres")
    if chosen.exposure:
        return asyncio.run(evaluate_exposure(url, chosen.model))
    if chosen.fitting:
        asked = evaluate_fitting(url, read(chosen.data), chosen.model, chosen.day, chosen.data.name)
        return fitting_table(asyncio.run(asked))
    if chosen.tongues:
        return tongues.table(asyncio.run(evaluate_tongues(url, read(chosen.data), chosen.model, chosen.day)))
    if not is_of_every_kind(chosen.data):
        judged = read_judged(chosen.data)
        return report(judged, asyncio.run(evaluate(url, judged, chosen.model)))
    every = read_every_kind(chosen.data)
    run = asyncio.run(evaluate_every_kind(url, every, chosen.model, chosen.day))
    chosen.results.write_text(written(run), encoding="utf-8")
    return f"{report_every_kind(every, run)}\n\nRanked results: {chosen.results}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="a folder of judged data, of either form")
    parser.add_argument("--model", default=EMBEDDING_MODEL, help="as EMBEDDING_MODEL")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 11, 28), help="the day of the questions")
    parser.add_argument("--nested", type=Path, nargs="+", help="folders: choose settings by nested cross-validation")
    parser.add_argument("--exposure", action="store_true", help="who is suggested how often, on the demo data")
    parser.add_argument("--fitting", action="store_true", help="questions on which nothing of the data fits")
    parser.add_argument("--tongues", action="store_true", help="questions in other languages, beside the German ones")
    parser.add_argument("--results", type=Path, default=Path("results.jsonl"), help="where ranked results are written")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="civic-evaluate-")))
        server = stack.enter_context(postgres.running(folder, durable=False))
        print(asked_for(server.url, chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main())

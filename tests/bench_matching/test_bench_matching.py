"""The benchmark of matching runs through at a small size and tells what it should; how fast, is not asked here."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import numpy as np
import pytest

from services.marketplace.matching.index import passes
from services.marketplace.settings import SHIPPED_MODEL
from tests.ports import free_port
from tools.bench_matching.__main__ import main
from tools.bench_matching.exact import nearest, read_world, write_world
from tools.bench_matching.lag import Late, watched
from tools.bench_matching.timing import arriving, busy, one_by_one
from tools.bench_matching.world import FILTERS, entries, passing


def cells(printed: str, table: str) -> list[dict[str, str]]:
    """The lines of a printed table by the names of its columns."""
    lines = printed.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {table}: "))
    columns = [each.strip() for each in lines[start].removeprefix(f"| {table}: ").strip("|").split("|")]
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(columns, (each.strip() for each in line[1:-1].split("|")), strict=True)))
    return rows


def test_a_small_run_tells_every_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sizes", "300", "--documents", "", "--seconds", "0.05"]) == 0
    printed = capsys.readouterr().out
    searches = cells(printed, "searches, one at a time")
    assert {row["filter"] for row in searches} == set(FILTERS)
    assert {row["recall@10"] for row in searches} == {"1.000"}  # at this size everything is compared
    assert {row["callers"] for row in cells(printed, "matches")} > {"one at a time", "50, all busy"}
    assert {row["found again"] for row in cells(printed, "deletions")} == {"0"}
    assert [row["documents"] for row in cells(printed, "index")] == ["300"]
    assert len(cells(printed, "texts encoded on one core")) == 3


def test_the_service_is_measured_over_http(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--sizes", "", "--documents", "0", "--seconds", "0.05", "--changes", "1", "--port", str(free_port())]
    assert main(options) == 0
    printed = capsys.readouterr().out
    assert [row["start"] for row in cells(printed, "start of the service")] == ["first", "second"]
    assert {row["question"] for row in cells(printed, "over HTTP")} == {"match by text", "match by idea", "search"}
    assert len(cells(printed, "freshness")) == 4


def test_the_same_seed_makes_the_same_world(tmp_path: Path) -> None:
    worlds = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_world(tmp_path / name, SHIPPED_MODEL, 100, seed=3)
        worlds.append(read_world(tmp_path / name, 60, seed=3))
    one, other = worlds
    np.testing.assert_array_equal(one.vectors, other.vectors)
    np.testing.assert_array_equal(one.facts.regions, other.facts.regions)
    assert one.vectors.shape[0] == len(one.facts) == 60
    np.testing.assert_allclose(np.linalg.norm(one.vectors, axis=1), 1, atol=1e-5)


def test_right_answers_are_those_that_pass(tmp_path: Path) -> None:
    write_world(tmp_path, SHIPPED_MODEL, 400, seed=5)
    world = read_world(tmp_path, 400, seed=5)
    documents = [each.document for each in entries(world.facts, world.vectors, 0, 400, {})]
    for rule in FILTERS.values():
        allowed = [passes(document, rule) for document in documents]
        assert passing(world.facts, rule).tolist() == allowed
        for rows in nearest(world, rule).values():
            assert all(allowed[row] for row in rows.ravel().tolist())


async def test_who_comes_late_is_counted_from_coming() -> None:
    """One answer at a time, of 20 ms, for callers who come each 2 ms: the last waits for all before."""
    turn = asyncio.Lock()

    async def ask(_: int) -> None:
        async with turn:
            await asyncio.sleep(0.02)

    alone = await one_by_one(ask, 3)
    crowd = await arriving(ask, 500, 0.04, seed=1)
    assert crowd.percentile(0.99) > 0.2  # less than the waiting alone, on any machine
    assert alone.seconds[0] < crowd.percentile(0.99)
    assert len((await busy(lambda _: asyncio.sleep(0), 0.1, callers=3)).seconds) > 3


async def test_a_blocked_loop_is_seen_with_its_cause() -> None:
    def block() -> None:
        until = time.monotonic() + 0.05
        while time.monotonic() < until:
            pass

    def seen() -> list[Late]:
        return [each for each in watch.late if "block" in each.where and each.seconds > 0.04]

    async with watched() as watch:
        while not seen():  # a busy machine may run the watching thread at the wrong moments
            await asyncio.sleep(0.01)
            block()
            await asyncio.sleep(0.01)
    assert all(each.ours <= each.seconds for each in seen())

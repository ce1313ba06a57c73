"""A watched gateway tells what held its loop, and for how long garbage was collected."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.holds.__main__ import Collected, collections_noted, watching
from tools.holds.telling import told


@pytest.fixture(autouse=True)
def _only_ours() -> Iterator[None]:
    """No collection but those that are asked for."""
    gc.disable()
    yield
    gc.enable()


def test_a_collection_is_noted() -> None:
    noted: list[Collected] = []
    with collections_noted(noted):
        circle: list[Any] = []
        circle.append(circle)
        del circle
        gc.collect()
    gc.collect()
    [whole] = [each for each in noted if each.generation == 2]
    assert whole.found >= 1
    assert whole.thread == "MainThread"


async def test_what_was_seen_is_written_at_the_end_and_told(tmp_path: Path) -> None:
    file = tmp_path / "holds"

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            gc.collect()

    async def nothing(*_: Any) -> Any: ...

    made = watching(lambda: application, file)()
    await made({"type": "http"}, nothing, nothing)
    assert told(file, 0, float("inf")) == "The gateway was ended before it could tell what held it."
    await made({"type": "lifespan"}, nothing, nothing)
    lines = told(file, 0, float("inf")).splitlines()
    assert lines[0].startswith("the loop: latest ms ")
    assert any(line.startswith("garbage, generation 2: 1 times, ") for line in lines)

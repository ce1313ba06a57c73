"""A saved schema is in the graph before its house answers again: read from the code, not asked of who is away."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tests.serving import served
from tools.run import renewing
from tools.run.parts import schema_file
from tools.run.processes import Part
from tools.run.renewing import Renewing
from tools.run.settings import ROOT, RunSettings

NOT_CODE = {".json", ".safetensors", ".txt"}
"""A model is trained, not saved by hand: a house is started anew for it."""
NEW = "type Query { saved: Int }"


@dataclass(slots=True)
class World:
    """``reloads``: what the graph was made of at each. ``schema``: what the house says when it is there."""

    renewing: Renewing
    part: Part
    said: list[str]
    reloads: list[str] = field(default_factory=list)
    schema: str = NEW
    refused: str | None = None

    def code(self, text: str) -> None:
        (self.renewing.root / "services" / "cip" / "__main__.py").write_text(text)


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    said: list[str] = []
    monkeypatch.setattr(renewing, "say", said.append)
    (tmp_path / "services" / "cip").mkdir(parents=True)
    there: list[World] = []

    async def reload(request: Request) -> JSONResponse:
        (world,) = there
        assert request.headers["authorization"] == "Bearer secret"
        world.reloads.append(schema_file(world.renewing.settings, "cip").read_text())
        return JSONResponse({"supergraph": "abc", "refused": world.refused})

    async def graphql(request: Request) -> JSONResponse:
        (world,) = there
        return JSONResponse({"data": {"_service": {"sdl": world.schema}}})

    routes = [Route("/admin/reload", reload, methods=["POST"]), Route("/graphql", graphql, methods=["POST"])]
    async with served(Starlette(routes=routes), HttpToolsProtocol) as port:
        settings = RunSettings(tmp_path, {"admin": port, "cip": port}, {}, services=("cip",))
        file = schema_file(settings, "cip")
        file.parent.mkdir()
        file.write_text("type Query { old: Int }")
        part = Part("cip", (), settings.url("cip"), tmp_path / "cip.log", {})
        there.append(World(Renewing(settings, "secret", {"cip": asyncio.Event()}, root=tmp_path), part, said))
        yield there[0]


async def test_the_graph_is_ready_before_its_house(world: World) -> None:
    world.code(f"print({NEW!r})")
    await world.renewing.foresee("cip")
    assert [each.strip() for each in world.reloads] == [NEW]
    assert world.said == [], "the field is not served yet"
    await world.renewing.follow(world.part)
    assert len(world.reloads) == 1, "nothing is left to be done when the house answers again"
    assert world.said == ["The graph has the schema of cip now (abc)"]
    await world.renewing.follow(world.part)
    assert len(world.said) == 1


async def test_what_the_house_says_counts(world: World) -> None:
    world.code(f"print({NEW!r})")
    await world.renewing.foresee("cip")
    world.schema = "type Query { said: Int }"
    await world.renewing.follow(world.part)
    assert [each.strip() for each in world.reloads] == [NEW, world.schema]


async def test_code_that_cannot_be_read_is_left_to_the_house(world: World) -> None:
    world.code("raise SyntaxError")
    await world.renewing.foresee("cip")
    assert (world.reloads, world.said, world.renewing.told) == ([], [], {})


async def test_a_refusal_is_said(world: World) -> None:
    world.refused = "it has no fields"
    world.code(f"print({NEW!r})")
    await world.renewing.foresee("cip")
    await world.renewing.follow(world.part)
    assert world.said == ["The graph stays as it was; it refuses the schema of cip: it has no fields"]


async def test_a_gateway_that_is_away_reads_the_file_when_it_comes(world: World) -> None:
    world.code(f"print({NEW!r})")
    settings = world.renewing.settings
    object.__setattr__(settings, "ports", {**settings.ports, "admin": 1})
    await world.renewing.foresee("cip")
    assert schema_file(settings, "cip").read_text().strip() == NEW
    assert world.renewing.told == {"cip": "The graph has the schema of cip as soon as the gateway is there"}


def test_whatever_a_house_reads_is_looked_at() -> None:
    """A kind of file that is packed with a house but not looked at would be saved in vain."""
    folders = (ROOT / "services").glob("*/pyproject.toml")
    packed = [tomllib.loads(each.read_text())["tool"]["setuptools"]["package-data"].values() for each in folders]
    kinds = {Path(pattern).suffix for values in packed for patterns in values for pattern in patterns}
    assert len(packed) == 5
    # Without an ending: the demo data, which are CSV; `py.typed` says nothing to who runs.
    assert kinds - {"", ".typed"} - NOT_CODE <= {*renewing.CODE}

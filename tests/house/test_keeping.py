"""A part that dies again and again costs the house only itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_ports
from tools.run import processes
from tools.run.processes import Part, keep
from tools.run.settings import RunError

HEALTHY = """
import http.server, pathlib, sys
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Health).serve_forever()
"""
UNTIL_MENDED = "import pathlib, sys\nif not pathlib.Path(sys.argv[2]).exists(): sys.exit('no database')\n" + HEALTHY


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(processes, "say", lines.append)
    monkeypatch.setattr(processes, "PAUSES", (0.0, 0.001, 0.002))
    return lines


def part(name: str, home: Path, program: str, *words: str, is_vital: bool = False) -> Part:
    (port,) = free_ports(1)
    command = ("-c", program, str(port), *words)
    return Part(name, command, f"http://127.0.0.1:{port}", home / "logs" / f"{name}.log", is_vital=is_vital)


async def until(said: list[str], text: str) -> None:
    async with asyncio.timeout(120):
        while not any(text in line for line in said):  # noqa: ASYNC110 - what is said is no event
            await asyncio.sleep(0.01)


@contextmanager
def ended(*tasks: asyncio.Task[None]) -> Iterator[None]:
    try:
        yield
    finally:
        for each in tasks:
            each.cancel()


async def test_the_house_goes_on_without_a_part_and_takes_it_back(tmp_path: Path, said: list[str]) -> None:
    mended = tmp_path / "mended"
    settled = [asyncio.Event(), asyncio.Event()]
    well = asyncio.create_task(keep(part("well", tmp_path, HEALTHY), settled[0]))
    ill = asyncio.create_task(keep(part("ill", tmp_path, UNTIL_MENDED, str(mended)), settled[1]))
    with ended(well, ill):
        await until(said, "ill ended 4 times in a row. The house goes on without it, and tries again in")
        await asyncio.gather(*(each.wait() for each in settled))
        assert not well.done() and not ill.done()
        assert any("ill did not start" in line and "no database" in line for line in said)
        assert [line.split(":")[0] for line in said if line.startswith("well")] == ["well is ready"]
        mended.touch()
        await until(said, "ill is back")
    await asyncio.gather(well, ill, return_exceptions=True)


async def test_a_vital_part_that_does_not_start_ends_the_house(tmp_path: Path, said: list[str]) -> None:
    with pytest.raises(RunError, match="no settings"):
        await keep(part("gateway", tmp_path, "raise SystemExit('no settings')", is_vital=True), asyncio.Event())

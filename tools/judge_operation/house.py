"""A whole house as `make run` starts it, on ports and in a folder of its own, to do things to."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.run.settings import DEFAULT_PORTS, ROOT

READY_WITHIN = 180.0
READY = "Ctrl-C stops everything"


@dataclass(slots=True)
class House:
    """``lines``: what the run says. ``root``: where its code lies."""

    process: asyncio.subprocess.Process
    ports: Mapping[str, int]
    home: Path
    lines: asyncio.Queue[str]
    root: Path = ROOT

    def address(self, part: str = "gateway") -> str:
        return f"http://127.0.0.1:{self.ports[part]}"

    async def says(self, words: str, within: float = READY_WITHIN) -> str:
        """The next line that holds these words. Raises RuntimeError with all that was said instead."""
        said = []
        try:
            async with asyncio.timeout(within):
                while words not in (line := await self.lines.get()):
                    said.append(line)
        except TimeoutError:
            raise RuntimeError(f"the run never said {words!r}, but:\n{''.join(said)}") from None
        return line

    def pids(self, *words: str) -> list[int]:
        """The processes of this run whose command has all these words; those that it started itself."""
        return [
            pid
            for pid, parent, command in processes()
            if parent == self.process.pid and all(any(word in part for part in command) for word in words)
        ]

    def below(self, pid: int) -> list[int]:
        """The processes that a part has started: the steward of a gateway is the first, its workers follow."""
        return sorted(child for child, parent, _ in processes() if parent == pid)


def processes() -> Iterator[tuple[int, int, list[str]]]:
    """Every process of the machine: its id, its parent's, its command."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().decode().split("\0")
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, ValueError):
                continue  # it ended while we looked
            yield int(entry.name), parent, command


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@asynccontextmanager
async def housed(home: Path, root: Path = ROOT, **more: str) -> AsyncIterator[House]:
    """A run that is ready, for as long as the block lasts. ``root``: its code. ``more``: variables of its parts."""
    names = [*DEFAULT_PORTS, "admin"]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    environment = {f"{part.upper()}_PORT": str(port) for part, port in ports.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tools.run"),
        cwd=root,
        env={**os.environ, "GATEWAY_READY_PROBE": "1", **environment, **more, "RUN_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    house = House(process, ports, home, asyncio.Queue(), root)
    listening = asyncio.create_task(_listen(process, house.lines))
    try:
        await house.says(READY)
        yield house
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(process.wait(), 40)
        except TimeoutError:
            process.kill()
            await process.wait()
        listening.cancel()


async def _listen(process: asyncio.subprocess.Process, lines: asyncio.Queue[str]) -> None:
    if process.stdout is not None:
        async for line in process.stdout:
            lines.put_nowait(line.decode(errors="replace"))

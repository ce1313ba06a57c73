"""Starts the parts as processes of their own, waits until each is ready, restarts one that dies, stops all."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tools.postgres import LIBC, PR_SET_PDEATHSIG
from tools.run.screen import last_words, say
from tools.run.settings import ROOT, RunError

READY_WITHIN = 120.0  # seconds, on a slow machine with a first load of the demo data
STOP_WITHIN = 10.0
DEATHS_ALLOWED = 3
DEATHS_WITHIN = 60.0  # seconds
PAUSE_BEFORE_RESTART = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """One process. ``command`` follows the Python interpreter; ``address`` answers ``/health`` when ready."""

    name: str
    command: tuple[str, ...]
    address: str
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)


async def start(part: Part) -> asyncio.subprocess.Process:
    """Starts the process; its output goes to the log of the part."""
    part.log.parent.mkdir(parents=True, exist_ok=True)
    with part.log.open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *part.command,
            cwd=ROOT,
            env={**os.environ, **byte_code(part.log.parent.parent), **part.environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )


def end_with_parent() -> None:
    """Whatever kills the run ends its parts, too (prctl(2))."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def byte_code(home: Path) -> dict[str, str]:
    """Where Python may not write byte code beside the sources, each start would compile everything anew."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(home / "byte-code")}


async def wait_until_ready(part: Part, process: asyncio.subprocess.Process) -> None:
    """Asks ``/health`` until it answers 200. Raises RunError with the process's last words."""
    until = time.monotonic() + READY_WITHIN
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as client:
        while time.monotonic() < until:
            if process.returncode is not None:
                raise RunError(f"{part.name} did not start. Its last words ({part.log}):\n{last_words(part.log)}")
            if await is_ready(client, part.address):
                return
            await asyncio.sleep(0.1)
    raise RunError(f"{part.name} was not ready in time. Its last words ({part.log}):\n{last_words(part.log)}")


async def is_ready(client: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with client.get(f"{address}/health") as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


async def stop(process: asyncio.subprocess.Process) -> None:
    """Asks to end, then ends."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()


async def keep(part: Part, ready: asyncio.Event) -> None:
    """Runs the part until cancelled. One that dies is named and started again; too often, and the run ends."""
    deaths: deque[float] = deque(maxlen=DEATHS_ALLOWED)
    while True:
        process = await start(part)
        try:
            await wait_until_ready(part, process)
            say(f"{part.name} {'is ready' if not deaths else 'is back'}: {part.address}")
            ready.set()
            code = await process.wait()
        finally:
            await stop(process)
        report_death(part, code, deaths)
        await asyncio.sleep(PAUSE_BEFORE_RESTART)


def report_death(part: Part, code: int, deaths: deque[float]) -> None:
    """Says who died and how. Raises RunError when it happens too often."""
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    story = f"{part.name} {how}. Its last words ({part.log}):\n{last_words(part.log)}"
    now = time.monotonic()
    deaths.append(now)
    if len(deaths) == DEATHS_ALLOWED and now - deaths[0] < DEATHS_WITHIN:
        raise RunError(f"{story}\nThat was the third time within a minute.")
    say(f"{story}\n          Starting {part.name} again ...")

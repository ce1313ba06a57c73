"""Starts the parts as processes of their own, waits until each is ready, starts one that died again, stops all."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tools.postgres import LIBC, PR_SET_PDEATHSIG
from tools.run.screen import last_words, say
from tools.run.settings import ROOT, RunError

READY_WITHIN = 120.0  # seconds, on a slow machine with a first load of the demo data
STOP_WITHIN = 10.0
DEATHS_IN_A_ROW = 3  # after so many the house goes on without the part, and tries more slowly
LIVED_WELL = 60.0  # seconds; a part that was ready for so long begins a new row
PAUSES = (0.5, 5.0, 300.0)  # seconds before the next start: at first, when it is slow, and at most


@dataclass(frozen=True, slots=True)
class Part:
    """One process. ``command`` follows the Python interpreter; ``address`` answers ``/health`` when ready."""

    name: str
    command: tuple[str, ...]
    address: str
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    is_vital: bool = False
    """Whether the house ends when this part cannot start."""


async def start(part: Part) -> asyncio.subprocess.Process:
    """Starts the process; its output goes to the log of the part. Raises RunError when that cannot be written."""
    try:
        part.log.parent.mkdir(parents=True, exist_ok=True)
        opened = part.log.open("ab")
    except OSError as error:
        raise RunError(f"{part.log} cannot be used: {error.strerror}. Is RUN_HOME as it should be?") from error
    with opened as log:
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


async def keep(
    part: Part,
    settled: asyncio.Event,
    changed: asyncio.Event | None = None,
    greet: Callable[[Part], Awaitable[None]] | None = None,
) -> None:
    """Runs the part until cancelled; one that dies is named and started again, ever more slowly.

    ``settled`` is set when it is ready or when the house has to go on without it. ``changed``: set when it has to be
    started anew, at once. ``greet`` is called each time it is ready.
    Raises RunError when a vital part does not start at all.
    """
    in_a_row = 0
    changed = changed or asyncio.Event()
    while True:
        lived, story = await one_life(part, settled, changed, greet, is_first=in_a_row == 0)
        if changed.is_set():
            changed.clear()
            in_a_row = 0
            continue
        in_a_row = 1 if lived >= LIVED_WELL else in_a_row + 1
        if part.is_vital and not settled.is_set():
            raise RunError(story)
        pause = pause_after(in_a_row)
        say(f"{story}\n          {what_now(part, in_a_row, pause)}")
        if in_a_row >= DEATHS_IN_A_ROW:
            settled.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), pause)


async def one_life(
    part: Part,
    settled: asyncio.Event,
    changed: asyncio.Event,
    greet: Callable[[Part], Awaitable[None]] | None,
    *,
    is_first: bool,
) -> tuple[float, str]:
    """Starts the part and waits for its end, or for a change; for how many seconds it was ready, and how it ended."""
    changed.clear()
    process = await start(part)
    try:
        await until_changed(wait_until_ready(part, process), changed)
        if changed.is_set():
            return 0.0, ""
        say(f"{part.name} {'is ready' if is_first and not settled.is_set() else 'is back'}: {part.address}")
        settled.set()
        since = time.monotonic()
        if greet is not None:
            await until_changed(greet(part), changed)
        await until_changed(process.wait(), changed)
        return time.monotonic() - since, "" if process.returncode is None else end_of(part, process.returncode)
    except RunError as error:
        return 0.0, str(error)
    finally:
        await stop(process)


async def until_changed(work: Awaitable[object], changed: asyncio.Event) -> None:
    """Does the work, to its end or until something has changed. Raises what it raises."""
    doing, waiting = asyncio.ensure_future(work), asyncio.ensure_future(changed.wait())
    try:
        await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            doing.result()
    finally:
        for each in (doing, waiting):
            each.cancel()
        await asyncio.gather(doing, waiting, return_exceptions=True)


def end_of(part: Part, code: int) -> str:
    """The part's end in words."""
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
    return f"{part.name} {how}. Its last words ({part.log}):\n{last_words(part.log)}"


def pause_after(in_a_row: int) -> float:
    """
    >>> [pause_after(deaths) for deaths in (1, 2, 3, 4, 5, 9, 5000)]
    [0.5, 0.5, 5.0, 10.0, 20.0, 300.0, 300.0]
    """
    quick, slow, longest = PAUSES
    slower = min(max(in_a_row - DEATHS_IN_A_ROW, 0), 20)  # 2 to the power of thousands is no number of seconds
    return quick if in_a_row < DEATHS_IN_A_ROW else min(longest, slow * 2**slower)


def what_now(part: Part, in_a_row: int, pause: float) -> str:
    """The sentence behind an end."""
    if in_a_row < DEATHS_IN_A_ROW:
        return f"Starting {part.name} again ..."
    return f"{part.name} ended {in_a_row} times in a row. The house goes on without it, and tries again in {pause:g} s."

"""How late the event loop is, and why: a task that wakes every millisecond, and a thread that looks when it does not.

The kernel tells of a thread how long it computed and how long it waited for a processor (``schedstat``). So on a
machine that others use too, their part of a delay is told from ours: what the loop's thread computed itself, and what
other threads of the process computed meanwhile, for which it waited if they had the interpreter's lock.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from tools.bench_matching.lines import Line
from tools.run.settings import ROOT

EVERY = 0.001  # seconds between two beats
WORTH_TELLING = 0.002
LOOK_AFTER = 0.004  # without a beat
SAID_OF_A_STACK = 6  # innermost calls
ROOMS = (ROOT / "services", ROOT / "gateway")


@dataclass(frozen=True, slots=True)
class Late:
    """A beat that came late. ``at`` is of the monotonic clock, which is the same in all processes; all in seconds.

    ``computing`` is what the loop's own thread computed, ``queued`` how long it waited for a processor, and
    ``together`` what all threads computed.
    """

    at: float
    seconds: float
    computing: float
    queued: float
    together: float
    collecting: float  # garbage, in whichever thread
    where: str

    @property
    def ours(self) -> float:
        """At most so much is the process's own doing, and not that of others on the machine."""
        return min(self.seconds, max(self.computing, min(self.seconds - self.queued, self.together)))


@dataclass(slots=True)
class Watch:
    """What the task, the thread and the collector note."""

    thread: int
    beat: float = 0.0
    seen: float = 0.0  # the beat after which the thread looked already
    where: str = ""
    collecting: float = 0.0
    began_collecting: float = 0.0
    late: list[Late] = field(default_factory=list)


@asynccontextmanager
async def watched() -> AsyncIterator[Watch]:
    """Watches the running loop for as long as the block lasts."""
    watch = Watch(threading.get_ident())
    ended = threading.Event()

    def collected(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            watch.began_collecting = time.monotonic()
        else:
            watch.collecting += time.monotonic() - watch.began_collecting

    task = asyncio.create_task(beating(watch), name="lag")
    thread = threading.Thread(target=looking, args=(watch, ended), daemon=True, name="lag")
    gc.callbacks.append(collected)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        gc.callbacks.remove(collected)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        thread.join()


async def beating(watch: Watch) -> None:
    schedule = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
    try:
        while True:
            computed, queued = scheduled(schedule)
            together = time.process_time()
            watch.collecting, watch.where = 0.0, ""
            watch.beat = began = time.monotonic()
            await asyncio.sleep(EVERY)
            now = time.monotonic()
            if now - began - EVERY > WORTH_TELLING:
                computed_now, queued_now = scheduled(schedule)
                spent = (computed_now - computed, queued_now - queued, time.process_time() - together)
                watch.late.append(Late(now, now - began - EVERY, *spent, watch.collecting, watch.where))
    finally:
        os.close(schedule)


def scheduled(file: int) -> tuple[float, float]:
    """Seconds that a thread computed, and waited for a processor."""
    computed, queued, _ = os.pread(file, 100, 0).split()
    return int(computed) / 1e9, int(queued) / 1e9


def looking(watch: Watch, ended: threading.Event) -> None:
    """In a thread of its own: what all threads do at the moment when a beat is missing."""
    while not ended.wait(EVERY):
        beat = watch.beat
        if watch.seen != beat and time.monotonic() - beat > LOOK_AFTER:
            watch.seen = beat
            watch.where = stacks(sys._current_frames(), watch.thread)


def stacks(frames: dict[int, FrameType], main: int) -> str:
    """The loop's own stack, and where the other threads are in our own rooms."""
    others = (calls(frame) for thread, frame in frames.items() if thread not in {main, threading.get_ident()})
    ours = [" < ".join(stack[:3]) for stack in others if stack]
    return " < ".join(calls(frames[main], everything=True)) + "".join(f" | thread: {each}" for each in ours)


def calls(frame: FrameType | None, *, everything: bool = False) -> list[str]:
    """The innermost calls, the innermost first; of our own rooms alone, unless everything is wanted."""
    found: list[str] = []
    while frame is not None and len(found) < SAID_OF_A_STACK:
        file = Path(frame.f_code.co_filename)
        is_ours = any(file.is_relative_to(room) for room in ROOMS)
        if everything or is_ours:
            place = file.relative_to(ROOT) if is_ours else file.name
            found.append(f"{place}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return found


def written(late: Iterable[Late]) -> str:
    return "".join(json.dumps(asdict(each)) + "\n" for each in late)


def read(text: str) -> list[Late]:
    return [Late(**known) for known in map(json.loads, text.splitlines())]


def lateness(late: Sequence[Late], began: float, ended: float) -> dict[str, str]:
    """The cells of a table: the latest beat of a time, and how much of it is ours; how often over 5 ms."""
    some = [each for each in late if began <= each.at <= ended]
    worst = max(some, key=lambda each: each.ours, default=Late(0, 0, 0, 0, 0, 0, ""))
    return {
        "latest ms": f"{1e3 * max((each.seconds for each in some), default=0):.1f}",
        "of it ours ms": f"{1e3 * worst.ours:.1f}",
        "computing ms": f"{1e3 * worst.computing:.1f}",
        "garbage ms": f"{1e3 * worst.collecting:.1f}",
        "over 5 ms": str(sum(each.ours > 0.005 for each in some)),
    }


def lines(what: str, late: Sequence[Late], began: float, ended: float, count: int = 6) -> list[Line]:
    """What is told of a time: how late the loop was, and what it did in the worst moments, so many of them."""
    worst = causes(late, began, ended, count)
    return [
        Line("event loop", {"while": what, **lateness(late, began, ended)}),
        *(Line("event loop late", {"while": what, **cause}) for cause in worst),
    ]


def causes(late: Sequence[Late], began: float, ended: float, count: int) -> list[dict[str, str]]:
    """The worst of a time, each place once."""
    places: dict[str, Late] = {}
    for each in sorted(late, key=lambda each: -each.ours):
        if began <= each.at <= ended:
            places.setdefault(each.where.partition(" < ")[0], each)
    return [
        {
            "ms": f"{1e3 * each.ours:.1f}",
            "computing": f"{1e3 * each.computing:.1f}",
            "garbage": f"{1e3 * each.collecting:.1f}",
            "where": each.where,
        }
        for each in list(places.values())[:count]
    ]

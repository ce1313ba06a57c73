"""``python -m tools.holds FILE serve ...``: the gateway as ``python -m gateway serve ...``, watched.

When the worker ends, FILE has a line of JSON for each time that its loop was late (`tools.bench_matching.lag.Late`),
and FILE.garbage one for each collection of garbage (`Collected`). Watching costs a twentieth of a processor, and a
thread that asks for the interpreter a thousand times a second: compare watched runs with watched runs.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from gateway.__main__ import parser
from gateway.commands.serving import serve_command
from gateway.web.edge import Application
from tools.bench_matching.lag import Watch, watched, written


@dataclass(frozen=True, slots=True)
class Collected:
    """One collection of garbage. ``at``: of the monotonic clock, at its end; seconds of it, and of them computed by the
    thread that it befell.
    """

    at: float
    generation: int
    seconds: float
    computing: float
    found: int
    thread: str


@contextmanager
def collections_noted(noted: list[Collected]) -> Iterator[None]:
    """Every collection that happens inside."""
    began = [0.0, 0.0]

    def hear(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            began[:] = time.monotonic(), time.thread_time()
            return
        now, computed = time.monotonic(), time.thread_time()
        thread = threading.current_thread().name
        spent = (now - began[0], computed - began[1])
        noted.append(Collected(now, about["generation"], *spent, about["collected"], thread))

    gc.callbacks.append(hear)
    try:
        yield
    finally:
        gc.callbacks.remove(hear)


def watching(make: Callable[[], Application], file: Path) -> Callable[[], Application]:
    """Makes the same application, which is watched from its start to its end."""

    def made() -> Application:
        application = make()

        async def around(scope: Any, receive: Any, send: Any) -> Any:
            if scope["type"] != "lifespan":
                return await application(scope, receive, send)
            async with AsyncExitStack() as stack:
                noted: list[Collected] = []
                stack.enter_context(collections_noted(noted))
                watch = await stack.enter_async_context(watched())
                stack.callback(write, file, watch, noted)
                return await application(scope, receive, send)

        return around

    return made


def write(file: Path, watch: Watch, noted: list[Collected]) -> None:
    file.write_text(written(watch.late), encoding="utf-8")
    lines = "".join(f"{json.dumps(asdict(each))}\n" for each in noted)
    file.with_name(f"{file.name}.garbage").write_text(lines, encoding="utf-8")


def main(file: Path, words: list[str]) -> int:
    return serve_command(parser().parse_args(words), partial(watching, file=file))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))

"""``python -m tools.bench_matching.service FILE``: the marketplace as it is, with a watch on its event loop.

Late beats of the loop are written to the file as they come (``lag.py``). Settings are those of the service.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from starlette.types import ASGIApp

from services.kit.cli import require_migrated, serve
from services.marketplace import threads  # noqa: F401 - before numpy
from services.marketplace.__main__ import SERVICE
from services.marketplace.settings import MarketplaceSettings, from_environment
from tools.bench_matching.lag import Late, Watch, watched, written

WRITTEN_EVERY = 0.25  # seconds


def main() -> None:
    file = Path(sys.argv[1])

    @asynccontextmanager
    async def opened(settings: MarketplaceSettings) -> AsyncIterator[ASGIApp]:
        async with watched() as watch, SERVICE.opened(settings) as app:
            task = asyncio.create_task(writing(watch, file))
            yield app
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    serve(replace(SERVICE, opened=opened), from_environment(os.environ), first=require_migrated)


async def writing(watch: Watch, file: Path) -> None:
    with file.open("a") as opened:
        while True:
            await asyncio.sleep(WRITTEN_EVERY)
            late, watch.late = watch.late, []
            await asyncio.to_thread(write, opened, late)


def write(file: TextIO, late: Sequence[Late]) -> None:
    file.write(written(late))
    file.flush()


if __name__ == "__main__":
    main()

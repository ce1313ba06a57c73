"""The steward as a process beside the workers, started before anything in the parent waits or threads."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gateway.renewal.administration import administered
from gateway.renewal.source import Found, Source
from gateway.renewal.steward import Steward
from gateway.renewal.watching import Watched
from gateway.settings import Settings

GARBAGE_THRESHOLDS = (100_000, 20, 20)
"""As in the workers, and rarer: composing makes some million objects of which most stay until it is done, and looking
for garbage meanwhile took a third of its time. What a composition leaves is collected when it is done.
"""
PATIENCE = 2
"""Added to the process's niceness: who answers comes first where there are fewer processors than work."""
log = logging.getLogger(__name__)

LOOK_EVERY = 0.1
"""Seconds between two looks at the files; a change counts when two looks find the same."""


@dataclass(frozen=True, slots=True)
class Household:
    """What the processes of one gateway share: the steward's socket lies in ``folder``, ``admin`` is bound."""

    settings: Settings
    source: Source
    first: Found
    sdl: str
    folder: Path
    admin: socket.socket | None

    @property
    def path(self) -> Path:
        return socket_in(self.folder)

    def start(self, sockets: Iterable[socket.socket]) -> int:
        """Forks a steward, which closes ``sockets``: they are the workers'. Its process id.

        SIGHUP is blocked meanwhile; the steward takes it when it can obey.
        """
        parent = os.getpid()
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            for each in sockets:
                each.close()
            os.nice(PATIENCE)
            asyncio.run(self._serve(parent))
            code = 0
        except Exception:
            log.exception("the steward failed")
        finally:
            # Not sys.exit: the parent's clean-up, which this process inherited, is not its to do.
            os._exit(code)

    async def _serve(self, parent: int) -> None:
        self.path.unlink(missing_ok=True)
        steward = Steward(self.settings, self.source, self.first, self.sdl)
        wanted, ending = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a whole group by Ctrl-C: the parent ends us when it is done
        loop.add_signal_handler(signal.SIGTERM, ending.set)
        if hangs_up_to_reload():
            loop.add_signal_handler(signal.SIGHUP, wanted.set)
        else:
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGHUP,))
        async with steward.listening(self.path), administered(steward, self.admin, self.settings.admin_token):
            # Not before the workers find us: they would take us for dead.
            gc.collect()
            gc.freeze()
            gc.set_threshold(*GARBAGE_THRESHOLDS)
            tasks = [
                asyncio.create_task(work)
                for work in (
                    self._look(steward, parent, ending),
                    self._poll(steward),
                    _on_demand(steward, wanted),
                )
            ]
            await ending.wait()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _look(self, steward: Steward, parent: int, ending: asyncio.Event) -> None:
        watched = Watched(lambda: steward.found.files)
        await steward.look_at_saved()
        while os.getppid() == parent:
            if watched.has_settled_anew():
                await steward.renew(is_asked=False)
            await asyncio.sleep(LOOK_EVERY)
        ending.set()

    async def _poll(self, steward: Steward) -> None:
        pause = self.settings.supergraph_poll
        while pause:
            await asyncio.sleep(pause)
            if steward.found.known or steward.found.kept:
                await steward.renew(is_asked=False)

    def end(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


async def _on_demand(steward: Steward, wanted: asyncio.Event) -> None:
    while True:
        await wanted.wait()
        wanted.clear()
        await steward.renew(is_asked=True)


def hangs_up_to_reload() -> bool:
    """Whether SIGHUP means to reload. At a terminal it still means that the terminal is gone."""
    try:
        return not sys.stdin.isatty()
    except (AttributeError, ValueError):
        return True


def socket_in(folder: Path) -> Path:
    """Where the steward listens."""
    return folder / "steward"


def new_folder() -> Path:
    """A folder that only our own user may open, with a path short enough for a socket."""
    return Path(tempfile.mkdtemp(prefix="civic-gateway-"))

"""The processes and the socket: one uvicorn per worker, all on one port (SO_REUSEPORT)."""

from __future__ import annotations

import errno
import gc
import logging
import math
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import NamedTuple, Protocol, TypeAlias

import uvicorn

from gateway.ground.errors import ConfigurationError
from gateway.ground.garbage import THRESHOLDS
from gateway.settings import Settings
from gateway.web.edge import Application
from gateway.web.serving.arrival import ClientLimits, limited

log = logging.getLogger(__name__)

MakeApplication: TypeAlias = Callable[[], Application]


class Ending(NamedTuple):
    """What a worker hears. ``drain``: of the signal to stop. ``stop``: that it takes no more, after `drain_delay`."""

    drain: Callable[[], None]
    stop: Callable[[], None]


NOBODY = Ending(lambda: None, lambda: None)


class Beside(Protocol):
    """A process that runs beside the workers. ``start`` forks it, which closes the sockets, and gives its id."""

    def start(self, sockets: Iterable[socket.socket], /) -> int: ...

    def end(self) -> None: ...


BACKLOG = 2048
REQUESTS = 0.8
"""Of the grace: the rest is for cancelling them, closing connections and ending Python."""
SWITCH = 0.00025
"""Seconds of computing after which a thread lets another one go on. An answer is some ten turns of the loop, each of
which waits so long while a thread prepares an operation or builds a graph.
"""
STOPPING = (signal.SIGTERM, signal.SIGINT)
RESTARTS = 5
"""A worker that dies is started again, but not for ever: after so many deaths something is wrong that stays wrong."""


def serve(
    settings: Settings,
    make_application: MakeApplication,
    tell: Callable[[Settings, int], None],
    stop: Ending = NOBODY,
    begin: Callable[[int], Beside] | None = None,
) -> int:
    """Serves until SIGTERM or SIGINT; running requests are finished first. Returns the exit code.

    Raises ConfigurationError when the port cannot be had. The application is made once in every worker, after the fork;
    what was read before the fork is shared memory. ``tell`` hears the port as soon as it is ours. ``stop``: called in
    each worker when it ends, so that nobody new comes and nothing long begins any more. ``begin``: gives, when the port
    is known, the process that runs beside the workers, and hears of each SIGHUP.
    """
    # First without SO_REUSEPORT: otherwise a second gateway would silently share the port with the first.
    only = listen(settings.host, settings.port)
    port: int = only.getsockname()[1]
    beside = begin(port) if begin else None
    try:
        return _serve(settings, make_application, only, tell, stop, beside)
    finally:
        if beside:
            beside.end()


def _serve(
    settings: Settings,
    make_application: MakeApplication,
    only: socket.socket,
    tell: Callable[[Settings, int], None],
    stop: Ending,
    beside: Beside | None,
) -> int:
    port: int = only.getsockname()[1]
    if beside:
        # From the first word on: one that comes before its handlers waits for them.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGHUP,))
    if settings.workers == 1:
        tell(settings, port)
        process = beside.start([only]) if beside else None
        if process is not None:
            pass_on(lambda: process)
        try:
            with only:
                return _work(settings, make_application, only, stop)
        finally:
            end(process)
    only.close()
    # All sockets belong to the parent: what waits at a worker that dies is answered by the one that follows it.
    sockets = [listen(settings.host, port, shared=True) for _ in range(settings.workers)]
    tell(settings, port)
    return _Workers(settings, make_application, sockets, stop, beside).run()


def pass_on(process: Callable[[], int | None]) -> None:
    """SIGHUP goes on to this process. At a terminal it still ends us: that terminal is gone."""

    def hang_up(number: int, frame: object) -> None:
        beside = process()
        if beside is not None:
            with suppress(ProcessLookupError):
                os.kill(beside, number)

    if not sys.stdin.isatty():
        signal.signal(signal.SIGHUP, hang_up)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGHUP,))


def end(process: int | None) -> None:
    """Asks the process beside the workers to end, and waits for it."""
    if process is not None:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(process, signal.SIGTERM)
            os.waitpid(process, 0)


def listen(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """A bound socket. Raises ConfigurationError in words when the address is taken, foreign or forbidden."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ConfigurationError(f"The gateway cannot listen on {host}: {error.strerror}.") from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        bound.bind(address)
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        raise ConfigurationError(_refusal(host, port, error)) from error
    return bound


def _refusal(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} on {host} is taken: another program listens there. Stop it, or choose another --port."
        case errno.EACCES:
            return f"Port {port} may not be opened by this user; ports below 1024 belong to the system."
        case errno.EADDRNOTAVAIL:
            return f"{host} is not an address of this machine."
        case _:
            return f"The gateway cannot listen on {host}:{port}: {error.strerror}."


def client_limits(settings: Settings) -> ClientLimits:
    """What a client may take of the server."""
    return ClientLimits(settings.limit_head, settings.client_arrival, settings.client_idle, settings.client_stall)


def _work(settings: Settings, make_application: MakeApplication, bound: socket.socket, told: Ending) -> int:
    # The loop that answers everybody waits so long for the thread that prepares a new operation.
    sys.setswitchinterval(SWITCH)
    application = make_application()
    # What is there now stays for good: no collection needs to look at it again, and forked workers keep sharing it.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    config = uvicorn.Config(
        application,
        http=limited(client_limits(settings)),
        ws="none",
        loop="uvloop",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=math.ceil(settings.client_idle),
        timeout_graceful_shutdown=max(1, round(REQUESTS * settings.shutdown_grace)),
    )
    server = _Server(config, told, settings.drain_delay, settings.shutdown_grace)

    def stop(number: int, frame: object) -> None:
        # uvicorn raises the signal that stopped it once more when it is done: by then it has been obeyed.
        server.should_exit = True

    for number in STOPPING:
        signal.signal(number, stop)
    server.run(sockets=[bound])
    return 0 if server.started else 1


class _Server(uvicorn.Server):
    """``told``: hears of the first signal, whose handler is uvicorn's while it serves. A second one ends at once."""

    def __init__(self, config: uvicorn.Config, told: Ending, delay: float, grace: float) -> None:
        super().__init__(config)
        self.told = told
        self.delay = delay
        self.grace = grace
        self.is_draining = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.is_draining:
            self.should_exit = self.force_exit = True
            return
        self.is_draining = True
        self.told.drain()
        if self.delay:
            _later(self.delay, self._stop)
        else:
            self._stop()

    def _stop(self) -> None:
        self.told.stop()
        # Whatever is computed or awaited by then: the grace is the operator's word.
        _later(max(1.0, self.grace), partial(os._exit, 0))
        self.should_exit = True


def _later(seconds: float, work: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()


class _Workers:
    """The parent of several workers: it starts them, starts dead ones again, and ends them all."""

    def __init__(
        self,
        settings: Settings,
        make_application: MakeApplication,
        sockets: list[socket.socket],
        told: Ending,
        beside: Beside | None = None,
    ) -> None:
        self.settings = settings
        self.beside = beside
        self.helper: int | None = None
        self.told = told
        self.make_application = make_application
        self.sockets = sockets
        self.children: dict[int, socket.socket] = {}
        self.deaths = 0
        self.stopping = False

    def run(self) -> int:
        for number in STOPPING:
            signal.signal(number, self._stop)
        if self.beside:
            self.helper = self.beside.start(self.sockets)
            pass_on(lambda: self.helper)
        for bound in self.sockets:
            self._start(bound)
        while self.children:
            process, status = os.wait()
            if process == self.helper:
                self._mourn_helper(os.waitstatus_to_exitcode(status))
                continue
            bound = self.children.pop(process)
            if not self.stopping:
                self._mourn(process, os.waitstatus_to_exitcode(status), bound)
        end(self.helper)
        return 0 if self.deaths <= RESTARTS else 1

    def _mourn_helper(self, code: int) -> None:
        self.helper = None
        if self.stopping or self.beside is None:
            return
        self.deaths += 1
        log.error("the process beside the workers ended with %d: starting another", code)
        if self.deaths <= RESTARTS:
            signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGHUP,))
            self.helper = self.beside.start(self.sockets)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGHUP,))

    def _mourn(self, process: int, code: int, bound: socket.socket) -> None:
        self.deaths += 1
        if self.deaths > RESTARTS:
            log.error("worker %d ended with %d, the %dth death: giving up", process, code, self.deaths)
            self._stop(signal.SIGTERM, None)
        else:
            log.error("worker %d ended with %d: starting another", process, code)
            self._start(bound)

    def _start(self, bound: socket.socket) -> None:
        # A signal between the fork and the worker's own handlers must stop the worker, not be lost.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        child = os.fork()
        if child:
            self.children[child] = bound
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
            return
        code = 1
        try:
            for number in STOPPING:
                signal.signal(number, signal.SIG_DFL)
            if self.helper is not None and not sys.stdin.isatty():
                signal.signal(signal.SIGHUP, signal.SIG_IGN)  # whoever signals a whole group means the parent
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
            for other in self.sockets:
                if other is not bound:
                    other.close()
            code = _work(self.settings, self.make_application, bound, self.told)
        except Exception:
            log.exception("worker %d failed", os.getpid())
        finally:
            # Not sys.exit: the parent's clean-up, which this process inherited, is not its to do.
            os._exit(code)

    def _stop(self, number: int, frame: object) -> None:
        self.stopping = True
        for child in self.children:
            os.kill(child, signal.SIGTERM)

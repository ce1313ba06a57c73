"""``serve``: the gateway on a composed supergraph, or on subgraphs that it composes first."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from gateway.answering.graph import Graph
from gateway.answering.swap import Swapping
from gateway.app import application_of
from gateway.commands.sources import source_from
from gateway.ground.cell import Cell
from gateway.ground.garbage import Quiet
from gateway.model.standing import Standing, now
from gateway.observe.counts import Counts
from gateway.renewal.cache import read_known
from gateway.renewal.candidate import id_of
from gateway.renewal.following import Following
from gateway.renewal.process import Household, new_folder, socket_in
from gateway.renewal.source import Source
from gateway.settings import Settings, checked, read_settings, unknown_variables
from gateway.telemetry.logs import write_logs
from gateway.web.serving.server import Ending, MakeApplication, listen, serve

log = logging.getLogger(__name__)

BESIDE = 9
"""Added to the clients' port; 4010 and on belong to others."""


Watched: TypeAlias = Callable[[MakeApplication], MakeApplication]


def serve_command(arguments: Namespace, watched: Watched = lambda made: made) -> int:
    """Serves until it is told to stop. Raises ConfigurationError for whatever keeps it from starting.

    ``watched``: puts something around the application of each worker.
    """
    settings = settings_of(arguments)
    write_logs(settings.log_format, settings.log_level)
    for name in unknown_variables(os.environ):
        log.warning("the environment variable %s is no setting of the gateway and is ignored", name)
    folder = new_folder()
    try:
        return _serve(settings, source_from(arguments), folder, watched)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(settings: Settings, source: Source, folder: Path, watched: Watched) -> int:
    first = asyncio.run(source.read(read_known(settings.supergraph_cache)))
    for name, why in first.kept.items():
        there = "its last known schema counts" if name in first.known else "the graph starts without it"
        log.warning("subgraph %s: %s %s", name, why, there)
    sdl = first.supergraph()
    standing = Cell(Standing(id_of(sdl), now(), kept=first.kept))
    follow = partial(_following, settings, standing, folder)
    made = application_of(sdl, settings, standing, follow, first.listed)

    def begin(port: int) -> Household:
        admin = admin_socket(settings, port)
        if admin is not None:
            sys.stderr.write(f"Administration is at {place_of(settings.admin_host, admin.getsockname()[1])}\n")
        return Household(settings, source, first, sdl, folder, admin)

    return serve(settings, watched(made), tell, Ending(made.drain, made.stop), begin)


def _following(
    settings: Settings,
    standing: Cell[Standing],
    folder: Path,
    cell: Cell[Graph],
    swapping: Swapping,
    counts: Counts,
) -> AbstractAsyncContextManager[None]:
    quiet = Quiet(lambda: counts.shown()["plans"])  # one for each request
    return Following(socket_in(folder), settings, cell, standing, swapping, counts.figures, quiet)()


def admin_socket(settings: Settings, port: int) -> socket.socket | None:
    """Bound beside the clients' port; any free one beside a free one. Raises ConfigurationError when it is taken."""
    if settings.admin_port == 0:
        return None
    if settings.admin_port > 0:
        return listen(settings.admin_host, settings.admin_port)
    return listen(settings.admin_host, port + BESIDE if settings.port else 0)


def settings_of(arguments: Namespace) -> Settings:
    """The settings with what the command line says on top."""
    given = {name: getattr(arguments, name) for name in ("host", "port", "workers")}
    settings = read_settings(os.environ, arguments.config)
    return checked(replace(settings, **{name: value for name, value in given.items() if value is not None}))


def place_of(host: str, port: int) -> str:
    """The address of a port of ours.

    >>> place_of("::1", 4009)
    'http://[::1]:4009'
    """
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def tell(settings: Settings, port: int) -> None:
    """Says where the graph is, as soon as the port is ours."""
    place = place_of(settings.host, port)
    page = f", GraphiQL at {place}/" if settings.graphiql else ""
    sys.stderr.write(f"The graph is at {place}{settings.path}{page}\n")

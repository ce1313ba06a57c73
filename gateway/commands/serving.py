"""``serve``: the gateway on a composed supergraph, or on subgraphs that it composes first."""

from __future__ import annotations

import logging
import os
import sys
from argparse import Namespace
from dataclasses import replace

from gateway.app import application_of
from gateway.commands.sources import supergraph_sdl
from gateway.settings import Settings, checked, read_settings, unknown_variables
from gateway.web.serving.server import serve

log = logging.getLogger(__name__)


def serve_command(arguments: Namespace) -> int:
    """Serves until it is told to stop. Raises ConfigurationError for whatever keeps it from starting."""
    settings = settings_of(arguments)
    logging.getLogger().setLevel(settings.log_level.upper())
    logging.getLogger("uvicorn").setLevel(max(logging.WARNING, logging.getLogger().level))
    for name in unknown_variables(os.environ):
        log.warning("the environment variable %s is no setting of the gateway and is ignored", name)
    made = application_of(supergraph_sdl(arguments), settings)
    return serve(settings, made, tell, made.stop)


def settings_of(arguments: Namespace) -> Settings:
    """The settings with what the command line says on top."""
    given = {name: getattr(arguments, name) for name in ("host", "port", "workers")}
    settings = read_settings(os.environ, arguments.config)
    return checked(replace(settings, **{name: value for name, value in given.items() if value is not None}))


def tell(settings: Settings, port: int) -> None:
    """Says where the graph is, as soon as the port is ours."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    place = f"http://{host}:{port}"
    page = f", GraphiQL at {place}/" if settings.graphiql else ""
    sys.stderr.write(f"The graph is at {place}{settings.path}{page}\n")

"""What the commands look at: a supergraph, and an operation over it."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import msgspec

from gateway.answering.engine import Engine
from gateway.app import engine_of, not_open, planned_operation, supergraph_of
from gateway.commands.composing import composed
from gateway.ground.errors import ConfigurationError
from gateway.model.operation import Operation
from gateway.settings import Settings


def supergraph_sdl(arguments: Namespace) -> str:
    """The text of ``--supergraph``, or what ``--subgraphs`` composes to. Raises ConfigurationError."""
    if arguments.supergraph is not None:
        return read_text(arguments.supergraph)
    return composed(arguments.subgraphs)


def read_text(file: Path) -> str:
    """A file's text, or standard input for ``-``. Raises ConfigurationError."""
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}.") from error


def engine_from(arguments: Namespace) -> Engine:
    """An engine that can do everything but send."""
    settings = Settings()
    return engine_of(supergraph_of(supergraph_sdl(arguments), settings), settings, not_open)


def operation_from(engine: Engine, arguments: Namespace) -> Operation | None:
    """The normalised operation; None if no subgraph is asked. Raises RequestError as a client would get it."""
    variables = _variables(arguments.variables)
    return planned_operation(engine, read_text(arguments.operation), arguments.name, variables)


def active_labels(arguments: Namespace) -> frozenset[str]:
    """The progressive overrides that count for this plan."""
    return frozenset(arguments.label)


def _variables(text: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ConfigurationError(f"--variables must be a JSON object: {error}.") from error

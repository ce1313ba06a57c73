"""``compose``: subgraphs in, supergraph or all errors out. ``check`` and ``serve`` compose the same way."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from gateway.composition import compose
from gateway.ground.errors import ConfigurationError
from gateway.model.composition import (
    Composed,
    CompositionError,
    CompositionFailed,
    CompositionHint,
    HintLevel,
    SubgraphSource,
    View,
)
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.settings import Settings
from gateway.subgraphs.http import open_network
from gateway.subgraphs.listing import read_listing, read_sources, read_view
from gateway.subgraphs.patience import within

ASKING_SECONDS = 10.0


def compose_command(arguments: Namespace) -> int:
    """Prints or writes the supergraph SDL; 1 with every error when the subgraphs do not fit."""
    view = read_view(arguments.subgraphs, arguments.view, os.environ) if arguments.view else None
    result = compose_at_once(sources_of(arguments.subgraphs), view)
    if arguments.format == "json":
        sys.stdout.write(orjson.dumps(_as_json(result), option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        sys.stderr.write(in_words(result, debug=arguments.debug))
    if isinstance(result, CompositionFailed):
        return 1
    if arguments.output:
        write(arguments.output, result.supergraph_sdl)
    elif arguments.format == "text":
        sys.stdout.write(result.supergraph_sdl)
    return 0


def compose_at_once(sources: Sequence[SubgraphSource], view: View | None = None) -> Composed | CompositionFailed:
    """Composes without the garbage collector: it walks the growing trees anew, and the time would not stay linear."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        return compose(sources, view)
    finally:
        if enabled:
            gc.enable()


def sources_of(file: Path) -> tuple[SubgraphSource, ...]:
    """The subgraphs that the file lists, each with its SDL. Raises ConfigurationError."""
    return asyncio.run(_sources_of(file))


async def _sources_of(file: Path) -> tuple[SubgraphSource, ...]:
    return await read_sources(read_listing(file, os.environ), ask_for_schema)


def composed(file: Path) -> str:
    """The supergraph SDL of the listed subgraphs. Raises ConfigurationError with every error of the composition."""
    return sdl_of(sources_of(file))


def sdl_of(sources: Sequence[SubgraphSource]) -> str:
    """The supergraph SDL of some subgraphs. Raises ConfigurationError with every error of the composition."""
    result = compose_at_once(sources)
    if isinstance(result, CompositionFailed):
        problems = tuple(_line(error) for error in result.errors)
        raise ConfigurationError("The subgraphs do not fit together.", problems=problems)
    return result.supergraph_sdl


async def ask_for_schema(request: SubgraphRequest, /) -> SubgraphAnswer:
    """Sends over connections of its own: such questions are rare. Raises SubgraphError."""
    async with open_network(connections=1, largest_answer=Settings().subgraph_answer) as network:
        return await within(network, ASKING_SECONDS)(request)


def write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be written: {error.strerror}.") from error


def in_words(result: Composed | CompositionFailed, *, debug: bool = False) -> str:
    """Hints and errors, one line each, and what they come to; hints for the curious only with ``debug``.

    Errors come last: what has to be mended must not scroll away.
    """
    lines = [
        f"{'error' if isinstance(entry, CompositionError) else entry.level.value.lower()}: {_line(entry)}"
        for entry in _entries(result)
        if debug or isinstance(entry, CompositionError) or entry.level is not HintLevel.DEBUG
    ]
    if isinstance(result, CompositionFailed):
        lines.append(f"The subgraphs do not fit together: {_count(len(result.errors), 'error')}.")
    return "".join(f"{line}\n" for line in lines)


def _entries(result: Composed | CompositionFailed) -> Iterable[CompositionError | CompositionHint]:
    return (*result.hints, *result.errors) if isinstance(result, CompositionFailed) else result.hints


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _line(entry: CompositionError | CompositionHint) -> str:
    places = ", ".join(f"{place.subgraph} {place.line}:{place.column}" for place in entry.locations)
    return f"{entry.code}: {entry.message}" + (f" ({places})" if places else "")


def _as_json(result: Composed | CompositionFailed) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "errors": [_entry(error) for error in result.errors] if isinstance(result, CompositionFailed) else [],
        "hints": [{**_entry(hint), "level": hint.level.value, "coordinate": hint.coordinate} for hint in result.hints],
    }
    if isinstance(result, Composed):
        answer["supergraph"] = result.supergraph_sdl
    return answer


def _entry(entry: CompositionError | CompositionHint) -> dict[str, Any]:
    places = [{"subgraph": place.subgraph, "line": place.line, "column": place.column} for place in entry.locations]
    return {"code": entry.code, "message": entry.message, "locations": places}

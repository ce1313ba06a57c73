"""Where the supergraph comes from: a composed file, or a list of subgraphs, each with a file or a running service."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gateway.ground.errors import ConfigurationError
from gateway.ground.sentence import ended
from gateway.model.composition import SubgraphSource
from gateway.subgraphs.listing import ListedSubgraph, read_listing, read_sources
from gateway.subgraphs.send import Send

Compose = Callable[[Sequence[SubgraphSource]], str]
"""The supergraph of some subgraphs. Raises ConfigurationError with every error of the composition."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was read. ``content``: equal if nothing changed. ``kept``: subgraphs that could not be asked, and why.
    ``known``: the schema of each that could, by name. ``listed``: all names of the list.
    ``is_composed``: the supergraph is made of them here.
    """

    content: object
    supergraph: Callable[[], str]
    files: tuple[Path, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    is_composed: bool = False


class Source(Protocol):
    """Raises ConfigurationError for what cannot be read. ``known``: the schemas that were known before."""

    async def read(self, known: Mapping[str, str]) -> Found: ...


@dataclass(frozen=True, slots=True)
class SupergraphText:
    """A supergraph that was read once and can never change, as from standard input."""

    sdl: str

    async def read(self, known: Mapping[str, str]) -> Found:
        return Found(self.sdl, lambda: self.sdl)


@dataclass(frozen=True, slots=True)
class SupergraphFile:
    """A composed supergraph."""

    file: Path

    async def read(self, known: Mapping[str, str]) -> Found:
        try:
            sdl = self.file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{self.file} cannot be read: {ended(error)}") from error
        return Found(sdl, lambda: sdl, (self.file,))


@dataclass(frozen=True, slots=True)
class SubgraphList:
    """``supergraph.yaml``. ``send`` asks running services for their schemas."""

    file: Path
    send: Send
    compose: Compose

    async def read(self, known: Mapping[str, str]) -> Found:
        listed = read_listing(self.file, os.environ)
        asked = {each.name: each for each in listed}
        sources: list[SubgraphSource] = []
        kept: dict[str, str] = {}
        problems: list[str] = []
        for name, each in asked.items():
            try:
                sources += await read_sources((each,), self.send)
            except ConfigurationError as error:
                if each.ask is None:
                    problems += error.problems
                    continue
                kept[name] = "; ".join(error.problems)
                sources += _last(each, known)
        if problems or not sources:
            raise ConfigurationError(
                "The schema of some subgraphs cannot be had.", problems=(*problems, *kept.values())
            )
        return Found(
            tuple(sources),
            lambda: self._composed(sources, kept),
            (self.file, *(each.file for each in listed if each.file)),
            kept,
            {each.name: each.sdl for each in sources if asked[each.name].ask},
            frozenset(asked),
            is_composed=True,
        )

    def _composed(self, sources: Sequence[SubgraphSource], kept: Mapping[str, str]) -> str:
        try:
            return self.compose(sources)
        except ConfigurationError as error:
            raise ConfigurationError(error.message, problems=(*error.problems, *kept.values())) from error


def _last(each: ListedSubgraph, known: Mapping[str, str]) -> list[SubgraphSource]:
    if each.name not in known:
        return []
    return [SubgraphSource(each.name, each.url, known[each.name], each.owner, each.contact)]

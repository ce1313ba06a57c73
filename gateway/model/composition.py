"""What goes into composition and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class SubgraphSource:
    """A ministry's service as its owner gives it: ``sdl`` is the text, ``url`` where it answers, ``contact`` whom to
    call.
    """

    name: str
    url: str
    sdl: str
    owner: str | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class SourceLocation:
    """A place in a subgraph's SDL; ``line`` and ``column`` count from 1."""

    subgraph: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class View:
    """A part of the graph for one audience, by `@tag` (a "contract").

    ``exclude``: nothing with one of these tags. ``include``: where given, only what has one of these tags itself or
    stands in a type that has one, and the types that this needs.
    """

    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()


class HintLevel(Enum):
    """How much a hint matters: WARN can hide a mistake, INFO tells what was decided, DEBUG is for the curious."""

    WARN = "WARN"
    INFO = "INFO"
    DEBUG = "DEBUG"


@dataclass(frozen=True, slots=True)
class CompositionError:
    """Why the subgraphs cannot be one graph. ``code`` is public; ``explain(code)`` says what it means."""

    code: str
    message: str
    locations: tuple[SourceLocation, ...] = ()


@dataclass(frozen=True, slots=True)
class CompositionHint:
    """Something that composed but that its owners may want to know. ``coordinate``: the element, if there is one."""

    code: str
    message: str
    level: HintLevel
    coordinate: str | None = None
    locations: tuple[SourceLocation, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """The subgraphs fit: the supergraph (join specification), what clients see, and hints."""

    supergraph_sdl: str
    api_sdl: str
    hints: tuple[CompositionHint, ...] = ()


@dataclass(frozen=True, slots=True)
class CompositionFailed:
    """The subgraphs do not fit: every error that the first failing stage found (later stages would only repeat it)."""

    errors: tuple[CompositionError, ...]
    hints: tuple[CompositionHint, ...] = ()

"""What is noted of one request while it is answered, where a log or a trace wants to tell of it; else there is none."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Protocol

from services.kit.figures import DATABASE, STATEMENTS, Figures
from services.kit.sql import Statement


class SpanOfTrip(Protocol):
    """A trip to the database while it lasts. ``error``: the class of what it raised, None if nothing."""

    def end(self, error: str | None, /) -> None: ...


class Traced(Protocol):
    """Where the spans of one request hang."""

    def trip(self, statement: Statement, /) -> SpanOfTrip: ...


@dataclass(slots=True, eq=False)
class Trail:
    """``trace`` and ``span``: in hexadecimal digits, as W3C Trace Context has them; empty where nobody traces.
    ``traced``: where its spans hang, None where nobody traces it.
    """

    trace: str = ""
    span: str = ""
    kind: str | None = None
    operation: str | None = None
    statements: int = 0
    traced: Traced | None = field(default=None, repr=False)


TRAIL: ContextVar[Trail | None] = ContextVar("trail", default=None)


class Trip:
    """A context: what happens inside is one trip to the database, which is measured, counted and traced."""

    __slots__ = ("_began", "_figures", "_span", "_statement")

    def __init__(self, figures: Figures, statement: Statement) -> None:
        self._figures = figures
        self._statement = statement
        self._span: SpanOfTrip | None = None
        self._began = 0.0

    def __enter__(self) -> None:
        trail = TRAIL.get()
        if trail is not None:
            trail.statements += 1
            if trail.traced is not None:
                self._span = trail.traced.trip(self._statement)
        self._began = monotonic()

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        error = None if kind is None else kind.__name__
        self._figures.measure(STATEMENTS, (DATABASE, self._statement.name, error), monotonic() - self._began)
        if self._span is not None:
            self._span.end(error)

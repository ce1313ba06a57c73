"""What is noted of one request while it is answered, where a log or a trace wants to tell of it; else there is none."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from gateway.ground.codes import PublicCode
from gateway.model.exchange import SubgraphRequest
from gateway.model.plan import Plan
from gateway.observe.events import Answered, Costed, Event, Fetched, Planned, Refused


class Attempt(Protocol):
    """One attempt at a subgraph while it lasts. ``headers``: those that go with it, in place of what was handed on."""

    @property
    def headers(self) -> Mapping[str, str]: ...

    def end(self, status: int | None, code: PublicCode | None, /) -> None: ...


class Traced(Protocol):
    """Where the spans of one operation hang."""

    def planned(self, seconds: float, /) -> None: ...

    def attempt(self, request: SubgraphRequest, server: str, port: int, plan: Plan | None, /) -> Attempt: ...


@dataclass(slots=True, eq=False)
class Trail:
    """``trace`` and ``span``: in hexadecimal digits, as W3C Trace Context has them; empty where nobody traces.
    ``operation``: the name that the client gave it. ``reference``: of the log's record of a failure of ours.
    ``plan``: how it is answered. ``traced``: where its spans hang, None where nobody traces it.
    """

    trace: str = ""
    span: str = ""
    kind: str | None = None
    operation: str | None = None
    document: str | None = None
    code: str | None = None
    fetches: int = 0
    cost: int | None = None
    reference: str | None = None
    plan: Plan | None = field(default=None, repr=False)
    traced: Traced | None = field(default=None, repr=False)


TRAIL: ContextVar[Trail | None] = ContextVar("trail", default=None)


def noted(event: Event) -> None:
    """A reader of events that writes into the trail of the request in whose course they happen."""
    trail = TRAIL.get()
    if trail is None:
        return
    match event:
        case Fetched():
            trail.fetches += 1
        case Answered():
            trail.kind, trail.document, trail.code = event.kind.value, event.document, event.code
        case Refused():
            trail.code = event.code.value
        case Costed():
            trail.cost = event.actual
        case Planned(is_known=False) if trail.traced is not None:
            trail.traced.planned(event.seconds)

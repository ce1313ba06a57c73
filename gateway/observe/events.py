"""Events: what happened to a request, a plan, a call. Frozen, and without personal data.

No variables, literals, tokens, addresses or subjects: nothing of an event tells who asked or for what values. All times
are in seconds, all sizes in bytes. (Structs, not dataclasses: some are made for every request, and cost a tenth.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from gateway.ground.codes import PublicCode
from gateway.model.operation import OperationKind


class Came(msgspec.Struct, frozen=True, gc=False):
    """A request of HTTP has come. ``method``: one of HTTP's own, else ``_OTHER``."""

    method: str
    scheme: str


class Exchanged(msgspec.Struct, frozen=True, gc=False):
    """A request of HTTP was answered, or its client left. ``route``: one of our addresses, None for any other.
    ``status``: None if nothing was answered. ``received`` and ``sent``: bytes of the bodies; None if not announced.
    ``error``: a status from 500 on as text, ``client_gone``; else None.
    """

    method: str
    scheme: str
    route: str | None
    status: int | None
    version: str
    seconds: float
    received: int | None
    sent: int
    error: str | None


class Answered(msgspec.Struct, frozen=True, gc=False):
    """A request was executed; parts of the answer may have failed: ``code`` is then the first error's, if it is one of
    ours. ``document``: the id of a saved operation, None for any other.
    """

    kind: OperationKind
    seconds: float
    document: str | None = None
    code: str | None = None


class Refused(msgspec.Struct, frozen=True, gc=False):
    """A request was not executed."""

    code: PublicCode


class Abandoned(msgspec.Struct, frozen=True, gc=False):
    """A request was given up before its answer, since nobody waited for it any more."""


class Planned(msgspec.Struct, frozen=True, gc=False):
    """A request has its plan. ``is_known``: from an earlier one; else it took so many ``seconds``."""

    is_known: bool
    seconds: float = 0.0


class Fetched(msgspec.Struct, frozen=True, gc=False):
    """A subgraph was called, however often the call was tried. ``code``: how it failed; None if an answer came,
    whatever it says.
    """

    subgraph: str
    code: PublicCode | None = None


class Shared(msgspec.Struct, frozen=True, gc=False):
    """A call was not made, since the same one was under way."""

    subgraph: str


class Sent(msgspec.Struct, frozen=True, gc=False):
    """One attempt over the network. ``server`` and ``port``: of the service. ``status``: None if nothing came."""

    subgraph: str
    server: str
    port: int
    seconds: float
    status: int | None = None
    code: PublicCode | None = None


class BreakerMoved(msgspec.Struct, frozen=True, gc=False):
    """``phase``: 0 closed, 1 half open, 2 open."""

    subgraph: str
    phase: int


class Queued(msgspec.Struct, frozen=True, gc=False):
    """Somebody waits for a place at a subgraph (``by`` 1), or no longer (-1)."""

    subgraph: str
    by: int


class Costed(msgspec.Struct, frozen=True, gc=False):
    """What a request that was executed cost, in points: as it was estimated, and as it was."""

    kind: OperationKind
    estimated: int
    actual: int


class Subscribed(msgspec.Struct, frozen=True, gc=False):
    """A subscription whose stream comes from this subgraph began (``by`` 1), or is over (-1)."""

    subgraph: str
    by: int


class Delivered(msgspec.Struct, frozen=True, gc=False):
    """An event of a subscription went to its client."""

    subgraph: str


class Dropped(msgspec.Struct, frozen=True, gc=False):
    """A subscription was ended that neither its client nor the service wanted to end."""

    subgraph: str
    code: PublicCode


Event: TypeAlias = (
    Came
    | Exchanged
    | Answered
    | Refused
    | Abandoned
    | Planned
    | Fetched
    | Shared
    | Sent
    | BreakerMoved
    | Queued
    | Costed
    | Subscribed
    | Delivered
    | Dropped
)

Observe: TypeAlias = Callable[[Event], None]
"""Hears of an event. Returns at once and raises nothing: who tells it is in the middle of a request."""


def nobody_hears(_: Event) -> None:
    """The default."""


ABANDONED = Abandoned()
KNOWN = Planned(is_known=True)

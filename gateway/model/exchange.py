"""What goes over the two borders: a client's request and its answer, a subgraph request and its answer.

Each request makes some of them: structs of msgspec, which cost a tenth of what frozen dataclasses cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from msgspec import Struct, field

from gateway.model.caller import ANONYMOUS, Caller
from gateway.model.operation import OperationKind


class GraphQLRequest(Struct, frozen=True):
    """A client's request as GraphQL over HTTP defines it.

    ``headers``: lower-case names, and only those that may go further (settings forward_headers and headers).
    ``caller``: who asks.
    """

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    queries_only: bool = False
    """True for GET: GraphQL over HTTP forbids mutations there."""
    caller: Caller = ANONYMOUS
    address: str = ""
    """Where the request came from, as IP."""
    wait: float | None = None
    """Seconds after which the client does not wait any longer; None: as long as may be."""
    asks_cost: bool = False
    """Whether the client wants to know what his request cost."""


@dataclass(frozen=True, slots=True)
class Caching:
    """``control``: the Cache-Control. ``vary``: the headers that this answer depends on, and not every answer."""

    control: str
    vary: tuple[str, ...] = ()


class Outcome(Enum):
    """What the web room needs to know to choose a status (GraphQL over HTTP, 6.4)."""

    EXECUTED = "executed"
    """There is a ``data`` entry, perhaps with errors."""
    REQUEST_ERROR = "request error"
    """Nothing was executed: no ``data`` entry."""
    METHOD_NOT_ALLOWED = "method not allowed"
    """A mutation came by GET."""
    TRANSPORT_NEEDED = "transport needed"
    """A subscription came from somebody who takes one answer only."""
    BUSY = "busy"
    """Nothing was executed; the same request may be answered a little later."""
    LATE = "late"
    """Nothing was executed: the time that the client gave it was over."""
    LIMITED = "limited"
    """Nothing was executed: the caller has used up what it may have."""
    UNAUTHENTICATED = "unauthenticated"
    """Nothing was executed: some of it asks for a login."""
    FORBIDDEN = "forbidden"
    """Nothing was executed: some of it asks for more rights."""
    TOO_DEAR = "too dear"
    """Nothing was executed: it would have cost too much."""


class GraphQLAnswer(Struct, frozen=True):
    """The finished answer; ``body`` is JSON."""

    outcome: Outcome
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    """Lines of Set-Cookie."""
    is_cut: bool = False
    """Less than there would have been, had there been more time."""
    caching: Caching | None = None
    """What HTTP caches are told; None: not to keep it."""
    cost: int | None = None
    """Points that it took, where they are counted."""


class SubgraphRequest(Struct, frozen=True):
    """One request to a subgraph; ``body`` is a GraphQL-over-HTTP JSON body, ``headers`` what is handed on. ``fetch``:
    its number in the plan, None where there is no plan.
    """

    subgraph: str
    url: str
    kind: OperationKind
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    fetch: int | None = None
    until: float | None = None
    """The moment (the loop's seconds) after which nobody waits for the answer; None: as long as a call may take."""
    alike: frozenset[tuple[str, str]] | None = None
    """The headers as they were handed on, as part of a key; None where nobody has made it yet."""


class SubgraphAnswer(Struct, frozen=True):
    """The subgraph's raw answer. A transport failure is a raised SubgraphError, never a SubgraphAnswer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in small letters; several lines of one name are one list (RFC 9110 5.3)."""
    cookies: tuple[str, ...] = ()
    """Lines of Set-Cookie, which are no list (RFC 6265 3)."""
    as_of: str | None = None
    """When it came, for one that stands in for another that did not (ISO 8601, UTC)."""

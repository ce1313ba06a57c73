"""Everything of one supergraph that answering needs, in one noun that is swapped whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from gateway.answering.caching import Named
from gateway.answering.client_mark import ClientMarks
from gateway.answering.deadline import RequestDeadline
from gateway.answering.disclosure import Disclosure
from gateway.answering.headers import HandOn, all_alike
from gateway.answering.lanes import Lanes
from gateway.answering.memory import Labels, Memory, new_memory
from gateway.ground.cost_mode import CostMode
from gateway.ground.header_rules import Ruled, no_rules
from gateway.ground.held import Held
from gateway.guard.cost import Costing
from gateway.guard.rate import Rate
from gateway.model.budget import Budget
from gateway.model.caller import Caller
from gateway.model.exchange import GraphQLRequest
from gateway.model.operation import Operation, OperationKind
from gateway.model.plan import Plan
from gateway.model.result import Guarded
from gateway.model.saved import SavedOperation
from gateway.model.standing import SubgraphState
from gateway.model.supergraph import Supergraph
from gateway.observe.events import Observe, nobody_hears
from gateway.operations import DocumentLimits
from gateway.subgraphs.send import Send
from gateway.subgraphs.stream import Stream


class PlanOperation(Protocol):
    """The planner, already holding its query graph. Raises RequestError if some field cannot be reached."""

    def __call__(self, operation: Operation, /, *, labels: Labels, budget: Budget) -> Plan: ...


Roll: TypeAlias = Callable[[GraphQLRequest], Labels]
"""Which labels are active for this request."""

Check: TypeAlias = Callable[[Operation], None]
"""Raises RequestError for an operation that is larger than any may be."""
Guard: TypeAlias = Callable[[Operation, GraphQLRequest], Guarded]
"""Takes out what this client may not see; gives back the same object if that is nothing. May raise RequestError."""


Vouch: TypeAlias = Callable[[Caller], str]
"""Who asks, in one text that is the same whenever the same caller asks."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Graph:
    """One supergraph, ready to answer. Built by gateway.making, read by everybody through one cell, replaced whole.

    ``stream``: the way of subscriptions, None where there is none (yet).
    ``hasten``: makes of the way that of requests that others can go on without (the way is opened later than the graph
    is built); None: as any other. ``marks``: what subgraphs learn of where a change comes from. ``returns``: rules of
    what of subgraphs' headers comes back. ``unshared``: subgraphs whose answers are for one client alone.
    ``named``: whence headers to subgraphs come; None: HTTP caches are told to keep nothing.
    ``disclosure``: what clients learn of the services' own errors. ``structs``: run on structs where they fit.
    ``dedupe``: identical queries that are under way together are answered once. ``operations``: the saved queries, each
    that this graph cannot answer with the reason; ``documents``: the ids of the others by their text. ``states``: how
    each subgraph does, by name. ``observe`` hears what happens. ``held`` by every request that is answered by it.
    ``lanes`` and ``rate`` are the process's, and go on from one graph to the next. ``costing``: what operations may
    cost; None: nothing is counted. ``largest``: bytes of an answer to a client. ``vouch``: what is said of callers to
    subgraphs; None: nothing. ``vouches_queries``: by calls that only read, too. ``patience``: who has fewer seconds
    left than these tells subgraphs so. ``take_apart``: a step at a time, when nobody uses it any more.
    """

    supergraph: Supergraph
    plan: PlanOperation
    send: Send
    take_apart: Callable[[], Iterator[None]] = lambda: iter(())
    stream: Stream | None = None
    hasten: Callable[[Send], Send] | None = None
    check: Check | None = None
    guard: Guard | None = None
    roll: Roll = lambda _: frozenset()
    hand_on: HandOn = all_alike
    marks: ClientMarks = field(default_factory=ClientMarks)
    returns: Ruled = field(default_factory=no_rules)
    unshared: frozenset[str] = frozenset()
    named: Named | None = None
    disclosure: Disclosure = field(default_factory=Disclosure)
    structs: bool = True
    dedupe: bool = True
    deadline: RequestDeadline = field(default_factory=RequestDeadline)
    limits: DocumentLimits = field(default_factory=DocumentLimits)
    operations: tuple[SavedOperation, ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)
    states: MutableMapping[str, SubgraphState] = field(default_factory=dict)
    observe: Observe = nobody_hears
    memory: Memory = field(default_factory=new_memory)
    lanes: Lanes = field(default_factory=Lanes)
    costing: Costing | None = None
    rate: Rate | None = None
    largest: int = 33_554_432
    patience: float = 0.0
    vouch: Vouch | None = None
    vouches_queries: bool = True
    held: Held = field(default_factory=Held)
    gives_back: bool = field(init=False)
    """Whether there are rules of what comes back."""
    counts_cost: bool = field(init=False)
    """Whether it is known, and told, what operations cost."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "gives_back", any(self.returns.values.values()))
        object.__setattr__(self, "counts_cost", self.costing is not None and self.costing.mode is not CostMode.OFF)

    def vouches(self, kind: OperationKind) -> bool:
        """Whether an operation or a call of this kind says who asks."""
        return self.vouch is not None and (self.vouches_queries or kind is not OperationKind.QUERY)

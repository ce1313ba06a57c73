"""What is measured: names, kinds, units and attributes, as OpenTelemetry has them.

Sources: OpenTelemetry, "Semantic Conventions for HTTP Metrics" (stable); what is GraphQL's and ours has names of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """As Prometheus names them. An up-down counter is a gauge there whose workers are added up; ``LARGEST`` one of
    which the worst worker counts.
    """

    COUNTER = "counter"
    UP_DOWN = "up-down counter"
    LARGEST = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True, eq=False)  # each is itself alone: it is looked up for every request
class Instrument:
    """``name``: OpenTelemetry's, with its dots. ``unit``: of UCUM; in braces what is only counted.
    ``attributes``: their names; one that does not apply is left out of a measurement.
    """

    name: str
    kind: Kind
    unit: str
    help: str
    attributes: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()


SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
BYTES = (100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0, 10_000_000.0)
POINTS = (1.0, 10.0, 100.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0, 25_000.0, 100_000.0)
OF_HTTP = (
    *("http.request.method", "url.scheme", "http.route", "http.response.status_code"),
    *("network.protocol.version", "error.type"),
)
OF_CALL = (
    *("http.request.method", "server.address", "server.port", "http.response.status_code"),
    *("error.type", "civic.subgraph.name"),
)
SUBGRAPH = ("civic.subgraph.name",)
OF_STREAM = ("civic.subscription.transport", *SUBGRAPH)

REQUESTS = Instrument(
    "http.server.request.duration", Kind.HISTOGRAM, "s", "Time that requests of clients took.", OF_HTTP, SECONDS
)
ACTIVE = Instrument(
    "http.server.active_requests",
    Kind.UP_DOWN,
    "{request}",
    "Requests that are being answered.",
    ("http.request.method", "url.scheme"),
)
RECEIVED = Instrument(
    "http.server.request.body.size", Kind.HISTOGRAM, "By", "Bodies of requests, where announced.", OF_HTTP, BYTES
)
SENT = Instrument(
    "http.server.response.body.size", Kind.HISTOGRAM, "By", "Bodies of answers, as they left.", OF_HTTP, BYTES
)
CALLS = Instrument(
    "http.client.request.duration", Kind.HISTOGRAM, "s", "Time that attempts at subgraphs took.", OF_CALL, SECONDS
)
OPERATIONS = Instrument(
    "civic.gateway.operation.duration",
    Kind.HISTOGRAM,
    "s",
    "Time that executed operations took; error_type: the first error's code.",
    ("graphql.operation.type", "civic.document.id", "error.type"),
    SECONDS,
)
PLAN_TIME = Instrument(
    "civic.gateway.plan.duration", Kind.HISTOGRAM, "s", "Time until a new plan was made.", (), SECONDS
)
PLANS = Instrument(
    "civic.gateway.plan.cache",
    Kind.COUNTER,
    "{plan}",
    "Plans that were needed: from memory (hit) or made (miss).",
    ("civic.cache.result",),
)
FETCHES = Instrument(
    "civic.gateway.fetches",
    Kind.COUNTER,
    "{call}",
    "Calls to subgraphs; error_type: the code of one that failed.",
    (*SUBGRAPH, "error.type"),
)
SHARED = Instrument(
    "civic.gateway.fetches.shared", Kind.COUNTER, "{call}", "Calls saved, since the same was under way.", SUBGRAPH
)
BREAKERS = Instrument(
    "civic.gateway.breaker.state",
    Kind.LARGEST,
    "",
    "Whether a subgraph is left alone: 0 closed, 1 half open, 2 open; of the worst worker.",
    SUBGRAPH,
)
WAITING = Instrument(
    "civic.gateway.queue.waiting", Kind.UP_DOWN, "{call}", "Calls that wait for a place at a subgraph.", SUBGRAPH
)
REFUSED = Instrument(
    "civic.gateway.refused", Kind.COUNTER, "{request}", "Requests that were not executed.", ("civic.code",)
)
ABANDONED = Instrument(
    "civic.gateway.requests.abandoned", Kind.COUNTER, "{request}", "Requests whose client left before the answer."
)
ESTIMATED = Instrument(
    "civic.gateway.cost.estimated",
    Kind.HISTOGRAM,
    "{cost}",
    "What operations were thought to cost.",
    ("graphql.operation.type",),
    POINTS,
)
ACTUAL = Instrument(
    "civic.gateway.cost.actual",
    Kind.HISTOGRAM,
    "{cost}",
    "What operations did cost.",
    ("graphql.operation.type",),
    POINTS,
)
SUBSCRIPTIONS = Instrument(
    "civic.gateway.subscriptions.active", Kind.UP_DOWN, "{subscription}", "Subscriptions that are open.", OF_STREAM
)
DELIVERED = Instrument(
    "civic.gateway.subscriptions.events", Kind.COUNTER, "{event}", "Events that went to clients.", OF_STREAM
)
DROPPED = Instrument(
    "civic.gateway.subscriptions.dropped",
    Kind.COUNTER,
    "{subscription}",
    "Subscriptions that were ended for a failure, a swap, a stop, or a token's end.",
    (*OF_STREAM, "error.type"),
)
SWAPS = Instrument(
    "civic.gateway.supergraph.swaps",
    Kind.COUNTER,
    "{swap}",
    "New supergraphs that were put in (done) or refused.",
    ("civic.swap.result",),
)

OF_WORKERS = (
    *(REQUESTS, ACTIVE, RECEIVED, SENT, CALLS, OPERATIONS, PLAN_TIME, PLANS, FETCHES, SHARED, BREAKERS, WAITING),
    *(REFUSED, ABANDONED, ESTIMATED, ACTUAL, SUBSCRIPTIONS, DELIVERED, DROPPED),
)
INSTRUMENTS = (*OF_WORKERS, SWAPS)


def table() -> str:
    """The instruments as the rows of a Markdown table: name, kind, unit, attributes, what it says."""
    return "".join(
        f"| `{each.name}` | {each.kind} | {each.unit} | {', '.join(f'`{name}`' for name in each.attributes)} |"
        f" {each.help} |\n"
        for each in INSTRUMENTS
    )

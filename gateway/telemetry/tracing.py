"""Traces over OTLP/HTTP. Imported only where a collector is set: everything of OpenTelemetry is here.

One tree for each request: `POST /graphql` (SERVER), below it the operation (INTERNAL), below that its plan and each
attempt at a subgraph (CLIENT), whose own context the subgraph gets. A request that is not sampled makes one span that
records nothing, and hands its context on. Source: OpenTelemetry, "Semantic Conventions for HTTP Spans", "... GraphQL".
"""

from __future__ import annotations

import os
import time
from collections.abc import AsyncGenerator, Iterator, Mapping, MutableMapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from opentelemetry import propagate
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import (
    Link,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    format_span_id,
    format_trace_id,
    set_span_in_context,
)

from gateway.answering.parts import Holding
from gateway.ground.codes import PublicCode
from gateway.ground.own_version import own_version
from gateway.model.exchange import GraphQLAnswer, GraphQLRequest, SubgraphRequest
from gateway.model.parts import Part
from gateway.model.plan import Fetch, Plan
from gateway.observe.events import Exchanged
from gateway.observe.trail import TRAIL, Attempt, Trail
from gateway.planning.text import path_text
from gateway.telemetry.documents import without_literals
from gateway.web.http.graphql import AnswerOne, Begin

NAME = "civic-gateway"
LONGEST_NAME = 100


def tracer_of(graph: str, documents: bool) -> Tracing:
    """A tracer to the collector of the environment. ``graph``: the address that is traced; ``documents``: with the
    text of operations. Sampling, limits and names are those of the ``OTEL_*`` variables.
    """
    return Tracing(graph, documents, BatchSpanProcessor(OTLPSpanExporter()))


class Tracing:
    """Follows the requests of one process."""

    def __init__(self, graph: str, documents: bool, processor: SpanProcessor) -> None:
        named = {} if "OTEL_SERVICE_NAME" in os.environ else {"service.name": NAME}
        self.ids = Ids()
        # Ended by us: at the interpreter's own end its thread may be gone already.
        self.provider = TracerProvider(
            resource=Resource.create({**named, "service.version": own_version()}),
            id_generator=self.ids,
            shutdown_on_exit=False,
        )
        self.provider.add_span_processor(processor)
        self.tracer = self.provider.get_tracer("gateway")
        self.graph = graph
        self.documents = documents
        self.is_usual = "tracecontext" in os.environ.get("OTEL_PROPAGATORS", "tracecontext")

    def close(self) -> None:
        """Sends what was not sent yet."""
        self.provider.shutdown()

    def begin(self, scope: MutableMapping[str, Any], trail: Trail, /) -> None:
        """The span of the server, below the client's where it names one."""
        if scope["path"] != self.graph:
            return
        carried = {name: value for name, value in scope["headers"] if name in CARRY} if self.is_usual else None
        if carried is not None and b"traceparent" not in carried:
            # Nobody has decided before us. Most are not recorded, and none of them shall pay for a span.
            trace = self.ids.promise()
            found = self.provider.sampler.should_sample(None, trace, "", SpanKind.SERVER, None, None)
            if found.decision is Decision.DROP:
                trail.trace, trail.span = f"{trace:032x}", f"{self.ids.generate_span_id():016x}"
                trail.traced = Unsampled(trail.trace, trail.span)
                return
        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        span = self.tracer.start_span(
            f"{scope['method']} {self.graph}",
            propagate.extract(carrier),
            SpanKind.SERVER,
            {
                "http.request.method": scope["method"],
                "url.scheme": scope["scheme"],
                "url.path": self.graph,
                "http.route": self.graph,
                "network.protocol.version": scope["http_version"],
            },
        )
        context = span.get_span_context()
        trail.trace, trail.span = format_trace_id(context.trace_id), format_span_id(context.span_id)
        is_recorded = span.is_recording()
        trail.traced = Below(self.tracer, span) if is_recorded else Unsampled(trail.trace, trail.span, injected(span))

    def end(self, scope: MutableMapping[str, Any], trail: Trail, exchanged: Exchanged, /) -> None:
        """What was answered."""
        below = trail.traced
        if not isinstance(below, Below):
            return
        if exchanged.status is not None:
            below.span.set_attribute("http.response.status_code", exchanged.status)
        below.span.set_attribute("http.response.body.size", exchanged.sent)
        if exchanged.error is not None:
            below.span.set_attribute("error.type", exchanged.error)
            below.span.set_status(Status(StatusCode.ERROR))
        if trail.reference is not None:
            below.span.set_attribute("civic.reference", trail.reference)
        below.span.end()

    def answering(self, answer: AnswerOne, /) -> AnswerOne:
        """Each operation with a span and a trail of its own: a request may hold several."""

        async def answer_traced(request: GraphQLRequest) -> GraphQLAnswer:
            outer = TRAIL.get()
            if outer is None or not isinstance(outer.traced, Below):
                return await answer(request)
            with self._operation(request, outer, outer.traced):
                return await answer(request)

        return answer_traced

    def beginning(self, begin: Begin, /) -> Begin:
        """The same of an answer in parts: its span ends with the last of them, or with the client."""

        async def begin_traced(request: GraphQLRequest) -> AsyncGenerator[Part, None]:
            outer = TRAIL.get()
            if outer is None or not isinstance(outer.traced, Below):
                return await begin(request)
            with ExitStack() as until_sent:
                until_sent.enter_context(self._operation(request, outer, outer.traced))
                return Holding(await begin(request), until_sent.pop_all())

        return begin_traced

    @contextmanager
    def _operation(self, request: GraphQLRequest, outer: Trail, traced: Below) -> Iterator[None]:
        span = traced.below("GraphQL Operation", SpanKind.INTERNAL)
        context = span.get_span_context()
        inner = Trail(outer.trace, format_span_id(context.span_id), traced=Below(self.tracer, span))
        token = TRAIL.set(inner)
        try:
            yield
        finally:
            TRAIL.reset(token)
            self._end_operation(span, inner, request)
            outer.kind, outer.operation, outer.document = inner.kind, inner.operation, inner.document
            outer.code, outer.cost = inner.code, inner.cost
            outer.fetches += inner.fetches

    def _end_operation(self, span: Span, trail: Trail, request: GraphQLRequest) -> None:
        # The convention: the name is the type alone, since clients make up the names of operations.
        if trail.kind is not None:
            span.update_name(trail.kind)
            span.set_attribute("graphql.operation.type", trail.kind)
        if trail.operation is not None:
            span.set_attribute("graphql.operation.name", trail.operation[:LONGEST_NAME])
        if trail.document is not None:
            span.set_attribute("civic.document.id", trail.document)
        if trail.code is not None:
            span.set_attribute("error.type", trail.code)
            span.set_status(Status(StatusCode.ERROR))
        if self.documents:
            span.set_attribute("graphql.document", without_literals(request.query))
        span.end()


CARRY = frozenset((b"traceparent", b"tracestate"))


def injected(span: Span) -> dict[str, str]:
    """The headers that name this span to whoever is called."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier, set_span_in_context(span))
    return carrier


@dataclass(slots=True)
class Below:
    """What hangs below one span. ``tried``: of each fetch its last attempt."""

    tracer: Tracer
    span: Span
    tried: dict[tuple[str, int | None], tuple[SpanContext, int]] = field(default_factory=dict)

    def below(self, name: str, kind: SpanKind, **more: Any) -> Span:
        return self.tracer.start_span(name, set_span_in_context(self.span), kind, **more)

    def planned(self, seconds: float, /) -> None:
        """A plan was made until now."""
        now = time.time_ns()
        self.below("plan", SpanKind.INTERNAL, start_time=now - round(seconds * 1e9)).end(now)

    def attempt(self, request: SubgraphRequest, server: str, port: int, plan: Plan | None, /) -> Attempt:
        """A call begins; a second one for the same fetch has a link to the first."""
        attributes: dict[str, Any] = {
            "http.request.method": "POST",
            "server.address": server,
            "server.port": port,
            "civic.subgraph.name": request.subgraph,
        }
        if plan is not None and request.fetch is not None:
            attributes["civic.fetch.paths"] = paths_of(plan.fetches[request.fetch])
        which = (request.subgraph, request.fetch)
        before = self.tried.get(which)
        links = [] if before is None else [Link(before[0])]
        if before is not None:
            attributes["http.request.resend_count"] = before[1]
        span = self.below("POST", SpanKind.CLIENT, attributes=attributes, links=links)
        self.tried[which] = (span.get_span_context(), 1 if before is None else before[1] + 1)
        return Call(span, injected(span))


def paths_of(fetch: Fetch) -> list[str]:
    """The places of the answer that a fetch fills."""
    root = () if fetch.root is None else (fetch.root.path,)
    return [path_text(path) or "(root)" for path in (*root, *(path for call in fetch.entities for path in call.paths))]


@dataclass(frozen=True, slots=True)
class Call:
    """A CLIENT span while it lasts."""

    span: Span
    headers: Mapping[str, str]

    def end(self, status: int | None, code: PublicCode | None, /) -> None:
        """``status`` and ``code``: as in the event ``Sent``."""
        if status is not None:
            self.span.set_attribute("http.response.status_code", status)
        if code is not None or status is None:
            self.span.set_attribute("error.type", "cancelled" if code is None else code.value)
            self.span.set_status(Status(StatusCode.ERROR))
        self.span.end()


@dataclass(slots=True)
class Unsampled:
    """A request that is not recorded: whoever is called hears so, and records nothing either."""

    trace: str
    span: str
    given: Mapping[str, str] | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        return self.given or {"traceparent": f"00-{self.trace}-{self.span}-00"}

    def planned(self, seconds: float, /) -> None:
        """Nobody wants to know."""

    def attempt(self, request: SubgraphRequest, server: str, port: int, plan: Plan | None, /) -> Attempt:
        return self

    def end(self, status: int | None, code: PublicCode | None, /) -> None:
        """Nobody wants to know."""


class Ids(RandomIdGenerator):
    """Makes a trace's id before its first span, so that whether it is recorded can be asked first."""

    def __init__(self) -> None:
        self.promised: int | None = None

    def promise(self) -> int:
        """The id of the next trace that begins here."""
        self.promised = super().generate_trace_id()
        return self.promised

    def generate_trace_id(self) -> int:
        promised, self.promised = self.promised, None
        return super().generate_trace_id() if promised is None else promised

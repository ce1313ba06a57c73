"""Traces over OTLP/HTTP. Imported only where a collector is set: everything of OpenTelemetry is here.

`POST /graphql` (SERVER) below whoever asked, and below it each statement (CLIENT). A statement's text has no values:
they are its parameters, which nobody is told.
Source: OpenTelemetry, "Semantic Conventions for HTTP Spans" and "for Database Client Spans".
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from opentelemetry import propagate
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import (
    Span,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    format_span_id,
    format_trace_id,
    set_span_in_context,
)

from services.kit.figures import DATABASE
from services.kit.observed import error_of
from services.kit.sql import Statement
from services.kit.trail import Trail

GRAPH = "/graphql"
CARRY = frozenset((b"traceparent", b"tracestate"))


def tracing_of(name: str) -> Tracing:
    """A tracer of the service of that name, to the collector of the environment."""
    return Tracing(name, BatchSpanProcessor(OTLPSpanExporter()))


class Tracing:
    """Follows the requests of one process."""

    def __init__(self, name: str, processor: SpanProcessor) -> None:
        named = {} if "OTEL_SERVICE_NAME" in os.environ else {"service.name": name}
        # Ended by us: at the interpreter's own end its thread may be gone already.
        self.provider = TracerProvider(resource=Resource.create(named), shutdown_on_exit=False)
        self.provider.add_span_processor(processor)
        self.tracer = self.provider.get_tracer("services.kit")

    def close(self) -> None:
        """Sends what was not sent yet."""
        self.provider.shutdown()

    def begin(self, scope: MutableMapping[str, Any], trail: Trail, /) -> None:
        """The span of the server, below that of whoever asks."""
        if scope["path"] != GRAPH:
            return
        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"] if name in CARRY}
        span = self.tracer.start_span(
            f"{scope['method']} {GRAPH}",
            propagate.extract(carrier),
            SpanKind.SERVER,
            {
                "http.request.method": scope["method"],
                "url.scheme": scope["scheme"],
                "url.path": GRAPH,
                "http.route": GRAPH,
                "network.protocol.version": scope["http_version"],
            },
        )
        context = span.get_span_context()
        trail.trace, trail.span = format_trace_id(context.trace_id), format_span_id(context.span_id)
        trail.traced = Below(self.tracer, span) if span.is_recording() else None

    def end(
        self, scope: MutableMapping[str, Any], trail: Trail, status: int | None, seconds: float, sent: int, /
    ) -> None:
        """What was answered."""
        if not isinstance(trail.traced, Below):
            return
        span, error = trail.traced.span, error_of(status)
        if status is not None:
            span.set_attribute("http.response.status_code", status)
        if trail.kind is not None:
            span.set_attribute("graphql.operation.type", trail.kind)
        if error is not None:
            span.set_attribute("error.type", error)
            span.set_status(Status(StatusCode.ERROR))
        span.end()


@dataclass(frozen=True, slots=True)
class Below:
    """What hangs below the span of the server."""

    tracer: Tracer
    span: Span

    def trip(self, statement: Statement, /) -> Trip:
        """A statement begins."""
        attributes = {
            "db.system.name": DATABASE,
            "db.query.summary": statement.name,
            "db.query.text": statement.text,
        }
        return Trip(self.tracer.start_span(statement.name, set_span_in_context(self.span), SpanKind.CLIENT, attributes))


@dataclass(frozen=True, slots=True)
class Trip:
    """The span of one statement while it lasts."""

    span: Span

    def end(self, error: str | None, /) -> None:
        if error is not None:
            self.span.set_attribute("error.type", error)
            self.span.set_status(Status(StatusCode.ERROR))
        self.span.end()

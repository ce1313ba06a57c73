"""A receiver of OTLP over HTTP on the real classes of the protocol, for tests."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Span:
    """As it came: ``service`` is the resource's name; ids in hexadecimal digits, empty where there is none."""

    service: str
    name: str
    kind: str
    trace: str
    id: str
    parent: str
    attributes: dict[str, Any]
    links: list[str]


@dataclass
class Collector:
    """``whole``: all that came, as text, to look for what must not be there."""

    address: str
    spans: list[Span] = field(default_factory=list)
    whole: str = ""

    def take(self, body: bytes) -> None:
        """What one process sends at once."""
        told = ExportTraceServiceRequest.FromString(body)
        self.whole += str(told)
        for each in told.resource_spans:
            of = {one.key: value(one.value) for one in each.resource.attributes}
            for span in (span for scope in each.scope_spans for span in scope.spans):
                self.spans.append(
                    Span(
                        of["service.name"],
                        span.name,
                        span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
                        span.trace_id.hex(),
                        span.span_id.hex(),
                        span.parent_span_id.hex(),
                        {one.key: value(one.value) for one in span.attributes},
                        [link.span_id.hex() for link in span.links],
                    )
                )

    def below(self, span: Span) -> list[Span]:
        return [each for each in self.spans if each.trace == span.trace and each.parent == span.id]

    def tree(self, span: Span) -> dict[str, Any]:
        """Names with their attributes left out; several of one name are one."""
        found: dict[str, Any] = {}
        for each in self.below(span):
            found.setdefault(f"{each.service} {each.name}", {}).update(self.tree(each))
        return found


def value(given: Any) -> Any:
    kind = given.WhichOneof("value")
    found = getattr(given, kind)
    return [value(each) for each in found.values] if kind == "array_value" else found


class Receiver(BaseHTTPRequestHandler):
    """Takes what is sent to ``/v1/traces``."""

    collector: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.collector.take(gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body)
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Nobody reads it."""


@contextmanager
def collecting() -> Iterator[Collector]:
    """In a thread, for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    collector = Collector(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("Mine", (Receiver,), {"collector": collector})
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

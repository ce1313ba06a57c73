"""A receiver of OTLP over HTTP on the real classes of the protocol, for tests."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.commands.conftest import running


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


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    collector = Collector("")

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        if body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        told = ExportTraceServiceRequest.FromString(body)
        collector.whole += str(told)
        for each in told.resource_spans:
            of = {one.key: value(one.value) for one in each.resource.attributes}
            for scope in each.scope_spans:
                collector.spans += [
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
                    for span in scope.spans
                ]
        return web.Response(body=b"", content_type="application/x-protobuf")

    application = web.Application()
    application.router.add_post("/v1/traces", take)
    async with running(application) as address:
        collector.address = address.removesuffix("/graphql")
        yield collector

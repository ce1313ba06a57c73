"""Who follows single requests, by the settings and by OpenTelemetry's own variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple, Protocol

from gateway.ground.errors import ConfigurationError
from gateway.ground.proxies import origin_behind
from gateway.observe.events import Event, Observe
from gateway.settings import Settings
from gateway.telemetry.access import AccessLog
from gateway.telemetry.correlating import Correlating
from gateway.web.http.graphql import AnswerOne, Begin
from gateway.web.http.observed import Watch

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
SPOKEN = "http/protobuf"
PROPAGATED = frozenset(("traceparent", "tracestate"))


class Begun(NamedTuple):
    """Who watches, how requests are answered then (with one body, and in parts), and what ends it."""

    watches: tuple[Watch, ...]
    answer: AnswerOne
    begin: Begin
    close: Callable[[], object]


class Tracer(Watch, Protocol):
    """What ``gateway.telemetry.tracing`` makes."""

    def answering(self, answer: AnswerOne, /) -> AnswerOne: ...

    def beginning(self, begin: Begin, /) -> Begin: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Watching:
    """``is_traced``: spans go to a collector. ``graph``: the address whose requests are traced. ``proxies``: networks
    of those who hand requests on.
    """

    is_traced: bool = False
    is_logged: bool = False
    is_correlated: bool = False
    documents: bool = False
    graph: str = "/graphql"
    proxies: tuple[str, ...] = ()

    @property
    def is_wanted(self) -> bool:
        """Whether anybody follows requests; else they leave no trail and pay for none."""
        return self.is_traced or self.is_logged or self.is_correlated

    @property
    def forgotten(self) -> frozenset[str]:
        """Headers of the client that go no further: a traced gateway names its own spans to the services."""
        return PROPAGATED if self.is_traced else frozenset()

    def begin(self, answer: AnswerOne, begin: Begin) -> Begun:
        """In the process that answers: a tracer has a thread of its own, which a fork would not take along.

        Raises ConfigurationError when the libraries for traces are not installed.
        """
        logged = (AccessLog(origin_behind(self.proxies)),) if self.is_logged else ()
        if not self.is_traced:
            return Begun((Correlating(), *logged) if self.is_wanted else (), answer, begin, _nothing)
        tracer: Tracer = _library().tracer_of(self.graph, self.documents)
        # The first that begins is the last that ends: the record is written while the trace is known.
        return Begun((tracer, *logged), tracer.answering(answer), tracer.beginning(begin), tracer.close)


NOBODY_WATCHES = Watching()


class Library(Protocol):
    """The module that needs OpenTelemetry."""

    def tracer_of(self, graph: str, documents: bool, /) -> Tracer: ...


def _library() -> Library:
    # Imported where it is wanted only: it costs a tenth of a second and some megabytes in each worker.
    try:
        return import_module("gateway.telemetry.tracing")
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"Traces need a library that is not installed ({error.name}): pip install civic-coding-gateway[traces]."
        ) from error


def _nothing() -> None:
    """Nobody needs an end."""


def watching_of(settings: Settings, environment: Mapping[str, str]) -> Watching:
    """Raises ConfigurationError where the variables of OpenTelemetry want what the gateway does not speak."""
    is_traced = (
        any(environment.get(name) for name in ENDPOINTS)
        and environment.get("OTEL_SDK_DISABLED", "").strip().lower() != "true"
        and environment.get("OTEL_TRACES_EXPORTER", "otlp") == "otlp"
    )
    protocol = next((environment[name] for name in PROTOCOLS if environment.get(name)), SPOKEN)
    if is_traced and protocol != SPOKEN:
        raise ConfigurationError(f"Traces go by {SPOKEN}, and not by {protocol!r} ({PROTOCOLS[1]}).")
    is_correlated = settings.log_format == "json" or settings.access_log
    logs = (settings.access_log, is_correlated)
    return Watching(is_traced, *logs, settings.trace_documents, settings.path, settings.trusted_proxies)


def telling(*readers: Observe) -> Observe:
    """One that tells all."""

    def tell(event: Event) -> None:
        for each in readers:
            each(event)

    return tell

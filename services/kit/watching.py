"""Who follows single requests, by the settings and by OpenTelemetry's own variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, TypeAlias

from services.kit.errors import StartError
from services.kit.logs import AccessLog, Correlating
from services.kit.observed import Watch
from services.kit.settings import Settings

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
SPOKEN = "http/protobuf"
Watches: TypeAlias = tuple[tuple[Watch, ...], Callable[[], object]]
"""The watches, and what ends them."""


def watches_of(settings: Settings, environment: Mapping[str, str], name: str) -> Watches:
    """``name``: of the service. ``StartError`` where traces are wanted that cannot be had."""
    logged: tuple[Watch, ...] = (AccessLog(),) if settings.access_log else ()
    if not is_traced(environment):
        correlated = settings.access_log or settings.log_format == "json"
        return ((Correlating(), *logged) if correlated else ()), lambda: None
    tracing: Any = _library().tracing_of(name)
    return (tracing, *logged), tracing.close


def is_traced(environment: Mapping[str, str]) -> bool:
    """Whether spans go to a collector; ``StartError`` for a protocol that we do not speak."""
    wanted = (
        any(environment.get(name) for name in ENDPOINTS)
        and environment.get("OTEL_SDK_DISABLED", "").strip().lower() != "true"
        and environment.get("OTEL_TRACES_EXPORTER", "otlp") == "otlp"
    )
    protocol = next((environment[name] for name in PROTOCOLS if environment.get(name)), SPOKEN)
    if wanted and protocol != SPOKEN:
        raise StartError(f"Traces go by {SPOKEN}, and not by {protocol!r} ({PROTOCOLS[1]}).")
    return wanted


def _library() -> Any:
    # Imported where it is wanted only: it costs a tenth of a second and some megabytes.
    try:
        return import_module("services.kit.tracing")
    except ModuleNotFoundError as error:
        raise StartError(
            f"Traces need a library that is not installed ({error.name}): pip install civic-coding-kit[traces]."
        ) from error

"""The log: text for people or an object of JSON on each line for programs, each record with its trace; and one record
for each request, if that is wanted, without personal data.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

import orjson

from services.kit.trail import TRAIL, Trail

FIELDS = "fields"
"""The attribute of a record that holds what is known of it by name."""
QUIET = ("/health", "/metrics")
"""Asked every few seconds by whoever keeps the service running: no request of a client."""
PARENT = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
"""W3C Trace Context, 3.2: version, trace, parent, flags."""
access = logging.getLogger("services.access")


class JsonForm(logging.Formatter):
    """One object: time (UTC), level, logger, message, what is known by name, and the trace if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_traced(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(said, default=str).decode()


class TextForm(logging.Formatter):
    """A line for people, and after it what is known by name."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        named = {**getattr(record, FIELDS, {}), **_traced()}
        return " ".join((super().formatMessage(record), *(f"{name}={value}" for name, value in named.items())))


def _traced() -> dict[str, str]:
    trail = TRAIL.get()
    return {} if trail is None or not trail.trace else {"trace_id": trail.trace, "span_id": trail.span}


def write_logs(form: str) -> None:
    """The log of this process from now on: ``text`` on standard error, ``json`` on standard output."""
    handler = logging.StreamHandler(sys.stdout if form == "json" else sys.stderr)
    handler.setFormatter(JsonForm() if form == "json" else TextForm())
    logging.getLogger().handlers[:] = [handler]
    logging.getLogger("services").setLevel(logging.INFO)


class Correlating:
    """Takes over the trace that whoever asks has named, for the log of a service that does not trace itself."""

    def begin(self, scope: MutableMapping[str, Any], trail: Trail, /) -> None:
        for name, value in scope["headers"]:
            if name == b"traceparent" and (found := PARENT.fullmatch(value)):
                trail.trace, trail.span = found[1].decode(), found[2].decode()

    def end(
        self, scope: MutableMapping[str, Any], trail: Trail, status: int | None, seconds: float, sent: int, /
    ) -> None:
        """Nothing is kept."""


class AccessLog:
    """Writes a record at the end of each exchange."""

    def begin(self, scope: MutableMapping[str, Any], trail: Trail, /) -> None:
        """Nothing is known yet."""

    def end(
        self, scope: MutableMapping[str, Any], trail: Trail, status: int | None, seconds: float, sent: int, /
    ) -> None:
        if scope["path"] in QUIET:
            return
        fields = {
            "method": scope["method"],
            "status": status,
            "duration": round(seconds, 6),
            "operation_type": trail.kind,
            "operation_name": trail.operation,
            "statements": trail.statements,
            "bytes": sent,
            "client": cut_address(scope),
        }
        known = {name: value for name, value in fields.items() if value is not None}
        access.info("%s", "/graphql" if scope["path"] == "/graphql" else "(elsewhere)", extra={FIELDS: known})


def cut_address(scope: MutableMapping[str, Any]) -> str | None:
    """The network that a request comes from: of an address /24 or /48, which are many households'.

    >>> cut_address({"client": ("192.0.2.17", 4711)}), cut_address({"client": ("2001:db8:1:2::3", 4711)})
    ('192.0.2.0/24', '2001:db8:1::/48')
    """
    client = scope.get("client")
    try:
        address = ip_address(client[0]) if client else None
    except ValueError:
        return None
    if address is None:
        return None
    if not isinstance(address, IPv4Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(ip_network((address, 24 if isinstance(address, IPv4Address) else 48), strict=False))

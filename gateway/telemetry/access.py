"""A record of each request: what was asked and how it went, but not by whom nor for what values."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from gateway.ground.proxies import Origin, itself
from gateway.observe.events import Exchanged
from gateway.observe.trail import Trail
from gateway.telemetry.logs import FIELDS

log = logging.getLogger("gateway.access")
HEALTH = "/health"
"""Asked every few seconds by whoever keeps the gateway running: no request of a client."""


class AccessLog:
    """Writes a record at the end of each exchange. ``origin``: where a request comes from that a proxy hands on."""

    def __init__(self, origin: Origin = itself) -> None:
        self.origin = origin

    def begin(self, scope: MutableMapping[str, Any], trail: Trail, /) -> None:
        """Nothing is known yet."""

    def end(self, scope: MutableMapping[str, Any], trail: Trail, exchanged: Exchanged, /) -> None:
        """The whole exchange."""
        if scope["path"].startswith(HEALTH) or not log.isEnabledFor(logging.INFO):
            return
        fields = {
            "method": exchanged.method,
            "route": exchanged.route,
            "status": exchanged.status,
            "error": exchanged.error,
            "duration": round(exchanged.seconds, 6),
            "operation_type": trail.kind,
            "operation_name": trail.operation,
            "document_id": trail.document,
            "code": trail.code,
            "fetches": trail.fetches,
            "cost": trail.cost,
            "bytes": exchanged.sent,
            "client": cut_address(scope, self.origin),
            "reference": trail.reference,
            "trace_id": trail.trace,
            "span_id": trail.span,
        }
        known = {name: value for name, value in fields.items() if value not in (None, "")}
        log.info("%s %s", exchanged.method, exchanged.route or "(elsewhere)", extra={FIELDS: known})


def cut_address(scope: MutableMapping[str, Any], origin: Origin = itself) -> str | None:
    """The network that a request comes from: of an address /24 or /48, which are many households'.

    >>> cut_address({"client": ("192.0.2.17", 4711)}), cut_address({"client": ("2001:db8:1:2::3", 4711)})
    ('192.0.2.0/24', '2001:db8:1::/48')
    >>> cut_address({"client": ("::ffff:192.0.2.17", 1)}), cut_address({"client": None})
    ('192.0.2.0/24', None)
    """
    client = scope.get("client")
    try:
        address = ip_address(origin(client[0], _forwarded(scope))) if client else None
    except ValueError:
        return None
    if address is None:
        return None
    if not isinstance(address, IPv4Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(ip_network((address, 24 if isinstance(address, IPv4Address) else 48), strict=False))


def _forwarded(scope: MutableMapping[str, Any]) -> str | None:
    lines = [value for name, value in scope.get("headers", ()) if name == b"x-forwarded-for"]
    return b",".join(lines).decode("latin-1") if lines else None

"""Where a change comes from, as far as a service may know it: a mark of the client's network for one day.

A service that takes something from people without a login (a report) must count, and sees no address. It gets an HMAC
of the address, cut to its network, with a key of the day: the same for ten reports of an hour, another one tomorrow,
and nobody finds the address by it. What a client says of itself under this name is never handed on.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.ground.errors import ConfigurationError
from gateway.model.operation import OperationKind

HEADER = "x-civic-client"
DAY = 86_400  # seconds
SHORTEST_KEY = 16  # bytes
PREFIXES = {4: 24, 6: 64}
"""Bits of an address that are one household's or one company's."""


def new_key() -> bytes:
    """For one process: another one marks the same client otherwise."""
    return secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class ClientMarks:
    """Makes marks. ``key``: the lasting one, from which those of the days come."""

    key: bytes = field(default_factory=new_key, repr=False)
    clock: Callable[[], float] = time.time

    def of(self, address: str) -> str | None:
        """The mark of an address; None for what is none (a socket of the machine): those are all alike."""
        network = network_of(address)
        if network is None:
            return None
        of_day = hmac.digest(self.key, str(int(self.clock() // DAY)).encode(), "sha256")
        return hmac.digest(of_day, network.encode(), "sha256").hex()[:32]

    def marked(self, kind: OperationKind, headers: Mapping[str, str], address: str) -> Mapping[str, str]:
        """The headers of a request with its mark, if it changes something. Queries have none: answers to them are
        shared between clients.
        """
        mark = self.of(address) if kind is OperationKind.MUTATION else None
        if mark is None and HEADER not in headers:
            return headers
        others = {name: value for name, value in headers.items() if name != HEADER}
        return others if mark is None else {**others, HEADER: mark}


def network_of(address: str) -> str | None:
    """The network of an address: /24, or /64 (RFC 4291 2.5.4: a subnet of one site).

    >>> network_of("203.0.113.77"), network_of("2001:db8:1:2:3::4"), network_of("::ffff:203.0.113.77"), network_of("")
    ('203.0.113.0/24', '2001:db8:1:2::/64', '203.0.113.0/24', None)
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, PREFIXES[found.version]), strict=False))


def marks_with(key_file: Path | None) -> ClientMarks:
    """The marks of all processes that have the same file. Raises ConfigurationError for one that is no key."""
    if key_file is None:
        return ClientMarks()
    try:
        key = key_file.read_bytes().strip()
    except OSError as error:
        raise ConfigurationError(f"client_mark_key: {key_file} cannot be read: {error}") from error
    if len(key) < SHORTEST_KEY:
        raise ConfigurationError(f"client_mark_key: {key_file} holds less than {SHORTEST_KEY} bytes.")
    return ClientMarks(key)

"""Ports for processes that are started in a moment."""

from __future__ import annotations

import random
import socket

BELOW_CLIENTS = range(15_000, 32_000)
"""Clients get their ports above (Linux: from 32,768 on), and would take one between our look and the start."""


def free_ports(count: int) -> list[int]:
    """So many different ports of the loopback address that nobody listens at now."""
    found: list[int] = []
    for port in random.SystemRandom().sample(BELOW_CLIENTS, len(BELOW_CLIENTS)):
        if len(found) == count:
            break
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
    return found


def free_port() -> int:
    """One of them."""
    return free_ports(1)[0]

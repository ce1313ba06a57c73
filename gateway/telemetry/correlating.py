"""The trace that a client names, for the log of a gateway that does not trace itself."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from gateway.observe.events import Exchanged
from gateway.observe.trail import Trail

PARENT = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
"""W3C Trace Context, 3.2: version, trace, parent, flags."""


class Correlating:
    """Reads ``traceparent``."""

    def begin(self, scope: MutableMapping[str, Any], trail: Trail, /) -> None:
        """Takes over what the client says."""
        for name, value in scope["headers"]:
            if name == b"traceparent" and (found := PARENT.fullmatch(value)):
                trail.trace, trail.span = found[1].decode(), found[2].decode()

    def end(self, scope: MutableMapping[str, Any], trail: Trail, exchanged: Exchanged, /) -> None:
        """Nothing is kept."""

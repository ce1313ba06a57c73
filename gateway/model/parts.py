"""An answer that may come in several parts: one for a query, one for each event of a subscription."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """``body``: an execution result as JSON (GraphQL 7.1), whole in itself."""

    body: bytes

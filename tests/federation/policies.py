"""A policy of the tests' own, where the run sets none: at least substantial assurance, from the token's ``acr``."""

from __future__ import annotations

from gateway.model.caller import Caller


def is_substantial(caller: Caller) -> bool:
    """As ``services.cip.rules.assurance`` says it for the levels of the demo persons."""
    return caller.claims.get("acr") in ("STORK-QAA-Level-3", "STORK-QAA-Level-4")

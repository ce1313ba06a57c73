"""The audits of graphql-http, written by the people who write GraphQL over HTTP."""

from __future__ import annotations

from typing import Any

AUDITS = 61


def test_every_audit_of_graphql_over_http_passes(judge: Any, gateway: str) -> None:
    found = judge("audits.mjs", f"{gateway}/graphql")
    assert [audit for audit in found if audit["status"] != "ok"] == []
    assert len(found) == AUDITS

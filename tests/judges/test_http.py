"""The audits of graphql-http, written by the people who write GraphQL over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tools.run.settings import SERVICES

AUDITS = 61


def test_every_audit_of_graphql_over_http_passes(judge: Any, gateway: str) -> None:
    found = judge("audits.mjs", f"{gateway}/graphql")
    assert [audit for audit in found if audit["status"] != "ok"] == []
    assert len(found) == AUDITS


@pytest.mark.parametrize("name", SERVICES)
def test_every_audit_passes_for_each_service(judge: Any, service: Callable[[str], str], name: str) -> None:
    found = judge("audits.mjs", service(name))
    assert [audit for audit in found if audit["status"] != "ok"] == []
    assert len(found) == AUDITS


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ __typename }", [{"data": {"__typename": "Query"}}]),
        ("{ nothing }", ["GRAPHQL_VALIDATION_FAILED"]),
        ("{", ["GRAPHQL_PARSE_FAILED"]),
    ],
)
def test_the_client_of_graphql_sse_reads_our_events(judge: Any, gateway: str, query: str, expected: list[Any]) -> None:
    found = judge("events.mjs", f"{gateway}/graphql", query)
    shown = [each["errors"][0]["extensions"]["code"] if "errors" in each else each for each in found]
    assert shown == expected
